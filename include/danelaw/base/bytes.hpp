#pragma once

#include <danelaw/base/result.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// Lower-case hexadecimal, two digits an octet.
[[nodiscard]] std::string to_hex(ByteView octets);

/// Reads hexadecimal of either case. Errors: odd number of digits, a character that is no digit.
[[nodiscard]] Result<Bytes> from_hex(std::string_view digits);

/// RFC 4648 §4 base64 with padding.
[[nodiscard]] std::string to_base64(ByteView octets);

/// Reads RFC 4648 §4 base64 with padding and no white space. Errors: anything else.
[[nodiscard]] Result<Bytes> from_base64(std::string_view text);

[[nodiscard]] ByteView as_bytes(std::string_view text);
[[nodiscard]] std::string_view as_text(ByteView octets);

}  // namespace danelaw
