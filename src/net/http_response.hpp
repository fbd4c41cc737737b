#pragma once

#include <danelaw/base/bytes.hpp>
#include <danelaw/mtasts/exchange.hpp>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <optional>
#include <string>

namespace danelaw {

/// Reads one HTTP/1 response from octets that come in pieces, into an exchange. Interim (1xx) responses are passed
/// over; of a response other than 200 only the head is read. Source: RFC 9112, by Boost.Beast's parser.
class HttpResponseReader {
public:
    explicit HttpResponseReader(PolicyExchange& exchange);

    void feed(ByteView octets);
    /// Nothing more will come. `orderly`: the peer said so inside TLS; without that an answer whose length is not
    /// stated counts as cut off (RFC 9112 §9.8).
    void end_of_input(bool orderly);
    /// Whether the exchange has its result, good or bad.
    [[nodiscard]] bool done() const { return done_; }

private:
    using Parser = boost::beast::http::response_parser<boost::beast::http::string_body>;

    void advance();
    bool take_head();
    void finish(FetchResult result, std::string detail);
    void fail(const boost::system::error_code& error);
    void start();

    PolicyExchange& exchange_;
    std::optional<Parser> parser_;
    std::string pending_;
    std::size_t fed_ = 0;
    unsigned interim_ = 0;
    bool done_ = false;
};

}  // namespace danelaw
