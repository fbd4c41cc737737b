#pragma once

#include <danelaw/base/result.hpp>

#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace danelaw {

/// The state of a check, with the exit codes of monitoring plugins and of every command (contract 6).
enum class State { ok = 0, warning = 1, critical = 2, unknown = 3 };

/// `OK`, `WARNING`, `CRITICAL`, `UNKNOWN`.
[[nodiscard]] std::string to_text(State state);
/// Reads such a word in any case, or its number. Errors: anything else.
[[nodiscard]] Result<State> parse_state(std::string_view text);
/// The worse of two: ok < warning < unknown < critical.
[[nodiscard]] State worse(State a, State b);

/// A threshold range of monitoring plugins.
/// Source: Monitoring Plugins Development Guidelines, "Threshold and Ranges": `[@][start:][end]`.
struct Range {
    double start = 0;
    double end = std::numeric_limits<double>::infinity();
    bool alert_inside = false;  ///< `@`: alert where the value is within, ends included; else where it is outside

    bool operator==(const Range&) const = default;
};

/// How the numbers of a range are to be read.
enum class RangeUnit {
    plain,  ///< as they are
    days,   ///< days, or with the suffix `s`, `h`, `d`; the range then is in seconds
};

/// Reads a range. A lone number is the end, `10:` has no end, `~` is minus infinity.
/// Errors: an empty range, a start beyond the end, what is no number.
[[nodiscard]] Result<Range> parse_range(std::string_view text, RangeUnit unit);
/// The range as parse_range() reads it, plain.
[[nodiscard]] std::string to_text(const Range& range);
[[nodiscard]] bool alerts(const Range& range, double value);

/// When a value is too bad; either may be absent. Critical counts first.
struct Thresholds {
    std::optional<Range> warning;
    std::optional<Range> critical;
};

[[nodiscard]] State state_of(const Thresholds& thresholds, double value);

/// The shortest decimal text that stands for the number, without an exponent: `10`, `10.1`.
[[nodiscard]] std::string number_text(double number);

}  // namespace danelaw
