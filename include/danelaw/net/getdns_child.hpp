#pragma once

#include <string_view>

namespace danelaw {

/// The command by which the program starts itself as the process that validates with getdns. Not for users.
inline constexpr std::string_view getdns_child_command = "validate-with-getdns";

/// Answers the question that comes at standard input, which is a socket: within limits that end the process where
/// libgetdns oversteps them. Returns the exit code.
int run_getdns_child();

}  // namespace danelaw
