#include <danelaw/scan/trace.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/dns/packet.hpp>
#include <danelaw/dns/wire.hpp>
#include <danelaw/scan/lookup.hpp>

#include <algorithm>
#include <utility>

namespace danelaw {

namespace asio = boost::asio;

namespace {

/// The name that was asked for, and the targets of the CNAMEs in its reply, also in one that is bogus.
std::vector<DomainName> names_on_the_way(const Lookup& answer) {
    std::vector<DomainName> names{answer.name};
    const auto packet = read_packet(answer.message);
    if (!packet) return names;
    for (const auto& record : packet->answer) {
        if (record.type != RecordType::cname || names.size() > limits::cname_hops) continue;
        const auto target = name_from_wire(record.rdata);
        if (target && std::ranges::find(names, *target) == names.end()) names.push_back(*target);
    }
    return names;
}

/// From just below `top` down to `name`.
std::vector<DomainName> names_below(const DomainName& top, const DomainName& name) {
    std::vector<DomainName> names;
    for (auto at = name; at != top; at = at.parent()) names.push_back(at);
    std::ranges::reverse(names);
    return names;
}

/// Asks what lies between the anchors and a name, each question once.
class ChainWalk {
public:
    ChainWalk(ScanContext& context, ChainFacts& facts, Deadline deadline)
        : context_(context), facts_(facts), deadline_(deadline) {}

    /// `type` is that of the question: a DS belongs to the parent's side of the cut.
    asio::awaitable<void> walk_to(DomainName name, RecordType type) {
        const auto anchor = anchor_above(name);
        if (!anchor) co_return;
        auto zone = *anchor;
        const auto top = co_await ask(zone, RecordType::dnskey);
        if (!top.answered()) co_return;
        for (const auto& at : names_below(zone, name)) {
            if (at == name && type == RecordType::ds) break;
            const auto ds = co_await ask(at, RecordType::ds);
            if (is_end(ds)) co_return;
            if (!has_records(ds, RecordType::ds)) continue;
            zone = at;
            const auto keys = co_await ask(zone, RecordType::dnskey);
            if (!keys.answered()) co_return;
        }
        co_await ask(zone, nsec3param_type);
    }

private:
    [[nodiscard]] std::optional<DomainName> anchor_above(const DomainName& name) const {
        std::optional<DomainName> closest;
        for (const auto& anchor : context_.trust.anchors) {
            if (name.is_at_or_below(anchor) && (!closest || anchor.is_at_or_below(*closest))) closest = anchor;
        }
        return closest;
    }

    /// Below this nothing is signed, or nothing can be learned: no reply, a name that does not exist, an unsigned zone.
    [[nodiscard]] static bool is_end(const Lookup& ds) {
        if (has_records(ds, RecordType::cname)) return false;  // an alias begins no zone
        if (!ds.answered()) return !has_records(ds, RecordType::ds);
        return ds.presence == Presence::nx_domain || ds.dnssec == ValidationState::insecure || shows_delegation(ds);
    }

    [[nodiscard]] static bool has_records(const Lookup& lookup, RecordType type) {
        const auto packet = read_packet(lookup.message);
        return packet && std::ranges::any_of(packet->answer, [&](const ResourceRecord& record) {
                   return record.type == type && record.owner == lookup.name;
               });
    }

    [[nodiscard]] static bool shows_delegation(const Lookup& ds) {
        const auto packet = read_packet(ds.message);
        return packet && !has_records(ds, RecordType::ds) && shows_unsigned_delegation(packet->authority, ds.name);
    }

    asio::awaitable<Lookup> ask(DomainName name, RecordType type) {
        const auto asked = std::ranges::find_if(
            facts_.zones, [&](const Lookup& lookup) { return lookup.name == name && lookup.type == type; });
        if (asked != facts_.zones.end()) co_return *asked;
        if (facts_.zones.size() >= limits::chain_questions) {
            // Noted, so that nobody takes the zone above for the one that answers; each walk ends here.
            facts_.zones.push_back(failed_lookup(std::move(name), type, ValidationState::indeterminate,
                                                 LookupFailure{"too many names on the way", std::nullopt, false}));
            co_return facts_.zones.back();
        }
        auto lookup = co_await lookup_with_retry(context_, std::move(name), type, deadline_);
        facts_.zones.push_back(lookup);
        co_return lookup;
    }

    ScanContext& context_;
    ChainFacts& facts_;
    Deadline deadline_;
};

}  // namespace

asio::awaitable<ChainFacts> gather_chain(ScanContext& context, DomainName name, RecordType type, Deadline deadline) {
    ChainFacts facts;
    facts.anchors = context.trust.anchor_records;
    facts.at = context.clock.now();
    facts.answer = co_await lookup_with_retry(context, std::move(name), type, deadline);
    ChainWalk walk(context, facts, deadline);
    for (const auto& target : names_on_the_way(facts.answer)) co_await walk.walk_to(target, type);
    co_return facts;
}

asio::awaitable<std::vector<Lookup>> gather_links(ScanContext& context, std::vector<DomainName> zones,
                                                  std::vector<Lookup> known, Deadline deadline) {
    ChainFacts facts;
    facts.zones = std::move(known);
    ChainWalk walk(context, facts, deadline);
    for (const auto& zone : zones) co_await walk.walk_to(zone, RecordType::soa);
    co_return facts.zones;
}

}  // namespace danelaw
