#pragma once

#include <danelaw/base/bytes.hpp>
#include <danelaw/base/time.hpp>

#include <optional>
#include <string>
#include <vector>

namespace danelaw {

/// What a certificate says, read once. Every text is as in the certificate: printable() it before output.
/// A certificate that does not parse still has `der` (a digest of it can match), and `fault` says why.
struct Certificate {
    Bytes der;
    Bytes spki;           ///< DER SubjectPublicKeyInfo (RFC 6698 §2.1.2 selector 1); empty if not found
    std::string subject;  ///< RFC 4514
    std::string issuer;   ///< RFC 4514
    std::optional<Timestamp> not_before;
    std::optional<Timestamp> not_after;
    std::vector<std::string> dns_names;     ///< subjectAltName dNSName, in order, as found
    std::vector<std::string> common_names;  ///< subject CNs, in order; matter only without dns_names (RFC 7672 §3.2.3)
    std::string key;                        ///< `RSA-2048`, `ECDSA-P256`, `Ed25519`; algorithm name for the rest
    std::optional<unsigned> rsa_bits;       ///< of an RSA key
    std::string signature_algorithm;        ///< `RSA-SHA256`
    bool self_issued = false;               ///< subject equals issuer
    std::optional<std::string> fault;       ///< why it does not parse
};

/// Presented order, leaf first.
using CertificateChain = std::vector<Certificate>;

/// Reads DER. Never fails: see `fault`.
[[nodiscard]] Certificate read_certificate(ByteView der);

/// Reads all `CERTIFICATE` blocks of PEM text, in order. Errors: no block, or a block that is not base64 or no DER
/// certificate (which block, by number).
[[nodiscard]] Result<CertificateChain> read_pem_chain(std::string_view pem);

/// Whether octets are a DER SubjectPublicKeyInfo that GnuTLS can read.
[[nodiscard]] bool is_public_key(ByteView spki);

/// Why no signature is checked with a key (a clause: `a key of 20000 bits, ...`): it could cost seconds, which a
/// hostile peer would have us spend. Nothing for other keys, and for octets that are no key.
[[nodiscard]] std::optional<std::string> costly_key(ByteView spki);

/// SHA2-256 or SHA2-512 of octets.
[[nodiscard]] Bytes sha256(ByteView octets);
[[nodiscard]] Bytes sha512(ByteView octets);

}  // namespace danelaw
