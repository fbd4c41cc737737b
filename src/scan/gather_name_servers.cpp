#include <danelaw/scan/name_servers.hpp>

#include "scan/gather_host.hpp"

#include <algorithm>

namespace danelaw {

namespace asio = boost::asio;

namespace {

std::vector<const Lookup*> lookups_to_compare(const DomainFacts& facts) {
    auto lookups = all_lookups(facts);
    for (const auto* lookup : {&facts.sts.record, &facts.sts.a, &facts.sts.aaaa}) {
        if (*lookup) lookups.push_back(&**lookup);
    }
    return lookups;
}

}  // namespace

asio::awaitable<void> gather_name_servers(DomainScan& scan) {
    auto zones = co_await ask_about(scan.context, lookups_to_compare(scan.facts), scan.deadline);
    scan.facts.name_servers = std::move(zones);
    // Whether a zone is signed decides what its servers owe; of signed ones that is known.
    auto& known = scan.facts.trust.zone_lookups;
    for (const auto& servers : scan.facts.name_servers) {
        if (std::ranges::find(known, servers.zone, &Lookup::name) != known.end()) continue;
        auto ds = co_await scan.context.resolver.lookup(servers.zone, RecordType::ds, scan.deadline);
        known.push_back(std::move(ds));
    }
}

}  // namespace danelaw
