#include "report/judge_tls_rpt.hpp"

#include "report/findings.hpp"

#include <fmt/format.h>

namespace danelaw {

std::optional<TlsRptStatus> judge_tls_rpt(const TlsRptFacts& facts) {
    if (!facts.record) return std::nullopt;
    TlsRptStatus status;
    const auto& lookup = *facts.record;
    if (!lookup.answered()) {
        status.failure = fmt::format("the TXT lookup of {} {}: {}", lookup.name.text(), how_it_failed(lookup),
                                     lookup.failure->detail);
        return status;
    }
    status.records = read_tlsrpt_records(txt_records(lookup));
    status.present = status.records.candidates > 0;
    status.failure = status.records.failure;
    return status;
}

}  // namespace danelaw
