#pragma once

#include <danelaw/io/byte_stream.hpp>
#include <danelaw/smtp/session.hpp>

#include <string>
#include <string_view>

namespace danelaw {

/// What a handshake means for the session, in the contract's words.
struct TlsOutcome {
    SmtpResult result;
    std::string detail;  ///< empty where TLS was established and there is nothing to add
};

[[nodiscard]] TlsOutcome tls_outcome(const TlsResult& tls, bool tls_on_connect);

/// The sentence for octets that came in clear after the 220 to STARTTLS (RFC 3207 §5, CVE-2011-0411).
[[nodiscard]] std::string describe_injection(std::string_view octets);

/// Whether a server that was offered only one family of signature algorithms says that it has no key of it: the alerts
/// with which TLS stacks say so, or a connection that it closes without having said anything (Windows does).
///
/// Anything else (another alert, a timeout, a break in mid-handshake) says nothing about its keys.
[[nodiscard]] bool lacks_key_type(const TlsResult& tls);

}  // namespace danelaw
