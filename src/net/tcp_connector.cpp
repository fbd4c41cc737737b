#include <danelaw/net/tcp_connector.hpp>

#include <danelaw/base/text.hpp>

#include "net/local_fault.hpp"
#include "net/tls_session.hpp"
#include "net/watchdog.hpp"

#include <fmt/format.h>
#include <gnutls/pkcs11.h>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <netinet/tcp.h>

namespace danelaw {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

using TcpWatchdog = Watchdog<tcp::socket>;

IoResult io_result(const error_code& error, const TcpWatchdog& watchdog) {
    if (watchdog.expired()) return IoResult(IoStatus::timeout, "no answer in time");
    if (!error) return IoResult();
    if (error == asio::error::eof || error == asio::error::connection_reset || error == asio::error::broken_pipe) {
        return IoResult(IoStatus::closed,
                        error == asio::error::eof ? "the server closed the connection" : "the connection was reset");
    }
    return IoResult(IoStatus::failed, printable(error.message()));
}

class TcpStream final : public ByteStream {
public:
    explicit TcpStream(tcp::socket socket) : socket_(std::move(socket)) {}

    asio::awaitable<IoResult> read_some(Deadline deadline) override {
        if (!tls_) {
            auto received = co_await receive(deadline);
            co_return received;
        }
        for (;;) {
            IoResult decrypted;
            switch (tls_->read(decrypted.data)) {
                case TlsSession::Progress::done:
                    if (decrypted.data.empty()) {
                        decrypted = IoResult(IoStatus::closed, "the server closed the connection");
                        decrypted.orderly = true;
                    }
                    co_return decrypted;
                case TlsSession::Progress::failed:
                    co_return IoResult(IoStatus::failed, "the TLS session broke");
                case TlsSession::Progress::wants_input:
                    break;
            }
            auto received = co_await receive_into_tls(deadline);
            if (received.status != IoStatus::ok) co_return received;
        }
    }

    asio::awaitable<IoResult> write(std::string octets, Deadline deadline) override {
        if (tls_) {
            if (tls_->write(octets) != TlsSession::Progress::done)
                co_return IoResult(IoStatus::failed, "the TLS session broke");
            octets = tls_->take_output();
        }
        auto sent = co_await send(std::move(octets), deadline);
        co_return sent;
    }

    asio::awaitable<TlsResult> start_tls(TlsRequest request, Deadline deadline) override {
        tls_ = std::make_unique<TlsSession>(request);
        for (;;) {
            const auto progress = tls_->handshake();
            auto io = co_await send(tls_->take_output(), deadline);
            if (progress != TlsSession::Progress::wants_input) co_return tls_->result();
            if (io.status == IoStatus::ok) io = co_await receive_into_tls(deadline);
            if (io.status == IoStatus::ok || io.status == IoStatus::closed) {
                if (io.status == IoStatus::closed) tls_->end_of_input();
                continue;
            }
            auto result = tls_->result();
            result.status = io.status;
            result.detail = io.detail;
            co_return result;
        }
    }

    void close() override {
        error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_both, ignored);
        socket_.close(ignored);
    }

private:
    asio::awaitable<IoResult> receive(Deadline deadline) {
        Bytes buffer(std::size_t{8} * 1024);
        acknowledge_at_once();
        error_code error;
        const TcpWatchdog watchdog(socket_, deadline);
        const auto size =
            co_await socket_.async_read_some(asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, error));
        auto result = io_result(error, watchdog);
        buffer.resize(size);
        if (size > 0 && result.status == IoStatus::ok) result.data = std::move(buffer);
        co_return result;
    }

    /// A server that sends session tickets before its answer to EHLO, and waits for them to be acknowledged (Nagle),
    /// would cost the 40 ms by which Linux delays acknowledgements. The kernel forgets the option, so each read sets it
    /// anew.
    void acknowledge_at_once() {
        const int yes = 1;
        setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &yes, sizeof yes);
    }

    asio::awaitable<IoResult> receive_into_tls(Deadline deadline) {
        auto received = co_await receive(deadline);
        tls_->feed(received.data);
        co_return received;
    }

    asio::awaitable<IoResult> send(std::string octets, Deadline deadline) {
        if (octets.empty()) co_return IoResult();
        error_code error;
        const TcpWatchdog watchdog(socket_, deadline);
        // Piece by piece: a deadline that comes between two pieces finds nothing to cancel.
        for (std::size_t sent = 0; sent < octets.size() && !error && !watchdog.expired();) {
            const auto rest = asio::buffer(octets) + sent;
            sent += co_await socket_.async_write_some(rest, asio::redirect_error(asio::use_awaitable, error));
        }
        co_return io_result(error, watchdog);
    }

    tcp::socket socket_;
    std::unique_ptr<TlsSession> tls_;
};

class TcpConnector final : public Connector {
public:
    TcpConnector(asio::io_context& io, std::optional<asio::ip::address> source) : io_(io), source_(std::move(source)) {}

    asio::awaitable<Connection> connect(asio::ip::address address, std::uint16_t port, Deadline deadline) override {
        tcp::socket socket(io_);
        error_code error;
        socket.open(address.is_v6() ? tcp::v6() : tcp::v4(), error);
        if (!error) socket.set_option(tcp::no_delay(true), error);
        const bool bind_source = source_ && source_->is_v6() == address.is_v6();
        if (!error && bind_source) socket.bind(tcp::endpoint(*source_, 0), error);
        if (error) {
            Connection none(IoStatus::failed, printable(error.message()));
            none.local_fault = true;
            co_return none;
        }
        const tcp::endpoint endpoint(address, port);
        const TcpWatchdog watchdog(socket, deadline);
        co_await socket.async_connect(endpoint, asio::redirect_error(asio::use_awaitable, error));
        const auto outcome = io_result(error, watchdog);
        Connection connection(outcome.status == IoStatus::closed ? IoStatus::failed : outcome.status, outcome.detail);
        connection.refused = error == asio::error::connection_refused;
        connection.local_fault = connection.status == IoStatus::failed && is_local_fault(error);
        if (connection.status == IoStatus::ok) {
            const auto local = socket.local_endpoint(error);
            if (!error) connection.local_address = local.address();
        }
        if (connection.status == IoStatus::ok) connection.stream = std::make_unique<TcpStream>(std::move(socket));
        co_return connection;
    }

private:
    asio::io_context& io_;
    std::optional<asio::ip::address> source_;
};

}  // namespace

std::unique_ptr<Connector> make_tcp_connector(asio::io_context& io, std::optional<asio::ip::address> source_address) {
    // Keys and certificates come from the network alone; modules of the system have no say.
    gnutls_pkcs11_init(GNUTLS_PKCS11_FLAG_MANUAL, nullptr);
    return std::make_unique<TcpConnector>(io, std::move(source_address));
}

std::string gnutls_version() { return gnutls_check_version(nullptr); }

}  // namespace danelaw
