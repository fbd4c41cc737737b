#include <danelaw/report/threshold.hpp>

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace danelaw {

namespace {

constexpr double seconds_a_day = 86400;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Takes the suffix off and says how many seconds one of it is.
double take_unit(std::string_view& text, RangeUnit unit) {
    if (unit == RangeUnit::plain) return 1;
    const char suffix = text.empty() ? '\0' : text.back();
    if (suffix == 's' || suffix == 'h' || suffix == 'd') text.remove_suffix(1);
    return suffix == 's' ? 1 : suffix == 'h' ? 3600 : seconds_a_day;
}

std::optional<double> read_number(std::string_view text, RangeUnit unit) {
    const double scale = take_unit(text, unit);
    // from_chars() would take "inf" and "nan", too.
    const bool begins_well =
        !text.empty() && (text.front() == '-' || text.front() == '.' || (text.front() >= '0' && text.front() <= '9'));
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!begins_well || error != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number * scale;
}

Error no_range(std::string_view text) {
    return failure(fmt::format("\"{}\" is not a range, [@][START:][END] was expected, such as 14: for less than 14",
                               printable(text, 60)));
}

}  // namespace

std::string to_text(State state) {
    switch (state) {
        case State::ok:
            return "OK";
        case State::warning:
            return "WARNING";
        case State::critical:
            return "CRITICAL";
        case State::unknown:
            return "UNKNOWN";
    }
    return {};
}

Result<State> parse_state(std::string_view text) {
    for (const State state : {State::ok, State::warning, State::critical, State::unknown}) {
        if (ascii_iequal(text, to_text(state)) || text == std::to_string(static_cast<int>(state))) return state;
    }
    return failure(
        fmt::format("\"{}\" is not a state, OK, WARNING, CRITICAL or UNKNOWN was expected", printable(text, 60)));
}

State worse(State a, State b) {
    const auto rank = [](State state) {
        return state == State::critical ? 3 : state == State::unknown ? 2 : static_cast<int>(state);
    };
    return rank(a) >= rank(b) ? a : b;
}

Result<Range> parse_range(std::string_view text, RangeUnit unit) {
    Range range;
    std::string_view rest = text;
    range.alert_inside = rest.starts_with('@');
    if (range.alert_inside) rest.remove_prefix(1);
    const auto colon = rest.find(':');
    const std::string_view end = colon == std::string_view::npos ? rest : rest.substr(colon + 1);
    const std::string_view start = colon == std::string_view::npos ? std::string_view() : rest.substr(0, colon);
    if (start.empty() && end.empty()) return no_range(text);
    if (!start.empty()) {
        const auto number = start == "~" ? -infinity : read_number(start, unit);
        if (!number) return no_range(text);
        range.start = *number;
    }
    if (!end.empty()) {
        const auto number = read_number(end, unit);
        if (!number) return no_range(text);
        range.end = *number;
    }
    if (range.start > range.end) {
        return failure(fmt::format("\"{}\" is not a range, its start is beyond its end", printable(text, 60)));
    }
    return range;
}

std::string to_text(const Range& range) {
    const std::string end = std::isinf(range.end) ? "" : number_text(range.end);
    const std::string start = std::isinf(range.start)            ? "~:"
                              : range.start == 0 && !end.empty() ? ""
                                                                 : number_text(range.start) + ":";
    return fmt::format("{}{}{}", range.alert_inside ? "@" : "", start, end);
}

bool alerts(const Range& range, double value) {
    const bool inside = value >= range.start && value <= range.end;
    return inside == range.alert_inside;
}

State state_of(const Thresholds& thresholds, double value) {
    if (thresholds.critical && alerts(*thresholds.critical, value)) return State::critical;
    if (thresholds.warning && alerts(*thresholds.warning, value)) return State::warning;
    return State::ok;
}

std::string number_text(double number) {
    std::array<char, 400> digits{};  // the greatest double has 309
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed).ptr;
    return std::string(digits.data(), end);
}

}  // namespace danelaw
