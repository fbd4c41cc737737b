#pragma once

#include <danelaw/dns/domain_name.hpp>

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace danelaw::cli {

/// An argument of probe.
struct ProbeHost {
    std::string asked;
    DomainName name;                                  ///< the root where there is an address
    std::optional<boost::asio::ip::address> address;  ///< where HOST is one
    std::optional<std::uint16_t> port;
};

/// Reads HOST, HOST:PORT, ADDRESS, IPV4:PORT, [ADDRESS], [ADDRESS]:PORT and the address literals of RFC 5321 §4.1.3.
/// Errors: anything else.
[[nodiscard]] Result<ProbeHost> parse_probe_host(const std::string& text);

}  // namespace danelaw::cli
