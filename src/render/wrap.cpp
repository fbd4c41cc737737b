#include "render/wrap.hpp"

#include <algorithm>

namespace danelaw {

namespace {

/// Octets of the TLSA record in presentation form (`3 1 1 <hex>`) that the text begins with, brackets and commas about
/// it included; 0 where it begins with something else.
std::size_t record_length(std::string_view text) {
    constexpr std::size_t number_digits = 3;
    constexpr std::size_t digest_digits = 32;  // shorter data breaks like other words
    std::size_t at = text.starts_with('(') ? 1 : 0;
    for (int field = 0; field < 3; ++field) {
        const auto space = text.find(' ', at);
        if (space == std::string_view::npos || space == at || space - at > number_digits) return 0;
        if (text.substr(at, space - at).find_first_not_of("0123456789") != std::string_view::npos) return 0;
        at = space + 1;
    }
    const auto data = text.substr(at, digest_digits);
    const bool is_digest =
        data.size() == digest_digits && data.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    return is_digest ? std::min(text.find(' ', at), text.size()) : 0;
}

/// The next word; a TLSA record is one, so that it can be copied from one line.
std::string_view take_word(std::string_view& sentence) {
    const auto record = record_length(sentence);
    const auto word = sentence.substr(0, record > 0 ? record : sentence.find(' '));
    sentence.remove_prefix(std::min(word.size() + 1, sentence.size()));
    return word;
}

}  // namespace

std::string wrap(std::string_view first, std::string_view indent, std::string_view sentence) {
    constexpr std::size_t columns = 80;
    std::string text;
    std::string line(first);
    bool line_has_word = false;
    while (!sentence.empty()) {
        const auto word = take_word(sentence);
        if (line_has_word && line.size() + 1 + word.size() > columns) {
            text += line + '\n';
            line = indent;
            line_has_word = false;
        }
        if (line_has_word) line += ' ';
        line += word;
        line_has_word = true;
    }
    return text + line + '\n';
}

Palette::Palette(bool colour)
    : good(colour ? "\x1b[32m" : ""),
      warning(colour ? "\x1b[33m" : ""),
      bad(colour ? "\x1b[31m" : ""),
      dim(colour ? "\x1b[2m" : ""),
      reset(colour ? "\x1b[0m" : "") {}

}  // namespace danelaw
