#pragma once

#include <danelaw/mtasts/policy.hpp>

#include <boost/json/object.hpp>

namespace danelaw {

/// `{"version","mode","max_age","mx"}` of contract 7.
[[nodiscard]] boost::json::object json_policy(const Policy& policy);

}  // namespace danelaw
