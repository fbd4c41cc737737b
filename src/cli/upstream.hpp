#pragma once

#include "cli/settings.hpp"

#include <string_view>

namespace danelaw::cli {

/// Whether a text, taken apart at blanks, quotes and `@`, names an address that is private or reserved.
[[nodiscard]] bool names_private_address(std::string_view text);

/// Whether root hints, forwarder or resolver configuration lie on private or reserved addresses: then name servers
/// there are asked, too (contract 5). What is no plain file is not read for it.
[[nodiscard]] bool has_private_upstream(const Settings& settings);

}  // namespace danelaw::cli
