#include <danelaw/scan/gather.hpp>

#include <danelaw/base/limits.hpp>

#include "scan/gather_host.hpp"
#include "scan/run_all.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>

namespace danelaw {

namespace asio = boost::asio;

namespace {

HostFacts host_named(const DomainName& name, std::uint16_t preference) {
    HostFacts host;
    host.preference = preference;
    host.lookups.name = name;
    return host;
}

std::optional<asio::ip::address> address_in_name(const DomainName& name) {
    boost::system::error_code error;
    const auto address = asio::ip::make_address_v4(name.text(), error);
    return error ? std::nullopt : std::optional<asio::ip::address>(address);
}

void add_endpoint(HostFacts& host, const asio::ip::address& address, std::uint16_t port) {
    EndpointFacts endpoint;
    endpoint.address = address;
    endpoint.port = port;
    host.endpoints.push_back(std::move(endpoint));
}

/// The hosts of an MX RRset: by preference, then name; each exchange once; the root is no host.
void list_mx_hosts(DomainFacts& facts) {
    auto records = mx_records(*facts.mx);
    if (records.size() > limits::mx_records_read) {
        facts.mx_records_left_out = records.size() - limits::mx_records_read;
        records.resize(limits::mx_records_read);
    }
    for (const auto& record : records) {
        const auto known = [&](const HostFacts& host) { return host.lookups.name == record.exchange; };
        if (record.exchange.is_root() || std::any_of(facts.hosts.begin(), facts.hosts.end(), known)) continue;
        auto host = host_named(record.exchange, record.preference);
        if (const auto address = address_in_name(record.exchange)) {
            host.exchange_is_address = true;
            add_endpoint(host, *address, facts.port);
        }
        host.not_examined = facts.hosts.size() >= limits::hosts_probed;
        facts.hosts.push_back(std::move(host));
    }
}

asio::awaitable<void> list_hosts(DomainScan& scan, const Destination& destination) {
    auto& facts = scan.facts;
    switch (destination.kind) {
        case DestinationKind::address: {
            facts.hosts.push_back(host_named(DomainName(), 0));
            add_endpoint(facts.hosts.front(), destination.address.value(), facts.port);
            co_return;
        }
        case DestinationKind::host: {
            facts.hosts.push_back(host_named(destination.domain, 0));
            co_return;
        }
        case DestinationKind::domain: {
            auto mx = co_await lookup_with_retry(scan, destination.domain, RecordType::mx);
            facts.mx = std::move(mx);
            if (facts.mx->presence == Presence::records) list_mx_hosts(facts);
            // RFC 5321 §5.1: no MX RRset makes the domain its own host; a name that does not exist has none.
            if (facts.mx->presence == Presence::no_data) facts.hosts.push_back(host_named(destination.domain, 0));
            co_return;
        }
    }
}

bool has_no_lookups(const DomainFacts& facts, const HostFacts& host) {
    return host.exchange_is_address || facts.kind == DestinationKind::address;
}

/// Before a domain is blamed for a failed lookup, the trust anchors must have validated from here (contract 2). Asked
/// beside everything else: no answer can be validated without them, so that it costs nothing.
asio::awaitable<void> gather_trust(DomainScan& scan) {
    auto& trust = scan.facts.trust;
    for (const auto& anchor : trust.anchors) {
        auto lookup = co_await lookup_with_retry(scan, anchor, RecordType::dnskey);
        trust.anchor_lookups.push_back(std::move(lookup));
    }
}

asio::awaitable<void> gather_hosts(DomainScan& scan, const Destination& destination) {
    co_await list_hosts(scan, destination);
    auto& facts = scan.facts;
    std::vector<Task> tasks;
    tasks.emplace_back([&scan] { return gather_zones(scan); });
    for (auto& host : facts.hosts) {
        if (host.not_examined) continue;
        const bool probe_only = has_no_lookups(facts, host);
        tasks.emplace_back(
            [&scan, &host, probe_only] { return probe_only ? gather_endpoints(scan, host) : gather_host(scan, host); });
    }
    co_await run_all(std::move(tasks));
}

}  // namespace

asio::awaitable<DomainFacts> gather(ScanContext& context, Destination destination) {
    DomainFacts facts;
    facts.asked = destination.asked;
    facts.kind = destination.kind;
    facts.domain = destination.domain;
    facts.port = context.options.port;
    facts.ehlo_name = context.options.ehlo_name;
    facts.checked_at = context.clock.now();
    facts.dns_only = context.options.dns_only;
    facts.single_probe = context.options.single_probe;
    facts.require = context.options.require;
    facts.expiry_limits = context.options.expiry_limits;
    facts.trust = context.trust;

    const auto started = context.clock.steady();
    const Deadline deadline = started + context.options.timeout;
    ConnectionSlots slots(co_await asio::this_coro::executor, deadline);
    DomainScan scan(context, facts, slots, deadline);
    std::vector<Task> tasks;
    if (destination.kind != DestinationKind::address) tasks.emplace_back([&scan] { return gather_trust(scan); });
    if (destination.kind != DestinationKind::address) tasks.emplace_back([&scan] { return gather_tls_rpt(scan); });
    const bool with_sts = context.fetcher != nullptr && destination.kind != DestinationKind::address;
    if (with_sts) {
        facts.sts.cached_policy = context.options.cached_policy;
        tasks.emplace_back([&scan] { return gather_sts(scan); });
    }
    tasks.emplace_back([&scan, &destination] { return gather_hosts(scan, destination); });
    co_await run_all(std::move(tasks));
    if (with_sts) co_await gather_sts_probes(scan);
    if (context.ca_source != nullptr) gather_ca(scan);
    co_await gather_zones(scan);
    if (context.name_servers != nullptr) co_await gather_name_servers(scan);

    facts.seconds = std::chrono::duration<double>(context.clock.steady() - started).count();
    co_return facts;
}

}  // namespace danelaw
