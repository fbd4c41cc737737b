#pragma once

#include <danelaw/report/facts.hpp>

#include <boost/asio/ip/address.hpp>

#include <optional>
#include <string>

namespace danelaw {

/// Why an address is not public (`private-use, RFC 1918`), or nothing where it is; IPv4-mapped and NAT64 forms are
/// judged by the embedded address. Source: IANA IPv4 and IPv6 special-purpose address registries, RFC 6890.
[[nodiscard]] std::optional<std::string> special_purpose(const boost::asio::ip::address& address);

/// Why a mail host's address is not connected to although DNS has it, or nothing where it is public.
[[nodiscard]] std::optional<NotProbed> private_address_guard(const boost::asio::ip::address& address);

}  // namespace danelaw
