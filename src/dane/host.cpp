#include <danelaw/dane/host.hpp>

#include <danelaw/dane/match.hpp>

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

/// The address lookups that were made, A first.
std::vector<const Lookup*> address_lookups(const HostLookups& lookups) {
    std::vector<const Lookup*> made;
    for (const auto* lookup : {&lookups.a, &lookups.aaaa}) {
        if (*lookup) made.push_back(&**lookup);
    }
    return made;
}

bool has_addresses(const Lookup* lookup) { return lookup->presence == Presence::records; }
bool has_secure_addresses(const Lookup* lookup) { return has_addresses(lookup) && lookup->secure(); }
bool has_aliased_addresses(const Lookup* lookup) {
    return has_addresses(lookup) && lookup->canonical_name != lookup->name;
}

std::string failure_reason(const Lookup& lookup) {
    return fmt::format("{} lookup of {} is {}: {}", to_text(lookup.type), lookup.name.text(), to_text(lookup.dnssec),
                       lookup.failure ? lookup.failure->detail : "no reason given");
}

HostDecision skip(std::string reason) {
    HostDecision decision;
    decision.action = DaneAction::skip;
    decision.reason = std::move(reason);
    return decision;
}

/// Nothing else is known of the host than where its addresses stand: skip it or go on. RFC 7672 §2.2.2.
std::optional<HostDecision> decide_by_addresses(const std::vector<const Lookup*>& made) {
    if (std::any_of(made.begin(), made.end(), has_addresses)) return std::nullopt;
    // One family that answers is enough, but an answer without addresses does not tell what the other would have said.
    for (const auto* lookup : made) {
        if (!lookup->answered()) return skip(failure_reason(*lookup));
    }
    auto decision = skip("no_address");
    decision.no_address = true;
    return decision;
}

HostDecision decide_by_tlsa(const Lookup& lookup, std::size_t index, const DomainName& base, UsageProfile profile) {
    HostDecision decision;
    decision.tlsa_base_domain = base;
    decision.tlsa_lookup = index;
    const auto uses = select_records(tlsa_records(lookup), profile);
    if (std::any_of(uses.begin(), uses.end(), [](const RecordUse& use) { return use.usable; })) {
        decision.action = DaneAction::authenticate;
        return decision;
    }
    // §2.2: "TLSA records that are all unusable": TLS is still mandatory.
    decision.action = DaneAction::encrypt;
    decision.reason = "no TLSA record of the RRset is usable";
    return decision;
}

}  // namespace

bool needs_cname_lookup(const HostLookups& lookups) {
    const auto made = address_lookups(lookups);
    return std::none_of(made.begin(), made.end(), has_secure_addresses) &&
           std::any_of(made.begin(), made.end(), has_aliased_addresses);
}

std::vector<DomainName> tlsa_candidates(const HostLookups& lookups) {
    const auto made = address_lookups(lookups);
    // One secure family is enough (D37); the RFC asks for "A and/or AAAA".
    const auto secure = std::find_if(made.begin(), made.end(), has_secure_addresses);
    if (secure != made.end()) {
        if ((*secure)->canonical_name == lookups.name) return {lookups.name};
        return {(*secure)->canonical_name, lookups.name};  // §2.2.2 "Secure CNAME", in the order of §2.2.3
    }
    // §2.2.2 "Insecure CNAME": a secure alias to an insecure target keeps the initial name as candidate.
    const bool secure_alias = lookups.cname && lookups.cname->secure() && lookups.cname->presence == Presence::records;
    if (needs_cname_lookup(lookups) && secure_alias) return {lookups.name};
    return {};
}

HostDecision decide_host(const HostLookups& lookups, UsageProfile profile) {
    const auto made = address_lookups(lookups);
    if (made.empty()) return {};  // an address literal, or MX rdata that is an address: DANE does not apply (§2.2)
    if (auto decided = decide_by_addresses(made)) return *decided;
    if (needs_cname_lookup(lookups) && lookups.cname && !lookups.cname->answered())
        return skip(failure_reason(*lookups.cname));

    const auto candidates = tlsa_candidates(lookups);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (i >= lookups.tlsa.size()) {
            HostDecision decision;
            decision.next_candidate = i;
            return decision;
        }
        const auto& lookup = lookups.tlsa[i];
        if (!lookup.answered()) return skip(failure_reason(lookup));  // §2.1.2, never on to the next candidate
        if (lookup.secure() && lookup.presence == Presence::records)
            return decide_by_tlsa(lookup, i, candidates[i], profile);
    }
    return {};
}

std::vector<DomainName> reference_identifiers(const NextHopResolution& next_hop, const DomainName& host,
                                              const DomainName& tlsa_base_domain) {
    std::vector<DomainName> names{tlsa_base_domain};
    const auto add = [&names](const DomainName& name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    };
    if (!next_hop.mx_used) {
        add(host);  // "non-MX hostnames": the original name beside its CNAME expansion
    } else if (next_hop.mx_secure) {
        add(next_hop.next_hop);
        if (next_hop.expanded) add(*next_hop.expanded);
    }
    return names;
}

std::string to_text(DaneAction action) {
    switch (action) {
        case DaneAction::authenticate:
            return "authenticate";
        case DaneAction::encrypt:
            return "encrypt";
        case DaneAction::opportunistic:
            return "opportunistic";
        case DaneAction::skip:
            return "skip";
    }
    return {};
}

}  // namespace danelaw
