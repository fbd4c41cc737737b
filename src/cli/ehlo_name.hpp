#pragma once

#include <boost/asio/ip/address.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace danelaw::cli {

/// Whether `text` is `[192.0.2.1]` or `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3).
[[nodiscard]] bool is_address_literal(std::string_view text);

/// The fully qualified name that a hosts(5) file gives to `host_name`: the first name with a dot on a line that has it.
[[nodiscard]] std::optional<std::string> qualified_name_in(std::string_view hosts_file, std::string_view host_name);

/// The name to say in EHLO (RFC 5321 §4.1.1.1): this machine's fully qualified name by gethostname(2) and /etc/hosts,
/// never by DNS; where there is none the literal of `source`, else of the loopback address.
[[nodiscard]] std::string own_ehlo_name(const std::optional<boost::asio::ip::address>& source);

}  // namespace danelaw::cli
