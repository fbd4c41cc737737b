#include "scan/gather_host.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/dns/signed_records.hpp>
#include <danelaw/report/sts.hpp>

#include "scan/run_all.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

namespace danelaw {

namespace asio = boost::asio;

namespace {

/// The zones that signed what mail depends on.
std::set<DomainName> zones_of(const DomainFacts& facts) {
    auto lookups = all_lookups(facts);
    std::ranges::copy(sts_lookups(facts.sts), std::back_inserter(lookups));
    if (facts.tls_rpt.record) lookups.push_back(&*facts.tls_rpt.record);
    std::set<DomainName> zones;
    for (const auto* const lookup : lookups) {
        if (!lookup->secure()) continue;
        for (auto& signer : signers_of(lookup->message)) zones.insert(std::move(signer));
    }
    return zones;
}

/// What a zone is signed by, or that it could not be seen; an insecure answer vouches for nothing.
void keep(Lookup lookup, TrustFacts& trust) {
    if (lookup.secure() || !lookup.answered()) trust.zone_lookups.push_back(std::move(lookup));
}

Lookup not_asked(const DomainName& zone) {
    const auto reason =
        fmt::format("not asked, at most {} questions are for the keys of zones", limits::chain_questions);
    return failed_lookup(zone, RecordType::dnskey, ValidationState::indeterminate,
                         LookupFailure{reason, std::nullopt, false});
}

/// Its DS and DNSKEY side by side; adds the zones that signed the DS.
asio::awaitable<void> gather_zone(DomainScan& scan, const DomainName& zone, std::set<DomainName>& above) {
    auto& trust = scan.facts.trust;
    std::optional<Lookup> keys;
    std::optional<Lookup> ds;
    std::vector<Task> tasks;
    tasks.emplace_back([&scan, &keys, &zone] { return fill_lookup(scan, keys, zone, RecordType::dnskey); });
    if (std::ranges::find(trust.anchors, zone) == trust.anchors.end())
        tasks.emplace_back([&scan, &ds, &zone] { return fill_lookup(scan, ds, zone, RecordType::ds); });
    co_await run_all(std::move(tasks));
    keep(std::move(*keys), trust);
    if (!ds) co_return;
    if (ds->secure()) {
        for (auto& signer : signers_of(ds->message)) above.insert(std::move(signer));
    }
    keep(std::move(*ds), trust);
}

}  // namespace

void sort_zone_lookups(TrustFacts& trust) {
    std::ranges::sort(trust.zone_lookups, {}, [](const Lookup& lookup) {
        return std::tuple(lookup.name.labels().size(), lookup.name, lookup.type);
    });
}

asio::awaitable<void> gather_zones(DomainScan& scan) {
    auto& [asked, count] = scan.zone_questions;
    auto waiting = zones_of(scan.facts);
    while (!waiting.empty()) {
        const auto zone = waiting.extract(waiting.begin()).value();
        if (!asked.insert(zone).second) continue;
        if (count >= limits::chain_questions) {
            scan.facts.trust.zone_lookups.push_back(not_asked(zone));
            continue;
        }
        count += 2;
        co_await gather_zone(scan, zone, waiting);
    }
    sort_zone_lookups(scan.facts.trust);
}

}  // namespace danelaw
