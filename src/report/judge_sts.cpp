#include "report/judge_sts.hpp"

#include "report/judge_host.hpp"
#include "report/verdict.hpp"

#include <algorithm>

namespace danelaw {

namespace {

CertificateChain read_chain(const SmtpSession& session) {
    CertificateChain chain;
    for (const auto& der : session.chain) chain.push_back(read_certificate(der));
    return chain;
}

StsProbeReport judge_probe(const SmtpSession& session, const DomainName& name, PkixJudge& pkix) {
    StsProbeReport report;
    report.outcome = outcome_of(DaneAction::opportunistic, session, std::nullopt);
    if (!session.detail.empty()) report.reason = session.detail;
    report.chain = read_chain(session);
    if (session.tls) report.pkix = pkix.judge(report.chain, name);
    return report;
}

/// RFC 8461 §4, §7.2.
StsOutcome outcome_of_session(const SmtpSession& session, const std::optional<PkixResult>& pkix) {
    if (session.cut_by_deadline) return StsOutcome::not_seen;
    switch (outcome_of(DaneAction::opportunistic, session, std::nullopt)) {
        case Outcome::encrypted:
            if (!session.tls || !is_tls12_or_later(session.tls->version)) return StsOutcome::old_tls;
            if (!pkix) return StsOutcome::not_seen;
            return pkix->valid() ? StsOutcome::complies : StsOutcome::invalid_certificate;
        case Outcome::cleartext:
            return session.stage == SmtpStage::tls ? StsOutcome::handshake_failed : StsOutcome::no_starttls;
        case Outcome::authenticated:
        case Outcome::mismatch:
        case Outcome::tls_failed:
        case Outcome::unreachable:
        case Outcome::not_probed:
            break;
    }
    return StsOutcome::unreachable;
}

void judge_session(const EndpointFacts& facts, const DomainName& name, PkixJudge& pkix, EndpointReport& report) {
    if (facts.not_probed) return;
    if (facts.session.tls) report.pkix = pkix.judge(report.chain, name);
    if (facts.sts_probe) report.sts_probe = judge_probe(*facts.sts_probe, name, pkix);
    report.sts = facts.sts_probe ? outcome_of_session(*facts.sts_probe, report.sts_probe->pkix)
                                 : outcome_of_session(facts.session, report.pkix);
}

bool is_refused(StsOutcome outcome) {
    return outcome == StsOutcome::no_starttls || outcome == StsOutcome::handshake_failed ||
           outcome == StsOutcome::old_tls || outcome == StsOutcome::invalid_certificate;
}

/// Whether a host was seen well enough to say that it complies, given that nothing of it fails.
bool was_seen(const HostFacts& facts, const HostReport& host) {
    if (facts.not_examined) return false;
    bool reached = false;
    for (std::size_t i = 0; i < host.endpoints.size(); ++i) {
        const auto outcome = host.endpoints[i].sts;
        if (outcome == StsOutcome::complies) reached = true;
        if (outcome == StsOutcome::not_seen && !facts.endpoints[i].not_probed) return false;
    }
    return reached;
}

Verdict enforce_verdict(const Policy& policy, const Report& report) {
    const auto& facts = report.facts;
    bool any_host = false;
    bool all_seen = facts.mx_records_left_out == 0 && (!facts.mx || facts.mx->answered());
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        if (fails_policy(policy, facts.hosts[i], report.hosts[i])) return Verdict::fail;
        if (report.hosts[i].decision.no_address) continue;  // left out, with a finding
        any_host = true;
        all_seen = all_seen && was_seen(facts.hosts[i], report.hosts[i]);
    }
    return any_host && all_seen ? Verdict::pass : Verdict::unknown;
}

Verdict policy_verdict(const Policy& policy, const Report& report) {
    switch (policy.mode) {
        case PolicyMode::none:
            return Verdict::none;
        case PolicyMode::testing:
            return Verdict::partial;
        case PolicyMode::enforce:
            return enforce_verdict(policy, report);
    }
    return Verdict::unknown;
}

/// The first verdict of an order that one of two has.
Verdict first_of(std::initializer_list<Verdict> order, Verdict a, Verdict b) {
    const auto* const found =
        std::find_if(order.begin(), order.end(), [&](Verdict verdict) { return verdict == a || verdict == b; });
    return found == order.end() ? a : *found;
}

Verdict published_verdict(const Report& report) {
    switch (report.sts->state) {
        case PolicyState::absent:
            return Verdict::none;
        case PolicyState::broken:
            return Verdict::fail;
        case PolicyState::unknown:
            return Verdict::unknown;
        case PolicyState::usable:
            return policy_verdict(report.sts->served.value(), report);
    }
    return Verdict::unknown;
}

}  // namespace

bool fails_policy(const Policy& policy, const HostFacts& facts, const HostReport& host) {
    if (!matching_pattern(policy, facts.lookups.name)) return true;
    return std::any_of(host.endpoints.begin(), host.endpoints.end(),
                       [](const EndpointReport& endpoint) { return is_refused(endpoint.sts); });
}

std::vector<TlsaRecord> trust_anchor_records(const HostReport& host) {
    std::vector<TlsaRecord> records;
    for (const auto& use : host.records) {
        if (use.considered && use.record.usage == CertificateUsage::dane_ta) records.push_back(use.record);
    }
    return records;
}

void judge_sts_sessions(Report& report, PkixJudge& pkix) {
    const bool by_policy = asks_of_hosts(report.facts.sts);
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto& facts = report.facts.hosts[i];
        auto& host = report.hosts[i];
        if (facts.lookups.name.is_root() || (!by_policy && trust_anchor_records(host).empty())) continue;
        for (std::size_t k = 0; k < host.endpoints.size(); ++k)
            judge_session(facts.endpoints[k], facts.lookups.name, pkix, host.endpoints[k]);
    }
}

Verdict sts_verdict(const Report& report) {
    if (!report.sts || report.null_mx) return Verdict::none;
    if (cannot_validate(report.facts)) return Verdict::unknown;
    const auto published = published_verdict(report);
    if (!report.sts->cached) return published;
    // Some senders go by the one, some by the other.
    return first_of({Verdict::fail, Verdict::unknown, Verdict::partial, Verdict::pass, Verdict::none}, published,
                    policy_verdict(*report.sts->cached, report));
}

Verdict whole_verdict(const Report& report, Require require) {
    // Facts of an earlier version say nothing of MTA-STS.
    if (!report.sts) return require == Require::mta_sts || require == Require::both ? Verdict::unknown : report.dane;
    switch (require) {
        case Require::dane:
            return report.dane;
        case Require::mta_sts:
            return report.sts->verdict;
        case Require::both:
            return first_of({Verdict::fail, Verdict::unknown, Verdict::none, Verdict::partial, Verdict::pass},
                            report.dane, report.sts->verdict);
        case Require::any:
            break;
    }
    return first_of({Verdict::fail, Verdict::unknown, Verdict::pass, Verdict::partial, Verdict::none}, report.dane,
                    report.sts->verdict);
}

}  // namespace danelaw
