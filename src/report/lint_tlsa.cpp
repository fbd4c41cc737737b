#include <danelaw/report/lint.hpp>

#include "report/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

TlsaLint lint_tlsa(std::span<const std::string> texts) {
    TlsaLint lint;
    std::vector<TlsaRecord> records;
    RecordNumbers numbers;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto record = tlsa_from_text(texts[i]);
        const auto fault =
            record ? unusable_reason(*record, UsageProfile::any) : std::optional<std::string>(record.error().detail);
        if (fault && !lint.reason) lint.reason = fmt::format("record {}: {}", i + 1, *fault);
        if (!record) continue;
        records.push_back(*record);
        numbers.push_back(i + 1);
    }
    lint.valid = !lint.reason;
    lint.records = select_records(records, UsageProfile::smtp);
    find_record_faults("TLSA", lint.records, numbers, lint.findings);
    std::stable_sort(lint.findings.begin(), lint.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
    return lint;
}

}  // namespace danelaw
