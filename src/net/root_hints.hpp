#pragma once

#include <danelaw/base/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace danelaw {

/// Why resolving cannot begin with these root hints, or nothing: libunbound itself says no word about a file that it
/// cannot use, and never comes back from one that is a directory. Errors: a line that is no DNS record, no name server
/// of the root, or none that has an address.
[[nodiscard]] std::optional<Error> root_hints_fault(std::string_view text);

/// The file, found fit. Throws SetupError.
[[nodiscard]] std::string checked_root_hints(const std::string& path);

}  // namespace danelaw
