#include "scan/tls_outcome.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

namespace danelaw {

namespace {

// RFC 8446 §6.2. rustls answers access_denied where its store has no certificate for the offer.
constexpr int handshake_failure = 40;
constexpr int access_denied = 49;
constexpr int insufficient_security = 71;

std::string in_quotes(std::string_view octets) {
    return fmt::format("\"{}\"", printable(octets, limits::shown_octets));
}

}  // namespace

TlsOutcome tls_outcome(const TlsResult& tls, bool tls_on_connect) {
    if (!tls.plaintext.empty()) {
        if (!tls_on_connect) return {SmtpResult::injection_detected, describe_injection(tls.plaintext)};
        return {
            SmtpResult::tls_handshake_failed,
            fmt::format("TLS handshake: the server sent {} in clear, expected a TLS record", in_quotes(tls.plaintext))};
    }
    switch (tls.status) {
        case IoStatus::ok:
            return {SmtpResult::tls_established, tls.detail};
        case IoStatus::closed:
            return {SmtpResult::connection_lost, "TLS handshake: " + tls.detail};
        case IoStatus::timeout:
            return {SmtpResult::timeout, "TLS handshake: not finished in time"};
        case IoStatus::failed:
            return {SmtpResult::tls_handshake_failed, "TLS handshake: " + tls.detail};
    }
    return {SmtpResult::tls_handshake_failed, tls.detail};
}

std::string describe_injection(std::string_view octets) {
    return fmt::format(
        "STARTTLS: {} came in clear after the 220 and before TLS, expected nothing, "
        "someone on the way or a faulty server put it there",
        in_quotes(octets));
}

bool lacks_key_type(const TlsResult& tls) {
    if (!tls.plaintext.empty() || !tls.chain.empty()) return false;
    if (tls.status == IoStatus::closed) return !tls.answered;
    return tls.status == IoStatus::failed &&
           (tls.alert == handshake_failure || tls.alert == insufficient_security || tls.alert == access_denied);
}

}  // namespace danelaw
