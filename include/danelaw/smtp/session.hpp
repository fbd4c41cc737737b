#pragma once

#include <danelaw/base/bytes.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace danelaw {

/// How a session ended, contract words (`smtp.result`).
enum class SmtpResult {
    tls_established,
    no_starttls,
    refused_temporary,
    refused_permanent,
    starttls_refused_temporary,
    starttls_refused_permanent,
    starttls_protocol_error,
    injection_detected,
    tls_handshake_failed,
    protocol_error,
    connection_lost,
    timeout,
    connect_failed,
};

/// Where a session ended.
enum class SmtpStage { connect, greeting, ehlo, starttls, tls };

/// What became of STARTTLS (RFC 3207).
enum class StartTlsOffer { offered, not_offered, refused, not_reached };

/// The TLS session as negotiated; names are GnuTLS's own.
struct TlsParameters {
    std::string version;    ///< `TLS1.3`
    std::string cipher;     ///< `AES-256-GCM`
    std::string group;      ///< `X25519`; empty where none
    std::string signature;  ///< server signature, `ECDSA-SECP256R1-SHA256`; empty where none
    std::string sni;        ///< name sent; empty where none was

    bool operator==(const TlsParameters&) const = default;
};

/// One session with one address, as observed; remote text is raw, capped, not yet printable().
struct SmtpSession {
    SmtpResult result = SmtpResult::connect_failed;
    SmtpStage stage = SmtpStage::connect;
    StartTlsOffer starttls = StartTlsOffer::not_reached;
    std::string banner;                                         ///< text of the greeting, lines joined by LF
    std::vector<std::string> replies;                           ///< every reply in order, `250-a\n250 b` joined by LF
    std::vector<std::pair<std::string, std::string>> dialogue;  ///< {"C"|"S", line} for -v, TLS included
    std::string detail;               ///< why it ended so: our sentence, remote text in quotes; empty on success
    std::string local_address;        ///< ours in this session; empty where there was no connection
    bool connection_refused = false;  ///< connect was answered with RST
    bool cut_by_deadline = false;     ///< ended by the deadline of the whole domain, not by a phase's
    std::optional<TlsParameters> tls;
    std::vector<Bytes> chain;          ///< DER as presented, leaf first; may be there although the handshake failed
    bool key_usage_violation = false;  ///< TLS stack would refuse the leaf's keyUsage without compatibility mode
    bool no_such_key_type = false;     ///< handshake_failure to an offer limited to one key family
    std::vector<std::pair<std::string, std::chrono::milliseconds>> times;  ///< {phase, duration}

    bool operator==(const SmtpSession&) const = default;
};

[[nodiscard]] std::string to_text(SmtpResult result);
[[nodiscard]] std::string to_text(SmtpStage stage);
[[nodiscard]] std::string to_text(StartTlsOffer offer);

}  // namespace danelaw
