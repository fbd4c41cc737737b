#pragma once

#include <string>
#include <string_view>

namespace danelaw {

/// So begins ServerFacts::not_asked where the reason lies in this run (its time, its bounds, this machine), not in the
/// server: what it would have said is not known.
inline constexpr std::string_view own_limit = "left open: ";

[[nodiscard]] inline std::string left_open(std::string_view why) { return std::string(own_limit).append(why); }
[[nodiscard]] inline bool is_left_open(std::string_view reason) { return reason.starts_with(own_limit); }

}  // namespace danelaw
