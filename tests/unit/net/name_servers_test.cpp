#include <danelaw/net/name_servers.hpp>

#include <danelaw/dns/packet.hpp>
#include <danelaw/dns/wire.hpp>

#include "unit/net/name_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

using namespace danelaw;
using namespace std::chrono_literals;
using danelaw::testing::NameServer;
using danelaw::testing::SilentServer;
namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;

namespace {

DomainName name(std::string_view text) { return *DomainName::from_presentation(text); }

const asio::ip::address loopback = asio::ip::address_v4::loopback();

unsigned short port_of(const std::string& address) {
    return static_cast<unsigned short>(std::stoi(address.substr(address.find('@') + 1)));
}

asio::awaitable<void> ask(NameServers& servers, std::string question, RecordType type, std::chrono::milliseconds limit,
                          Exchange& result) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    result = co_await servers.ask(loopback, name(question), type, deadline);
}

Exchange ask(asio::io_context& io, unsigned short port, const std::string& question, RecordType type,
             std::chrono::milliseconds limit = 10s) {
    const auto servers = make_name_servers(io, std::nullopt, port);
    Exchange result;
    asio::co_spawn(io, ask(*servers, question, type, limit, result), asio::detached);
    io.run();
    return result;
}

/// Answers one question over UDP with what `make` makes of it, then the same over TCP, and ends.
class OneAnswer {
public:
    using Make = std::vector<Bytes> (*)(const Bytes& query);

    OneAnswer(asio::io_context& io, Make over_udp, Make over_tcp)
        : udp_(io, udp::endpoint(asio::ip::address_v4::loopback(), 0)),
          tcp_(io, tcp::endpoint(asio::ip::address_v4::loopback(), udp_.local_endpoint().port())) {
        asio::co_spawn(io, serve_udp(over_udp), asio::detached);
        if (over_tcp != nullptr) asio::co_spawn(io, serve_tcp(over_tcp), asio::detached);
        if (over_tcp == nullptr) tcp_.close();
    }
    [[nodiscard]] unsigned short port() const { return udp_.local_endpoint().port(); }

private:
    asio::awaitable<void> serve_udp(Make make) {
        Bytes query(512);
        udp::endpoint peer;
        query.resize(co_await udp_.async_receive_from(asio::buffer(query), peer, asio::use_awaitable));
        for (const auto& reply : make(query)) udp_.send_to(asio::buffer(reply), peer);
    }
    asio::awaitable<void> serve_tcp(Make make) {
        boost::system::error_code error;
        auto socket = co_await tcp_.async_accept(asio::redirect_error(asio::use_awaitable, error));
        Bytes query(512);
        const auto size =
            co_await socket.async_read_some(asio::buffer(query), asio::redirect_error(asio::use_awaitable, error));
        query.resize(size);
        query.erase(query.begin(), query.begin() + 2);
        for (const auto& reply : make(query)) asio::write(socket, asio::buffer(reply), error);
    }

    udp::socket udp_;
    tcp::acceptor tcp_;
};

Bytes reply(Bytes query, unsigned char flags = 0x84) {
    query[2] |= flags;
    return query;
}

Bytes framed(const Bytes& message) {
    Bytes out{static_cast<std::uint8_t>(message.size() >> 8U), static_cast<std::uint8_t>(message.size() & 0xFFU)};
    out.insert(out.end(), message.begin(), message.end());
    return out;
}

std::vector<Bytes> cut(const Bytes& query) { return {reply(query, 0x86)}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(name_servers)

BOOST_AUTO_TEST_CASE(real_server_answers_with_signatures_and_authority) {
    const NameServer server;
    asio::io_context io;
    const auto exchange = ask(io, port_of(server.address()), "www.test", RecordType::a);
    BOOST_TEST((exchange.status == IoStatus::ok));
    BOOST_TEST(!exchange.over_tcp);
    const auto packet = read_packet(exchange.message);
    BOOST_REQUIRE(!!packet);
    BOOST_TEST(packet->authoritative);
    BOOST_TEST(packet->answer.size() == 2U);  // A and its RRSIG
}

BOOST_AUTO_TEST_CASE(silent_server_is_asked_twice_and_given_up) {
    asio::io_context io;
    SilentServer silent(io);
    const auto start = std::chrono::steady_clock::now();
    const auto exchange = ask(io, port_of(silent.address()), "www.test", RecordType::a);
    BOOST_TEST((exchange.status == IoStatus::timeout));
    BOOST_TEST(!exchange.cut_by_deadline);
    BOOST_TEST(exchange.detail == "no reply over UDP");
    BOOST_TEST(silent.questions() == 2);
    BOOST_TEST((std::chrono::steady_clock::now() - start >= 4s));
}

BOOST_AUTO_TEST_CASE(deadline_ends_the_wait) {
    asio::io_context io;
    SilentServer silent(io);
    const auto start = std::chrono::steady_clock::now();
    const auto exchange = ask(io, port_of(silent.address()), "www.test", RecordType::a, 100ms);
    BOOST_TEST((exchange.status == IoStatus::timeout));
    BOOST_TEST((std::chrono::steady_clock::now() - start < 1500ms));
    BOOST_TEST(exchange.cut_by_deadline);
}

BOOST_AUTO_TEST_CASE(deadline_before_the_second_try_leaves_it_open_whether_the_server_is_silent) {
    asio::io_context io;
    SilentServer silent(io);
    BOOST_TEST(ask(io, port_of(silent.address()), "www.test", RecordType::a, 2500ms).cut_by_deadline);
}

BOOST_AUTO_TEST_CASE(source_address_that_this_machine_does_not_have_is_its_own_fault) {
    const auto elsewhere = asio::ip::make_address("192.0.2.1");
    for (const auto make : {make_name_servers, make_tcp_name_servers}) {
        asio::io_context io;
        const auto servers = make(io, elsewhere, 53);
        Exchange exchange;
        asio::co_spawn(io, ask(*servers, "www.test", RecordType::a, 10s, exchange), asio::detached);
        io.run();
        BOOST_TEST((exchange.status == IoStatus::failed));
        BOOST_TEST(exchange.local_fault, exchange.detail);
    }
}

BOOST_AUTO_TEST_CASE(closed_port_is_heard_of) {
    asio::io_context io;
    unsigned short port = 0;
    {
        const SilentServer gone(io);
        port = port_of(gone.address());
    }
    const auto exchange = ask(io, port, "www.test", RecordType::a);
    BOOST_TEST((exchange.status == IoStatus::failed));
    BOOST_TEST(exchange.detail.starts_with("over UDP: "), exchange.detail);
    BOOST_TEST(!exchange.local_fault);
}

BOOST_AUTO_TEST_CASE(replies_to_other_questions_are_passed_over) {  // RFC 5452 §9.1
    asio::io_context io;
    const OneAnswer server(
        io,
        [](const Bytes& query) {
            auto other_id = reply(query);
            other_id[0] ^= 1U;
            auto other_name = reply(query);
            other_name[13] ^= 1U;
            return std::vector<Bytes>{other_id, Bytes{1, 2, 3}, other_name, reply(query)};
        },
        nullptr);
    const auto exchange = ask(io, server.port(), "www.test", RecordType::a);
    BOOST_TEST((exchange.status == IoStatus::ok));
    BOOST_TEST(read_packet(exchange.message)->question.text() == "www.test");
}

BOOST_AUTO_TEST_CASE(cut_reply_is_asked_for_over_tcp) {  // RFC 7766 §5
    asio::io_context io;
    const OneAnswer server(io, cut, [](const Bytes& query) {
        const auto whole = framed(reply(query));
        // In pieces, as TCP may deliver them.
        return std::vector<Bytes>{Bytes(whole.begin(), whole.begin() + 1), Bytes(whole.begin() + 1, whole.begin() + 9),
                                  Bytes(whole.begin() + 9, whole.end())};
    });
    const auto exchange = ask(io, server.port(), "www.test", RecordType::a);
    BOOST_TEST((exchange.status == IoStatus::ok), exchange.detail);
    BOOST_TEST(exchange.over_tcp);
    BOOST_TEST(read_packet(exchange.message)->question.text() == "www.test");
}

BOOST_AUTO_TEST_CASE(cut_reply_without_tcp_is_a_failure_that_says_so) {
    asio::io_context io;
    const OneAnswer server(io, cut, nullptr);
    const auto exchange = ask(io, server.port(), "www.test", RecordType::a);
    BOOST_TEST((exchange.status == IoStatus::failed));
    BOOST_TEST(exchange.detail.starts_with("the reply was cut, and over TCP: "), exchange.detail);
}

BOOST_AUTO_TEST_CASE(tcp_that_ends_early_or_answers_another_question_is_a_failure) {
    for (const OneAnswer::Make make :
         {OneAnswer::Make([](const Bytes&) { return std::vector<Bytes>{}; }), OneAnswer::Make([](const Bytes&) {
              return std::vector<Bytes>{Bytes{0, 0}};
          }),
          OneAnswer::Make([](const Bytes& query) {
              auto other = reply(query);
              other[0] ^= 1U;
              return std::vector<Bytes>{framed(other)};
          })}) {
        asio::io_context io;
        const OneAnswer server(io, cut, make);
        const auto exchange = ask(io, server.port(), "www.test", RecordType::a);
        BOOST_TEST((exchange.status == IoStatus::failed));
        BOOST_TEST(exchange.message.empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()
