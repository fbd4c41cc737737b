#pragma once

#include <danelaw/io/name_servers.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <optional>

namespace danelaw {

/// NameServers over UDP and TCP. `source_address` binds the family it belongs to; `port` is another one in tests.
[[nodiscard]] std::unique_ptr<NameServers> make_name_servers(boost::asio::io_context& io,
                                                             std::optional<boost::asio::ip::address> source_address,
                                                             std::uint16_t port = 53);

/// The same, over TCP only.
[[nodiscard]] std::unique_ptr<NameServers> make_tcp_name_servers(boost::asio::io_context& io,
                                                                 std::optional<boost::asio::ip::address> source_address,
                                                                 std::uint16_t port = 53);

}  // namespace danelaw
