#pragma once

#include <danelaw/io/byte_stream.hpp>
#include <danelaw/mtasts/exchange.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

namespace danelaw {

/// One policy to fetch, and how long each phase may take.
struct PolicyRequest {
    PolicyRequest(boost::asio::ip::address where, std::string name)
        : address(std::move(where)), host(std::move(name)) {}
    boost::asio::ip::address address;
    std::string host;  ///< `mta-sts.DOMAIN`, for SNI and Host
    std::uint16_t port = 443;
    std::chrono::seconds connect_timeout{10};
    std::chrono::seconds handshake_timeout{15};
    std::chrono::seconds response_timeout{30};
};

/// Seam: fetches an MTA-STS policy by HTTPS. Nothing is thrown; ends by `deadline` at the latest.
class PolicyFetcher {
public:
    PolicyFetcher() = default;
    PolicyFetcher(const PolicyFetcher&) = delete;
    PolicyFetcher& operator=(const PolicyFetcher&) = delete;
    virtual ~PolicyFetcher() = default;

    virtual boost::asio::awaitable<PolicyExchange> fetch(PolicyRequest request, Deadline deadline) = 0;
};

}  // namespace danelaw
