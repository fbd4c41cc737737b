#include "report/findings.hpp"

#include "report/judge_host.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

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

namespace {

bool is_old_tls(const SmtpSession& session) {
    return session.tls &&
           (session.tls->version == "TLS1.0" || session.tls->version == "TLS1.1" || session.tls->version == "SSL3.0");
}

void find_tls_failure(const HostReport& host, const SmtpSession& session, const std::string& subject,
                      Findings& findings) {
    const auto code = tls_failure_code(session);
    if (code.empty() || session.cut_by_deadline) return;
    auto& finding = add_finding(findings, code, subject, session.detail.empty() ? "no TLS" : session.detail);
    // Where no TLSA record binds, mail goes in clear instead: bad, but no outage.
    if (host.decision.action == DaneAction::opportunistic) finding.severity = Severity::warning;
}

/// Where the second session did not settle whether the server has a certificate of the other key type that works.
void find_untested_key(const EndpointFacts& endpoint, const std::string& subject, Findings& findings) {
    if (!endpoint.other_key_probe) return;
    const auto& other = *endpoint.other_key_probe;
    if (other.result == SmtpResult::tls_established || other.no_such_key_type || other.cut_by_deadline) return;
    const auto& chain = endpoint.session.chain;
    const bool has_other = !other.chain.empty() && (chain.empty() || other.chain.front() != chain.front());
    if (!other.chain.empty() && !has_other) return;  // it answers with the one that it has
    add_finding(findings, "session.other_key_untested", subject,
                fmt::format("the session for the other key type {}: {}",
                            has_other ? "showed its certificate, and failed" : "showed no certificate", other.detail));
}

using Line = std::pair<std::string, std::string>;

/// RFC 3207 §4.2: the client says EHLO again inside TLS; whether no 250 followed.
bool hello_failed_inside_tls(const std::vector<Line>& dialogue) {
    const auto said = [](std::string_view word) {
        return [word](const Line& line) { return line.first == "C" && line.second.starts_with(word); };
    };
    const auto starttls = std::find_if(dialogue.begin(), dialogue.end(), said("STARTTLS"));
    const auto hello = std::find_if(starttls, dialogue.end(), said("EHLO"));
    if (hello == dialogue.end()) return false;
    const auto end = std::find_if(hello + 1, dialogue.end(), said(""));
    const auto& last = (end - 1)->second;
    return !last.starts_with("250") || last.starts_with("250-");
}

/// TLS stands and was judged; but senders go on to EHLO, and get no further.
void find_end_inside_tls(const SmtpSession& session, const std::string& subject, Findings& findings) {
    const bool failed = session.result == SmtpResult::tls_established && !session.detail.empty() &&
                        hello_failed_inside_tls(session.dialogue);
    if (failed) add_finding(findings, "session.broken_inside_tls", subject, session.detail);
}

void find_session(const HostReport& host, const HostFacts& facts, std::size_t index, Findings& findings) {
    const auto& endpoint = facts.endpoints[index];
    const auto& session = endpoint.session;
    const auto subject = subject_of(facts, endpoint);
    find_tls_failure(host, session, subject, findings);
    if (is_old_tls(session)) {
        add_finding(findings, "session.old_tls", subject,
                    session.tls->version + " was negotiated, TLS1.2 or later was expected");
    }
    if (session.key_usage_violation) {
        add_finding(findings, "session.key_usage", subject,
                    "the certificate's key usage does not allow its use in TLS, digitalSignature was expected");
    }
    find_untested_key(endpoint, subject, findings);
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

/// `192.0.2.1: connect: no answer within 10 s` for each of these endpoints; those that ended alike together.
std::vector<std::string> endings(const HostFacts& facts, const std::vector<std::size_t>& indices) {
    std::vector<std::pair<std::string, std::vector<std::string>>> alike;
    for (const auto i : indices) {
        const auto& endpoint = facts.endpoints[i];
        const auto known = std::find_if(alike.begin(), alike.end(),
                                        [&](const auto& one) { return one.first == endpoint.session.detail; });
        auto& addresses = known != alike.end() ? known->second : alike.emplace_back(endpoint.session.detail, 0).second;
        addresses.push_back(endpoint.address.to_string());
    }
    std::vector<std::string> parts;
    parts.reserve(alike.size());
    for (const auto& [detail, addresses] : alike) parts.push_back(fmt::format("{} ({})", detail, listed(addresses)));
    return parts;
}

/// Why no address of the host was reached.
std::string_view unreached_code(const HostFacts& facts, const std::vector<std::size_t>& indices) {
    const auto is_refused = [&](std::size_t i) { return facts.endpoints[i].session.connection_refused; };
    const auto is_rejected = [&](std::size_t i) { return was_rejected(facts.endpoints[i].session); };
    if (std::all_of(indices.begin(), indices.end(), is_refused)) return "session.host_refuses";
    return std::any_of(indices.begin(), indices.end(), is_rejected) ? "session.host_rejects" : "session.host_silent";
}

void find_unreachable(const HostReport& host, const HostFacts& facts, Findings& findings) {
    const auto indices = unreached(host, facts);
    if (indices.empty()) return;
    const bool any_reached = std::any_of(host.endpoints.begin(), host.endpoints.end(),
                                         [](const EndpointReport& e) { return is_reached(e.outcome); });
    if (any_reached) {
        for (const auto i : indices) {
            add_finding(findings, "session.address_unreachable", subject_of(facts, facts.endpoints[i]),
                        fmt::format("{}, a session as with the host's other addresses was expected",
                                    facts.endpoints[i].session.detail));
        }
        return;
    }
    const auto whom = indices.size() == 1 ? "its only address" : fmt::format("any of {} addresses", indices.size());
    add_finding(findings, unreached_code(facts, indices), subject_of(facts),
                fmt::format("no session with {}: {}", whom, listed(endings(facts, indices), "; ")));
}

void find_private_addresses(const HostFacts& facts, Findings& findings) {
    for (const auto& endpoint : facts.endpoints) {
        if (!endpoint.not_probed || endpoint.not_probed->reason != NotProbedReason::private_address) continue;
        add_finding(findings, "check.private_address", subject_of(facts, endpoint), endpoint.not_probed->text);
    }
}

/// -4 or -6 and a host that has addresses of the other family only: nothing is known of its servers.
void find_other_family(const HostReport& host, const HostFacts& facts, Findings& findings) {
    const bool decided = host.decision.action != DaneAction::skip && !facts.not_examined;
    const auto& a = facts.lookups.a;
    if (!decided || !a || !facts.lookups.aaaa || !facts.endpoints.empty()) return;
    const bool has_ipv4 = a->presence == Presence::records;
    add_finding(findings, "check.other_family", subject_of(facts),
                has_ipv4 ? "it has IPv4 addresses only, which -6 leaves out"
                         : "it has IPv6 addresses only, which -4 leaves out");
}

}  // namespace

void find_sessions(const Report& report, Findings& findings) {
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto& host = report.hosts[i];
        const auto& facts = report.facts.hosts[i];
        for (std::size_t k = 0; k < host.endpoints.size(); ++k) {
            const auto& endpoint = facts.endpoints[k];
            if (endpoint.not_probed) continue;
            find_session(host, facts, k, findings);
            // Once the time is over it may be what ended the session, which says nothing of the server.
            if (!report.facts.deadline_passed)
                find_end_inside_tls(endpoint.session, subject_of(facts, endpoint), findings);
        }
        find_unreachable(host, facts, findings);
        find_private_addresses(facts, findings);
        find_other_family(host, facts, findings);
    }
}

}  // namespace danelaw
