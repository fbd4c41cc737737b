#include "report/seen_domain.hpp"

#include "report/findings.hpp"
#include "report/judge_sts.hpp"
#include "report/maybe.hpp"
#include "report/verdict.hpp"

#include <danelaw/report/monitoring.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

bool all_without_address(const Report& report) {
    return std::all_of(report.hosts.begin(), report.hosts.end(),
                       [](const HostReport& host) { return host.decision.no_address; });
}

MailRoute route_of(const Report& report) {
    const auto& mx = report.facts.mx;
    if (cannot_validate(report.facts)) return MailRoute::unknown;
    if (mx && !mx->answered()) return is_cut(*mx) ? MailRoute::unknown : MailRoute::failed;
    const bool bounces = (mx && mx->presence == Presence::nx_domain) || all_without_address(report);
    return report.null_mx || bounces ? MailRoute::nowhere : MailRoute::hosts;
}

bool has_records(const std::optional<Lookup>& lookup) { return lookup && lookup->presence == Presence::records; }

/// S: no answer about the host's addresses could have been forged.
bool has_secure_addresses(const HostLookups& lookups) {
    const auto secure = [](const std::optional<Lookup>& lookup) { return !lookup || lookup->secure(); };
    return secure(lookups.a) && secure(lookups.aaaa);
}

/// What senders do with the host, if all that decides it was looked at.
std::optional<DaneAction> action_of(const HostReport& host, const HostFacts& facts) {
    if (facts.not_examined && facts.endpoints.empty()) return std::nullopt;
    if (host.decision.next_candidate) return std::nullopt;
    if (host.decision.action == DaneAction::skip && !is_failed_host(host, facts)) return std::nullopt;
    return host.decision.action;
}

SeenEndpoint seen_endpoint(const EndpointReport& endpoint) {
    SeenEndpoint seen;
    seen.has_tls = endpoint.outcome == Outcome::authenticated || endpoint.outcome == Outcome::encrypted ||
                   endpoint.outcome == Outcome::mismatch;
    seen.dane_refuses = endpoint.outcome == Outcome::mismatch || endpoint.outcome == Outcome::tls_failed;
    seen.meets_policy = meets_policy(endpoint);
    return seen;
}

/// The certificates that a usage-2 record names: presented, or whole in the DNS.
CertificateChain named_anchors(const TlsaRecord& record, const HostReport& host) {
    CertificateChain named;
    const auto add_if_named = [&](const Certificate& certificate) {
        if (association_of(certificate, record.selector, record.matching_type) == record.association_data)
            named.push_back(certificate);
    };
    for (const auto& endpoint : host.endpoints) {
        for (const auto* chain : {&endpoint.chain, &endpoint.other_key_chain}) {
            for (const auto& certificate : *chain) add_if_named(certificate);
        }
    }
    const bool whole = record.selector == Selector::cert && record.matching_type == MatchingType::full;
    if (named.empty() && whole) named.push_back(read_certificate(record.association_data));
    return named;
}

/// Contract 4, `rogue_ca`: whether no public CA is above any trust anchor that the TLSA records name.
Maybe has_private_anchors(const HostReport& host, const PkixJudge& pkix, Timestamp now) {
    CertificateChain presented;
    for (const auto& endpoint : host.endpoints)
        presented.insert(presented.end(), endpoint.chain.begin(), endpoint.chain.end());
    Maybe all_private = true;
    for (const auto& record : trust_anchor_records(host)) {
        const auto named = named_anchors(record, host);
        if (named.empty() || !pkix.has_anchors()) all_private = both(all_private, std::nullopt);
        for (const auto& anchor : named) {
            if (pkix.has_anchors())
                all_private = both(all_private, !leads_to_anchor(anchor, presented, pkix.anchors(), now));
        }
    }
    return all_private;
}

SeenHost seen_host(const Report& report, std::size_t index, const PkixJudge& pkix) {
    const auto& facts = report.facts.hosts[index];
    const auto& host = report.hosts[index];
    SeenHost seen;
    seen.name = subject_of(facts);
    seen.action = action_of(host, facts);
    seen.addresses_failed =
        host.decision.action == DaneAction::skip && !has_records(facts.lookups.a) && !has_records(facts.lookups.aaaa);
    seen.addresses_secure = has_secure_addresses(facts.lookups);
    for (std::size_t k = 0; k < host.endpoints.size(); ++k) {
        const bool cut = !facts.endpoints[k].not_probed && facts.endpoints[k].session.cut_by_deadline;
        if (!cut && is_reached(host.endpoints[k].outcome)) seen.endpoints.push_back(seen_endpoint(host.endpoints[k]));
    }
    seen.only_usage_3 = trust_anchor_records(host).empty();
    if (!seen.only_usage_3) seen.trust_anchor_is_private = has_private_anchors(host, pkix, report.facts.checked_at);
    const auto* const policy = report.sts ? report.sts->applied() : nullptr;
    seen.allowed = policy != nullptr && matching_pattern(*policy, facts.lookups.name);
    return seen;
}

/// E, and why not where it is not.
void add_policy(const Report& report, SeenDomain& seen) {
    if (!report.sts || (cannot_validate(report.facts) && !report.sts->cached)) {
        seen.enforced = std::nullopt;
        seen.policy_state = "it was not looked at";
        return;
    }
    const auto& sts = *report.sts;
    if (const auto* const policy = sts.applied()) {
        seen.enforced = policy->mode == PolicyMode::enforce;
        seen.policy_state = fmt::format("the policy is in mode {}", to_text(policy->mode));
        return;
    }
    if (sts.state == PolicyState::unknown) seen.enforced = std::nullopt;
    seen.policy_state =
        sts.state == PolicyState::absent ? "there is no MTA-STS record" : sts.failure.value_or("there is no policy");
}

}  // namespace

SeenDomain seen_domain(const Report& report, const PkixJudge& pkix) {
    SeenDomain seen;
    seen.route = route_of(report);
    seen.mx_secure = !report.facts.mx || report.next_hop.mx_secure;
    add_policy(report, seen);
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        if (!report.hosts[i].decision.no_address || report.facts.hosts[i].not_examined)
            seen.hosts.push_back(seen_host(report, i, pkix));
    }
    if (report.facts.mx_records_left_out > 0) {
        auto& rest = seen.hosts.emplace_back();
        rest.name = "the hosts that were not looked at";
    }
    return seen;
}

}  // namespace danelaw
