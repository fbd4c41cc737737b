#include <danelaw/dns/signed_records.hpp>

#include <danelaw/dns/wire.hpp>

#include <fmt/format.h>
#include <ldns/ldns.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace danelaw {

namespace {

Error too_short(std::string_view what, std::size_t octets, std::size_t least) {
    return failure(fmt::format("{}: {} octets, expected at least {}", what, octets, least));
}

/// Where the type bitmap of an NSEC or NSEC3 record begins; the end where it has none.
std::size_t bitmap_start(const ResourceRecord& denial) {
    const ByteView rdata(denial.rdata);
    if (denial.type == nsec_type) {
        const auto next_name = name_octets(rdata);
        return next_name ? *next_name : rdata.size();
    }
    constexpr std::size_t salt_length_at = 4;  // hash, flags, iterations
    if (denial.type != nsec3_type || rdata.size() <= salt_length_at) return rdata.size();
    const std::size_t hash_length_at = salt_length_at + 1 + rdata[salt_length_at];
    if (hash_length_at >= rdata.size()) return rdata.size();
    return std::min(hash_length_at + 1 + rdata[hash_length_at], rdata.size());
}

/// What each owner and type has among the RRsets so far.
using Places = std::map<std::pair<DomainName, RecordType>, std::size_t>;

void add_record(const ResourceRecord& record, std::vector<RrSet>& rrsets, Places& places) {
    const auto [place, is_new] = places.try_emplace({record.owner, record.type}, rrsets.size());
    if (is_new) rrsets.push_back({record.owner, record.type, record.ttl, {}, {}});
    auto& rrset = rrsets[place->second];
    rrset.ttl = std::min(rrset.ttl, record.ttl);
    // RFC 2181 §5: the same record twice is one record.
    if (std::ranges::find(rrset.rdata, record.rdata) == rrset.rdata.end()) rrset.rdata.push_back(record.rdata);
}

}  // namespace

Result<Rrsig> rrsig_from_rdata(ByteView rdata) {
    constexpr std::size_t fixed_octets = 18;
    if (rdata.size() < fixed_octets) return too_short("RRSIG", rdata.size(), fixed_octets);
    const auto signer_octets = name_octets(rdata.subspan(fixed_octets));
    if (!signer_octets) return signer_octets.error();
    auto signer = name_from_wire(rdata.subspan(fixed_octets, *signer_octets));
    if (!signer) return signer.error();
    const auto moment = [&](std::size_t at) { return Timestamp{std::chrono::seconds{read_u32(rdata, at)}}; };
    return Rrsig{RecordType{read_u16(rdata, 0)},
                 rdata[2],
                 rdata[3],
                 read_u32(rdata, 4),
                 moment(8),
                 moment(12),
                 read_u16(rdata, 16),
                 std::move(*signer),
                 Bytes(rdata.begin(), rdata.end())};
}

Result<Dnskey> dnskey_from_rdata(ByteView rdata) {
    constexpr std::size_t fixed_octets = 4;
    if (rdata.size() < fixed_octets) return too_short("DNSKEY", rdata.size(), fixed_octets);
    Dnskey key{read_u16(rdata, 0),
               rdata[2],
               rdata[3],
               ldns_calc_keytag_raw(rdata.data(), rdata.size()),
               0,
               Bytes(rdata.begin(), rdata.end())};
    const auto material = rdata.subspan(fixed_octets);
    if (!material.empty()) {
        key.bits = static_cast<unsigned>(
            ldns_rr_dnskey_key_size_raw(material.data(), material.size(), static_cast<ldns_algorithm>(key.algorithm)));
    }
    return key;
}

Result<Ds> ds_from_rdata(ByteView rdata) {
    constexpr std::size_t fixed_octets = 4;
    if (rdata.size() < fixed_octets) return too_short("DS", rdata.size(), fixed_octets);
    return Ds{read_u16(rdata, 0), rdata[2], rdata[3], Bytes(rdata.begin() + fixed_octets, rdata.end())};
}

Result<Nsec3Parameters> nsec3_from_rdata(ByteView rdata) {
    constexpr std::size_t fixed_octets = 5;
    if (rdata.size() < fixed_octets) return too_short("NSEC3", rdata.size(), fixed_octets);
    return Nsec3Parameters{rdata[0], (rdata[1] & 1U) != 0, read_u16(rdata, 2), rdata[4]};
}

bool denial_lists_type(const ResourceRecord& denial, RecordType type) {
    const auto number = static_cast<unsigned>(type);
    const unsigned octet = (number & 0xFFU) / 8;
    const unsigned bit = 0x80U >> (number & 7U);
    auto rest = ByteView(denial.rdata).subspan(bitmap_start(denial));
    while (rest.size() >= 2) {
        const unsigned window = rest[0];
        const std::size_t length = rest[1];
        if (length > rest.size() - 2) return false;
        if (window == number >> 8U) return octet < length && (rest[2 + octet] & bit) != 0;
        rest = rest.subspan(2 + length);
    }
    return false;
}

std::vector<RrSet> group_rrsets(std::span<const ResourceRecord> section) {
    std::vector<RrSet> rrsets;
    Places places;
    for (const auto& record : section) {
        if (record.type != rrsig_type) add_record(record, rrsets, places);
    }
    for (const auto& record : section) {
        if (record.type != rrsig_type) continue;
        auto signature = rrsig_from_rdata(record.rdata);
        if (!signature) continue;
        const auto place = places.find({record.owner, signature->covered});
        if (place != places.end()) rrsets[place->second].signatures.push_back(std::move(*signature));
    }
    return rrsets;
}

const RrSet* find_rrset(std::span<const RrSet> rrsets, const DomainName& owner, RecordType type) {
    const auto found =
        std::ranges::find_if(rrsets, [&](const RrSet& rrset) { return rrset.type == type && rrset.owner == owner; });
    return found == rrsets.end() ? nullptr : &*found;
}

std::size_t signed_labels(const DomainName& owner) {
    const auto labels = owner.labels();
    return labels.size() - (!labels.empty() && labels.front() == "*" ? 1 : 0);
}

std::vector<DomainName> signers_of(ByteView message) {
    std::vector<DomainName> signers;
    const auto packet = read_packet(message);
    if (!packet) return signers;
    for (const auto* section : {&packet->answer, &packet->authority}) {
        for (const auto& record : *section) {
            if (record.type != rrsig_type) continue;
            auto signature = rrsig_from_rdata(record.rdata);
            if (!signature || !record.owner.is_at_or_below(signature->signer)) continue;
            if (std::ranges::find(signers, signature->signer) == signers.end())
                signers.push_back(std::move(signature->signer));
        }
    }
    return signers;
}

std::string algorithm_text(std::uint8_t algorithm) {
    const ldns_lookup_table* const known = ldns_lookup_by_id(ldns_algorithms, algorithm);
    return fmt::format("{}({})", known == nullptr ? "unassigned" : known->name, algorithm);
}

std::string digest_type_text(std::uint8_t digest_type) {
    constexpr std::array<std::string_view, 7> names{
        "reserved", "SHA-1", "SHA-256", "GOST R 34.11-94", "SHA-384", "GOST R 34.11-2012", "SM3"};
    return fmt::format("{}({})", digest_type < names.size() ? names[digest_type] : "unassigned", digest_type);
}

}  // namespace danelaw
