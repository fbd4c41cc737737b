#include <danelaw/base/limits.hpp>
#include <danelaw/smtp/reply.hpp>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

// Replies as they come, in pieces and from hostile servers. RFC 5321 §4.2, §4.5.3.1.5.

using namespace danelaw;
using namespace std::string_literals;

namespace {

/// What a parser makes of octets: each reply as `code[line|line]`, then why it stopped and what is left.
std::string shown(ReplyParser& parser) {
    std::string text;
    for (;;) {
        const auto next = parser.next();
        if (!next) return text + next.error().detail;
        if (!*next) return text + fmt::format("more? rest {}", parser.rest().size());
        text += fmt::format("{}[{}] ", (*next)->code, fmt::join((*next)->lines, "|"));
    }
}

std::string parse(const std::string& octets) {
    ReplyParser parser;
    parser.feed(octets);
    return shown(parser);
}

std::string lines(std::size_t count, const std::string& line) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += line;
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(replies)

BOOST_AUTO_TEST_CASE(a_reply_is_a_code_and_the_text_of_each_line) {  // §4.2, §4.2.1
    const struct {
        std::string octets;
        std::string expected;
    } cases[] = {
        {"220 mx.example.org ESMTP\r\n", "220[mx.example.org ESMTP] more? rest 0"},
        {"250-mx\r\n250-SIZE 1\r\n250 STARTTLS\r\n", "250[mx|SIZE 1|STARTTLS] more? rest 0"},
        {"220\r\n", "220[] more? rest 0"},  // a bare code, as §4.2 lets servers send
        {"220 \r\n", "220[] more? rest 0"},
        {"250-\r\n250\r\n", "250[|] more? rest 0"},
        {"220 a\n", "220[a] more? rest 0"},  // LF alone
        {"220  two spaces\r\n", "220[ two spaces] more? rest 0"},
        {"220 a\rb\r\n", "220[a\rb] more? rest 0"},
        {"554 5.7.1 \xff\x01 no\r\n", "554[5.7.1 \xff\x01 no] more? rest 0"},  // raw: printable() is for outputs
        {"220 "s + "a\0b\r\n"s, "220[a\0b] more? rest 0"s},
        {"100 a\r\n599 b\r\n", "100[a] 599[b] more? rest 0"},
        {"220 a\r\n250 b\r\n25", "220[a] 250[b] more? rest 2"},
        {"", "more? rest 0"},
        {"2", "more? rest 1"},
        {"220", "more? rest 3"},
        {"220 mx.example.org", "more? rest 18"},
    };
    for (const auto& one : cases) BOOST_TEST(parse(one.octets) == one.expected);
}

BOOST_AUTO_TEST_CASE(pieces_of_any_size_give_the_same_replies) {
    const std::string octets = "220-a\r\n220 b\r\n250-c\r\n250-d\n250\r\n421 e\r\n";
    for (std::size_t size = 1; size <= octets.size(); ++size) {
        ReplyParser parser;
        std::string text;
        for (std::size_t at = 0; at < octets.size(); at += size) {
            parser.feed(std::string_view(octets).substr(at, size));
            for (auto next = parser.next(); *next; next = parser.next()) {
                text += fmt::format("{}[{}] ", (*next)->code, fmt::join((*next)->lines, "|"));
            }
        }
        BOOST_TEST(text == "220[a|b] 250[c|d|] 421[e] ");
        BOOST_TEST(parser.rest().empty());
    }
}

BOOST_AUTO_TEST_CASE(what_can_be_no_reply_is_told_at_its_first_wrong_octet) {  // nobody waits for the end of the line
    const auto fault = [](const std::string& shown) {
        return "reply \"" + shown + "\" has no reply code, expected three digits and a space or hyphen";
    };
    const struct {
        std::string octets;
        std::string expected;
    } cases[] = {
        {"HTTP/1.1 400 Bad Request\r\n", fault("HTTP/1.1 400 Bad Request")},
        {"S", fault("S")},
        {"0", fault("0")},  // §4.2: the first digit is 1 to 5
        {"600 a\r\n", fault("600 a")},
        {"22x", fault("22x")},
        {"2201 a\r\n", fault("2201 a")},
        {"220_a", fault("220_a")},
        {" 220 a\r\n", fault("220 a")},
        {"\r\n", fault("")},
        {"22\r\n", fault("22")},
        {"-20 a\r\n", fault("-20 a")},
        {"220-a\r\nhello\r\n", fault("hello")},
        {"220-a\r\n\x15\x03", fault("\\x15\\x03")},  // no server changes to TLS within a reply
        {"220 a\r\n\x1b[31m\r\n", "220[a] " + fault("\\x1b[31m")},
    };
    for (const auto& one : cases) BOOST_TEST(parse(one.octets) == one.expected);
}

BOOST_AUTO_TEST_CASE(every_line_of_a_reply_has_its_code) {  // §4.2.1
    BOOST_TEST(parse("250-a\r\n220 b\r\n") ==
               "a reply line has code 220 after one with 250, expected the same in each line");
    BOOST_TEST(parse("250-a\r\n250-b\r\n550\r\n") ==
               "a reply line has code 550 after one with 250, expected the same in each line");
}

BOOST_AUTO_TEST_CASE(lines_and_replies_are_bounded) {
    const std::string longest(limits::reply_line_octets - 5, 'a');
    BOOST_TEST(parse("220 " + longest + "\n") == "220[" + longest + "] more? rest 0");
    const std::string too_long = "a reply line is longer than 2048 octets, expected at most 512";
    BOOST_TEST(parse("220 " + longest + "aa") == too_long);  // without waiting for its end
    BOOST_TEST(parse("220 " + longest + "aa\n") == too_long);

    const auto most = lines(limits::reply_lines - 1, "250-a\r\n");
    BOOST_TEST(parse(most + "250 z\r\n").ends_with("|z] more? rest 0"));
    BOOST_TEST(parse(most + "250-a\r\n250 z\r\n") == "the reply has more than 100 lines, expected fewer");

    const auto big = lines(limits::reply_octets / 2000, "250-" + std::string(1994, 'a') + "\r\n");
    BOOST_TEST(parse(big + big) == "the reply is longer than 65536 octets, expected its last line before");
    ReplyParser parser;  // the cap is for each reply
    for (int i = 0; i < 3; ++i) {
        parser.feed(big + "250 end\r\n");
        BOOST_TEST(shown(parser).ends_with("|end] more? rest 0"));
    }
}

BOOST_AUTO_TEST_CASE(what_stands_beyond_a_reply_is_kept_and_is_no_reply_until_it_is_asked_for) {  // RFC 3207 §5
    ReplyParser parser;
    parser.feed("220 go ahead\r\n250 injected\r\n");
    BOOST_TEST((*parser.next())->text() == "go ahead");
    BOOST_TEST(parser.rest() == "250 injected\r\n");
}

BOOST_AUTO_TEST_CASE(tls_instead_of_text_is_told_as_such) {
    const std::string hint = ", expected a reply in text, TLS seems to come first on this port (--tls-on-connect)";
    BOOST_TEST(parse("\x15\x03\x01\x00\x02\x02\x28"s) == "the server sent TLS alert 40" + hint);
    BOOST_TEST(parse("\x16\x03\x01"s) == "the server sent a TLS record" + hint);
    BOOST_TEST(parse("\x16"s) == "the server sent a TLS record" + hint);
    BOOST_TEST(parse("\x16\x04"s).starts_with("reply \"\\x16\\x04\" has no reply code"));
}

BOOST_AUTO_TEST_CASE(
    a_tls_record_is_known_by_its_first_octets_and_an_alert_in_clear_by_its_number) {  // RFC 8446 §5.1, §6
    const struct {
        std::string octets;
        bool is_tls;
        int alert;  // -1: none
    } cases[] = {
        {""s, false, -1},
        {"\x16"s, true, -1},
        {"\x15\x03"s, true, -1},
        {"\x15\x03\x03\x00\x02\x02\x46"s, true, 70},
        {"\x15\x03\x03\x00\x02\x02\xff"s, true, 255},
        {"\x15\x03\x03\x00\x02\x02"s, true, -1},
        {"\x15\x03\x03\x00\x13\x02\x46"s, true, -1},  // encrypted
        {"\x15\x03\x03\x01\x02\x02\x46"s, true, -1},
        {"\x16\x03\x03\x00\x02\x02\x46"s, true, -1},
        {"\x17\x03\x03\x00\x02\x02\x46"s, false, -1},
        {"\x15\x02\x03\x00\x02\x02\x46"s, false, -1},
        {"220 a"s, false, -1},
    };
    for (const auto& one : cases) {
        BOOST_TEST(looks_like_tls(one.octets) == one.is_tls);
        BOOST_TEST(tls_alert(one.octets).value_or(-1) == one.alert);
    }
}

BOOST_AUTO_TEST_CASE(a_reply_is_written_as_it_was_received) {
    Reply reply;
    reply.code = 250;
    reply.lines = {"mx", "", "STARTTLS"};
    BOOST_TEST(reply.text() == "mx\n\nSTARTTLS");
    BOOST_TEST(reply.transcript() == "250-mx\n250-\n250 STARTTLS");
}

BOOST_AUTO_TEST_SUITE_END()
