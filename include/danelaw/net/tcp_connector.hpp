#pragma once

#include <danelaw/io/byte_stream.hpp>

#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>

namespace danelaw {

/// A Connector over TCP (TCP_NODELAY set) and GnuTLS. `source_address` binds the family it belongs to.
[[nodiscard]] std::unique_ptr<Connector> make_tcp_connector(boost::asio::io_context& io,
                                                            std::optional<boost::asio::ip::address> source_address);

[[nodiscard]] std::string gnutls_version();

}  // namespace danelaw
