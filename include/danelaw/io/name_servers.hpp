#pragma once

#include <danelaw/dns/lookup.hpp>
#include <danelaw/io/byte_stream.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <string>

namespace danelaw {

/// What one question to one name server gave. A class, not an aggregate: GCC 12 miscompiles aggregates in co_await
/// expressions.
struct Exchange {
    explicit Exchange(IoStatus how = IoStatus::failed, std::string why = {}) : status(how), detail(std::move(why)) {}
    IoStatus status;     ///< ok: a reply came, whatever it says
    std::string detail;  ///< why none came, printable
    Bytes message;       ///< the reply to our question, over TCP where it did not fit
    bool over_tcp = false;
    std::chrono::milliseconds took{};
    bool cut_by_deadline = false;  ///< timeout: the caller's deadline came before the server's own time was up
    bool local_fault = false;      ///< failed: this machine could not ask; says nothing of the server
};

/// Seam: asks name servers themselves, without recursion.
class NameServers {
public:
    NameServers() = default;
    NameServers(const NameServers&) = delete;
    NameServers& operator=(const NameServers&) = delete;
    virtual ~NameServers() = default;

    /// Asks with the DO bit, over UDP and, where the reply is cut, over TCP. Ends by `deadline` at the latest.
    virtual boost::asio::awaitable<Exchange> ask(boost::asio::ip::address server, DomainName name, RecordType type,
                                                 Deadline deadline) = 0;
};

}  // namespace danelaw
