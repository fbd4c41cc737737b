#pragma once

#include <danelaw/base/result.hpp>

#include <string>
#include <string_view>

namespace danelaw {

/// Whether octets begin as gzip does (RFC 1952 §2.3.1).
[[nodiscard]] bool is_gzip(std::string_view octets);

/// Unpacks gzip, several members one after another included (RFC 1952 §2.2). Errors: damaged or cut off, something that
/// is no member behind one, more than `most` octets come out (what is packed is read no further then).
[[nodiscard]] Result<std::string> gunzip(std::string_view octets, std::size_t most);

}  // namespace danelaw
