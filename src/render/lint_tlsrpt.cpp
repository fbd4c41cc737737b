#include "render/lint_parts.hpp"

#include <danelaw/base/text.hpp>

#include "render/json_values.hpp"
#include "render/wrap.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>

namespace danelaw {

namespace json = boost::json;

std::string render_lint_json(const TlsRptRecordLint& lint) {
    const LintParts parts{lint.valid, lint.reason, lint.findings};
    if (!lint.record) return lint_json("tlsrpt-record", parts, nullptr);
    json::array rua;
    for (const auto& uri : lint.record->rua) rua.emplace_back(printable(uri.text));
    return lint_json("tlsrpt-record", parts, json::object{{"rua", std::move(rua)}});
}

std::string render_lint_text(const TlsRptRecordLint& lint, const TextStyle& style) {
    std::string places;
    if (lint.record) {
        for (const auto& uri : lint.record->rua) {
            places += wrap("  ", "    ",
                           fmt::format("{} {}", uri.unfit ? "no reports to" : "reports to", printable(uri.text)));
        }
    }
    return lint_text({lint.valid, lint.reason, lint.findings}, places, style);
}

namespace {

json::value json_count(const std::optional<std::uint64_t>& count) {
    return count ? json::value(*count) : json::value();
}

json::value json_remote(const std::string& text) { return text.empty() ? json::value() : json::value(printable(text)); }

json::object json_policy(const TlsReportPolicy& policy) {
    json::array types, details, hosts, lines;
    for (const auto& host : policy.mx_host) hosts.emplace_back(printable(host));
    for (const auto& line : policy.policy_string) lines.emplace_back(printable(line));
    for (const auto& failure : policy.failures) {
        types.emplace_back(printable(failure.result_type));
        details.push_back(json::object{{"result_type", printable(failure.result_type)},
                                       {"sessions", failure.sessions},
                                       {"receiving_mx_hostname", json_remote(failure.receiving_mx_hostname)},
                                       {"receiving_ip", json_remote(failure.receiving_ip)},
                                       {"sending_mta_ip", json_remote(failure.sending_mta_ip)},
                                       {"reason_code", json_remote(failure.reason_code)}});
    }
    return {{"type", printable(policy.type)},
            {"domain", json_text(policy.domain)},
            {"mx_host", std::move(hosts)},
            {"policy_string", std::move(lines)},
            {"successes", json_count(policy.successful)},
            {"failures", json_count(policy.failed)},
            {"result_types", std::move(types)},
            {"failure_details", std::move(details)}};
}

std::string policy_text(const TlsReportPolicy& policy) {
    std::string text = wrap("  ", "    ",
                            fmt::format("{} {}: {} successful, {} failed", printable(policy.type),
                                        policy.domain ? printable(*policy.domain) : "(no domain)",
                                        policy.successful.value_or(0), policy.failed.value_or(0)));
    for (const auto& failure : policy.failures) {
        auto line = fmt::format("{} x {}", failure.sessions, printable(failure.result_type));
        if (!failure.receiving_mx_hostname.empty())
            line += fmt::format(" at {}", printable(failure.receiving_mx_hostname));
        if (!failure.receiving_ip.empty()) line += fmt::format(" [{}]", printable(failure.receiving_ip));
        if (!failure.reason_code.empty()) line += fmt::format(": {}", printable(failure.reason_code));
        text += wrap("    ", "      ", line);
    }
    return text;
}

}  // namespace

std::string render_lint_json(const TlsReportLint& lint) {
    const LintParts parts{lint.valid, lint.reason, lint.findings};
    if (!lint.report) return lint_json("tlsrpt-report", parts, nullptr);
    const auto& report = *lint.report;
    json::array policies;
    for (const auto& policy : report.policies) policies.push_back(json_policy(policy));
    return lint_json(
        "tlsrpt-report", parts,
        json::object{{"organization", printable(report.organization)},
                     {"id", printable(report.id)},
                     {"contact", json_remote(report.contact)},
                     {"period", json::object{{"start", format_time(report.start)}, {"end", format_time(report.end)}}},
                     {"policies", std::move(policies)}});
}

std::string render_lint_text(const TlsReportLint& lint, const TextStyle& style) {
    std::string text;
    if (lint.report) {
        const auto& report = *lint.report;
        text = wrap("  ", "    ",
                    fmt::format("report {} of {}, {} to {}", printable(report.id), printable(report.organization),
                                format_time(report.start), format_time(report.end)));
        for (const auto& policy : report.policies) text += policy_text(policy);
    }
    return lint_text({lint.valid, lint.reason, lint.findings}, text, style);
}

}  // namespace danelaw
