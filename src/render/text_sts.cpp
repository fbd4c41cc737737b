#include "render/text_parts.hpp"
#include "render/wrap.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <array>

namespace danelaw {

namespace {

std::string_view colour_of(const Maybe& resists, const Palette& palette) {
    if (!resists) return palette.warning;
    return *resists ? palette.good : palette.bad;
}

std::string_view colour_of(Delivery delivery, const Palette& palette) {
    switch (delivery) {
        case Delivery::authenticated:
            return palette.good;
        case Delivery::cleartext:
        case Delivery::deferred:
            return palette.bad;
        case Delivery::encrypted:
        case Delivery::rejected:
        case Delivery::unknown:
            return palette.warning;
    }
    return {};
}

std::string_view shown_sender(Sender sender) {
    switch (sender) {
        case Sender::opportunistic:
            return "neither";
        case Sender::dane:
            return "DANE";
        case Sender::mta_sts:
            return "MTA-STS";
        case Sender::dane_and_mta_sts:
            return "both";
    }
    return {};
}

std::string_view shown(const Maybe& resists) { return !resists ? "?" : *resists ? "yes" : "no"; }

/// Attacks in the order of Attack, in words of at most eight letters.
constexpr std::array<std::string_view, attack_count> attacks{"spying",  "strip",    "fake cert",
                                                             "fake MX", "rogue CA", "first"};

std::string render_row(const SenderRow& row, const Palette& palette) {
    std::string text = fmt::format("  {:<9}{}{:<15}{}", shown_sender(row.sender), colour_of(row.delivery, palette),
                                   to_text(row.delivery), palette.reset);
    for (std::size_t i = 0; i < row.resists.size(); ++i) {
        text += fmt::format("{}{:<{}}{}", colour_of(row.resists[i], palette), shown(row.resists[i]),
                            attacks[i].size() + 2, palette.reset);
    }
    while (text.ends_with(' ')) text.pop_back();
    return text + '\n';
}

}  // namespace

std::string render_senders(const std::vector<SenderRow>& rows, const TextStyle& style) {
    if (rows.empty()) return {};
    const Palette palette(style.colour);
    std::string head = fmt::format("  {:<9}{:<15}", "uses", "delivers");
    for (const auto attack : attacks) head += fmt::format("{:<{}}", attack, attack.size() + 2);
    while (head.ends_with(' ')) head.pop_back();
    std::string text = fmt::format("  sender {:<17}withstands\n{}\n", "", head);
    for (const auto& row : rows) text += render_row(row, palette);
    for (const auto& row : rows) {
        if (!row.why) continue;
        text += wrap(fmt::format("  {}: ", shown_sender(row.sender)), "    ", printable_sentence(*row.why));
    }
    return text;
}

std::string sts_line(const StsReport& sts) {
    std::string line = fmt::format("MTA-STS {}", to_text(sts.verdict));
    if (sts.failure) return line + fmt::format(": {}", *sts.failure);
    if (sts.state == PolicyState::usable) {
        const auto& policy = sts.served.value();
        line += fmt::format(": mode {}, max_age {}, mx", to_text(policy.mode),
                            format_duration(std::chrono::seconds(policy.max_age)));
        constexpr std::size_t shown_patterns = 5;
        for (std::size_t i = 0; i < std::min(policy.mx.size(), shown_patterns); ++i)
            line += fmt::format("{} {}", i == 0 ? "" : ",", policy.mx[i].text());
        if (policy.mx.size() > shown_patterns) line += ", ...";
        if (policy.mx.empty()) line += " none";
    } else {
        line += ": no record";
    }
    if (sts.cached) line += fmt::format("; judged by the cached policy, mode {}", to_text(sts.cached->mode));
    return line;
}

}  // namespace danelaw
