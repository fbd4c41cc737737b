#pragma once

#include <boost/system/error_code.hpp>

#include <algorithm>
#include <array>

namespace danelaw {

/// Whether an error of a socket is this machine's: no descriptor, memory, port or address to ask from, a family it does
/// not have, or a packet filter of its own. EACCES is not: ICMPv6 may bring it (RFC 4443 §3.1, code 1).
[[nodiscard]] inline bool is_local_fault(const boost::system::error_code& error) {
    namespace errc = boost::system::errc;
    constexpr std::array local{errc::too_many_files_open,
                               errc::too_many_files_open_in_system,
                               errc::no_buffer_space,
                               errc::not_enough_memory,
                               errc::address_not_available,
                               errc::address_in_use,
                               errc::address_family_not_supported,
                               errc::operation_not_permitted};
    return std::ranges::any_of(local, [&](errc::errc_t code) { return error == code; });
}

}  // namespace danelaw
