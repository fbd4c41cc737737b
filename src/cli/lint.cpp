#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/lint_tlsa.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>

namespace danelaw::cli {
namespace {

boost::json::value text_or_null(const std::optional<std::string>& text) {
    if (!text) return nullptr;
    return boost::json::string(*text);
}

boost::json::object record_json(const RecordUse& use) {
    return {{"usage", static_cast<int>(use.record.usage)},
            {"selector", static_cast<int>(use.record.selector)},
            {"matching_type", static_cast<int>(use.record.matching_type)},
            {"data", to_hex(use.record.association_data)},
            {"usable", use.usable},
            {"considered", use.considered},
            {"matched", use.matched},
            {"reason", text_or_null(use.reason)}};
}

boost::json::object finding_json(const Finding& finding) {
    return {{"code", finding.code},
            {"severity", to_text(finding.severity)},
            {"subject", finding.subject},
            {"text", finding.text},
            {"advice", finding.advice},
            {"reference", finding.reference},
            {"tls_rpt", text_or_null(finding.tls_rpt)}};
}

std::string lint_json(const TlsaLint& lint) {
    boost::json::array records;
    for (const RecordUse& use : lint.records) records.push_back(record_json(use));
    boost::json::array findings;
    for (const Finding& finding : lint.findings) findings.push_back(finding_json(finding));
    boost::json::object object{{"schema", "danelaw.lint/1"}, {"kind", "tlsa"}, {"valid", lint.valid}};
    object["value"] = records.empty() ? boost::json::value(nullptr) : boost::json::value(std::move(records));
    object["reason"] = text_or_null(lint.reason);
    object["findings"] = std::move(findings);
    return boost::json::serialize(object);
}

std::string lint_text(const TlsaLint& lint) {
    std::string text = lint.valid ? "valid\n" : fmt::format("not valid: {}\n", *lint.reason);
    for (const RecordUse& use : lint.records) {
        text += fmt::format("  {}  {}{}\n", describe(use.record), use.usable ? "usable" : "unusable for SMTP",
                            use.reason ? ": " + *use.reason : "");
    }
    for (const Finding& finding : lint.findings) {
        text += fmt::format("{}: {}: {} [{}, {}]\n    {}\n", to_text(finding.severity), finding.subject, finding.text,
                            finding.code, finding.reference, finding.advice);
    }
    return text;
}

}  // namespace

int run_lint(const Invocation& invocation) {
    const auto& arguments = invocation.arguments;
    if (arguments.empty()) throw UsageError("lint: the kind is missing, tlsa was expected");
    if (arguments.front() != "tlsa") {
        throw UsageError(fmt::format("lint: \"{}\" is not a kind that can be checked, tlsa was expected",
                                     printable(arguments.front(), 60)));
    }
    if (arguments.size() < 2)
        throw UsageError("lint tlsa: no record, \"USAGE SELECTOR MATCHING-TYPE HEX\" was expected");
    const TlsaLint lint = lint_tlsa(std::span(arguments).subspan(1));
    write_line(invocation.settings.flag("json") ? lint_json(lint) : lint_text(lint));
    if (!lint.valid) return exit_critical;
    const auto& found = lint.findings;
    const bool warned = std::any_of(found.begin(), found.end(),
                                    [](const Finding& finding) { return finding.severity >= Severity::warning; });
    return warned ? exit_warning : exit_ok;
}

}  // namespace danelaw::cli
