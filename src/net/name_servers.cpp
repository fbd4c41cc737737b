#include <danelaw/net/name_servers.hpp>

#include "net/local_fault.hpp"
#include "net/watchdog.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/dns/query.hpp>
#include <danelaw/dns/wire.hpp>
#include <danelaw/net/tcp_connector.hpp>

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <random>

namespace danelaw {

namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;
using std::chrono::steady_clock;

/// A datagram is lost now and then; a server that does not answer twice within this is silent.
constexpr int udp_tries = 2;
constexpr std::chrono::seconds udp_wait{2};
constexpr std::chrono::seconds tcp_wait{5};

class RealNameServers final : public NameServers {
public:
    RealNameServers(asio::io_context& io, std::optional<asio::ip::address> source, std::uint16_t port, bool only_tcp)
        : io_(io),
          source_(std::move(source)),
          port_(port),
          only_tcp_(only_tcp),
          connector_(make_tcp_connector(io, source_)) {}

    asio::awaitable<Exchange> ask(asio::ip::address server, DomainName name, RecordType type,
                                  Deadline deadline) override {
        const auto started = steady_clock::now();
        const auto query = make_query(name, type, new_id());
        Exchange exchange(IoStatus::timeout, "no time was left to ask");
        const int tries = only_tcp_ ? 0 : udp_tries;
        for (int attempt = 0; attempt < tries && steady_clock::now() < deadline; ++attempt) {
            auto reply = co_await ask_over_udp(server, query, std::min(deadline, steady_clock::now() + udp_wait));
            exchange = std::move(reply);
            if (exchange.status != IoStatus::timeout) break;
        }
        if (only_tcp_ || (exchange.status == IoStatus::ok && is_truncated(exchange.message))) {
            auto whole = co_await ask_over_tcp(server, query, std::min(deadline, steady_clock::now() + tcp_wait));
            exchange = std::move(whole);
        }
        exchange.cut_by_deadline = exchange.status == IoStatus::timeout && steady_clock::now() >= deadline;
        exchange.took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - started);
        co_return exchange;
    }

private:
    /// RFC 5452 §9.2: not to be guessed.
    static std::uint16_t new_id() {
        std::random_device source;
        return static_cast<std::uint16_t>(source());
    }

    asio::awaitable<Exchange> ask_over_udp(asio::ip::address server, Bytes query, Deadline deadline) {
        udp::socket socket(io_);
        error_code error;
        socket.open(server.is_v6() ? udp::v6() : udp::v4(), error);
        const bool bind_source = source_ && source_->is_v6() == server.is_v6();
        if (!error && bind_source) socket.bind(udp::endpoint(*source_, 0), error);
        // Connected, so that a closed port is heard of and nobody else is listened to.
        if (!error) socket.connect(udp::endpoint(server, port_), error);
        if (!error) socket.send(asio::buffer(query), 0, error);
        const Watchdog watchdog(socket, deadline);
        while (!error) {
            Bytes buffer(limits::message_octets);
            const auto size =
                co_await socket.async_receive(asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, error));
            if (watchdog.expired() || error) break;
            buffer.resize(size);
            if (!is_reply_to(buffer, query)) continue;
            Exchange answered(IoStatus::ok);
            answered.message = std::move(buffer);
            co_return answered;
        }
        if (watchdog.expired()) co_return Exchange(IoStatus::timeout, "no reply over UDP");
        Exchange failed(IoStatus::failed, "over UDP: " + printable(error.message()));
        failed.local_fault = is_local_fault(error);
        co_return failed;
    }

    asio::awaitable<Exchange> ask_over_tcp(asio::ip::address server, Bytes query, Deadline deadline) {
        auto connection = co_await connector_->connect(server, port_, deadline);
        if (connection.status != IoStatus::ok) {
            auto failed = failed_over_tcp(connection.status, connection.detail);
            failed.local_fault = connection.local_fault;
            co_return failed;
        }
        std::string framed{static_cast<char>(query.size() >> 8U & 0xFFU), static_cast<char>(query.size() & 0xFFU)};
        framed += as_text(query);
        const auto sent = co_await connection.stream->write(std::move(framed), deadline);
        if (sent.status != IoStatus::ok) co_return failed_over_tcp(sent.status, sent.detail);
        Bytes received;
        for (;;) {
            constexpr std::size_t length_octets = 2;  // RFC 1035 §4.2.2
            const std::size_t wanted =
                received.size() < length_octets ? length_octets : length_octets + read_u16(received, 0);
            if (received.size() > length_octets && received.size() >= wanted) {
                received.resize(wanted);
                received.erase(received.begin(), received.begin() + length_octets);
                break;
            }
            const auto more = co_await connection.stream->read_some(deadline);
            if (more.status != IoStatus::ok) co_return failed_over_tcp(more.status, more.detail);
            received.insert(received.end(), more.data.begin(), more.data.end());
        }
        if (!is_reply_to(received, query))
            co_return failed_over_tcp(IoStatus::failed, "the reply is to another question");
        Exchange answered(IoStatus::ok);
        answered.over_tcp = true;
        answered.message = std::move(received);
        co_return answered;
    }

    [[nodiscard]] Exchange failed_over_tcp(IoStatus status, const std::string& detail) const {
        return Exchange(status == IoStatus::closed ? IoStatus::failed : status,
                        (only_tcp_ ? "over TCP: " : "the reply was cut, and over TCP: ") + detail);
    }

    asio::io_context& io_;
    std::optional<asio::ip::address> source_;
    std::uint16_t port_;
    bool only_tcp_;
    std::unique_ptr<Connector> connector_;
};

}  // namespace

std::unique_ptr<NameServers> make_name_servers(asio::io_context& io, std::optional<asio::ip::address> source_address,
                                               std::uint16_t port) {
    return std::make_unique<RealNameServers>(io, std::move(source_address), port, false);
}

std::unique_ptr<NameServers> make_tcp_name_servers(asio::io_context& io,
                                                   std::optional<asio::ip::address> source_address,
                                                   std::uint16_t port) {
    return std::make_unique<RealNameServers>(io, std::move(source_address), port, true);
}

}  // namespace danelaw
