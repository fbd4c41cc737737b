#pragma once

#include <danelaw/report/facts.hpp>

#include <string>

namespace danelaw::test {

/// What no output may show as it is: an ANSI colour, a bell, NUL, line ends, DEL, C1, a bidirectional override, a byte
/// order mark, octets that are no UTF-8, a backslash; and a letter that may stay.
inline const std::string hostile_text = [] {
    using namespace std::string_literals;
    return "ü\x1b[31m\a\0\r\n\x7f\xc2\x9b\xe2\x80\xae\xef\xbb\xbf\xff\xc0\xaf\\|\"<"s;
}();

/// Facts in which every member differs from its default, and every text from the network is hostile. Two hosts: the
/// first was probed, the second was not.
[[nodiscard]] DomainFacts full_facts();

/// A memory in which every member differs from its default.
[[nodiscard]] DomainMemory full_memory();

}  // namespace danelaw::test
