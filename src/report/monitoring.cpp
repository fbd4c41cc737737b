#include <danelaw/report/monitoring.hpp>

#include "report/verdict.hpp"

#include <danelaw/report/forecast.hpp>

#include <algorithm>

namespace danelaw {

namespace {

/// Findings that another try, or a minute, may do away with.
constexpr std::string_view transient_codes[] = {
    "address.lookup_failed",
    "check.deadline",
    "cname.lookup_failed",
    "internal_error",
    "mx.lookup_failed",
    "resolver.cannot_validate",
    "session.address_unreachable",
    "session.host_refuses",
    "session.host_rejects",
    "session.host_silent",
    "session.other_key_untested",
    "session.starttls_refused",
    "sts.policy_host_address",
    "sts.policy_host_lookup_failed",
    "sts.policy_host_refuses",
    "sts.policy_host_silent",
    "sts.record_lookup_failed",
    "tlsa.lookup_failed",
    "tlsrpt.lookup_failed",
};

bool is_transient_code(std::string_view code) {
    return std::find(std::begin(transient_codes), std::end(transient_codes), code) != std::end(transient_codes);
}

bool is_authenticated(const HostReport& host) {
    const auto reached = [](const EndpointReport& endpoint) { return is_reached(endpoint.outcome); };
    return std::any_of(host.endpoints.begin(), host.endpoints.end(), reached) &&
           std::all_of(host.endpoints.begin(), host.endpoints.end(), [](const EndpointReport& endpoint) {
               return !is_reached(endpoint.outcome) || endpoint.outcome == Outcome::authenticated;
           });
}

/// The severity that makes an exit code.
Severity severity_of(int exit_code) {
    if (exit_code == 2) return Severity::critical;
    if (exit_code == 3) return Severity::unknown;
    return exit_code == 1 ? Severity::warning : Severity::info;
}

bool has(const Report& report, std::string_view code) {
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [&](const Finding& finding) { return finding.code == code; });
}

/// Whether the trust anchors could not be validated only because their lookups were cut.
bool was_validation_cut(const DomainFacts& facts) {
    const auto& lookups = facts.trust.anchor_lookups;
    return std::all_of(lookups.begin(), lookups.end(), [&](const Lookup& lookup) {
        return is_cut(lookup) || !facts.domain.is_at_or_below(lookup.name);  // others say nothing about this domain
    });
}

/// The worst of what is not known for certain, leaving out what follows from our own time-out alone.
State state_but_for_deadline(const Report& report) {
    State state = State::ok;
    for (const Finding& finding : report.findings) {
        const bool by_deadline = finding.code == "check.deadline" ||
                                 (finding.code == "resolver.cannot_validate" && was_validation_cut(report.facts));
        if (finding.severity == Severity::unknown && !by_deadline) state = worse(state, State::unknown);
        if (finding.severity == Severity::warning) state = worse(state, State::warning);
    }
    return state;
}

}  // namespace

Totals totals_of(const Report& report) {
    Totals totals;
    for (const auto& host : report.hosts) {
        if (host.decision.no_address) continue;
        ++totals.hosts;
        totals.hosts_authenticated += is_authenticated(host) ? 1U : 0U;
        totals.endpoints += host.endpoints.size();
        for (const auto& endpoint : host.endpoints) {
            totals.endpoints_authenticated += endpoint.outcome == Outcome::authenticated ? 1U : 0U;
            totals.endpoints_complying += meets_policy(endpoint).value_or(false) ? 1U : 0U;
        }
        for (const auto& use : host.records) totals.tlsa_records += use.usable ? 1U : 0U;
    }
    return totals;
}

std::optional<bool> meets_policy(const EndpointReport& endpoint) {
    if (endpoint.sts == StsOutcome::not_seen || endpoint.sts == StsOutcome::unreachable) return std::nullopt;
    return endpoint.sts == StsOutcome::complies;
}

const Finding* leading_finding(const Report& report) {
    if (report.exit_code == 0 || report.findings.empty()) return nullptr;
    const Severity wanted = severity_of(report.exit_code);
    const auto& findings = report.findings;
    const auto first = [&](auto is_meant) { return std::find_if(findings.begin(), findings.end(), is_meant); };
    // Findings stand worst first. Where the verdict alone makes the exit code, a lesser one says why.
    auto found = first([&](const Finding& finding) { return finding.severity == wanted; });
    if (found == findings.end() && report.verdict == Verdict::partial)
        found = first([](const Finding& finding) { return finding.code == "sts.mode_testing"; });
    if (found == findings.end()) found = first([&](const Finding& finding) { return finding.severity <= wanted; });
    return found == findings.end() || found->severity < Severity::notice ? nullptr : &*found;
}

bool is_transient(const Report& report) {
    if (report.exit_code == 0) return false;
    const auto decides = [&](const Finding& finding) { return finding.severity == severity_of(report.exit_code); };
    const auto stays = [&](const Finding& finding) { return decides(finding) && !is_transient_code(finding.code); };
    return std::any_of(report.findings.begin(), report.findings.end(), decides) &&
           std::none_of(report.findings.begin(), report.findings.end(), stays);
}

std::optional<std::chrono::seconds> time_to_first_failure(const Report& report) {
    const auto* const first = first_to_fail(report.forecast);
    if (first == nullptr) return std::nullopt;
    return first->at - report.facts.checked_at;
}

State expiry_state(const Report& report, const Thresholds& expiry) {
    const auto left = time_to_first_failure(report);
    return left ? state_of(expiry, static_cast<double>(left->count())) : State::ok;
}

State monitoring_state(const Report& report, const MonitoringLimits& limits) {
    const auto by_expiry = expiry_state(report, limits.expiry);
    const auto state = static_cast<State>(report.exit_code);
    if (state != State::unknown || !has(report, "check.deadline")) return worse(state, by_expiry);
    return worse(worse(limits.at_deadline, state_but_for_deadline(report)), by_expiry);
}

}  // namespace danelaw
