#include <danelaw/net/policy_fetcher.hpp>

#include "support/exchange_words.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>

// Each step of a fetch over a stream that does what the test says, and each step made to fail.

using namespace danelaw;
namespace asio = boost::asio;

namespace {

/// What the other side does.
struct Script {
    IoResult connect;
    bool refused = false;
    TlsResult tls;
    IoResult write;
    std::vector<std::string> answer;
    IoResult end = IoResult(IoStatus::closed, "the server closed the connection");
};

/// What it saw.
struct Seen {
    asio::ip::address address;
    std::uint16_t port = 0;
    std::string sni;
    std::string request;
    bool closed = false;
};

class ScriptedStream final : public ByteStream {
public:
    ScriptedStream(const Script& script, Seen& seen) : script_(script), seen_(seen) {}
    asio::awaitable<IoResult> read_some(Deadline) override {
        if (next_ == script_.answer.size()) co_return script_.end;
        IoResult piece;
        const auto octets = as_bytes(script_.answer[next_++]);
        piece.data.assign(octets.begin(), octets.end());
        co_return piece;
    }
    asio::awaitable<IoResult> write(std::string octets, Deadline) override {
        seen_.request += octets;
        co_return script_.write;
    }
    asio::awaitable<TlsResult> start_tls(TlsRequest request, Deadline) override {
        seen_.sni = request.sni;
        co_return script_.tls;
    }
    void close() override { seen_.closed = true; }

private:
    const Script& script_;
    Seen& seen_;
    std::size_t next_ = 0;
};

class ScriptedConnector final : public Connector {
public:
    explicit ScriptedConnector(const Script& script) : script_(script) {}
    asio::awaitable<Connection> connect(asio::ip::address address, std::uint16_t port, Deadline) override {
        seen.address = address;
        seen.port = port;
        Connection connection(script_.connect.status, script_.connect.detail);
        connection.refused = script_.refused;
        if (connection.status == IoStatus::ok) connection.stream = std::make_unique<ScriptedStream>(script_, seen);
        co_return connection;
    }
    Seen seen;

private:
    const Script& script_;
};

class RunningClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override { return {}; }
    [[nodiscard]] Deadline steady() const override { return std::chrono::steady_clock::now(); }
};

struct Fetched {
    PolicyExchange exchange;
    Seen seen;
};

Fetched fetch(const Script& script, std::chrono::seconds whole = std::chrono::seconds{60}) {
    asio::io_context io;
    ScriptedConnector connector(script);
    const RunningClock clock;
    const auto fetcher = make_policy_fetcher(connector, clock);
    Fetched fetched;
    std::exception_ptr thrown;
    PolicyRequest request(asio::ip::make_address("192.0.2.1"), "mta-sts.example.org");
    asio::co_spawn(io, fetcher->fetch(request, clock.steady() + whole),
                   [&](std::exception_ptr error, PolicyExchange exchange) {
                       thrown = std::move(error);
                       fetched.exchange = std::move(exchange);
                   });
    io.run();
    if (thrown) std::rethrow_exception(thrown);
    fetched.seen = connector.seen;
    return fetched;
}

Script good() {
    Script script;
    script.tls.parameters = TlsParameters{"TLS1.3", "AES-256-GCM", "X25519", "RSA-SHA256", "mta-sts.example.org"};
    script.tls.chain = {Bytes{1, 2, 3}};
    script.answer = {"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n", "Content-Length: 2\r\n\r\nab"};
    return script;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(policy_fetcher)

BOOST_AUTO_TEST_CASE(one_get_is_sent_and_the_exchange_kept) {  // S07, S12
    const auto fetched = fetch(good());
    BOOST_TEST(fetched.seen.address.to_string() == "192.0.2.1");
    BOOST_TEST(fetched.seen.port == 443);
    BOOST_TEST(fetched.seen.sni == "mta-sts.example.org");
    BOOST_TEST(fetched.seen.request ==
               "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: mta-sts.example.org\r\nUser-Agent: danelaw\r\n"
               "Accept: text/plain\r\nConnection: close\r\n\r\n");
    BOOST_TEST(fetched.seen.closed);
    BOOST_TEST(fetched.exchange.result == FetchResult::response);
    BOOST_TEST(fetched.exchange.stage == FetchStage::http);
    BOOST_TEST(fetched.exchange.tls_version == "TLS1.3");
    BOOST_TEST((fetched.exchange.chain == std::vector<Bytes>{{1, 2, 3}}));
    BOOST_TEST(fetched.exchange.body == "ab");
}

BOOST_AUTO_TEST_CASE(a_refused_connection_is_told) {
    auto script = good();
    script.connect = IoResult(IoStatus::failed, "connection refused");
    script.refused = true;
    const auto exchange = fetch(script).exchange;
    BOOST_TEST(exchange.result == FetchResult::connect_failed);
    BOOST_TEST(exchange.connection_refused);
    BOOST_TEST(exchange.stage == FetchStage::connect);
    BOOST_TEST(exchange.detail == "connect: connection refused");
}

BOOST_AUTO_TEST_CASE(time_that_runs_out_is_a_timeout_of_its_phase) {
    auto script = good();
    script.connect = IoResult(IoStatus::timeout, "");
    BOOST_TEST(fetch(script).exchange.result == FetchResult::timeout);
    BOOST_TEST(!fetch(script).exchange.cut_by_deadline);
    BOOST_TEST(fetch(script, std::chrono::seconds{1}).exchange.cut_by_deadline);

    script = good();
    script.tls = TlsResult(IoStatus::timeout);
    BOOST_TEST(fetch(script).exchange.detail == "TLS handshake: not finished in time");

    script = good();
    script.write = IoResult(IoStatus::timeout, "");
    BOOST_TEST(fetch(script).exchange.detail == "request: not finished in time");

    script = good();
    script.answer.pop_back();
    script.end = IoResult(IoStatus::timeout, "");
    const auto exchange = fetch(script).exchange;
    BOOST_TEST(exchange.result == FetchResult::timeout);
    BOOST_TEST(exchange.stage == FetchStage::http);
    BOOST_TEST(exchange.detail == "answer: not finished in time");
}

BOOST_AUTO_TEST_CASE(a_server_that_always_has_one_more_octet_does_not_outrun_the_clock) {
    auto script = good();
    script.answer = {};
    for (int i = 0; i < 1000; ++i) script.answer.emplace_back(i == 0 ? "HTTP/1.1 200 OK\r\nX: " : "x");
    BOOST_TEST(fetch(script, std::chrono::seconds{0}).exchange.result == FetchResult::timeout);
}

BOOST_AUTO_TEST_CASE(a_handshake_that_fails_keeps_what_it_showed) {
    auto script = good();
    script.tls = TlsResult(IoStatus::failed, "the server sent the alert 40 (Handshake failed)");
    script.tls.chain = {Bytes{1}};
    auto exchange = fetch(script).exchange;
    BOOST_TEST(exchange.result == FetchResult::tls_failed);
    BOOST_TEST(exchange.detail == "TLS handshake: the server sent the alert 40 (Handshake failed)");
    BOOST_TEST(exchange.chain.size() == 1U);
    script.tls.plaintext = "HTTP/1.1 400 Bad Request";
    exchange = fetch(script).exchange;
    BOOST_TEST(exchange.detail == "TLS handshake: the server does not speak TLS");
}

BOOST_AUTO_TEST_CASE(a_connection_that_ends_early_is_lost) {
    auto script = good();
    script.answer.pop_back();
    BOOST_TEST(fetch(script).exchange.result == FetchResult::connection_lost);
    script.answer.clear();
    BOOST_TEST(fetch(script).exchange.result == FetchResult::connection_lost);
    script.write = IoResult(IoStatus::closed, "the connection was reset");
    BOOST_TEST(fetch(script).exchange.result == FetchResult::connection_lost);
}

BOOST_AUTO_TEST_CASE(a_body_without_length_is_whole_after_close_notify_only) {
    auto script = good();
    script.answer = {"HTTP/1.1 200 OK\r\n\r\nab"};
    BOOST_TEST(fetch(script).exchange.result == FetchResult::connection_lost);
    script.end.orderly = true;
    const auto exchange = fetch(script).exchange;
    BOOST_TEST(exchange.result == FetchResult::response);
    BOOST_TEST(exchange.body == "ab");
}

BOOST_AUTO_TEST_SUITE_END()
