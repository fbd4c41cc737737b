#include <danelaw/report/sts.hpp>
#include <danelaw/scan/name_servers.hpp>
#include <danelaw/scan/trace.hpp>

#include "scan/gather_host.hpp"

#include <algorithm>
#include <iterator>

namespace danelaw {

namespace asio = boost::asio;

namespace {

std::vector<const Lookup*> lookups_to_compare(const DomainFacts& facts) {
    auto lookups = all_lookups(facts);
    std::ranges::copy(sts_lookups(facts.sts), std::back_inserter(lookups));
    return lookups;
}

}  // namespace

asio::awaitable<void> gather_name_servers(DomainScan& scan) {
    auto zones = co_await ask_about(scan.context, lookups_to_compare(scan.facts), scan.deadline);
    scan.facts.name_servers = std::move(zones);
    // Whether a zone is signed, and by what, decides what its servers owe; of those that vouched for an answer that is
    // known.
    auto& trust = scan.facts.trust;
    std::vector<DomainName> unknown;
    for (const auto& servers : scan.facts.name_servers) {
        const bool has_keys = std::ranges::any_of(trust.zone_lookups, [&](const Lookup& lookup) {
            return lookup.name == servers.zone && lookup.type == RecordType::dnskey;
        });
        if (!has_keys) unknown.push_back(servers.zone);
    }
    auto links = co_await gather_links(scan.context, std::move(unknown), std::move(trust.zone_lookups), scan.deadline);
    trust.zone_lookups = std::move(links);
    sort_zone_lookups(trust);
}

}  // namespace danelaw
