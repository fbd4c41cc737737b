#include "report/sender_sessions.hpp"

#include "report/findings.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

/// "An array of JSON strings that represents the policy that is declared by the receiving site, including any errors"
/// (RFC 8460 §4.5).
std::vector<std::string> policy_lines(std::string_view file) {
    std::vector<std::string> lines;
    while (!file.empty() && lines.size() < limits::report_list) {
        const auto end = file.find('\n');
        auto line = file.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.empty()) lines.push_back(printable(line, limits::report_text_octets));
        file = end == std::string_view::npos ? std::string_view() : file.substr(end + 1);
    }
    return lines;
}

/// What keeps a sender from the policy now (RFC 8460 §4.3.2.2), as the finding about it says.
const Finding* fetch_failure(const Report& report) {
    const auto state = report.sts->state;
    if (state != PolicyState::broken && state != PolicyState::unknown) return nullptr;
    const auto found = std::find_if(report.findings.begin(), report.findings.end(), [](const Finding& finding) {
        return finding.tls_rpt && finding.tls_rpt->starts_with("sts-");
    });
    return found == report.findings.end() ? nullptr : &*found;
}

void tell_fetch_failure(const Finding& finding, const Report& report, TlsReportPolicy& policy) {
    TlsReportFailure failure;
    failure.result_type = *finding.tls_rpt;
    failure.reason_code = printable(report.sts->failure.value_or(finding.text), limits::shown_octets);
    policy.failures.push_back(std::move(failure));
    const auto* const exchange = policy_exchange(report.facts.sts);
    if (finding.code == "sts.policy_invalid" && policy.policy_string.empty() && exchange != nullptr)
        policy.policy_string = policy_lines(exchange->body);
}

void add_session(const HostFacts& host, const EndpointFacts& facts, const EndpointReport& judged,
                 TlsReportPolicy& policy) {
    if (judged.sts == StsOutcome::complies) {
        policy.successful = policy.successful.value_or(0) + 1;
        return;
    }
    const auto code = sts_failure_code(judged);
    if (code.empty()) return;  // not reached, or nothing to judge it by
    const auto& session = facts.sts_probe ? *facts.sts_probe : facts.session;
    const auto& pkix = facts.sts_probe ? judged.sts_probe->pkix : judged.pkix;
    auto failure = failed_session(host, facts, session);
    failure.result_type = catalogue_entry(code)->tls_rpt;
    failure.reason_code = judged.sts == StsOutcome::old_tls ? session.tls->version + " was negotiated"
                          : pkix                            ? pkix->reason.value_or("")
                                                            : session.detail;
    add_failure(policy, std::move(failure));
}

void add_host(const Report& report, std::size_t index, const Policy& applied, TlsReportPolicy& policy) {
    const auto& host = report.hosts[index];
    const auto& facts = report.facts.hosts[index];
    if (host.decision.no_address) return;
    if (!matching_pattern(applied, facts.lookups.name)) {
        TlsReportFailure failure;
        failure.result_type = catalogue_entry("sts.mx_not_in_policy")->tls_rpt;
        failure.receiving_mx_hostname = facts.lookups.name.text();
        failure.reason_code = "no mx line of the policy matches the name of the host";
        return add_failure(policy, std::move(failure));
    }
    for (std::size_t i = 0; i < host.endpoints.size(); ++i)
        add_session(facts, facts.endpoints[i], host.endpoints[i], policy);
}

}  // namespace

bool applies_sts(const Report& report) {
    const auto* const applied = report.sts ? report.sts->applied() : nullptr;
    return applied != nullptr && applied->mode != PolicyMode::none && !report.null_mx;
}

std::optional<TlsReportPolicy> sts_report_policy(const Report& report) {
    if (!report.sts || report.null_mx) return std::nullopt;
    const auto* const failure = fetch_failure(report);
    if (!applies_sts(report) && failure == nullptr) return std::nullopt;
    TlsReportPolicy policy;
    policy.type = "sts";
    policy.domain = report.facts.domain.text();
    policy.successful = 0;
    policy.failed = 0;
    if (applies_sts(report)) {
        const auto& facts = report.facts.sts;
        policy.policy_string = policy_lines(report.sts->cached ? *facts.cached_policy : policy_exchange(facts)->body);
        for (const auto& pattern : report.sts->applied()->mx) policy.mx_host.push_back(pattern.text());
        for (std::size_t i = 0; i < report.hosts.size(); ++i) add_host(report, i, *report.sts->applied(), policy);
    }
    if (failure != nullptr) tell_fetch_failure(*failure, report, policy);
    return policy;
}

}  // namespace danelaw
