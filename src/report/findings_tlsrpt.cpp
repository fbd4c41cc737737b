#include "report/findings.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

namespace danelaw {

void find_tlsrpt_faults(const std::string& owner, std::span<const std::string> texts, const TlsRptRecords& records,
                        Findings& findings) {
    if (records.failure) {
        findings.push_back(make_finding(records.candidates > 1 ? "tlsrpt.several" : "tlsrpt.invalid", owner,
                                        fmt::format("{}: {}", owner, *records.failure)));
    }
    for (const auto index : records.ignored) {
        findings.push_back(
            make_finding("tlsrpt.ignored_record", owner,
                         fmt::format("{}: \"{}\" is ignored", owner, printable(texts[index], limits::shown_octets))));
    }
    if (!records.record) return;
    for (const auto& uri : records.record->rua) {
        if (!uri.unfit) continue;
        findings.push_back(make_finding("tlsrpt.unfit_uri", owner,
                                        fmt::format("{}: no sender can use \"{}\": {}", owner,
                                                    printable(uri.text, limits::shown_octets), *uri.unfit)));
    }
    for (const auto& name : records.record->extensions) {
        findings.push_back(
            make_finding("tlsrpt.unknown_field", owner, fmt::format("{}: field \"{}\" is ignored", owner, name)));
    }
}

}  // namespace danelaw
