#include <danelaw/report/forecast.hpp>

#include <danelaw/report/report.hpp>

#include "report/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace danelaw {

namespace {

/// Collects what ends, topic by topic.
class Forecast {
public:
    explicit Forecast(const Report& report) : report_(report) {}

    std::vector<Expiry> collect() {
        add_lookups();
        add_zones();
        for (std::size_t i = 0; i < report_.hosts.size(); ++i) add_host(report_.hosts[i], report_.facts.hosts[i]);
        add_policy();
        std::ranges::stable_sort(all_, {}, &Expiry::at);
        return std::move(all_);
    }

private:
    const Report& report_;
    std::vector<Expiry> all_;
    std::set<DomainName> mail_signers_;  ///< zones that signed what mail depends on

    /// A domain that takes no mail (RFC 7505), or does not exist, has none to lose.
    void add(Expiry expiry) {
        const auto& mx = report_.facts.mx;
        const bool takes_none = report_.null_mx || (mx && mx->presence == Presence::nx_domain);
        if (takes_none && expiry.loss == Loss::mail) expiry.loss = Loss::nothing;
        all_.push_back(std::move(expiry));
    }

    void add_signature(const Lookup& lookup, const std::string& then, Loss loss) {
        if (!lookup.secure() || !lookup.signature_expires) return;
        if (loss == Loss::mail) add_signers(lookup);
        add({*lookup.signature_expires, fmt::format("signature of {} {}", lookup.name.text(), to_text(lookup.type)),
             then, loss, ExpiryKind::signature});
    }

    /// The zones that hold the signed records of an answer: nobody else's signature counts (RFC 4035 §5.3.1).
    void add_signers(const Lookup& lookup) {
        const auto packet = read_packet(lookup.message);
        if (!packet) return;
        add_signers(packet->answer);
        // Beside records the authority section has what nobody needed to validate.
        if (lookup.presence != Presence::records) add_signers(packet->authority);
    }

    void add_signers(const std::vector<ResourceRecord>& section) {
        for (const auto& rrset : group_rrsets(section)) {
            const auto* const zone = zone_of(report_.zones, rrset.owner, rrset.type);
            const auto by_zone = [&](const Rrsig& signature) { return signature.signer == zone->apex; };
            if (zone != nullptr && std::ranges::any_of(rrset.signatures, by_zone)) mail_signers_.insert(zone->apex);
        }
    }

    void add_signature(const std::optional<Lookup>& lookup, const std::string& then, Loss loss) {
        if (lookup) add_signature(*lookup, then, loss);
    }

    void add_lookups() {
        const auto& facts = report_.facts;
        add_signature(facts.mx, "senders that validate find no mail server and defer all mail", Loss::mail);
        for (const auto& host : facts.hosts) add_host_lookups(host.lookups);
        add_signature(facts.sts.record, "senders that validate find no MTA-STS record", Loss::protection);
        add_signature(facts.sts.a, "senders that validate cannot fetch the MTA-STS policy", Loss::protection);
        add_signature(facts.sts.aaaa, "senders that validate cannot fetch the MTA-STS policy", Loss::protection);
        add_signature(facts.tls_rpt.record, "senders that validate send no TLS reports", Loss::nothing);
    }

    void add_host_lookups(const HostLookups& lookups) {
        const auto& name = lookups.name.text();
        for (const auto* addresses : {&lookups.a, &lookups.aaaa}) {
            // A family that has none is not missed where the other answers (contract 2).
            const bool has_some = *addresses && (*addresses)->presence == Presence::records;
            add_signature(*addresses, fmt::format("senders that validate do not find addresses of {}", name),
                          has_some ? Loss::mail : Loss::nothing);
        }
        const auto skipped = fmt::format("senders that use DANE do not deliver to {}", name);
        add_signature(lookups.cname, skipped, Loss::mail);
        for (const auto& tlsa : lookups.tlsa) add_signature(tlsa, skipped, Loss::mail);
    }

    /// DNSKEY and DS RRsets: of several signatures the last that counts keeps them valid (RFC 4035 §5.3.1).
    void add_zones() {
        for (const auto& zone : report_.zones) {
            const bool is_own = mail_signers_.contains(zone.apex);
            add_rrset(zone, zone.dnskey_rrset, is_own ? ExpiryKind::zone_signature : ExpiryKind::parent_signature);
            add_rrset(zone, zone.ds_rrset, ExpiryKind::parent_signature);
        }
    }

    void add_rrset(const ZoneReport& zone, const std::optional<RrsetReport>& rrset, ExpiryKind kind) {
        if (!rrset) return;
        const auto at = last_valid(*rrset);
        if (!at) return;
        const bool carries_mail = std::ranges::any_of(
            mail_signers_, [&](const DomainName& signer) { return signer.is_at_or_below(zone.apex); });
        add({*at, fmt::format("signature of {} {}", zone.apex.text(), to_text(rrset->rrset.type)),
             fmt::format("nothing in the zone {} and below it validates any more", zone.apex.text()),
             carries_mail ? Loss::mail : Loss::protection, kind});
    }

    void add_host(const HostReport& host, const HostFacts& facts) {
        for (std::size_t i = 0; i < host.endpoints.size(); ++i) {
            const auto& endpoint = host.endpoints[i];
            const auto subject = subject_of(facts, facts.endpoints[i]);
            add_trust_anchor_path(endpoint.match, endpoint.chain, subject);
            add_trust_anchor_path(endpoint.other_key_match, endpoint.other_key_chain, subject);
            add_sts_certificate(facts.endpoints[i].sts_probe ? endpoint.sts_probe->pkix : endpoint.pkix, subject);
        }
    }

    /// Dates count with DANE-TA (RFC 7671 §5.2), unless a DANE-EE record matches, too, for which they do not (§5.1).
    void add_trust_anchor_path(const std::optional<MatchResult>& match, const CertificateChain& chain,
                               const std::string& subject) {
        if (!match || !match->matched) return;
        const auto is_ee = [](const RecordUse& use) {
            return use.matched && use.record.usage == CertificateUsage::dane_ee;
        };
        if (std::ranges::any_of(match->records, is_ee)) return;
        std::optional<Timestamp> end;
        for (const auto index : match->matched->path) {
            if (const auto& date = chain.at(index).not_after) end = std::min(end.value_or(*date), *date);
        }
        if (!end) return;
        add({*end, fmt::format("certificate of {}, or of its issuer", subject),
             "senders that use DANE do not deliver to this server, as dates count with DANE-TA(2)", Loss::mail,
             ExpiryKind::certificate});
    }

    void add_sts_certificate(const std::optional<PkixResult>& pkix, const std::string& subject) {
        const auto* const policy = report_.sts ? report_.sts->applied() : nullptr;
        if (policy == nullptr || policy->mode == PolicyMode::none) return;
        if (!pkix || !pkix->valid() || !pkix->not_after) return;
        const bool enforced = policy->mode == PolicyMode::enforce;
        add({*pkix->not_after, fmt::format("certificate of {}, or of its issuer", subject),
             enforced ? "senders that enforce MTA-STS do not deliver to this server"
                      : "senders that use MTA-STS report this server, and under mode enforce would not deliver to it",
             enforced ? Loss::mail : Loss::nothing, ExpiryKind::certificate});
    }

    void add_policy() {
        if (!report_.sts || report_.sts->state != PolicyState::usable || !report_.sts->served) return;
        const auto& sts = *report_.sts;
        const auto& domain = report_.facts.domain.text();
        if (sts.policy_pkix && sts.policy_pkix->valid() && sts.policy_pkix->not_after) {
            add({*sts.policy_pkix->not_after, fmt::format("certificate of mta-sts.{}, or of its issuer", domain),
                 "senders get no MTA-STS policy; those that hold one keep it until its max_age has passed",
                 Loss::protection, ExpiryKind::policy_certificate});
        }
        if (sts.served->mode == PolicyMode::none) return;
        add({report_.facts.checked_at + sts.served->max_age, fmt::format("max_age of the MTA-STS policy of {}", domain),
             "a sender that fetched the policy today, and could not fetch it again, holds it no longer", Loss::nothing,
             ExpiryKind::max_age});
    }
};

}  // namespace

std::vector<Expiry> forecast(const Report& report) { return Forecast(report).collect(); }

const Expiry* first_to_fail(std::span<const Expiry> forecast) {
    const auto first = std::ranges::find_if(forecast, [](const Expiry& expiry) {
        return expiry.loss == Loss::mail && expiry.kind != ExpiryKind::parent_signature;
    });
    return first == forecast.end() ? nullptr : &*first;
}

std::string to_text(Loss loss) {
    switch (loss) {
        case Loss::mail:
            return "mail";
        case Loss::protection:
            return "protection";
        case Loss::nothing:
            return "nothing";
    }
    return "nothing";
}

std::string to_text(ExpiryKind kind) {
    switch (kind) {
        case ExpiryKind::signature:
            return "signature";
        case ExpiryKind::zone_signature:
            return "zone_signature";
        case ExpiryKind::parent_signature:
            return "parent_signature";
        case ExpiryKind::certificate:
            return "certificate";
        case ExpiryKind::policy_certificate:
            return "policy_certificate";
        case ExpiryKind::max_age:
            return "max_age";
    }
    return {};
}

}  // namespace danelaw
