#include <danelaw/report/servers.hpp>

#include <danelaw/dns/wire.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

bool is_proof(const RrsetReport& report) { return report.rrset.type == nsec_type || report.rrset.type == nsec3_type; }

/// What a reply is worth by its zone alone, before any signature: an unsigned zone has none to show, where its own keys
/// are broken so is all that they sign, and nothing vouches for what is below another broken link.
LinkState state_by_zone(const ZoneReport* zone) {
    if (zone == nullptr) return LinkState::insecure;
    return zone->state == LinkState::failed ? LinkState::unreached : zone->state;
}

/// What the signatures in a reply are worth.
void judge_signatures(const std::vector<RrsetReport>& rrsets, const ZoneReport* zone, ServerAnswerReport& answer) {
    const bool is_signed_zone = state_by_zone(zone) == LinkState::secure;
    // RRsets may belong to a zone below, or above: each is judged by its own.
    answer.state = rrsets.empty() ? state_by_zone(zone) : LinkState::secure;
    for (const auto& rrset : rrsets) {
        if (rrset.state == LinkState::bogus && answer.state != LinkState::bogus) {
            answer.state = LinkState::bogus;
            answer.reason = rrset.reason;
        }
        if (rrset.state != LinkState::secure && answer.state == LinkState::secure) {
            answer.state = rrset.state;
            answer.reason = rrset.reason;
        }
        if (const auto at = last_valid(rrset))
            answer.signature_expires = std::min(answer.signature_expires.value_or(*at), *at);
    }
    if (state_by_zone(zone) == LinkState::bogus) {
        answer.state = LinkState::bogus;
        answer.reason = zone->reason;
    }
    // An alias that leads out of the zone ends there: what it leads to is for other servers to deny.
    const bool denies = answer.lookup.rdata.empty() && answer.lookup.cname_chain.empty();
    if (!denies || !is_signed_zone) return;
    const bool has_proof = std::ranges::any_of(rrsets, is_proof);
    answer.denial_unproven = !has_proof || answer.state == LinkState::bogus;
    if (has_proof || answer.state == LinkState::bogus) return;
    answer.state = LinkState::bogus;
    answer.reason = "no NSEC or NSEC3 record proves it";
}

bool is_authoritative(ByteView message) {
    const auto packet = read_packet(message);
    return packet && packet->authoritative;
}

ServerAnswerReport judge_answer(const ServerAnswer& facts, const ZoneReport* zone, TrustedZones& trusted) {
    ServerAnswerReport answer;
    answer.took = facts.took;
    answer.over_tcp = facts.over_tcp;
    answer.replied = !facts.no_reply;
    if (facts.no_reply) {
        answer.lookup = failed_lookup(facts.name, facts.type, ValidationState::indeterminate,
                                      LookupFailure{*facts.no_reply, std::nullopt, false});
        answer.reason = *facts.no_reply;
        return answer;
    }
    answer.lookup = read_answer(facts.name, facts.type, RawAnswer{facts.message, false, false, ""});
    if (answer.lookup.answered() && !is_authoritative(facts.message)) {
        const LookupFailure failure{
            fmt::format("{} {}: the answer is not authoritative", facts.name.text(), to_text(facts.type)), std::nullopt,
            false};
        answer.lookup = failed_lookup(facts.name, facts.type, ValidationState::indeterminate, failure);
    }
    if (!answer.lookup.answered()) {
        answer.reason = answer.lookup.failure->detail;
        return answer;
    }
    judge_signatures(trusted.judge_reply(facts.message), zone, answer);
    return answer;
}

std::optional<std::uint32_t> serial_of(const Lookup& soa) {
    // Two names, then the serial and four more numbers (RFC 1035 §3.3.13).
    constexpr std::size_t numbers_octets = 20;
    if (soa.rdata.empty() || soa.rdata.front().size() <= numbers_octets) return std::nullopt;
    return read_u32(soa.rdata.front(), soa.rdata.front().size() - numbers_octets);
}

ServerReport judge_server(const ServerFacts& facts, const ZoneReport* zone, TrustedZones& trusted) {
    ServerReport report;
    report.name = facts.name;
    report.address = facts.address;
    report.not_asked = facts.not_asked;
    for (const auto& answer : facts.answers) report.answers.push_back(judge_answer(answer, zone, trusted));
    if (report.answers.empty()) return report;
    const auto& soa = report.answers.front();
    if (soa.lookup.presence == Presence::records) {
        report.serial = serial_of(soa.lookup);
    } else {
        report.trouble = soa.lookup.answered() ? "it knows no SOA of the zone" : soa.reason;
    }
    return report;
}

}  // namespace

std::string ServerReport::text() const {
    return address ? fmt::format("{}[{}]", name.text(), address->to_string()) : name.text();
}

ZoneServersReport judge_servers(const ZoneServers& facts, TrustedZones& trusted) {
    ZoneServersReport report;
    report.zone = facts.zone;
    // Copied: judging replies adds what they show of the zones.
    const auto zones = trusted.zones();
    // An ancestor that is signed does not say that this zone is.
    const auto found = std::ranges::find(zones, facts.zone, &ZoneReport::apex);
    const auto* const zone = found == zones.end() ? nullptr : &*found;
    for (const auto& server : facts.servers) report.servers.push_back(judge_server(server, zone, trusted));
    return report;
}

}  // namespace danelaw
