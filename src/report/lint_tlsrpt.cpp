#include <danelaw/report/lint.hpp>

#include <danelaw/base/text.hpp>
#include <danelaw/tlsrpt/source.hpp>

#include "report/findings.hpp"

#include <fmt/format.h>

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

TlsReportLint lint_tlsrpt_report(std::string_view octets) {
    TlsReportLint lint;
    auto source = read_report_source(octets);
    if (source.found.size() != 1) {
        lint.reason = source.found.empty()
                          ? std::string(
                                "no report, expected JSON, gzip, or a mail with a part application/tlsrpt+gzip or "
                                "application/tlsrpt+json")
                          : fmt::format("{} reports, expected one; danelaw tlsrpt reads many", source.found.size());
        return lint;
    }
    auto& report = source.found.front().report;
    if (!report) {
        lint.reason = report.error().detail;
        return lint;
    }
    lint.valid = true;
    for (const auto& deviation : report->deviations)
        lint.findings.push_back(make_finding("tlsrpt.report_deviates", printable(report->id), deviation));
    lint.report = std::move(*report);
    return lint;
}

}  // namespace danelaw
