#include <danelaw/base/text.hpp>

#include <boost/test/unit_test.hpp>

using namespace danelaw;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(printable_keeps_text_and_escapes_what_acts_on_a_terminal) {
    const std::pair<std::string, std::string> cases[] = {
        {"mx ready", "mx ready"},
        {"grüße €", "grüße €"},
        {"a\x1b[31mb", "a\\x1b[31mb"},
        {"one\r\ntwo", "one\\x0d\\x0atwo"},
        {std::string("nul\0l", 5), "nul\\x00l"},
        {"c1 \xc2\x9b end", "c1 \\xc2\\x9b end"},
        {"bidi \xe2\x80\xae", "bidi \\xe2\\x80\\xae"},
        {"back\\slash", "back\\x5cslash"},
        {"\xff\xc0\xaf", "\\xff\\xc0\\xaf"},  // no UTF-8, overlong
        {"\xed\xa0\x80", "\\xed\\xa0\\x80"},  // surrogate
        {"cut \xe2\x82", "cut \\xe2\\x82"},   // truncated sequence
    };
    for (const auto& [raw, shown] : cases) BOOST_TEST(printable(raw) == shown);
}

BOOST_AUTO_TEST_CASE(a_sentence_is_not_escaped_twice) {
    const std::string quoted = "greeting: \"" + printable("a\x1b[31m\\b") + "\", expected 220";
    BOOST_TEST(printable_sentence(quoted) == quoted);
    BOOST_TEST(printable_sentence("mx\\032.example \x1b\xff") == "mx\\032.example \\x1b\\xff");
}

BOOST_AUTO_TEST_CASE(printable_cuts_at_a_whole_character_and_says_so) {
    BOOST_TEST(printable("abcdef", 6) == "abcdef");
    BOOST_TEST(printable("abcdefg", 6) == "abc...");
    BOOST_TEST(printable("ab\xe2\x82\xac\xe2\x82\xac", 7) == "ab...");
    BOOST_TEST(printable(std::string(1000, '\x01'), 10) == "\\x01...");
}

BOOST_AUTO_TEST_CASE(case_is_folded_in_ascii_only) {
    BOOST_TEST(ascii_lower("StartTLS-Ü") == "starttls-Ü");
    BOOST_TEST(ascii_iequal("EHLO", "ehlo"));
    BOOST_TEST(!ascii_iequal("ehlo", "ehl"));
}

BOOST_AUTO_TEST_CASE(trim_takes_blanks_off_both_ends) {
    BOOST_TEST(trim(" \ta b\r\n") == "a b");
    BOOST_TEST(trim(" \n").empty());
}

BOOST_AUTO_TEST_SUITE_END()
