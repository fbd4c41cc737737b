#pragma once

#include <danelaw/base/bytes.hpp>
#include <danelaw/dns/domain_name.hpp>

#include <cstdint>

namespace danelaw {

/// Reads an uncompressed name (RFC 1035 §3.1) that fills `wire` wholly. Errors: anything else.
[[nodiscard]] Result<DomainName> name_from_wire(ByteView wire);

/// Big-endian numbers; the caller has checked that the octets are there.
[[nodiscard]] std::uint16_t read_u16(ByteView octets, std::size_t at);
[[nodiscard]] std::uint32_t read_u32(ByteView octets, std::size_t at);

}  // namespace danelaw
