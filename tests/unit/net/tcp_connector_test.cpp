#include <danelaw/net/tcp_connector.hpp>

#include "support/run.hpp"
#include "support/tls_server.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <array>

// Connections over loopback, to servers that do one thing each.

using namespace danelaw;
using namespace danelaw::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

const auto loopback = asio::ip::make_address("127.0.0.1");

Deadline soon() { return std::chrono::steady_clock::now() + 100ms; }
/// What must not matter: far more than anything here takes.
Deadline late() { return std::chrono::steady_clock::now() + 60s; }

std::string shown(IoStatus status) {
    constexpr const char* words[] = {"ok", "closed", "timeout", "failed"};
    return words[static_cast<int>(status)];
}
template <class Result>
std::string told(const Result& result) {
    return result.detail.empty() ? shown(result.status) : shown(result.status) + ": " + result.detail;
}

/// A port of loopback, and connections to it.
struct Loopback {
    explicit Loopback(int backlog = 16) : listener(io) {
        listener.open(tcp::v4());
        listener.bind({loopback, 0});
        listener.listen(backlog);
    }
    Connection connect(Deadline deadline, std::optional<asio::ip::address> source = std::nullopt) {
        connector = make_tcp_connector(io, std::move(source));
        io.restart();
        return test::run(io, connector->connect(loopback, listener.local_endpoint().port(), deadline));
    }
    template <class Value>
    Value run(asio::awaitable<Value> work) {
        io.restart();
        return test::run(io, std::move(work));
    }

    asio::io_context io;
    tcp::acceptor listener;
    std::unique_ptr<Connector> connector;
};

/// A connection that stands, with its other end in the hands of the test.
struct Talk : Loopback {
    Talk() : peer(io) {
        stream = std::move(connect(late()).stream);
        listener.accept(peer);
    }
    std::string read(Deadline deadline) {
        const auto result = run(stream->read_some(deadline));
        return result.status == IoStatus::ok ? std::string(as_text(result.data)) : told(result);
    }
    void reset() {
        peer.set_option(tcp::socket::linger(true, 0));
        peer.close();
    }

    std::unique_ptr<ByteStream> stream;
    tcp::socket peer;
};

/// Shakes hands as the server, and leaves the socket to whoever reads `server` and `socket` after it.
asio::awaitable<void> serve_tls(TlsServer& server, tcp::socket& socket) {
    std::array<char, 4096> piece{};
    bool done = false;
    while (!done && !server.failed()) {
        const auto size = co_await socket.async_read_some(asio::buffer(piece), asio::use_awaitable);
        server.feed({piece.data(), size});
        done = server.handshake();
        const auto output = server.take_output();
        co_await asio::async_write(socket, asio::buffer(output), asio::use_awaitable);
    }
}

/// The same with TLS.
struct SecretTalk : Talk {
    SecretTalk() : server({}) {
        asio::co_spawn(io, serve_tls(server, peer), [](const std::exception_ptr& thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
        handshake = run(stream->start_tls(TlsRequest("mx.example.org"), late()));
    }
    void say(std::string_view text) {
        server.write(text);
        asio::write(peer, asio::buffer(server.take_output()));
    }

    TlsServer server;
    TlsResult handshake;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(tcp_connector)

BOOST_AUTO_TEST_CASE(a_port_where_nobody_listens_refuses) {
    Loopback nobody;
    tcp::acceptor bound(nobody.io, tcp::v4());
    bound.bind({loopback, 0});  // held, so that nobody else can listen there
    const auto connector = make_tcp_connector(nobody.io, std::nullopt);
    const auto connection = nobody.run(connector->connect(loopback, bound.local_endpoint().port(), late()));
    BOOST_TEST(told(connection) == "failed: Connection refused");
    BOOST_TEST(connection.refused);
    BOOST_TEST(!connection.stream);
}

BOOST_AUTO_TEST_CASE(a_host_that_does_not_answer_is_waited_for_until_the_deadline) {
    Loopback full(0);
    std::vector<Connection> waiting;  // Linux drops what would stand behind a full queue
    do {
        BOOST_TEST_REQUIRE(waiting.size() < 10U);
        waiting.push_back(full.connect(soon()));
    } while (waiting.back().status == IoStatus::ok);
    BOOST_TEST(told(waiting.back()) == "timeout: no answer in time");
    BOOST_TEST(!waiting.back().refused);
    BOOST_TEST(!waiting.back().stream);
    const auto begun = std::chrono::steady_clock::now();
    const auto deadline = soon();
    BOOST_TEST(told(full.connect(deadline)) == "timeout: no answer in time");
    BOOST_TEST((std::chrono::steady_clock::now() >= deadline));
    BOOST_TEST(told(full.connect(begun)) == "timeout: no answer in time");  // over before it began
}

BOOST_AUTO_TEST_CASE(a_source_address_is_used_for_its_own_family) {
    for (const auto& [source, seen] : {std::pair("127.0.0.7", "127.0.0.7"), std::pair("::1", "127.0.0.1")}) {
        Loopback server;
        const auto connection = server.connect(late(), asio::ip::make_address(source));
        BOOST_TEST(told(connection) == "ok");
        tcp::endpoint from;
        const auto accepted = server.listener.accept(from);
        BOOST_TEST(from.address().to_string() == seen);
    }
}

BOOST_AUTO_TEST_CASE(a_source_address_that_is_not_ours_is_told) {
    Loopback server;
    const auto connection = server.connect(late(), asio::ip::make_address("192.0.2.1"));
    BOOST_TEST(told(connection) == "failed: Cannot assign requested address");
    BOOST_TEST(!connection.refused);
}

BOOST_AUTO_TEST_CASE(words_pass_both_ways) {
    Talk talk;
    BOOST_TEST(told(talk.run(talk.stream->write("EHLO a\r\n", late()))) == "ok");
    std::string heard(8, ' ');
    asio::read(talk.peer, asio::buffer(heard));
    BOOST_TEST(heard == "EHLO a\r\n");
    asio::write(talk.peer, asio::buffer("250 b\r\n", 7));
    BOOST_TEST(talk.read(late()) == "250 b\r\n");
}

BOOST_AUTO_TEST_CASE(each_end_of_a_connection_is_told_apart) {
    Talk silent;
    BOOST_TEST(silent.read(soon()) == "timeout: no answer in time");
    silent.peer.close();
    BOOST_TEST(silent.read(late()) == "closed: the server closed the connection");
    Talk broken;
    broken.reset();
    BOOST_TEST(broken.read(late()) == "closed: the connection was reset");
    Talk shut;
    shut.stream->close();
    BOOST_TEST(shut.read(late()) == "failed: Bad file descriptor");
}

BOOST_AUTO_TEST_CASE(a_peer_that_takes_nothing_is_written_to_until_the_deadline) {
    Talk talk;
    const std::string much(std::size_t{64} * 1024 * 1024, 'a');  // more than both ends buffer
    BOOST_TEST(told(talk.run(talk.stream->write(much, soon()))) == "timeout: no answer in time");
    Talk gone;
    gone.reset();
    BOOST_TEST(shown(gone.run(gone.stream->write(much, late())).status) == "closed");
}

BOOST_AUTO_TEST_CASE(tls_stands_on_the_connection_and_words_pass_in_it) {
    SecretTalk talk;
    BOOST_TEST(told(talk.handshake) == "ok");
    BOOST_TEST(talk.handshake.chain.size() == 2U);
    BOOST_TEST(talk.server.server_name() == "mx.example.org");
    talk.say("250 b\r\n");
    BOOST_TEST(talk.read(late()) == "250 b\r\n");
    BOOST_TEST(told(talk.run(talk.stream->write("QUIT\r\n", late()))) == "ok");
    std::array<char, 4096> piece{};
    const auto size = talk.peer.read_some(asio::buffer(piece));
    talk.server.feed({piece.data(), size});
    BOOST_TEST(talk.server.read() == "QUIT\r\n");
    BOOST_TEST(talk.read(soon()) == "timeout: no answer in time");
}

BOOST_AUTO_TEST_CASE(inside_tls_an_orderly_end_is_told_from_a_cut) {  // RFC 8446 §6.1
    SecretTalk orderly;
    orderly.server.close_notify();
    asio::write(orderly.peer, asio::buffer(orderly.server.take_output()));
    auto end = orderly.run(orderly.stream->read_some(late()));
    BOOST_TEST(told(end) == "closed: the server closed the connection");
    BOOST_TEST(end.orderly);
    SecretTalk cut;
    cut.peer.close();
    end = cut.run(cut.stream->read_some(late()));
    BOOST_TEST(told(end) == "closed: the server closed the connection");
    BOOST_TEST(!end.orderly);
}

BOOST_AUTO_TEST_CASE(inside_tls_octets_that_are_none_break_the_session) {
    SecretTalk talk;
    asio::write(talk.peer, asio::buffer("250 in clear\r\n", 14));
    BOOST_TEST(talk.read(late()) == "failed: the TLS session broke");
    BOOST_TEST(told(talk.run(talk.stream->write("QUIT\r\n", late()))) == "failed: the TLS session broke");
}

BOOST_AUTO_TEST_CASE(a_handshake_that_gets_no_answer_is_told_by_how_it_ended) {
    const TlsRequest request("mx.example.org");
    Talk silent;
    auto result = silent.run(silent.stream->start_tls(request, soon()));
    BOOST_TEST(told(result) == "timeout: no answer in time");
    BOOST_TEST(!result.answered);
    Talk closed;
    closed.peer.shutdown(tcp::socket::shutdown_send);
    result = closed.run(closed.stream->start_tls(request, late()));
    BOOST_TEST(told(result) == "closed: the server closed the connection");
    BOOST_TEST(!result.answered);
    Talk broken;
    broken.reset();
    result = broken.run(broken.stream->start_tls(request, late()));
    BOOST_TEST(shown(result.status) == "closed");
    Talk clear;
    asio::write(clear.peer, asio::buffer("250 in clear\r\n", 14));
    result = clear.run(clear.stream->start_tls(request, late()));
    BOOST_TEST(shown(result.status) == "failed");
    BOOST_TEST(result.plaintext == "250 in clear\r\n");
}

BOOST_AUTO_TEST_SUITE_END()
