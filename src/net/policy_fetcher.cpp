#include <danelaw/net/policy_fetcher.hpp>

#include <danelaw/mtasts/policy.hpp>

#include "net/http_response.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

namespace asio = boost::asio;

/// The end of a phase: its own limit, or that of the whole domain where it comes first.
struct Until {
    Until(Deadline now, std::chrono::seconds limit, Deadline whole)
        : at(std::min(now + limit, whole)), is_whole(whole <= now + limit) {}
    Deadline at;
    bool is_whole;
};

class Fetch {
public:
    Fetch(Connector& connector, const Clock& clock, PolicyRequest request, Deadline deadline)
        : connector_(connector), clock_(clock), request_(std::move(request)), deadline_(deadline) {}

    asio::awaitable<PolicyExchange> run() {
        bool ok = co_await connect();
        if (ok) ok = co_await shake_hands();
        if (ok) co_await ask();
        if (stream_) stream_->close();
        co_return std::move(exchange_);
    }

private:
    [[nodiscard]] Until until(std::chrono::seconds limit) const { return Until(clock_.steady(), limit, deadline_); }

    bool end(FetchResult result, std::string detail) {
        exchange_.result = result;
        exchange_.detail = std::move(detail);
        return false;
    }

    bool end_late(const char* phase, const Until& limit) {
        exchange_.cut_by_deadline = limit.is_whole;
        return end(FetchResult::timeout, fmt::format("{}: not finished in time", phase));
    }

    asio::awaitable<bool> connect() {
        const auto limit = until(request_.connect_timeout);
        auto connection = co_await connector_.connect(request_.address, request_.port, limit.at);
        exchange_.connection_refused = connection.refused;
        stream_ = std::move(connection.stream);
        if (connection.status == IoStatus::ok) co_return true;
        if (connection.status == IoStatus::timeout) co_return end_late("connect", limit);
        co_return end(FetchResult::connect_failed, "connect: " + connection.detail);
    }

    asio::awaitable<bool> shake_hands() {
        exchange_.stage = FetchStage::tls;
        const auto limit = until(request_.handshake_timeout);
        TlsRequest wanted(request_.host);
        auto tls = co_await stream_->start_tls(std::move(wanted), limit.at);
        exchange_.chain = std::move(tls.chain);
        if (tls.parameters) exchange_.tls_version = tls.parameters->version;
        if (tls.status == IoStatus::ok) co_return true;
        if (tls.status == IoStatus::timeout) co_return end_late("TLS handshake", limit);
        if (!tls.plaintext.empty()) tls.detail = "the server does not speak TLS";
        co_return end(FetchResult::tls_failed, "TLS handshake: " + tls.detail);
    }

    asio::awaitable<void> ask() {
        exchange_.stage = FetchStage::http;
        const auto limit = until(request_.response_timeout);
        std::string text = fmt::format(
            "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: danelaw\r\nAccept: text/plain\r\nConnection: close\r\n\r\n",
            sts_policy_path, request_.host);
        const auto sent = co_await stream_->write(std::move(text), limit.at);
        if (sent.status == IoStatus::timeout) {
            end_late("request", limit);
            co_return;
        }
        HttpResponseReader reader(exchange_);
        while (!reader.done()) {
            IoResult io(IoStatus::timeout);
            // A server that always has one more octet must not outrun the clock.
            if (clock_.steady() < limit.at) io = co_await stream_->read_some(limit.at);
            if (io.status == IoStatus::timeout) {
                end_late("answer", limit);
                co_return;
            }
            if (io.status == IoStatus::ok) {
                reader.feed(io.data);
            } else {
                reader.end_of_input(io.orderly);
            }
        }
    }

    Connector& connector_;
    const Clock& clock_;
    PolicyRequest request_;
    Deadline deadline_;
    std::unique_ptr<ByteStream> stream_;
    PolicyExchange exchange_;
};

class HttpsPolicyFetcher final : public PolicyFetcher {
public:
    HttpsPolicyFetcher(Connector& connector, const Clock& clock) : connector_(connector), clock_(clock) {}

    asio::awaitable<PolicyExchange> fetch(PolicyRequest request, Deadline deadline) override {
        Fetch fetch(connector_, clock_, std::move(request), deadline);
        auto exchange = co_await fetch.run();
        co_return exchange;
    }

private:
    Connector& connector_;
    const Clock& clock_;
};

}  // namespace

std::unique_ptr<PolicyFetcher> make_policy_fetcher(Connector& connector, const Clock& clock) {
    return std::make_unique<HttpsPolicyFetcher>(connector, clock);
}

}  // namespace danelaw
