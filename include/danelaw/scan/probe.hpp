#pragma once

#include <danelaw/scan/context.hpp>

#include <boost/asio/awaitable.hpp>

namespace danelaw {

/// One session to make.
struct ProbeTarget {
    ProbeTarget(boost::asio::ip::address where, std::uint16_t at_port, TlsRequest request)
        : address(std::move(where)), port(at_port), tls(std::move(request)) {}
    boost::asio::ip::address address;
    std::uint16_t port;
    TlsRequest tls;
    bool tls_on_connect = false;  ///< `probe --tls-on-connect`: TLS first, then the greeting
};

/// One SMTP session: greeting, EHLO (HELO after a 5xx), STARTTLS, TLS, EHLO, QUIT; never MAIL FROM. Ends by `deadline`
/// at the latest (then `cut_by_deadline`), and each phase by its own limit. Source: RFC 5321 §4.3, RFC 3207 §4.
boost::asio::awaitable<SmtpSession> probe_address(ScanContext& context, ProbeTarget target, Deadline deadline);

}  // namespace danelaw
