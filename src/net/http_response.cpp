#include "net/http_response.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

namespace danelaw {

namespace http = boost::beast::http;

namespace {

std::string header(const http::fields& fields, http::field name) {
    const auto found = fields.find(name);
    if (found == fields.end()) return {};
    const std::string_view value(found->value().data(), found->value().size());
    return std::string(value.substr(0, limits::shown_octets));
}

}  // namespace

HttpResponseReader::HttpResponseReader(PolicyExchange& exchange) : exchange_(exchange) { start(); }

void HttpResponseReader::start() {
    parser_.emplace();
    parser_->eager(true);
    parser_->header_limit(limits::http_header_octets);
    parser_->body_limit(limits::policy_octets);
}

void HttpResponseReader::feed(ByteView octets) {
    if (done_) return;
    fed_ += octets.size();
    pending_ += as_text(octets);
    // Chunk extensions and trailers count for neither of the parser's limits.
    if (fed_ > limits::http_octets) {
        return finish(FetchResult::too_big, fmt::format("the answer has more than {} octets", limits::http_octets));
    }
    advance();
}

void HttpResponseReader::advance() {
    while (!done_ && !pending_.empty()) {
        boost::system::error_code error;
        const auto taken = parser_->put(boost::asio::buffer(pending_), error);
        pending_.erase(0, taken);
        if (error == http::error::need_more) error = {};
        if (error) return fail(error);
        if (parser_->is_header_done() && !take_head()) return;
        if (parser_->is_done()) {
            exchange_.body = std::move(parser_->get().body());
            return finish(FetchResult::response, {});
        }
        if (taken == 0) return;
    }
}

/// Looks at a head that is complete; false where nothing more is to be read with this parser.
bool HttpResponseReader::take_head() {
    const auto& head = parser_->get();
    const unsigned status = head.result_int();
    if (status / 100 == 1) {
        if (++interim_ > limits::http_interim_responses) {
            finish(FetchResult::protocol_error,
                   fmt::format("more than {} interim responses came", limits::http_interim_responses));
        } else {
            start();
            advance();
        }
        return false;
    }
    exchange_.status = status;
    exchange_.content_type = header(head, http::field::content_type);
    exchange_.content_encoding = header(head, http::field::content_encoding);
    exchange_.location = header(head, http::field::location);
    if (status != 200) finish(FetchResult::response, {});
    return status == 200;
}

void HttpResponseReader::end_of_input(bool orderly) {
    if (done_) return;
    boost::system::error_code error = http::error::partial_message;
    if (orderly && parser_->got_some()) parser_->put_eof(error = {});
    if (!error && parser_->is_done()) {
        exchange_.body = std::move(parser_->get().body());
        return finish(FetchResult::response, {});
    }
    finish(FetchResult::connection_lost, fed_ == 0 ? "the server closed the connection without an answer"
                                                   : "the connection broke off before the answer was whole");
}

void HttpResponseReader::fail(const boost::system::error_code& error) {
    if (error == http::error::body_limit) {
        const unsigned status = parser_->get().result_int();
        if (status != 200 && status / 100 != 1) return static_cast<void>(take_head());  // whose body nobody reads
        return finish(FetchResult::too_big, fmt::format("the body has more than {} octets", limits::policy_octets));
    }
    if (error == http::error::header_limit) {
        return finish(FetchResult::too_big,
                      fmt::format("the head has more than {} octets", limits::http_header_octets));
    }
    finish(FetchResult::protocol_error,
           fmt::format("the answer is not HTTP/1 ({}): \"{}\"", printable(error.message()), printable(pending_, 60)));
}

void HttpResponseReader::finish(FetchResult result, std::string detail) {
    done_ = true;
    exchange_.result = result;
    exchange_.detail = std::move(detail);
}

}  // namespace danelaw
