#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

// What the grammars of record and policy share. Source: RFC 8461 §3.1, §3.2; WSP is space and tab (RFC 5234).

[[nodiscard]] bool is_alphanumeric(char c);
/// `sts-ext-name`, `sts-policy-ext-name`: up to 32 octets, a letter or digit first, then also `_`, `-` and `.`.
[[nodiscard]] bool is_key(std::string_view text);
[[nodiscard]] std::string_view skip_blanks(std::string_view text);
[[nodiscard]] std::string_view without_trailing_blanks(std::string_view text);
/// Adds a key once, and no more than limits::kept_keys of them.
void keep_key(std::vector<std::string>& keys, std::string_view key);
/// Remote text for a sentence of ours.
[[nodiscard]] std::string shown_text(std::string_view text);

}  // namespace danelaw
