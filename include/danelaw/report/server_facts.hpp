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

/// One address of one name server of a zone.
struct ServerFacts {
    DomainName name;
    std::optional<boost::asio::ip::address> address;  ///< absent: the name has none
    std::optional<std::string> not_asked;             ///< why not: no address, private address, cap
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
