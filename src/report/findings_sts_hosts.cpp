#include "report/findings.hpp"
#include "report/renewal.hpp"

#include <danelaw/base/limits.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

/// The policies that senders may hold the hosts to, each with what to call it.
struct ActivePolicy {
    const Policy& policy;
    std::string_view name;
};

std::vector<ActivePolicy> active_policies(const StsReport& sts) {
    std::vector<ActivePolicy> active;
    if (sts.state == PolicyState::usable && sts.served->mode != PolicyMode::none)
        active.push_back({*sts.served, "the policy"});
    if (sts.cached && sts.cached->mode != PolicyMode::none && sts.cached != sts.served)
        active.push_back({*sts.cached, "the cached policy"});
    return active;
}

bool any_enforces(const std::vector<ActivePolicy>& active) {
    return std::any_of(active.begin(), active.end(),
                       [](const ActivePolicy& one) { return one.policy.mode == PolicyMode::enforce; });
}

Severity severity_of(bool enforced) { return enforced ? Severity::critical : Severity::warning; }

std::string_view code_of(PkixFault fault) {
    switch (fault) {
        case PkixFault::expired:
            return "sts.mx_certificate_expired";
        case PkixFault::self_signed:
            return "sts.mx_certificate_self_signed";
        case PkixFault::no_certificate:
        case PkixFault::untrusted:
            return "sts.mx_certificate_untrusted";
        case PkixFault::without_san:
            return "sts.mx_certificate_without_san";
        case PkixFault::wrong_name:
            return "sts.mx_certificate_name";
    }
    return "sts.mx_certificate_untrusted";
}

/// The session that MTA-STS goes by, and what PKIX makes of its chain.
struct StsSession {
    const SmtpSession& session;
    const std::optional<PkixResult>& pkix;
    const CertificateChain& chain;
    std::string subject;
};

void find_certificate(const StsSession& seen, Severity severity, Timestamp now, Findings& findings) {
    if (!seen.pkix) return;
    for (const auto fault : seen.pkix->faults) {
        add_finding(findings, code_of(fault), seen.subject, seen.pkix->reason.value_or("not valid")).severity =
            severity;
    }
    const auto* const late = late_renewal(seen.chain, seen.pkix->path, now);
    if (seen.pkix->valid() && late != nullptr)
        add_finding(findings, "sts.mx_certificate_expires_soon", seen.subject, expiry_text(*late, now));
}

void find_session(const EndpointReport& endpoint, const StsSession& seen, Severity severity, Findings& findings) {
    const auto code = sts_failure_code(endpoint);
    if (code.empty() || endpoint.sts == StsOutcome::invalid_certificate) return;
    auto what = seen.session.detail.empty() ? std::string("no TLS") : seen.session.detail;
    if (endpoint.sts == StsOutcome::old_tls) {
        what = fmt::format("{} was negotiated, TLS 1.2 or later was expected",
                           seen.session.tls ? seen.session.tls->version : "no version");
    }
    add_finding(findings, code, seen.subject, what).severity = severity;
}

void find_name(const HostFacts& facts, const std::vector<ActivePolicy>& active, Findings& findings) {
    for (const auto& [policy, name] : active) {
        if (matching_pattern(policy, facts.lookups.name)) continue;
        add_finding(findings, "sts.mx_not_in_policy", subject_of(facts),
                    fmt::format("no mx line of {} matches (mode {})", name, to_text(policy.mode)))
            .severity = severity_of(policy.mode == PolicyMode::enforce);
    }
}

void find_unused_patterns(const Report& report, const Policy& policy, Findings& findings) {
    const auto url = sts_policy_url(report.facts.domain);
    const auto enough = findings.size() + limits::pattern_findings;
    for (const auto& pattern : policy.mx) {
        const auto used = [&](const HostFacts& host) { return matches(pattern, host.lookups.name); };
        const auto& hosts = report.facts.hosts;
        if (findings.size() >= enough || std::any_of(hosts.begin(), hosts.end(), used)) continue;
        add_finding(findings, "sts.pattern_unmatched", url, fmt::format("mx {} matches no MX host", pattern.text()));
    }
}

}  // namespace

std::string_view sts_failure_code(const EndpointReport& endpoint) {
    switch (endpoint.sts) {
        case StsOutcome::no_starttls:
            return "sts.mx_no_starttls";
        case StsOutcome::handshake_failed:
            return "sts.mx_handshake_failed";
        case StsOutcome::old_tls:
            return "sts.mx_old_tls";
        case StsOutcome::invalid_certificate:
            return code_of((endpoint.sts_probe ? endpoint.sts_probe->pkix : endpoint.pkix)->faults.front());
        case StsOutcome::complies:
        case StsOutcome::unreachable:
        case StsOutcome::not_seen:
            break;
    }
    return "";
}

void find_sts_hosts(const Report& report, Findings& findings) {
    if (!report.sts || report.null_mx) return;
    const auto active = active_policies(*report.sts);
    if (active.empty()) return;
    const auto severity = severity_of(any_enforces(active));
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto& facts = report.facts.hosts[i];
        find_name(facts, active, findings);
        for (std::size_t k = 0; k < report.hosts[i].endpoints.size(); ++k) {
            const auto& endpoint = report.hosts[i].endpoints[k];
            const auto& seen = facts.endpoints[k];
            if (seen.not_probed) continue;
            const StsSession session{seen.sts_probe ? *seen.sts_probe : seen.session,
                                     seen.sts_probe ? endpoint.sts_probe->pkix : endpoint.pkix,
                                     seen.sts_probe ? endpoint.sts_probe->chain : endpoint.chain,
                                     subject_of(facts, seen)};
            find_session(endpoint, session, severity, findings);
            find_certificate(session, severity, report.facts.checked_at, findings);
        }
    }
    const bool known = report.facts.mx_records_left_out == 0 && (!report.facts.mx || report.facts.mx->answered());
    if (report.sts->state == PolicyState::usable && known) find_unused_patterns(report, *report.sts->served, findings);
}

}  // namespace danelaw
