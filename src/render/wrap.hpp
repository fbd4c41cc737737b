#pragma once

#include <string>
#include <string_view>

namespace danelaw {

/// Breaks a sentence at spaces into lines of at most 80 columns, each behind `indent` (the first behind `first`). A
/// word that is longer, such as a TLSA record, gets a line of its own.
[[nodiscard]] std::string wrap(std::string_view first, std::string_view indent, std::string_view sentence);

/// What colour says beside the words; all empty without colour.
struct Palette {
    explicit Palette(bool colour);
    std::string_view good, warning, bad, dim, reset;
};

}  // namespace danelaw
