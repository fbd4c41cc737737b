#pragma once

#include <danelaw/base/bytes.hpp>

namespace danelaw {

/// Whether two DER Names are the same: attribute by attribute, text without regard to case, to runs of white space and
/// to the kind of string (ASCII alone; other characters must be equal). Source: RFC 5280 §7.1.
[[nodiscard]] bool is_same_name(ByteView a, ByteView b);

/// Whether a DER Name begins with all of the relative names of `base`; octets that are no Name lie nowhere.
/// Source: RFC 5280 §4.2.1.10, X.501 §9.4.
[[nodiscard]] bool is_in_directory_subtree(ByteView name, ByteView base);

}  // namespace danelaw
