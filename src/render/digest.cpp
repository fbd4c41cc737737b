#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/render/render.hpp>

#include "render/wrap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace danelaw {

namespace {

/// Rounded down, so that 100 % is said only where nothing failed.
std::string percent(const SessionCount& count) {
    const auto rate = count.success_rate();
    return rate ? fmt::format("{:.1f} %", std::floor(*rate * 1000) / 10) : std::string("-");
}

std::string shown(std::string_view text) { return printable(text, limits::shown_octets); }

std::string count_of(std::uint64_t number, std::string_view what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string head(const Digest& digest) {
    std::string period = to_text(*digest.first);
    if (*digest.last != *digest.first) period += " to " + to_text(*digest.last);
    auto text = fmt::format("TLS reports of {}: {} from {}", period, count_of(digest.reports, "report"),
                            count_of(digest.senders.size(), "sender"));
    if (digest.duplicates > 0) text += fmt::format(", {} left out", count_of(digest.duplicates, "duplicate"));
    return text + fmt::format("\n{}, {} failed: {} successful\n", count_of(digest.sessions.all(), "session"),
                              digest.sessions.failed, percent(digest.sessions));
}

std::string sender_list(const DigestFailure& failure) {
    constexpr std::size_t shown_senders = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(failure.senders.size(), shown_senders); ++i) {
        const auto& [organization, sessions] = failure.senders[i];
        text += fmt::format("{}{} ({})", i == 0 ? "" : ", ", shown(organization), sessions);
    }
    if (failure.senders.size() > shown_senders)
        text += fmt::format(" and {} more", failure.senders.size() - shown_senders);
    return text;
}

std::string times_of(const DigestFailure& failure, bool of_last_day) {
    auto text = of_last_day ? count_of(failure.last_day_sessions, "session") : std::string();
    if (of_last_day && failure.first == failure.last) return text;
    if (of_last_day) text += "; in all ";
    text += count_of(failure.sessions, "session");
    if (failure.first == failure.last) return text + " on " + to_text(failure.first);
    return text + fmt::format(" from {} to {}", to_text(failure.first), to_text(failure.last));
}

std::string render_failure(const DigestFailure& failure, bool of_last_day, const Palette& palette) {
    const bool is_new = failure.is_new.value_or(false);
    auto text = fmt::format("  {}{}{}", is_new ? fmt::format("{}NEW{} ", palette.bad, palette.reset) : "",
                            failure.domain.empty() ? "(no domain)" : shown(failure.domain), ": ");
    text += failure.result_type.empty() ? "failures without details" : shown(failure.result_type);
    if (!failure.mx_host.empty()) text += fmt::format(" at {}", shown(failure.mx_host));
    if (!failure.policy_type.empty()) text += fmt::format(" ({})", shown(failure.policy_type));
    text += '\n';
    text += wrap("    ", "      ", times_of(failure, of_last_day));
    text += wrap("    ", "      ", "reported by " + sender_list(failure));
    for (const auto& reason : failure.reason_codes) text += wrap("    ", "      ", "reason: " + shown(reason));
    return text;
}

std::string render_now(const FailureNow& now, const Palette& palette) {
    const auto line = [&](std::string_view colour, std::string_view words) {
        return wrap(fmt::format("    {}now: {}{}: ", colour, words, palette.reset), "      ", now.text);
    };
    switch (now.state) {
        case FailureState::still:
            return line(palette.bad, "it still happens");
        case FailureState::other:
            return line(palette.bad, "another failure happens");
        case FailureState::gone:
            return line(palette.good, "it does not happen");
        case FailureState::unknown:
            return line(palette.warning, "not known");
    }
    return {};
}

std::string render_failures(const Digest& digest, std::span<const FailureNow> checked, const Palette& palette) {
    constexpr std::size_t shown_failures = 50;
    std::string now, before;
    std::size_t left = 0;
    for (std::size_t i = 0; i < digest.failures.size(); ++i) {
        const auto& failure = digest.failures[i];
        const bool of_last_day = failure.last == *digest.last;
        if (i >= shown_failures) {
            ++left;
        } else {
            auto& text = of_last_day ? now : before;
            text += render_failure(failure, of_last_day, palette);
            if (i < checked.size()) text += render_now(checked[i], palette);
        }
    }
    std::string text;
    if (!now.empty()) text += fmt::format("\nfailures on the last day, {}\n{}", to_text(*digest.last), now);
    if (!before.empty()) text += fmt::format("\nfailures before, not on the last day\n{}", before);
    if (left > 0) text += fmt::format("\n{} more kinds of failure; --json has them all\n", left);
    return text;
}

std::string render_days(const Digest& digest) {
    constexpr std::size_t shown_days = 31;
    const auto from = digest.days.size() - std::min(digest.days.size(), shown_days);
    std::string text = fmt::format("\n{:<12}{:>12}{:>12}{:>10}{:>10}\n", "day", "sessions", "failed", "", "reports");
    for (std::size_t i = from; i < digest.days.size(); ++i) {
        const auto& day = digest.days[i];
        text += fmt::format("{:<12}{:>12}{:>12}{:>10}{:>10}\n", to_text(day.day), day.sessions.all(),
                            day.sessions.failed, percent(day.sessions), day.reports);
    }
    return text;
}

std::string render_counts(std::string_view what, const std::vector<NamedCount>& counts) {
    constexpr std::size_t shown_names = 20;
    std::string text = fmt::format("\n{:<36}{:>12}{:>12}{:>10}\n", what, "sessions", "failed", "");
    for (std::size_t i = 0; i < std::min(counts.size(), shown_names); ++i) {
        const auto& count = counts[i];
        text += fmt::format("{:<36}{:>12}{:>12}{:>10}\n", count.name.empty() ? "(no domain)" : shown(count.name),
                            count.sessions.all(), count.sessions.failed, percent(count.sessions));
    }
    if (counts.size() > shown_names) text += fmt::format("and {} more\n", counts.size() - shown_names);
    return text;
}

}  // namespace

std::string render_digest_text(const Digest& digest, std::span<const FailureNow> now, const TextStyle& style) {
    if (!digest.first) return "no TLS reports\n";
    const Palette palette(style.colour);
    std::string text = head(digest);
    for (const auto& alarm : digest.alarms)
        text += wrap(fmt::format("{}!{} ", palette.bad, palette.reset), "  ", alarm);
    text += render_failures(digest, now, palette);
    text += render_days(digest);
    text += render_counts("domain", digest.domains);
    return text + render_counts("sender", digest.senders);
}

}  // namespace danelaw
