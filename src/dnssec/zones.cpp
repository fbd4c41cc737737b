#include <danelaw/dnssec/zones.hpp>

#include "dnssec/anchors.hpp"
#include "dnssec/failure.hpp"
#include "dnssec/rrset_judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace danelaw {

namespace {

/// The two sections of a reply that carry proof, as RRsets.
struct Sections {
    std::vector<RrSet> answer;
    std::vector<RrSet> authority;
    std::vector<ResourceRecord> authority_records;
    bool readable = false;
};

Sections sections_of(const Lookup& lookup) {
    Sections sections;
    auto packet = read_packet(lookup.message);
    if (!packet) return sections;
    sections.readable = true;
    sections.answer = group_rrsets(packet->answer);
    sections.authority = group_rrsets(packet->authority);
    sections.authority_records = std::move(packet->authority);
    return sections;
}

bool is_denial(const RrSet& rrset) {
    return rrset.type == nsec_type || rrset.type == nsec3_type || rrset.type == RecordType::soa;
}

std::optional<Nsec3Parameters> nsec3_of(const std::vector<RrSet>& rrsets) {
    for (const auto& rrset : rrsets) {
        if (rrset.type != nsec3_type && rrset.type != nsec3param_type) continue;
        const auto parameters = nsec3_from_rdata(rrset.rdata.front());
        if (parameters) return *parameters;
    }
    return std::nullopt;
}

/// `20326 RSASHA256(8), 38696 RSASHA256(8)`; a hostile zone has hundreds.
template <class Reports, class Member>
std::string tags_of(const Reports& reports, Member member) {
    constexpr std::size_t shown = 6;
    std::string tags;
    for (std::size_t i = 0; i < std::min(reports.size(), shown); ++i) {
        const auto& record = reports[i].*member;
        tags += fmt::format("{}{} {}", tags.empty() ? "" : ", ", record.key_tag, algorithm_text(record.algorithm));
    }
    return reports.size() > shown ? fmt::format("{} and {} more", tags, reports.size() - shown) : tags;
}

}  // namespace

/// Takes the lookups one by one, from the anchors down.
class ZoneReader {
public:
    ZoneReader(TrustedZones& zones, SignatureChecks checks) : zones_(zones), checks_(checks) {}

    void read(std::span<const std::string> anchors, std::span<const Lookup> lookups) {
        for (const auto& anchor : read_anchors(anchors)) add_anchor(anchor);
        for (const auto& lookup : lookups) {
            zones_.rrsets_->start_reply(checks_ == SignatureChecks::undecided && lookup.secure());
            if (lookup.type == RecordType::ds) take_ds(lookup);
            if (lookup.type == RecordType::dnskey) take_keys(lookup);
            if (lookup.type == nsec3param_type) take_nsec3(lookup, lookup.name);
        }
        std::erase_if(zones_.zones_, [](const ZoneReport& zone) { return zone.is_anchor && !zone.dnskey_rrset; });
    }

private:
    TrustedZones& zones_;
    SignatureChecks checks_;

    void add_anchor(const Anchor& anchor) {
        auto* zone = zones_.find(anchor.owner);
        if (zone == nullptr) {
            zone = &zones_.zones_.emplace_back();
            zone->apex = anchor.owner;
            zone->is_anchor = true;
            zone->state = LinkState::secure;
        }
        zone->ds.push_back({anchor.ds, std::nullopt, std::nullopt});
    }

    void take_ds(const Lookup& lookup) {
        const auto* const above = zone_of(zones_.zones_, lookup.name, RecordType::ds);
        if (above == nullptr || zones_.find(lookup.name) != nullptr) return;
        const auto sections = sections_of(lookup);
        ZoneReport zone;
        zone.apex = lookup.name;
        if (const auto* const rrset = find_rrset(sections.answer, lookup.name, RecordType::ds)) {
            read_ds(*rrset, *above, zone);
        } else if (!read_absent_ds(lookup, sections, *above, zone)) {
            return;
        }
        zones_.zones_.push_back(std::move(zone));
    }

    void read_ds(const RrSet& rrset, const ZoneReport& above, ZoneReport& zone) {
        for (const auto& rdata : rrset.rdata) {
            if (const auto ds = ds_from_rdata(rdata)) zone.ds.push_back({*ds, std::nullopt, std::nullopt});
        }
        zone.ds_rrset = zones_.rrsets_->judge(rrset, above);
        zone.state = zone.ds_rrset->state;
        zone.reason = zone.ds_rrset->reason;
    }

    /// No DS: the lookup failed, or the name begins an unsigned zone, or no zone at all (then false).
    bool read_absent_ds(const Lookup& lookup, const Sections& sections, const ZoneReport& above, ZoneReport& zone) {
        if (above.state != LinkState::secure) return false;
        if (find_rrset(sections.answer, lookup.name, RecordType::cname) != nullptr) {
            zones_.rrsets_->note_no_zone(lookup.name);
            return false;
        }
        const auto nsec3 = nsec3_of(sections.authority);
        if (nsec3) take_nsec3(lookup, above.apex);
        for (const auto& rrset : sections.authority) {
            if (is_denial(rrset)) zone.ds_denial.push_back(zones_.rrsets_->judge(rrset, above));
        }
        if (!lookup.answered()) {
            zone.state = lookup.dnssec == ValidationState::bogus ? LinkState::bogus : LinkState::failed;
            zone.reason = broken_denial(lookup, zone.ds_denial);
            return true;
        }
        const bool is_cut = shows_unsigned_delegation(sections.authority_records, lookup.name);
        if (lookup.secure() && !is_cut) {
            zones_.rrsets_->note_no_zone(lookup.name);
            return false;
        }
        if (!lookup.secure() && lookup.presence == Presence::nx_domain) return false;
        zone.state = LinkState::insecure;
        zone.reason = unsigned_reason(lookup, above, nsec3);
        return true;
    }

    static std::string broken_denial(const Lookup& lookup, const std::vector<RrsetReport>& denial) {
        const auto bad = std::ranges::find(denial, LinkState::bogus, &RrsetReport::state);
        if (bad == denial.end()) return failure_of(lookup);
        return fmt::format("that {} has no DS is not proven: {}", lookup.name.text(), bad->reason);
    }

    static std::string unsigned_reason(const Lookup& lookup, const ZoneReport& above,
                                       const std::optional<Nsec3Parameters>& nsec3) {
        const auto& name = lookup.name.text();
        if (lookup.secure())
            return fmt::format("{} proves that {} has no DS: the zone is unsigned", above.apex.text(), name);
        if (nsec3 && nsec3->opt_out) {
            return fmt::format("{} lies in an opt-out span of {} (RFC 5155 §6): a zone there counts as unsigned", name,
                               above.apex.text());
        }
        return fmt::format("the proof of {} that {} has no DS counts as none{}", above.apex.text(), name,
                           nsec3 ? fmt::format(" ({} NSEC3 iterations, RFC 9276 §3.2)", nsec3->iterations) : "");
    }

    void take_nsec3(const Lookup& lookup, const DomainName& apex) {
        const auto sections = sections_of(lookup);
        auto* const zone = zones_.find(apex);
        if (zone == nullptr || zone->nsec3) return;
        zone->nsec3 = nsec3_of(lookup.type == nsec3param_type ? sections.answer : sections.authority);
    }

    void take_keys(const Lookup& lookup) {
        auto* const zone = zones_.find(lookup.name);
        if (zone == nullptr || zone->dnskey_rrset) return;
        const auto sections = sections_of(lookup);
        const auto* const rrset = find_rrset(sections.answer, lookup.name, RecordType::dnskey);
        if (rrset != nullptr) read_keys(*rrset, *zone);
        const bool matched = zones_.rrsets_->match_keys(*zone);
        if (zone->state == LinkState::secure && matched) return zones_.rrsets_->judge_keys(*zone, *rrset);
        if (zone->state == LinkState::secure) lose_keys(lookup, *zone);
        zone->dnskey_rrset = rrset != nullptr ? zones_.rrsets_->judge(*rrset, *zone) : RrsetReport{};
    }

    static void read_keys(const RrSet& rrset, ZoneReport& zone) {
        for (const auto& rdata : rrset.rdata) {
            if (auto key = dnskey_from_rdata(rdata)) zone.keys.push_back({std::move(*key), false});
        }
    }

    /// Why no key of a zone is vouched for.
    void lose_keys(const Lookup& lookup, ZoneReport& zone) const {
        const auto& apex = zone.apex.text();
        const bool no_answer = lookup.dnssec == ValidationState::indeterminate;
        if (std::ranges::all_of(zone.ds, [](const DsReport& ds) { return ds.ignored.has_value(); })) {
            zone.state = LinkState::insecure;
            zone.reason = fmt::format(
                "none of the DS records of {} ({}) has an algorithm and a digest type that are "
                "supported: the zone counts as unsigned (RFC 4035 §5.2)",
                apex, tags_of(zone.ds, &DsReport::ds));
        } else if (zone.keys.empty()) {
            zone.state = no_answer ? LinkState::failed : LinkState::bogus;
            zone.reason = no_answer ? failure_of(lookup)
                                    : fmt::format("{} has no DNSKEY, although {} says that it is signed", apex,
                                                  zone.is_anchor ? "a trust anchor" : "the DS at its parent");
        } else if (const auto& unchecked = zones_.rrsets_->unchecked()) {
            zone.state = LinkState::failed;
            zone.reason = fmt::format("not every DNSKEY of {} was compared with {}: {}", apex,
                                      zone.is_anchor ? "the trust anchors" : "its DS records", *unchecked);
        } else {
            zone.state = LinkState::bogus;
            zone.reason = mismatch(zone);
        }
    }

    static std::string mismatch(const ZoneReport& zone) {
        return fmt::format("no DNSKEY of {} ({}) is the one that {} ({}) {}", zone.apex.text(),
                           tags_of(zone.keys, &KeyReport::key), zone.is_anchor ? "the trust anchor" : "its DS",
                           tags_of(zone.ds, &DsReport::ds), zone.ds.size() == 1 ? "names" : "name");
    }
};

TrustedZones::TrustedZones(std::span<const std::string> anchors, std::span<const Lookup> lookups, Timestamp at,
                           SignatureChecks checks)
    : rrsets_(std::make_unique<RrsetJudge>(at)) {
    ZoneReader(*this, checks).read(anchors, lookups);
}

TrustedZones::TrustedZones(TrustedZones&&) noexcept = default;
TrustedZones& TrustedZones::operator=(TrustedZones&&) noexcept = default;
TrustedZones::~TrustedZones() = default;

ZoneReport* TrustedZones::find(const DomainName& apex) {
    const auto found = std::ranges::find(zones_, apex, &ZoneReport::apex);
    return found == zones_.end() ? nullptr : &*found;
}

std::vector<RrsetReport> TrustedZones::judge_reply(ByteView message) {
    std::vector<RrsetReport> reports;
    const auto packet = read_packet(message);
    if (!packet) return reports;
    rrsets_->start_reply(false);
    const auto answer = group_rrsets(packet->answer);
    for (const auto& rrset : answer) reports.push_back(judge(rrset, answer));
    for (const auto& rrset : group_rrsets(packet->authority)) {
        if (!is_denial(rrset)) continue;
        if (const auto* const zone = zone_of(zones_, rrset.owner, rrset.type)) note_nsec3(zone->apex, rrset);
        reports.push_back(judge(rrset, answer));
    }
    return reports;
}

void TrustedZones::note_nsec3(const DomainName& apex, const RrSet& rrset) {
    auto* const zone = find(apex);
    if (zone != nullptr && !zone->nsec3) zone->nsec3 = nsec3_of({rrset});
}

RrsetReport TrustedZones::judge(const RrSet& rrset, std::span<const RrSet> answer) {
    // RFC 6672 §5.3.1: the CNAME that stands for a DNAME is not signed, the DNAME is.
    if (rrset.type == RecordType::cname && rrset.signatures.empty()) {
        for (const auto& other : answer) {
            if (other.type != dname_type || !rrset.owner.is_at_or_below(other.owner)) continue;
            auto report = judge(other, answer);
            report.rrset = rrset;
            return report;
        }
    }
    const auto* const zone = answering_zone(rrset);
    if (zone != nullptr) return rrsets_->judge(rrset, *zone);
    RrsetReport report;
    report.rrset = rrset;
    report.state = LinkState::insecure;
    report.reason = fmt::format("no trust anchor lies at or above {}", rrset.owner.text());
    return report;
}

/// At a zone cut both sides have an NSEC: its signature tells whose it is (RFC 4035 §2.3).
const ZoneReport* TrustedZones::answering_zone(const RrSet& rrset) {
    if (rrset.type == nsec_type && !rrset.signatures.empty()) {
        const auto& signer = rrset.signatures.front().signer;
        const auto* const zone = find(signer);
        if (zone != nullptr && rrset.owner.is_at_or_below(signer)) return zone;
    }
    return zone_of(zones_, rrset.owner, rrset.type);
}

const ZoneReport* zone_of(std::span<const ZoneReport> zones, const DomainName& owner, RecordType type) {
    const ZoneReport* deepest = nullptr;
    for (const auto& zone : zones) {
        const bool is_parents = type == RecordType::ds && zone.apex == owner && !zone.apex.is_root();
        if (is_parents || !owner.is_at_or_below(zone.apex)) continue;
        if (deepest == nullptr || zone.apex.is_at_or_below(deepest->apex)) deepest = &zone;
    }
    return deepest;
}

bool shows_unsigned_delegation(std::span<const ResourceRecord> authority, const DomainName& name) {
    return std::ranges::any_of(authority, [&](const ResourceRecord& record) {
        const bool is_proof = (record.type == nsec_type && record.owner == name) || record.type == nsec3_type;
        return is_proof && denial_lists_type(record, RecordType::ns) && !denial_lists_type(record, RecordType::soa) &&
               !denial_lists_type(record, RecordType::ds);
    });
}

std::optional<Timestamp> last_valid(const RrsetReport& report) {
    std::optional<Timestamp> last;
    for (const auto& signature : report.signatures) {
        if (signature.valid()) last = std::max(last.value_or(signature.signature.expires), signature.signature.expires);
    }
    return last;
}

std::string to_text(LinkState state) {
    switch (state) {
        case LinkState::secure:
            return "secure";
        case LinkState::insecure:
            return "insecure";
        case LinkState::bogus:
            return "bogus";
        case LinkState::failed:
            return "failed";
        case LinkState::unreached:
            return "unreached";
    }
    return "unreached";
}

}  // namespace danelaw
