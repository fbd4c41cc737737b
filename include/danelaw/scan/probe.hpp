#pragma once

#include <danelaw/scan/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>

namespace danelaw {

/// One session to make.
struct ProbeTarget {
    ProbeTarget(boost::asio::ip::address where, std::uint16_t at_port, TlsRequest request)
        : address(std::move(where)), port(at_port), tls(std::move(request)) {}
    boost::asio::ip::address address;
    std::uint16_t port;
    TlsRequest tls;
    bool tls_on_connect = false;  ///< `probe --tls-on-connect`: TLS first, then the greeting

    // What is told and asked on the way, for sessions that are made side by side; each may be empty.
    std::function<void()> greeted;                      ///< the server said 220
    std::function<void(const SmtpSession&)> encrypted;  ///< TLS stands, its chain is known
    /// Before STARTTLS: the keys to offer in place of those in `tls`, or nothing, and it ends with QUIT.
    std::function<boost::asio::awaitable<std::optional<KeyOffer>>()> choose_keys;
};

/// One SMTP session: greeting, EHLO (HELO after a 5xx), STARTTLS, TLS, EHLO, QUIT; never MAIL FROM. Ends by `deadline`
/// at the latest (then `cut_by_deadline`), and each phase by its own limit. Source: RFC 5321 §4.3, RFC 3207 §4.
boost::asio::awaitable<SmtpSession> probe_address(ScanContext& context, ProbeTarget target, Deadline deadline);

}  // namespace danelaw
