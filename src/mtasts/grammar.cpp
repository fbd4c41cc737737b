#include "mtasts/grammar.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <algorithm>

namespace danelaw {

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool is_key(std::string_view text) {
    constexpr std::size_t key_octets = 32;
    return !text.empty() && text.size() <= key_octets && is_alphanumeric(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return is_alphanumeric(c) || c == '_' || c == '-' || c == '.'; });
}

std::string_view skip_blanks(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text;
}

std::string_view without_trailing_blanks(std::string_view text) {
    const auto last = text.find_last_not_of(" \t");
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

void keep_key(std::vector<std::string>& keys, std::string_view key) {
    if (keys.size() < limits::kept_keys && std::find(keys.begin(), keys.end(), key) == keys.end())
        keys.emplace_back(key);
}

std::string shown_text(std::string_view text) {
    constexpr std::size_t octets = 80;
    return printable(text, octets);
}

}  // namespace danelaw
