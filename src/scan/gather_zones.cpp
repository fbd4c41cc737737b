#include "scan/gather_host.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/dns/signed_records.hpp>

#include <fmt/format.h>

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

}  // namespace

void sort_zone_lookups(TrustFacts& trust) {
    std::ranges::sort(trust.zone_lookups, {}, [](const Lookup& lookup) {
        return std::tuple(lookup.name.labels().size(), lookup.name, lookup.type);
    });
}

asio::awaitable<void> gather_zones(DomainScan& scan) {
    auto& trust = scan.facts.trust;
    auto waiting = zones_of(scan.facts);
    std::set<DomainName> seen;
    std::size_t questions = 0;
    while (!waiting.empty() && questions < limits::chain_questions) {
        const auto zone = waiting.extract(waiting.begin()).value();
        if (!seen.insert(zone).second) continue;
        auto keys = co_await lookup_with_retry(scan, zone, RecordType::dnskey);
        questions += 2;
        keep(std::move(keys), trust);
        if (std::ranges::find(trust.anchors, zone) != trust.anchors.end()) continue;
        auto ds = co_await lookup_with_retry(scan, zone, RecordType::ds);
        if (ds.secure()) {
            for (auto& signer : signers_of(ds.message)) waiting.insert(std::move(signer));
        }
        keep(std::move(ds), trust);
    }
    for (const auto& zone : waiting) {
        if (!seen.contains(zone)) trust.zone_lookups.push_back(not_asked(zone));
    }
    sort_zone_lookups(trust);
}

}  // namespace danelaw
