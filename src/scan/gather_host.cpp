#include "scan/gather_host.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/scan/lookup.hpp>

#include "scan/run_all.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace danelaw {

namespace asio = boost::asio;

namespace {

/// The answer that counts, and the failure before it. A class, not an aggregate: GCC 12 miscompiles aggregates in
/// co_await expressions.
struct Tries {
    explicit Tries(Lookup answer) : counts(std::move(answer)) {}
    Lookup counts;
    std::optional<Lookup> failed_first;
};

asio::awaitable<Tries> ask_twice(ScanContext& context, DomainName name, RecordType type, Deadline deadline) {
    auto first = co_await context.resolver.lookup(name, type, deadline);
    if (first.answered() || first.dnssec == ValidationState::bogus) co_return Tries(std::move(first));
    if (context.clock.steady() + context.options.retry_pause >= deadline) {
        first.failure->cut_by_deadline = true;  // a failure counts only where it was asked for twice
        co_return Tries(std::move(first));
    }
    asio::steady_timer pause(co_await asio::this_coro::executor, context.options.retry_pause);
    boost::system::error_code ignored;
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    auto second = co_await context.resolver.lookup(std::move(name), type, deadline);
    Tries tries(std::move(second));
    tries.failed_first = std::move(first);
    co_return tries;
}

/// A and AAAA side by side, before anything else (§2.2.2, D34). Both, also with -4 or -6: what the domain publishes
/// does not depend on how it is looked at from here.
asio::awaitable<void> gather_addresses(DomainScan& scan, HostLookups& lookups) {
    std::vector<Task> tasks;
    tasks.emplace_back([&scan, &lookups] { return fill_lookup(scan, lookups.a, lookups.name, RecordType::a); });
    tasks.emplace_back([&scan, &lookups] { return fill_lookup(scan, lookups.aaaa, lookups.name, RecordType::aaaa); });
    co_await run_all(std::move(tasks));
}

/// Candidate after candidate, for as long as the rules leave one to ask (§2.2.3).
asio::awaitable<void> gather_tlsa(DomainScan& scan, HostLookups& lookups) {
    for (;;) {
        const auto decision = decide_host(lookups, UsageProfile::smtp);
        if (!decision.next_candidate) co_return;
        const auto base = tlsa_candidates(lookups).at(*decision.next_candidate);
        const auto owner = tlsa_owner(base, scan.facts.port);
        if (!owner) {  // the name with its prefix is too long to exist, so there can be no record: nobody can ask
            lookups.tlsa.push_back(failed_lookup(base, RecordType::tlsa, ValidationState::indeterminate,
                                                 LookupFailure{owner.error().detail, std::nullopt, false}));
            co_return;
        }
        auto lookup = co_await lookup_with_retry(scan, *owner, RecordType::tlsa);
        lookups.tlsa.push_back(std::move(lookup));
    }
}

}  // namespace

asio::awaitable<Lookup> lookup_with_retry(DomainScan& scan, DomainName name, RecordType type) {
    auto tries = co_await ask_twice(scan.context, std::move(name), type, scan.deadline);
    if (tries.failed_first && tries.counts.answered()) scan.facts.flapping.push_back(std::move(*tries.failed_first));
    co_return tries.counts;
}

asio::awaitable<Lookup> lookup_with_retry(ScanContext& context, DomainName name, RecordType type, Deadline deadline) {
    auto tries = co_await ask_twice(context, std::move(name), type, deadline);
    co_return tries.counts;
}

asio::awaitable<void> fill_lookup(DomainScan& scan, std::optional<Lookup>& slot, DomainName name, RecordType type) {
    auto lookup = co_await lookup_with_retry(scan, std::move(name), type);
    slot = std::move(lookup);
}

asio::awaitable<void> gather_host(DomainScan& scan, HostFacts& host) {
    co_await gather_addresses(scan, host.lookups);
    if (needs_cname_lookup(host.lookups)) {
        co_await fill_lookup(scan, host.lookups.cname, host.lookups.name, RecordType::cname);
    }
    co_await gather_tlsa(scan, host.lookups);
    for (const auto* lookup : {&host.lookups.a, &host.lookups.aaaa}) {
        for (const auto& address : addresses(**lookup)) {
            if (!(address.is_v4() ? scan.context.options.ipv4 : scan.context.options.ipv6)) continue;
            EndpointFacts endpoint;
            endpoint.address = address;
            endpoint.port = scan.facts.port;
            host.endpoints.push_back(std::move(endpoint));
        }
    }
    std::vector<Task> tasks;
    tasks.emplace_back([&scan] { return gather_zones(scan); });
    tasks.emplace_back([&scan, &host] { return gather_endpoints(scan, host); });
    co_await run_all(std::move(tasks));
}

}  // namespace danelaw
