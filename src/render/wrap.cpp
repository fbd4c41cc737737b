#include "render/wrap.hpp"

#include <algorithm>

namespace danelaw {

std::string wrap(std::string_view first, std::string_view indent, std::string_view sentence) {
    constexpr std::size_t columns = 80;
    std::string text;
    std::string line(first);
    bool line_has_word = false;
    while (!sentence.empty()) {
        const auto end = std::min(sentence.find(' '), sentence.size());
        const auto word = sentence.substr(0, end);
        sentence.remove_prefix(std::min(end + 1, sentence.size()));
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
