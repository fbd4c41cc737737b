#pragma once

#include <danelaw/report/server_facts.hpp>
#include <danelaw/scan/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace danelaw {

struct ServerQuestion {
    DomainName name;
    RecordType type{};

    auto operator<=>(const ServerQuestion&) const = default;
};

/// The zone that holds the records of a name: that of the SOA at it or above; nothing where none is found.
boost::asio::awaitable<std::optional<DomainName>> zone_holding(ScanContext& context, DomainName name,
                                                               Deadline deadline);

/// Asks each name server, at each of its addresses, of every zone that holds a name of these lookups, themselves and
/// their aliases: for the SOA, the same records, and for TLSA the denials at its name and above (RFC 7672 §2.2.2: TLSA
/// lookups fail where a server cannot deny). Servers side by side; who is silent for the SOA is not asked on.
boost::asio::awaitable<std::vector<ZoneServers>> ask_about(ScanContext& context, std::vector<const Lookup*> lookups,
                                                           Deadline deadline);

}  // namespace danelaw
