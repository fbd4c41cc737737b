#pragma once

#include <danelaw/base/bytes.hpp>
#include <danelaw/dns/domain_name.hpp>

#include <cstdint>

namespace danelaw {

/// Reads an uncompressed name (RFC 1035 §3.1) that fills `wire` wholly. Errors: anything else.
[[nodiscard]] Result<DomainName> name_from_wire(ByteView wire);

/// How many octets the uncompressed name at the front of `wire` has, its root included. Errors: it does not end there.
[[nodiscard]] Result<std::size_t> name_octets(ByteView wire);

/// The name in wire form (RFC 1035 §3.1).
[[nodiscard]] Bytes name_to_wire(const DomainName& name);

/// Big-endian numbers; the caller has checked that the octets are there.
[[nodiscard]] std::uint16_t read_u16(ByteView octets, std::size_t at);
[[nodiscard]] std::uint32_t read_u32(ByteView octets, std::size_t at);

}  // namespace danelaw
