#include <danelaw/base/text.hpp>

#include <fmt/format.h>
#include <cstdint>

namespace danelaw {

namespace {

/// Octets of the valid UTF-8 sequence at the start of `text`, or 0. Source: RFC 3629 §4 (no overlong forms, no
/// surrogates).
std::size_t sequence_length(std::string_view text, char32_t& code_point) {
    const auto octet = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = octet(0);
    if (lead < 0x80) {
        code_point = lead;
        return 1;
    }
    const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                               : lead >= 0xE0 && lead <= 0xEF ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    if (length == 0 || text.size() < length) return 0;
    code_point = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((octet(i) & 0xC0U) != 0x80U) return 0;
        code_point = code_point << 6U | (octet(i) & 0x3FU);
    }
    const bool overlong = (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    return overlong || surrogate || code_point > 0x10FFFF ? 0 : length;
}

/// Characters that act on the reader's terminal or reorder what is read.
bool is_unsafe(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

/// Appends what is seen of the first character of `text`, escaped where unsafe or not UTF-8, and takes it off.
void take_character(std::string_view& text, bool escape_backslash, std::string& result) {
    char32_t code_point = 0;
    const std::size_t length = sequence_length(text, code_point);
    const std::size_t taken = length == 0 ? 1 : length;
    if (length == 0 || is_unsafe(code_point) || (escape_backslash && code_point == '\\')) {
        for (const char c : text.substr(0, taken)) result += fmt::format("\\x{:02x}", static_cast<std::uint8_t>(c));
    } else {
        result += text.substr(0, taken);
    }
    text.remove_prefix(taken);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string printable(std::string_view text) { return printable(text, std::string::npos); }

std::string printable(std::string_view text, std::size_t max_octets) {
    constexpr std::string_view mark = "...";
    std::string result;
    std::size_t cut = 0;  // where to cut, at a whole character, should the text be too long
    while (!text.empty()) {
        take_character(text, true, result);
        if (result.size() > max_octets) return result.substr(0, cut).append(mark);
        if (result.size() + mark.size() <= max_octets) cut = result.size();
    }
    return result;
}

std::string printable_sentence(std::string_view text) {
    std::string result;
    while (!text.empty()) take_character(text, false, result);
    return result;
}

std::string ascii_lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = lower(c);
    return result;
}

bool ascii_iequal(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace danelaw
