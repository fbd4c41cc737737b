#include "report/judge_host.hpp"

#include <algorithm>

namespace danelaw {

namespace {

/// The session broke where TLS was to begin: no sender that demands TLS can deliver there.
bool is_tls_failure(const SmtpSession& session) {
    switch (session.result) {
        case SmtpResult::no_starttls:
        case SmtpResult::starttls_refused_temporary:
        case SmtpResult::starttls_refused_permanent:
        case SmtpResult::starttls_protocol_error:
        case SmtpResult::injection_detected:
        case SmtpResult::tls_handshake_failed:
            return true;
        case SmtpResult::timeout:
        case SmtpResult::connection_lost:
        case SmtpResult::protocol_error:
            return session.stage == SmtpStage::starttls || session.stage == SmtpStage::tls;
        case SmtpResult::tls_established:
        case SmtpResult::refused_temporary:
        case SmtpResult::refused_permanent:
        case SmtpResult::connect_failed:
            return false;
    }
    return false;
}

CertificateChain read_chain(const SmtpSession& session) {
    CertificateChain chain;
    for (const auto& der : session.chain) chain.push_back(read_certificate(der));
    return chain;
}

/// What matching needs, the same for every endpoint of a host.
struct HostMatch {
    std::vector<TlsaRecord> records;
    std::vector<DomainName> names;
    Timestamp now;

    [[nodiscard]] MatchResult of(const CertificateChain& chain) const {
        MatchInput input;
        input.reference_identifiers = names;
        input.now = now;
        return match_chain(records, chain, input);
    }
};

void judge_other_key(const HostMatch& host_match, const SmtpSession& session, EndpointReport& report) {
    const auto chain = read_chain(session);
    // A server that answers with the certificate it has is one without another. Findings tell a missing key type from a
    // session that failed before it showed a certificate.
    if (chain.empty() || (!report.chain.empty() && chain.front().der == report.chain.front().der)) return;
    report.other_key_chain = chain;
    report.other_key_match = host_match.of(chain);
    if (report.other_key_match->outcome == MatchOutcome::authenticated) {
        if (session.result == SmtpResult::tls_established) report.other_key_outcome = Outcome::authenticated;
        return;
    }
    report.other_key_outcome = Outcome::mismatch;
    report.outcome = Outcome::mismatch;  // §8.1: some senders get this chain
    report.reason =
        "the chain presented with the other key type: " + report.other_key_match->reason.value_or("no record matches");
}

EndpointReport judge_endpoint(DaneAction action, const HostMatch& host_match, const EndpointFacts& facts) {
    EndpointReport report;
    if (facts.not_probed) {
        report.reason = facts.not_probed->text;
        return report;
    }
    report.chain = read_chain(facts.session);
    const bool has_tls = facts.session.result == SmtpResult::tls_established;
    if (action == DaneAction::authenticate && has_tls) report.match = host_match.of(report.chain);
    report.outcome = outcome_of(action, facts.session, report.match);
    if (report.outcome == Outcome::mismatch) {
        report.reason = report.match->reason;
    } else if (!facts.session.detail.empty()) {
        report.reason = facts.session.detail;
    }
    if (report.outcome == Outcome::authenticated && facts.other_key_probe) {
        judge_other_key(host_match, *facts.other_key_probe, report);
    }
    return report;
}

void mark_matched(std::vector<RecordUse>& records, const std::optional<MatchResult>& match) {
    if (!match) return;
    for (std::size_t i = 0; i < std::min(records.size(), match->records.size()); ++i) {
        if (!match->records[i].matched) continue;
        records[i].matched = true;
        records[i].reason.reset();
    }
}

/// The records of the host, with what any endpoint's chain made of them.
std::vector<RecordUse> judge_records(const HostMatch& host_match, const std::vector<EndpointReport>& endpoints) {
    auto records = select_records(host_match.records, UsageProfile::smtp);
    for (const auto& endpoint : endpoints) {
        if (!endpoint.match || records.empty()) continue;
        for (std::size_t i = 0; i < records.size(); ++i) {  // why not matched, as the first chain has it
            if (!records[i].reason) records[i].reason = endpoint.match->records[i].reason;
        }
    }
    for (const auto& endpoint : endpoints) {
        mark_matched(records, endpoint.match);
        mark_matched(records, endpoint.other_key_match);
    }
    return records;
}

}  // namespace

Outcome outcome_of(DaneAction action, const SmtpSession& session, const std::optional<MatchResult>& match) {
    if (action == DaneAction::skip) return Outcome::not_probed;
    if (session.result == SmtpResult::tls_established) {
        if (action != DaneAction::authenticate) return Outcome::encrypted;
        return match && match->outcome == MatchOutcome::authenticated ? Outcome::authenticated : Outcome::mismatch;
    }
    if (!is_tls_failure(session)) return Outcome::unreachable;
    return action == DaneAction::opportunistic ? Outcome::cleartext : Outcome::tls_failed;
}

bool is_reached(Outcome outcome) { return outcome != Outcome::unreachable && outcome != Outcome::not_probed; }

EndpointReport judge_session(const EndpointFacts& facts) {
    return judge_endpoint(DaneAction::opportunistic, HostMatch(), facts);
}

HostReport judge_host(const DomainFacts& facts, const HostFacts& host) {
    HostReport report;
    report.decision = decide_host(host.lookups, UsageProfile::smtp);
    HostMatch host_match;
    host_match.now = facts.checked_at;
    if (report.decision.tlsa_base_domain && report.decision.tlsa_lookup) {
        const auto& lookup = host.lookups.tlsa.at(*report.decision.tlsa_lookup);
        report.tlsa_owner = lookup.name;
        report.reference_identifiers =
            reference_identifiers(next_hop_resolution(facts), host.lookups.name, *report.decision.tlsa_base_domain);
        host_match.records = tlsa_records(lookup);
        host_match.names = report.reference_identifiers;
    }
    for (const auto& endpoint : host.endpoints) {
        report.endpoints.push_back(judge_endpoint(report.decision.action, host_match, endpoint));
    }
    report.records = judge_records(host_match, report.endpoints);
    return report;
}

}  // namespace danelaw
