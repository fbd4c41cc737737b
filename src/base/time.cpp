#include <danelaw/base/time.hpp>

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace danelaw {

namespace {

/// The decimal number that is exactly `text`, or nothing.
template <class Number>
bool read_number(std::string_view text, Number& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

bool read_digits(std::string_view& text, std::size_t count, int& value) {
    if (text.size() < count || text.substr(0, count).find_first_not_of("0123456789") != std::string_view::npos)
        return false;
    const bool read = read_number(text.substr(0, count), value);
    text.remove_prefix(count);
    return read;
}

bool skip(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

/// RFC 3339 §5.6 `time-offset`, to its end.
bool read_offset(std::string_view text, std::chrono::minutes& offset) {
    if (text == "Z" || text == "z") return true;
    const bool negative = text.starts_with('-');
    int hours = 0;
    int minutes = 0;
    if (!skip(text, "+-") || !read_digits(text, 2, hours) || !skip(text, ":") || !read_digits(text, 2, minutes))
        return false;
    offset = std::chrono::minutes{(negative ? -1 : 1) * (hours * 60 + minutes)};
    return text.empty() && hours < 24 && minutes < 60;
}

/// Ten thousand years: what the four digits of a year can say.
constexpr Timestamp earliest{std::chrono::sys_days{std::chrono::year{0} / 1 / 1}};
constexpr Timestamp latest{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} + std::chrono::seconds{86399}};

bool read_rfc3339(std::string_view text, Timestamp& moment) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (!read_digits(text, 4, year) || !skip(text, "-") || !read_digits(text, 2, month) || !skip(text, "-") ||
        !read_digits(text, 2, day) || !skip(text, "Tt ") || !read_digits(text, 2, hour) || !skip(text, ":") ||
        !read_digits(text, 2, minute) || !skip(text, ":") || !read_digits(text, 2, second)) {
        return false;
    }
    if (skip(text, ".")) {
        const auto fraction = std::min(text.find_first_not_of("0123456789"), text.size());
        if (fraction == 0) return false;
        text.remove_prefix(fraction);
    }
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    std::chrono::minutes offset{0};
    if (!date.ok() || hour > 23 || minute > 59 || second > 60 || !read_offset(text, offset)) return false;
    moment = std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
             std::chrono::seconds{second} - offset;
    return moment >= earliest && moment <= latest;
}

}  // namespace

std::string format_time(Timestamp moment) {
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{moment - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

Result<Timestamp> parse_time(std::string_view text) {
    long long seconds = 0;
    if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos && read_number(text, seconds) &&
        seconds <= latest.time_since_epoch().count()) {
        return Timestamp{std::chrono::seconds{seconds}};
    }
    Timestamp moment{};
    if (read_rfc3339(text, moment)) return moment;
    return failure(fmt::format("\"{}\" is no time, expected 2026-01-02T03:04:05Z or seconds since 1970", text));
}

std::string format_duration(std::chrono::seconds duration) {
    const auto count = std::abs(duration.count());
    if (count >= 2L * 86400) return fmt::format("{} days", count / 86400);
    if (count >= 2L * 3600) return fmt::format("{} hours", count / 3600);
    if (count >= 2L * 60) return fmt::format("{} minutes", count / 60);
    return fmt::format("{} second{}", count, count == 1 ? "" : "s");
}

}  // namespace danelaw
