#pragma once

#include <danelaw/base/bytes.hpp>
#include <danelaw/smtp/session.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace danelaw {

using Deadline = std::chrono::steady_clock::time_point;

enum class IoStatus { ok, closed, timeout, failed };

/// What an operation on a stream gave. A class, not an aggregate: GCC 12 miscompiles aggregates in co_await
/// expressions.
struct IoResult {
    explicit IoResult(IoStatus how = IoStatus::ok, std::string why = {}) : status(how), detail(std::move(why)) {}
    IoStatus status;
    std::string detail;    ///< why it failed, printable; empty on ok
    Bytes data;            ///< what was read
    bool orderly = false;  ///< closed: inside TLS the peer said that it has no more to send (close_notify)
};

/// Which certificates to ask for: signature algorithms offered in the ClientHello.
enum class KeyOffer { all, rsa_only, ecdsa_only };

struct TlsRequest {
    explicit TlsRequest(std::string server_name = {}, KeyOffer offer = KeyOffer::all)
        : sni(std::move(server_name)), keys(offer) {}
    std::string sni;  ///< empty: none sent
    KeyOffer keys;
};

/// What a handshake showed, also where it failed.
struct TlsResult {
    explicit TlsResult(IoStatus how = IoStatus::ok, std::string why = {}) : status(how), detail(std::move(why)) {}
    IoStatus status;  ///< failed: the peer or we ended the handshake (alert, protocol, limit)
    std::string detail;
    std::optional<int> alert;  ///< fatal alert received, RFC 8446 §6.2 number
    std::optional<TlsParameters> parameters;
    std::vector<Bytes> chain;  ///< DER, leaf first
    bool key_usage_violation = false;
    std::string plaintext;  ///< what came first, where that was no TLS record: nobody may speak between 220 and TLS
    bool answered = false;  ///< at least one octet came from the peer
};

/// Seam: one connected byte stream that can become TLS. All operations end by their deadline; nothing is thrown.
class ByteStream {
public:
    ByteStream() = default;
    ByteStream(const ByteStream&) = delete;
    ByteStream& operator=(const ByteStream&) = delete;
    virtual ~ByteStream() = default;

    /// Some octets (at least one on ok), decrypted inside TLS.
    virtual boost::asio::awaitable<IoResult> read_some(Deadline deadline) = 0;
    virtual boost::asio::awaitable<IoResult> write(std::string octets, Deadline deadline) = 0;
    /// Does the TLS handshake as client; every octet read before it must already have been taken by the caller.
    virtual boost::asio::awaitable<TlsResult> start_tls(TlsRequest request, Deadline deadline) = 0;
    virtual void close() = 0;
};

/// What connecting gave: a stream exactly when status is ok.
struct Connection {
    explicit Connection(IoStatus how = IoStatus::failed, std::string why = {}) : status(how), detail(std::move(why)) {}
    IoStatus status;
    std::string detail;
    bool refused = false;      ///< the peer answered with RST (ECONNREFUSED)
    bool local_fault = false;  ///< this machine could not ask: no socket, port or source address
    std::optional<boost::asio::ip::address> local_address;
    std::unique_ptr<ByteStream> stream;
};

/// Seam: makes connections.
class Connector {
public:
    Connector() = default;
    Connector(const Connector&) = delete;
    Connector& operator=(const Connector&) = delete;
    virtual ~Connector() = default;

    virtual boost::asio::awaitable<Connection> connect(boost::asio::ip::address address, std::uint16_t port,
                                                       Deadline deadline) = 0;
};

}  // namespace danelaw
