#include "render/trace_parts.hpp"

#include <fmt/format.h>

namespace danelaw {

namespace {

std::string_view colour_of(LinkState state, const Palette& palette) {
    switch (state) {
        case LinkState::secure:
            return palette.good;
        case LinkState::insecure:
        case LinkState::unreached:
            return palette.warning;
        case LinkState::bogus:
        case LinkState::failed:
            return palette.bad;
    }
    return {};
}

}  // namespace

std::string key_words(std::uint16_t tag, std::uint8_t algorithm) {
    return fmt::format("{} {}", tag, algorithm_text(algorithm));
}

std::string key_words(const KeyReport& report) {
    const auto& key = report.key;
    auto words = key_words(key.key_tag, key.algorithm);
    if (key.bits > 0) words += fmt::format(", {} bits", key.bits);
    const auto* const role = key.is_entry_point() ? "KSK" : "ZSK";
    words += fmt::format(", flags {} ({})", key.flags, key.is_zone_key() ? role : "no zone key");
    if (key.is_revoked()) words += ", revoked";
    if (report.vouched_for) words += ", vouched for";
    return words;
}

std::string rrset_words(const RrSet& rrset) { return fmt::format("{} {}", rrset.owner.text(), to_text(rrset.type)); }

std::string state_words(LinkState state, const Palette& palette) {
    return fmt::format("{}{}{}", colour_of(state, palette), to_text(state), palette.reset);
}

}  // namespace danelaw
