#pragma once

#include <danelaw/base/bytes.hpp>
#include <danelaw/dns/lookup.hpp>

#include <cstdint>
#include <vector>

namespace danelaw {

/// RFC 1035 §4.1.1
inline constexpr std::size_t header_octets = 12;

/// A resource record of class IN, its rdata without compression.
struct ResourceRecord {
    DomainName owner;
    RecordType type{};
    std::uint32_t ttl = 0;  ///< seconds, RFC 2181 §8 applied
    Bytes rdata;
};

/// What matters of a DNS response.
struct Packet {
    unsigned rcode = 0;  ///< with the upper bits of EDNS (RFC 6891 §6.1.3)
    bool truncated = false;
    DomainName question;
    RecordType question_type{};
    std::vector<ResourceRecord> answer;
    std::vector<ResourceRecord> authority;
    bool authoritative = false;  ///< the server answers for its own zone (AA)
};

/// Reads a DNS message, its records by libldns. Errors: does not parse, is no response, has not exactly one question of
/// class IN, more records than limits::records_per_answer, octets after the last record.
[[nodiscard]] Result<Packet> read_packet(ByteView message);

/// The additional records of a message, among them the addresses that go with a referral (RFC 1034 §4.2.1). Errors: as
/// read_packet.
[[nodiscard]] Result<std::vector<ResourceRecord>> read_additional(ByteView message);

}  // namespace danelaw
