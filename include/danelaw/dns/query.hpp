#pragma once

#include <danelaw/dns/lookup.hpp>

#include <cstdint>

namespace danelaw {

/// A question for a name server itself: no recursion, DNSSEC records wanted, replies of up to 1232 octets over UDP.
/// Source: RFC 1035 §4.1, RFC 6891 §6, RFC 3225 §3.
[[nodiscard]] Bytes make_query(const DomainName& name, RecordType type, std::uint16_t id);

/// Whether a message is the reply to a query: its id, and its question (RFC 5452 §9.1); a server that did not
/// understand the query may leave the question out (RFC 6891 §7).
[[nodiscard]] bool is_reply_to(ByteView message, ByteView query);

/// Whether the reply was cut and is to be asked for over TCP (RFC 1035 §4.1.1).
[[nodiscard]] bool is_truncated(ByteView message);

}  // namespace danelaw
