#pragma once

#include <danelaw/dns/lookup.hpp>

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace danelaw {

/// What one question to one name server gave.
struct ServerAnswer {
    DomainName name;
    RecordType type{};
    std::optional<std::string> no_reply;  ///< why none came, printable
    Bytes message;                        ///< the reply; empty where none came
    bool over_tcp = false;
    std::chrono::milliseconds took{};

    bool operator==(const ServerAnswer&) const = default;
};

/// Why a name server was not asked, or not on.
struct NotAsked {
    std::string reason;      ///< a clause, printable
    bool left_open = false;  ///< it lies in this run (its time, its bounds, this machine): what the server says is open

    bool operator==(const NotAsked&) const = default;
};

/// One address of one name server of a zone.
struct ServerFacts {
    DomainName name;
    std::optional<boost::asio::ip::address> address;  ///< absent: the name has none
    std::optional<NotAsked> not_asked;                ///< absent: asked all
    std::vector<ServerAnswer> answers;                ///< SOA first, then the questions in their order

    bool operator==(const ServerFacts&) const = default;
};

/// The name servers of one zone, each asked the same.
struct ZoneServers {
    DomainName zone;
    Lookup ns;
    std::vector<ServerFacts> servers;

    bool operator==(const ZoneServers&) const = default;
};

}  // namespace danelaw
