#pragma once

#include <danelaw/dns/packet.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace danelaw {

// Types that only DNSSEC needs.
inline constexpr RecordType dname_type{39};
inline constexpr RecordType rrsig_type{46};
inline constexpr RecordType nsec_type{47};
inline constexpr RecordType nsec3_type{50};
inline constexpr RecordType nsec3param_type{51};

/// One signature over an RRset. Source: RFC 4034 §3.1.
struct Rrsig {
    RecordType covered{};
    std::uint8_t algorithm = 0;
    unsigned labels = 0;  ///< of the owner, without the root and a leftmost `*`
    std::uint32_t original_ttl = 0;
    Timestamp expires{};
    Timestamp inception{};
    std::uint16_t key_tag = 0;
    DomainName signer;  ///< the zone
    Bytes rdata;        ///< all of it, in wire form

    bool operator==(const Rrsig&) const = default;
};

/// A zone's key. Source: RFC 4034 §2.1.
struct Dnskey {
    std::uint16_t flags = 0;
    std::uint8_t protocol = 0;
    std::uint8_t algorithm = 0;
    std::uint16_t key_tag = 0;  ///< RFC 4034 Appendix B
    unsigned bits = 0;          ///< of the modulus for RSA, of the curve otherwise; 0 where it cannot be told
    Bytes rdata;

    [[nodiscard]] bool is_zone_key() const { return (flags & 0x0100U) != 0; }
    [[nodiscard]] bool is_entry_point() const { return (flags & 0x0001U) != 0; }  ///< SEP, RFC 3757
    [[nodiscard]] bool is_revoked() const { return (flags & 0x0080U) != 0; }      ///< RFC 5011 §2.1
    bool operator==(const Dnskey&) const = default;
};

/// What a parent says of a key of the child. Source: RFC 4034 §5.1.
struct Ds {
    std::uint16_t key_tag = 0;
    std::uint8_t algorithm = 0;
    std::uint8_t digest_type = 0;
    Bytes digest;

    bool operator==(const Ds&) const = default;
};

/// How a zone hashes names for its denials. Source: RFC 5155 §3.1, §4.1.
struct Nsec3Parameters {
    std::uint8_t hash = 0;
    bool opt_out = false;  ///< of an NSEC3 record, RFC 5155 §3.1.2.1
    std::uint16_t iterations = 0;
    std::size_t salt_octets = 0;

    bool operator==(const Nsec3Parameters&) const = default;
};

// Errors: rdata too short for the fixed fields, or a signer that is no name.
[[nodiscard]] Result<Rrsig> rrsig_from_rdata(ByteView rdata);
[[nodiscard]] Result<Dnskey> dnskey_from_rdata(ByteView rdata);
[[nodiscard]] Result<Ds> ds_from_rdata(ByteView rdata);
/// Of an NSEC3 or NSEC3PARAM record, which begin alike.
[[nodiscard]] Result<Nsec3Parameters> nsec3_from_rdata(ByteView rdata);

/// Whether an NSEC or NSEC3 record lists a type at its name (RFC 4034 §4.1.2); false where it cannot be read.
[[nodiscard]] bool denial_lists_type(const ResourceRecord& denial, RecordType type);

/// The records of one owner and type, each once, and the signatures over them. RFC 2181 §5.
struct RrSet {
    DomainName owner;
    RecordType type{};
    std::uint32_t ttl = 0;  ///< the least, seconds
    std::vector<Bytes> rdata;
    std::vector<Rrsig> signatures;  ///< those that can be read, in order

    bool operator==(const RrSet&) const = default;
};

/// A section as RRsets, in the order of their first records; signatures over nothing that is there are left out.
[[nodiscard]] std::vector<RrSet> group_rrsets(std::span<const ResourceRecord> section);

/// The RRset among some, or nothing.
[[nodiscard]] const RrSet* find_rrset(std::span<const RrSet> rrsets, const DomainName& owner, RecordType type);

/// How many labels an RRSIG over records of this name counts, a leading `*` left out. Source: RFC 4034 §3.1.3.
[[nodiscard]] std::size_t signed_labels(const DomainName& owner);

/// The zones in whose name the records of a reply are signed, each once. Nothing where it cannot be read.
[[nodiscard]] std::vector<DomainName> signers_of(ByteView message);

/// `ECDSAP256SHA256(13)`, `unassigned(200)`. Source: IANA DNS Security Algorithm Numbers.
[[nodiscard]] std::string algorithm_text(std::uint8_t algorithm);
/// `SHA-256(2)`. Source: IANA DS RR Type Digest Algorithms.
[[nodiscard]] std::string digest_type_text(std::uint8_t digest_type);

}  // namespace danelaw
