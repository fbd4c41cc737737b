#include <danelaw/report/facts.hpp>
#include <danelaw/report/sts.hpp>

namespace danelaw {

std::vector<const Lookup*> all_lookups(const DomainFacts& facts) {
    std::vector<const Lookup*> lookups;
    const auto add = [&lookups](const std::optional<Lookup>& lookup) {
        if (lookup) lookups.push_back(&*lookup);
    };
    add(facts.mx);
    for (const auto& host : facts.hosts) {
        add(host.lookups.a);
        add(host.lookups.aaaa);
        add(host.lookups.cname);
        for (const auto& tlsa : host.lookups.tlsa) lookups.push_back(&tlsa);
    }
    return lookups;
}

std::vector<const Lookup*> every_lookup(const DomainFacts& facts) {
    auto lookups = all_lookups(facts);
    for (const auto* const lookup : sts_lookups(facts.sts)) lookups.push_back(lookup);
    if (facts.tls_rpt.record) lookups.push_back(&*facts.tls_rpt.record);
    for (const auto* list : {&facts.tls_rpt.mailboxes, &facts.trust.anchor_lookups, &facts.trust.zone_lookups}) {
        for (const auto& lookup : *list) lookups.push_back(&lookup);
    }
    return lookups;
}

NextHopResolution next_hop_resolution(const DomainFacts& facts) {
    NextHopResolution resolution;
    resolution.next_hop = facts.domain;
    if (!facts.mx) return resolution;
    resolution.mx_used = facts.mx->presence == Presence::records;
    resolution.mx_secure = facts.mx->answered() && facts.mx->secure();
    if (facts.mx->canonical_name != facts.domain) resolution.expanded = facts.mx->canonical_name;
    return resolution;
}

bool is_null_mx(const DomainFacts& facts) {
    if (!facts.mx) return false;
    const auto records = mx_records(*facts.mx);
    return records.size() == 1 && records.front().exchange.is_root();
}

}  // namespace danelaw
