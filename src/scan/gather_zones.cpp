#include "scan/gather_host.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/dns/signed_records.hpp>

#include <algorithm>
#include <set>
#include <tuple>

namespace danelaw {

namespace asio = boost::asio;

namespace {

/// The zones that signed what mail depends on.
std::set<DomainName> zones_of(const DomainFacts& facts) {
    auto lookups = all_lookups(facts);
    for (const auto* lookup : {&facts.sts.record, &facts.sts.a, &facts.sts.aaaa, &facts.tls_rpt.record}) {
        if (*lookup) lookups.push_back(&**lookup);
    }
    std::set<DomainName> zones;
    for (const auto* const lookup : lookups) {
        if (!lookup->secure()) continue;
        for (auto& signer : signers_of(lookup->message)) zones.insert(std::move(signer));
    }
    return zones;
}

}  // namespace

asio::awaitable<void> gather_zones(DomainScan& scan) {
    auto& trust = scan.facts.trust;
    auto waiting = zones_of(scan.facts);
    std::set<DomainName> seen;
    while (!waiting.empty() && trust.zone_lookups.size() < limits::chain_questions) {
        const auto zone = waiting.extract(waiting.begin()).value();
        if (!seen.insert(zone).second || scan.context.clock.steady() >= scan.deadline) continue;
        auto keys = co_await scan.context.resolver.lookup(zone, RecordType::dnskey, scan.deadline);
        if (keys.secure()) trust.zone_lookups.push_back(std::move(keys));
        if (std::ranges::find(trust.anchors, zone) != trust.anchors.end()) continue;
        auto ds = co_await scan.context.resolver.lookup(zone, RecordType::ds, scan.deadline);
        if (!ds.secure()) continue;
        for (auto& signer : signers_of(ds.message)) waiting.insert(std::move(signer));
        trust.zone_lookups.push_back(std::move(ds));
    }
    std::ranges::sort(trust.zone_lookups, {}, [](const Lookup& lookup) {
        return std::tuple(lookup.name.labels().size(), lookup.name, lookup.type);
    });
}

}  // namespace danelaw
