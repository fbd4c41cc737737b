#pragma once

#include <danelaw/base/result.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace danelaw {

/// A moment, in whole seconds since 1970-01-01T00:00:00Z. Time is always an argument.
using Timestamp = std::chrono::sys_seconds;

/// RFC 3339 in UTC: `2026-01-02T03:04:05Z`. Years beyond 9999 are written as they are.
[[nodiscard]] std::string format_time(Timestamp moment);

/// Reads RFC 3339 (`Z` or an offset) or decimal seconds since 1970. Errors: anything else.
[[nodiscard]] Result<Timestamp> parse_time(std::string_view text);

/// A duration for people: `3 days`, `5 hours`, `40 seconds`; the largest unit of which there are at
/// least two (`1 day` is `24 hours`). Negative durations are given without their sign.
[[nodiscard]] std::string format_duration(std::chrono::seconds duration);

}  // namespace danelaw
