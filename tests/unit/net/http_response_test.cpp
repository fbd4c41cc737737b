#include "net/http_response.hpp"

#include <danelaw/base/limits.hpp>

#include "support/exchange_words.hpp"

#include <boost/test/unit_test.hpp>

// RFC 8461 §3.3 by way of RFC 9112: what a policy host may answer, and what it may try.

using namespace danelaw;

namespace {

/// Reads an answer in pieces of this many octets; `orderly` is how it ends where it is not whole by then.
PolicyExchange read(const std::string& answer, bool orderly = true, std::size_t piece = std::string::npos) {
    PolicyExchange exchange;
    exchange.result = FetchResult::timeout;  // as it stays where the reader waits for more
    HttpResponseReader reader(exchange);
    for (std::size_t at = 0; at < answer.size() && !reader.done(); at += std::min(piece, answer.size() - at))
        reader.feed(as_bytes(std::string_view(answer).substr(at, piece)));
    if (!reader.done()) reader.end_of_input(orderly);
    BOOST_TEST(reader.done());
    return exchange;
}

FetchResult result_of(const std::string& answer, bool orderly = true) { return read(answer, orderly).result; }

const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

std::string with_length(const std::string& body) {
    return head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string in_chunks(const std::string& body, std::size_t size) {
    std::string text = head + "Transfer-Encoding: chunked\r\n\r\n";
    for (std::size_t at = 0; at < body.size(); at += size) {
        const auto part = body.substr(at, size);
        char length[20];
        std::snprintf(length, sizeof length, "%zx\r\n", part.size());
        text += length + part + "\r\n";
    }
    return text + "0\r\n\r\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_response)

BOOST_AUTO_TEST_CASE(an_answer_is_read_however_it_is_cut) {
    for (const auto& answer : {with_length("mode: none\n"), in_chunks("mode: none\n", 3), head + "\r\nmode: none\n"}) {
        for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::string::npos}) {
            BOOST_TEST_CONTEXT(answer << " by " << piece) {
                const auto exchange = read(answer, true, piece);
                BOOST_TEST(exchange.result == FetchResult::response);
                BOOST_TEST(exchange.status.value_or(0) == 200U);
                BOOST_TEST(exchange.body == "mode: none\n");
                BOOST_TEST(exchange.content_type == "text/plain");
                BOOST_TEST(exchange.detail.empty());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_whole_answer_is_a_lost_connection) {
    for (const auto& answer : {with_length("mode: none\n"), in_chunks("mode: none\n", 3)}) {
        for (std::size_t size = 0; size < answer.size(); ++size) BOOST_TEST_CONTEXT(size) {
                BOOST_TEST(result_of(answer.substr(0, size)) == FetchResult::connection_lost);
            }
    }
}

BOOST_AUTO_TEST_CASE(a_body_without_length_ends_with_an_orderly_close_only) {  // RFC 9112 §9.8
    BOOST_TEST(result_of(head + "\r\nmode: none", true) == FetchResult::response);
    BOOST_TEST(result_of(head + "\r\nmode: none", false) == FetchResult::connection_lost);
    BOOST_TEST(read("", true).detail == "the server closed the connection without an answer");
}

BOOST_AUTO_TEST_CASE(what_is_not_200_needs_no_body) {  // S13
    const auto moved =
        read("HTTP/1.1 301 Moved\r\nLocation: https://example.org/x\r\nContent-Length: 999999999\r\n\r\n");
    BOOST_TEST(moved.result == FetchResult::response);
    BOOST_TEST(moved.status.value_or(0) == 301U);
    BOOST_TEST(moved.location == "https://example.org/x");
    BOOST_TEST(moved.body.empty());
    BOOST_TEST(read("HTTP/1.1 404 Not Found\r\n\r\nhello").status.value_or(0) == 404U);
    BOOST_TEST(read("HTTP/1.0 203 x\r\n\r\n").status.value_or(0) == 203U);
}

BOOST_AUTO_TEST_CASE(interim_answers_are_passed_over_but_not_for_ever) {
    const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    const auto exchange = read(interim + "HTTP/1.1 100 Continue\r\n\r\n" + with_length("x"), true, 1);
    BOOST_TEST(exchange.status.value_or(0) == 200U);
    BOOST_TEST(exchange.body == "x");
    std::string many;
    for (int i = 0; i < 6; ++i) many += interim;
    BOOST_TEST(result_of(many + with_length("x")) == FetchResult::protocol_error);
}

BOOST_AUTO_TEST_CASE(a_body_has_at_most_64_kib) {  // S14
    const std::string most(limits::policy_octets, 'x');
    BOOST_TEST(read(with_length(most)).body.size() == limits::policy_octets);
    BOOST_TEST(read(in_chunks(most, 1000)).body.size() == limits::policy_octets);
    BOOST_TEST(result_of(with_length(most + "x")) == FetchResult::too_big);
    BOOST_TEST(result_of(in_chunks(most + "x", 1000)) == FetchResult::too_big);
    BOOST_TEST(result_of(in_chunks(most + "x", 100000)) == FetchResult::too_big);
    BOOST_TEST(result_of(head + "\r\n" + most + "x") == FetchResult::too_big);
    BOOST_TEST(result_of(head + "Content-Length: 18446744073709551615\r\n\r\n") == FetchResult::too_big);
}

BOOST_AUTO_TEST_CASE(a_head_has_at_most_16_kib) {
    BOOST_TEST(result_of(head + "X: " + std::string(20000, 'y') + "\r\n\r\n") == FetchResult::too_big);
    std::string many = head;
    for (int i = 0; i < 5000; ++i) many += "X: y\r\n";
    BOOST_TEST(result_of(many) == FetchResult::too_big);
}

BOOST_AUTO_TEST_CASE(chunk_extensions_are_no_way_around_the_limits) {
    std::string text = head + "Transfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 40000; ++i) text += "1;extension=y\r\nx\r\n";
    BOOST_TEST(result_of(text) == FetchResult::too_big);
}

BOOST_AUTO_TEST_CASE(what_is_not_http_is_said_to_be_none) {
    for (const auto& answer :
         {std::string("220 mail.example.org ESMTP\r\n"), std::string("SSH-2.0-x\r\n"),
          std::string("HTTP/2.0 200 OK\r\n\r\n"), std::string("HTTP/1.1 2x0 OK\r\n\r\n"),
          head + "Content-Length: -1\r\n\r\n", head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx",
          head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", head + "no colon\r\n\r\n"})
        BOOST_TEST_CONTEXT(answer) { BOOST_TEST(result_of(answer) == FetchResult::protocol_error); }
}

BOOST_AUTO_TEST_CASE(remote_octets_are_escaped_in_messages) {
    BOOST_TEST(read("\x1b[2J evil\r\n\r\n").detail.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(headers_that_matter_are_kept_and_cut) {
    const auto exchange = read("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nContent-Type: " + std::string(5000, 'x') +
                               "\r\nContent-Length: 0\r\n\r\n");
    BOOST_TEST(exchange.content_encoding == "gzip");
    BOOST_TEST(exchange.content_type.size() == limits::shown_octets);
}

BOOST_AUTO_TEST_SUITE_END()
