#pragma once

#include <danelaw/scan/context.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include <optional>
#include <string>

namespace danelaw {

/// Where mail is to go, as the user wrote it.
struct Destination {
    std::string asked;
    DestinationKind kind = DestinationKind::domain;
    DomainName domain;                                ///< for domain and host
    std::optional<boost::asio::ip::address> address;  ///< for address
};

/// Reads `example.org`, `user@example.org`, U-labels, `[192.0.2.1]`, `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3). Errors:
/// anything else.
[[nodiscard]] Result<Destination> parse_destination(std::string_view text, bool no_mx);

/// Observes one domain, in the order of RFC 7672 §2.2: MX, addresses, CNAME where needed, TLSA, sessions. All addresses
/// of all hosts are probed in parallel, within limits. Returns what was found when the deadline of the whole domain
/// comes.
boost::asio::awaitable<DomainFacts> gather(ScanContext& context, Destination destination);

}  // namespace danelaw
