#pragma once

#include <string>
#include <string_view>

namespace danelaw {

/// Makes text from the network safe for every output: valid UTF-8 stays, control characters (C0, DEL,
/// C1), bidirectional controls, line and paragraph separators, backslash and octets that are not
/// valid UTF-8 become `\xNN` (one escape an octet). `printable` of printable text without a
/// backslash is the text itself.
[[nodiscard]] std::string printable(std::string_view text);

/// As `printable`, cut to at most `max_octets` of output, `...` marking the cut.
[[nodiscard]] std::string printable(std::string_view text, std::size_t max_octets);

/// As `printable`, but a backslash stays: for sentences of ours, whose remote parts are escaped already, and for DNS
/// presentation format. Neither shows `\x5cx1b` for an octet that was escaped before.
[[nodiscard]] std::string printable_sentence(std::string_view text);

/// ASCII lower case; other octets stay.
[[nodiscard]] std::string ascii_lower(std::string_view text);

/// Equality by ASCII case folding (RFC 4343).
[[nodiscard]] bool ascii_iequal(std::string_view a, std::string_view b);

/// Without leading and trailing space, tab, CR and LF.
[[nodiscard]] std::string_view trim(std::string_view text);

}  // namespace danelaw
