#include "report/findings.hpp"

#include "report/judge_host.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

/// The finding for a session that broke where TLS was to begin; nothing for one that did not.
std::string_view tls_failure_code(const SmtpSession& session) {
    switch (session.result) {
        case SmtpResult::no_starttls:
            return "session.no_starttls";
        case SmtpResult::starttls_refused_temporary:
        case SmtpResult::starttls_refused_permanent:
            return "session.starttls_refused";
        case SmtpResult::injection_detected:
            return "session.injection";
        case SmtpResult::tls_handshake_failed:
            return "session.handshake_failed";
        case SmtpResult::starttls_protocol_error:
            return "session.starttls_broken";
        case SmtpResult::timeout:
        case SmtpResult::connection_lost:
        case SmtpResult::protocol_error:
            return session.stage == SmtpStage::tls        ? "session.handshake_failed"
                   : session.stage == SmtpStage::starttls ? "session.starttls_broken"
                                                          : "";
        case SmtpResult::tls_established:
        case SmtpResult::refused_temporary:
        case SmtpResult::refused_permanent:
        case SmtpResult::connect_failed:
            return "";
    }
    return "";
}

bool is_old_tls(const SmtpSession& session) {
    return session.tls &&
           (session.tls->version == "TLS1.0" || session.tls->version == "TLS1.1" || session.tls->version == "SSL3.0");
}

void find_session(const HostReport& host, const HostFacts& facts, std::size_t index, Findings& findings) {
    const auto& endpoint = facts.endpoints[index];
    const auto& session = endpoint.session;
    const auto subject = subject_of(facts, endpoint);
    if (const auto code = tls_failure_code(session); !code.empty() && !session.cut_by_deadline) {
        auto finding = make_finding(code, subject,
                                    fmt::format("{}: {}", subject, session.detail.empty() ? "no TLS" : session.detail));
        // Where no TLSA record binds, mail goes in clear instead: bad, but no outage.
        if (host.decision.action == DaneAction::opportunistic) finding.severity = Severity::warning;
        findings.push_back(std::move(finding));
    }
    if (is_old_tls(session)) {
        findings.push_back(make_finding("session.old_tls", subject,
                                        fmt::format("{}: {} was negotiated", subject, session.tls->version)));
    }
    if (session.key_usage_violation) {
        findings.push_back(
            make_finding("session.key_usage", subject,
                         fmt::format("{}: the certificate's key usage does not allow its use in TLS", subject)));
    }
    const auto& other = endpoint.other_key_probe;
    const bool unseen = other && other->result != SmtpResult::tls_established && !other->no_such_key_type;
    if (unseen && !other->cut_by_deadline) {
        findings.push_back(make_finding(
            "session.other_key_untested", subject,
            fmt::format("{}: the session for the other key type showed no certificate: {}", subject, other->detail)));
    }
}

/// Sessions that were tried and did not get to the server's EHLO answer.
std::vector<std::size_t> unreached(const HostReport& host, const HostFacts& facts) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < host.endpoints.size(); ++i) {
        if (!facts.endpoints[i].not_probed && host.endpoints[i].outcome == Outcome::unreachable &&
            !facts.endpoints[i].session.cut_by_deadline) {
            indices.push_back(i);
        }
    }
    return indices;
}

bool was_rejected(const SmtpSession& session) {
    return session.result == SmtpResult::refused_temporary || session.result == SmtpResult::refused_permanent;
}

void find_unreachable(const HostReport& host, const HostFacts& facts, Findings& findings) {
    const auto indices = unreached(host, facts);
    if (indices.empty()) return;
    const bool any_reached = std::any_of(host.endpoints.begin(), host.endpoints.end(),
                                         [](const EndpointReport& e) { return is_reached(e.outcome); });
    if (any_reached) {
        for (const auto i : indices) {
            const auto subject = subject_of(facts, facts.endpoints[i]);
            findings.push_back(
                make_finding("session.address_unreachable", subject,
                             fmt::format("{} could not be reached: {}", subject, facts.endpoints[i].session.detail)));
        }
        return;
    }
    const auto all = [&](auto claim) {
        return std::all_of(indices.begin(), indices.end(),
                           [&](std::size_t i) { return claim(facts.endpoints[i].session); });
    };
    const bool refused = all([](const SmtpSession& session) { return session.connection_refused; });
    const bool rejected = !refused && std::any_of(indices.begin(), indices.end(), [&](std::size_t i) {
        return was_rejected(facts.endpoints[i].session);
    });
    const auto subject = subject_of(facts);
    std::string text = fmt::format("{}: no session with any of {} address{}", subject, indices.size(),
                                   indices.size() == 1 ? "" : "es");
    for (const auto i : indices) {
        text += fmt::format("{} {}: {}", i == indices.front() ? ":" : ";", facts.endpoints[i].address.to_string(),
                            facts.endpoints[i].session.detail);
    }
    findings.push_back(make_finding(refused    ? "session.host_refuses"
                                    : rejected ? "session.host_rejects"
                                               : "session.host_silent",
                                    subject, text));
}

void find_private_addresses(const HostFacts& facts, Findings& findings) {
    for (const auto& endpoint : facts.endpoints) {
        if (!endpoint.not_probed || endpoint.not_probed->reason != NotProbedReason::private_address) continue;
        findings.push_back(make_finding(
            "check.private_address", subject_of(facts, endpoint),
            fmt::format("{} was not connected to: {}", subject_of(facts, endpoint), endpoint.not_probed->text)));
    }
}

}  // namespace

void find_sessions(const Report& report, Findings& findings) {
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto& host = report.hosts[i];
        const auto& facts = report.facts.hosts[i];
        for (std::size_t k = 0; k < host.endpoints.size(); ++k) {
            if (!facts.endpoints[k].not_probed) find_session(host, facts, k, findings);
        }
        find_unreachable(host, facts, findings);
        find_private_addresses(facts, findings);
    }
}

}  // namespace danelaw
