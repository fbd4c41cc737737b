#pragma once

#include <danelaw/report/server_facts.hpp>
#include <danelaw/scan/context.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include <map>
#include <optional>
#include <vector>

namespace danelaw {

/// Where a zone begins, as the name servers of the zone above say. Source: RFC 1034 §4.2.1.
struct Delegation {
    DomainName zone;
    std::vector<DomainName> name_servers;                      ///< sorted
    std::multimap<DomainName, boost::asio::ip::address> glue;  ///< of name servers, as far as it came along
};

/// Asks name servers of `above` for the NS records of `name`, which lies below: the zone itself may not answer. `zone`
/// is `above` where those servers answer for the name themselves. Nothing where no reply says either.
boost::asio::awaitable<std::optional<Delegation>> delegation_below(ScanContext& context, DomainName above,
                                                                   DomainName name, Deadline deadline);

/// The name servers in an NS lookup, sorted; also in a bogus one: whom to ask, and nothing more, is learned from it.
[[nodiscard]] std::vector<DomainName> name_servers_in(const Lookup& ns);

/// Why the name server at an address is not asked, or nothing.
[[nodiscard]] std::optional<NotAsked> reason_not_to_ask(const ScanContext& context,
                                                        const boost::asio::ip::address& address);

}  // namespace danelaw
