#pragma once

#include "net/getdns_library.hpp"

#include <danelaw/dns/validator_message.hpp>

namespace danelaw {

/// Asks getdns one question as a stub (never as a recursive resolver, which turns failures into insecure answers) and
/// says what came. Takes as long as it takes, and may end the process: to be called in one that nobody needs.
[[nodiscard]] ValidatorReply validate_with_getdns(const GetdnsLibrary& getdns, const ValidatorRequest& request);

}  // namespace danelaw
