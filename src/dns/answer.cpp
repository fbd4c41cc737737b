#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/dns/lookup.hpp>
#include <danelaw/dns/signed_records.hpp>
#include <danelaw/dns/wire.hpp>

#include <fmt/format.h>
#include <ldns/ldns.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace danelaw {

namespace {

constexpr unsigned no_error = 0;
constexpr unsigned server_failure = 2;
constexpr unsigned name_error = 3;

constexpr RecordType any{255};

using Records = std::vector<ResourceRecord>;

/// Reads one reply into a Lookup, collecting TTL and signature times of all that the answer stands on.
class AnswerReader {
public:
    AnswerReader(const Packet& packet, Lookup& lookup) : packet_(packet), lookup_(lookup) {}

    /// What is wrong with the reply, or nothing.
    std::optional<std::string> read() {
        if (auto wrong = follow_aliases()) return wrong;
        return read_end();
    }

private:
    const Packet& packet_;
    Lookup& lookup_;
    bool expanded_from_wildcard_ = false;

    /// RFC 7672 §2.1.3 (D11): from alias to alias, up to a limit, to the end of the chain in this answer.
    std::optional<std::string> follow_aliases() {
        while (lookup_.type != RecordType::cname && !has_records(lookup_.canonical_name)) {
            const DomainName here = lookup_.canonical_name;
            const auto target = alias_target(here);
            if (!target) return target.error().detail;
            if (!*target) return std::nullopt;
            const auto& chain = lookup_.cname_chain;
            if (**target == lookup_.name || std::ranges::find(chain, **target) != chain.end()) {
                return fmt::format("CNAME of {} leads back to {}, expected an end", here.text(), (*target)->text());
            }
            if (chain.size() == limits::cname_hops) {
                return fmt::format("more than {} CNAMEs up to {}, expected an end", limits::cname_hops, here.text());
            }
            use_alias(here);
            lookup_.cname_chain.push_back(**target);
            lookup_.canonical_name = **target;
        }
        return std::nullopt;
    }

    /// Where the CNAME of `owner` points, nothing where it has none.
    [[nodiscard]] Result<std::optional<DomainName>> alias_target(const DomainName& owner) const {
        std::optional<DomainName> target;
        for (const auto& record : packet_.answer) {
            if (record.type != RecordType::cname || record.owner != owner) continue;
            auto name = name_from_wire(record.rdata);
            if (!name) return failure(fmt::format("CNAME of {} has no readable target", owner.text()));
            if (target && *target != *name) {
                return failure(fmt::format("{} has two CNAMEs, expected one (RFC 2181 §10.1)", owner.text()));
            }
            target = std::move(*name);
        }
        // RFC 6672 §3.1: a DNAME comes with the CNAME it stands for; without it the answer tells nothing of `owner`.
        if (!target && dname_above(owner) != nullptr) {
            return failure(fmt::format("DNAME above {} without its CNAME, expected one (RFC 6672 §3.1)", owner.text()));
        }
        return target;
    }

    [[nodiscard]] const ResourceRecord* dname_above(const DomainName& name) const {
        const auto found = std::ranges::find_if(packet_.answer, [&](const ResourceRecord& record) {
            return record.type == dname_type && record.owner != name && name.is_at_or_below(record.owner);
        });
        return found == packet_.answer.end() ? nullptr : &*found;
    }

    /// A CNAME made from a DNAME is not signed, the DNAME is (RFC 6672 §5.3.1, RFC 7672 §2.1.3).
    void use_alias(const DomainName& owner) {
        use(owner, RecordType::cname);
        if (const auto* const above = dname_above(owner)) use(above->owner, dname_type);
    }

    std::optional<std::string> read_end() {
        const auto& owner = lookup_.canonical_name;
        std::set<RecordType> types;  // more than one where ANY was asked for
        for (const auto& record : packet_.answer) {
            if (!is_asked_for(record, owner)) continue;
            if (!is_well_formed(record)) {
                return fmt::format("{} record of {} is malformed", to_text(record.type), owner.text());
            }
            lookup_.rdata.push_back(record.rdata);
            keep_ttl(record.ttl);
            types.insert(record.type);
        }
        if (lookup_.rdata.empty()) {
            // RFC 6604 §2.1: the rcode is about the last name of the chain.
            lookup_.presence = packet_.rcode == name_error ? Presence::nx_domain : Presence::no_data;
            use_denial();
            return std::nullopt;
        }
        if (packet_.rcode != no_error) return fmt::format("records of {} with rcode NXDOMAIN", owner.text());
        lookup_.presence = Presence::records;
        for (const auto type : types) keep_signature(packet_.answer, owner, type);
        if (expanded_from_wildcard_) use_denial_signatures();
        return std::nullopt;
    }

    /// Whether the accessors can read the rdata. TLSA is left to them: a bad one is a record, too (RFC 6698 §4.1).
    static bool is_well_formed(const ResourceRecord& record) {
        const ByteView rdata(record.rdata);
        if (record.type == RecordType::a) return rdata.size() == 4;
        if (record.type == RecordType::aaaa) return rdata.size() == 16;
        if (record.type == RecordType::mx) return rdata.size() > 2 && name_from_wire(rdata.subspan(2)).has_value();
        if (record.type == RecordType::cname || record.type == RecordType::ns) return name_from_wire(rdata).has_value();
        return true;
    }

    [[nodiscard]] bool is_asked_for(const ResourceRecord& record, const DomainName& owner) const {
        const bool fits = lookup_.type == any ? record.type != rrsig_type : record.type == lookup_.type;
        return fits && record.owner == owner;
    }

    [[nodiscard]] bool has_records(const DomainName& owner) const {
        return std::ranges::any_of(packet_.answer, [&](const auto& record) { return is_asked_for(record, owner); });
    }

    /// RFC 2308 §5: a denial is kept for the lesser of the SOA's TTL and its last field.
    void use_denial() {
        constexpr std::size_t least_octets = 22;  // two root names and five numbers, RFC 1035 §3.3.13
        for (const auto& record : packet_.authority) {
            if (record.type != RecordType::soa || record.rdata.size() < least_octets) continue;
            keep_ttl(std::min(record.ttl, read_u32(record.rdata, record.rdata.size() - 4)));
        }
        use_denial_signatures();
    }

    void use_denial_signatures() {
        for (const auto& record : packet_.authority) {
            if (record.type == RecordType::soa || record.type == nsec_type || record.type == nsec3_type) {
                keep_signature(packet_.authority, record.owner, record.type);
            }
        }
    }

    void use(const DomainName& owner, RecordType type) {
        for (const auto& record : packet_.answer) {
            if (record.type == type && record.owner == owner) keep_ttl(record.ttl);
        }
        keep_signature(packet_.answer, owner, type);
    }

    void keep_ttl(std::uint32_t ttl) {
        const std::chrono::seconds seconds{ttl};
        lookup_.ttl = lookup_.ttl ? std::min(*lookup_.ttl, seconds) : seconds;
    }

    /// Of several signatures over one RRset the one that ends last keeps it valid (RFC 4035 §5.3.1: any one will do).
    void keep_signature(const Records& section, const DomainName& owner, RecordType type) {
        if (!lookup_.secure()) return;
        std::optional<Rrsig> best;
        for (const auto& record : section) {
            if (record.type != rrsig_type || record.owner != owner) continue;
            const auto signature = rrsig_from_rdata(record.rdata);
            if (!signature || signature->covered != type) continue;
            if (!best || signature->expires > best->expires) best = *signature;
        }
        if (!best) return;
        // RFC 4035 §5.3.4: fewer labels than the owner, so a wildcard was expanded and its denial is needed as well.
        expanded_from_wildcard_ = expanded_from_wildcard_ || best->labels < signed_labels(owner);
        lookup_.signature_inception = std::max(lookup_.signature_inception.value_or(best->inception), best->inception);
        lookup_.signature_expires = std::min(lookup_.signature_expires.value_or(best->expires), best->expires);
    }
};

std::string rcode_text(unsigned rcode) {
    const ldns_lookup_table* const known = ldns_lookup_by_id(ldns_rcodes, static_cast<int>(rcode));
    return known == nullptr ? fmt::format("{}", rcode) : std::string(known->name);
}

/// What makes a reply no answer to this question, or nothing.
std::optional<std::string> objection(const Packet& packet, const DomainName& name, RecordType type) {
    if (packet.rcode != no_error && packet.rcode != name_error) {
        return fmt::format("rcode {}, expected NOERROR or NXDOMAIN", rcode_text(packet.rcode));
    }
    // A resolver asks again over TCP: what is cut then is too long for a message as it writes one.
    if (packet.truncated) {
        return fmt::format("the answer is longer than the {} octets that the resolver can hand over",
                           limits::message_octets);
    }
    if (packet.question != name || packet.question_type != type) {
        return fmt::format("the reply is for {} {}, expected our question", packet.question.text(),
                           to_text(packet.question_type));
    }
    return std::nullopt;
}

/// libunbound names a server each time it asked it: `from A and A and B` becomes `from A and B`.
std::string servers_once(std::string_view words) {
    constexpr std::string_view joint = " and ";
    std::string result;
    while (true) {
        const auto at = words.find(joint);
        result.append(words.substr(0, at));
        if (at == std::string_view::npos) return result;
        words.remove_prefix(at + joint.size());
        const auto server = words.substr(0, words.find(' '));
        const auto from = result.rfind(" from ");
        const auto told = from == std::string::npos ? std::string() : result.substr(from) + ' ';
        if (told.find(fmt::format(" {} ", server)) == std::string::npos) {
            result.append(joint);
        } else {
            words.remove_prefix(server.size());
        }
    }
}

/// libunbound (to 1.26) has no words for an RRset that is too long to check: longer than a message with its names spelt
/// out, as they are signed. Nor has it any where memory lacks.
bool lacks_reason(std::string_view words) {
    return words.starts_with("from ") || words.find(">: from ") != std::string_view::npos;
}

/// libunbound (to 1.26) wants a DS, or a proof that there is none, at the very name of a CNAME that a DNAME stands for
/// (RFC 6672 §5.3.1 wants neither) once the DNAME leads out of what is signed.
bool stops_at_dname(std::string_view words) { return words.find("DS got DNAME answer") != std::string_view::npos; }

Lookup bogus_lookup(const DomainName& name, RecordType type, const RawAnswer& raw) {
    std::string words{trim(raw.why_bogus)};
    // Whoever tells of a lookup names its question.
    const auto lead = fmt::format("validation failure <{}. {} IN>: ", name.text(), to_text(type));
    if (words.starts_with(lead)) words.erase(0, lead.size());
    if (lacks_reason(words)) {
        words = fmt::format(
            "no reason given {}, as where a record set of more than {} octets, names spelt out, is too "
            "long for Unbound, here and at senders",
            words, limits::message_octets);
    }
    if (stops_at_dname(words)) {
        words +=
            ": below a DNAME into an unsigned zone Unbound, here and at senders, does not accept a CNAME by itself";
    }
    auto detail = words.empty() ? fmt::format("{} {}: validation failed, no reason given", name.text(), to_text(type))
                                : servers_once(printable(words, limits::validator_octets));
    return failed_lookup(name, type, ValidationState::bogus, {std::move(detail), extended_error_for(raw.why_bogus)});
}

}  // namespace

std::string question_of(const Lookup& lookup) { return fmt::format("{} {}", lookup.name.text(), to_text(lookup.type)); }

Lookup failed_lookup(DomainName name, RecordType type, ValidationState state, LookupFailure failure) {
    Lookup lookup;
    lookup.canonical_name = name;
    lookup.name = std::move(name);
    lookup.type = type;
    lookup.dnssec = state == ValidationState::bogus ? ValidationState::bogus : ValidationState::indeterminate;
    lookup.failure = std::move(failure);
    lookup.rcode = server_failure;
    return lookup;
}

Lookup read_answer(const DomainName& name, RecordType type, const RawAnswer& raw) {
    const auto packet = read_packet(raw.packet);
    const auto failed = [&](std::string_view what) {
        auto detail = fmt::format("{} {}: {}", name.text(), to_text(type), what);
        return failed_lookup(name, type, ValidationState::indeterminate, {std::move(detail), std::nullopt});
    };
    Lookup lookup;
    std::optional<std::string> wrong;
    if (raw.bogus) {
        lookup = bogus_lookup(name, type, raw);
    } else if (!packet) {
        lookup = failed(packet.error().detail);
    } else if ((wrong = objection(*packet, name, type))) {
        lookup = failed(*wrong);
    } else {
        lookup.name = name;
        lookup.type = type;
        lookup.canonical_name = name;
        lookup.dnssec = raw.secure ? ValidationState::secure : ValidationState::insecure;
        if ((wrong = AnswerReader(*packet, lookup).read())) lookup = failed(*wrong);
    }
    if (packet) {
        lookup.rcode = packet->rcode;
        lookup.message = raw.packet;
    } else if (raw.packet.size() >= header_octets) {
        lookup.rcode = raw.packet[3] & 0xFU;  // malformed beyond its header, which still tells
    }
    return lookup;
}

}  // namespace danelaw
