#pragma once

#include <danelaw/base/result.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

// libldns defines true and false; its own forward declaration keeps it out of headers.
struct ldns_struct_rr;

namespace danelaw {

/// The text of a file, or nothing where it cannot be read, is no plain file, or is larger than 1 MiB.
[[nodiscard]] std::optional<std::string> zone_file_text(const std::string& path);

/// Hands each record of zone-file text (RFC 1035 §5.1, read by libldns) to `take`, in order, until that says no.
/// Errors: `near line N is no DNS record, EXPECTED was expected`, also where `take` said no.
[[nodiscard]] std::optional<Error> for_each_record(std::string text, std::string_view expected,
                                                   const std::function<bool(const ldns_struct_rr&)>& take);

}  // namespace danelaw
