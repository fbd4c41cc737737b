#pragma once

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <string_view>

/// Whether text is valid UTF-8, as Boost.JSON (and so who reads our JSON) sees it.
inline bool is_utf8(std::string_view text) {
    boost::system::error_code wrong;
    const auto read = boost::json::parse(boost::json::serialize(boost::json::value(text)), wrong);
    return !wrong && read.as_string() == text;
}

/// Whether printed text leaves the reader's terminal alone: no C0, DEL or C1 control, nothing that reorders what is
/// read. `lines` allows line feeds.
inline bool acts_on_nothing(std::string_view text, bool lines = false) {
    constexpr std::array<std::string_view, 14> reordering{"\u061c", "\u200e", "\u200f", "\u2028", "\u2029",
                                                          "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
                                                          "\u2066", "\u2067", "\u2068", "\u2069"};
    const auto is_control = [&](char c) { return (c >= 0 && c < ' ' && !(lines && c == '\n')) || c == '\x7f'; };
    if (std::ranges::any_of(text, is_control)) return false;
    for (auto at = text.find('\xc2'); at != std::string_view::npos; at = text.find('\xc2', at + 1)) {
        const bool is_c1 = at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;
        if (is_c1) return false;
    }
    return std::ranges::none_of(reordering, [&](auto part) { return text.find(part) != std::string_view::npos; });
}
