#include <danelaw/report/lint.hpp>

#include "report/findings.hpp"

#include <algorithm>

namespace danelaw {

TlsRptRecordLint lint_tlsrpt_record(std::span<const std::string> texts) {
    TlsRptRecordLint lint;
    auto records = read_tlsrpt_records(texts);
    lint.valid = records.record.has_value();
    if (!lint.valid) {
        // Where all would be discarded, the first tells why.
        lint.reason = records.failure;
        if (!lint.reason && !texts.empty()) lint.reason = read_tlsrpt_record(texts.front()).error().detail;
        if (!lint.reason) lint.reason = "no record, one that begins with \"v=TLSRPTv1;\" was expected";
    }
    find_tlsrpt_faults("_smtp._tls", texts, records, lint.findings);
    lint.record = std::move(records.record);
    std::stable_sort(lint.findings.begin(), lint.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
    return lint;
}

}  // namespace danelaw
