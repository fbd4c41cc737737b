#include "scan/delegation.hpp"

#include <danelaw/dns/packet.hpp>
#include <danelaw/dns/wire.hpp>
#include <danelaw/scan/name_servers.hpp>
#include <danelaw/scan/special_address.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace asio = boost::asio;

namespace {

/// One answers, unless two fail at once.
constexpr std::size_t servers_above_asked = 3;

/// The owner of the SOA in a reply to a question for it, where `name` lies in its zone.
std::optional<DomainName> soa_owner(const Lookup& lookup) {
    const auto packet = read_packet(lookup.message);
    if (!packet) return std::nullopt;
    for (const auto* section : {&packet->answer, &packet->authority}) {
        for (const auto& record : *section) {
            if (record.type == RecordType::soa && lookup.name.is_at_or_below(record.owner)) return record.owner;
        }
    }
    return std::nullopt;
}

void keep_glue(ByteView message, Delegation& delegation) {
    const auto additional = read_additional(message);
    if (!additional) return;
    for (const auto& record : *additional) {
        if (!std::ranges::binary_search(delegation.name_servers, record.owner)) continue;
        Lookup as_lookup;
        as_lookup.type = record.type;
        as_lookup.rdata.push_back(record.rdata);
        for (const auto& address : addresses(as_lookup)) delegation.glue.emplace(record.owner, address);
    }
}

/// What the reply of a server of `above` says of where `name` lies.
std::optional<Delegation> read_referral(ByteView message, const DomainName& above, const DomainName& name) {
    const auto packet = read_packet(message);
    constexpr unsigned no_error = 0;
    constexpr unsigned name_error = 3;
    if (!packet || (packet->rcode != no_error && packet->rcode != name_error)) return std::nullopt;
    Delegation delegation;
    for (const auto* section : {&packet->answer, &packet->authority}) {
        for (const auto& record : *section) {
            const bool is_cut = record.owner != above && record.owner.is_at_or_below(above);
            if (record.type != RecordType::ns || !is_cut || !name.is_at_or_below(record.owner)) continue;
            auto server = name_from_wire(record.rdata);
            if (!server) continue;
            delegation.zone = record.owner;
            delegation.name_servers.push_back(std::move(*server));
        }
    }
    if (delegation.name_servers.empty()) {
        if (!packet->authoritative) return std::nullopt;
        delegation.zone = above;
        return delegation;
    }
    std::ranges::sort(delegation.name_servers);
    keep_glue(message, delegation);
    return delegation;
}

}  // namespace

std::vector<DomainName> name_servers_in(const Lookup& ns) {
    auto records = ns.rdata;
    if (const auto packet = read_packet(ns.message); packet && records.empty()) {
        for (const auto& record : packet->answer) {
            if (record.type == RecordType::ns && record.owner == ns.name) records.push_back(record.rdata);
        }
    }
    std::vector<DomainName> names;
    for (const auto& rdata : records) {
        auto name = name_from_wire(rdata);
        if (name) names.push_back(std::move(*name));
    }
    std::ranges::sort(names);
    return names;
}

std::optional<NotAsked> reason_not_to_ask(const ScanContext& context, const asio::ip::address& address) {
    if (context.options.allow_private || context.options.private_name_servers) return std::nullopt;
    if (const auto special = special_purpose(address))
        return NotAsked{fmt::format("{}: not a public address; --allow-private asks it", *special), false};
    return std::nullopt;
}

asio::awaitable<std::optional<Delegation>> delegation_below(ScanContext& context, DomainName above, DomainName name,
                                                            Deadline deadline) {
    const auto ns = co_await context.resolver.lookup(above, RecordType::ns, deadline);
    std::size_t asked = 0;
    for (const auto& server : name_servers_in(ns)) {
        for (const auto type : {RecordType::a, RecordType::aaaa}) {
            const bool wanted = type == RecordType::a ? context.options.ipv4 : context.options.ipv6;
            if (!wanted || asked >= servers_above_asked) continue;
            const auto found = co_await context.resolver.lookup(server, type, deadline);
            for (const auto& address : addresses(found)) {
                if (reason_not_to_ask(context, address) || asked >= servers_above_asked) continue;
                ++asked;
                const auto exchange = co_await context.name_servers->ask(address, name, RecordType::ns, deadline);
                auto delegation = read_referral(exchange.message, above, name);
                if (delegation) co_return delegation;
            }
        }
    }
    co_return std::nullopt;
}

asio::awaitable<std::optional<DomainName>> zone_holding(ScanContext& context, DomainName name, Deadline deadline) {
    bool any_failed = false;
    for (auto at = name;; at = at.parent()) {
        const auto lookup = co_await context.resolver.lookup(at, RecordType::soa, deadline);
        auto owner = soa_owner(lookup);
        if (owner && any_failed) {
            // A failure may hide a zone cut: the servers of the zone above are not to blame for what lies below it.
            const auto delegation = co_await delegation_below(context, *owner, name, deadline);
            owner.reset();
            if (delegation) owner = delegation->zone;
            co_return owner;
        }
        if (owner || at.is_root()) co_return owner;
        any_failed = any_failed || !lookup.answered();
    }
}

}  // namespace danelaw
