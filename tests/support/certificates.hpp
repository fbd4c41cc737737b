#pragma once

#include <danelaw/dns/tlsa.hpp>
#include <danelaw/pki/certificate.hpp>

#include <chrono>
#include <initializer_list>
#include <string>

namespace danelaw::test {

/// When the certificates of testdata/certs are judged: 2026-01-01T00:00:00Z, whatever the day is.
inline constexpr Timestamp judged_at{std::chrono::seconds{1'767'225'600}};

/// The text of a file of testdata/certs.
std::string certificate_file(const std::string& file);

/// testdata/certs/NAME.pem; where a file has several certificates, the first.
Certificate certificate(const std::string& name);
/// The certificates of several files.
CertificateChain chain(std::initializer_list<const char*> names);
/// DER SubjectPublicKeyInfo of testdata/certs/NAME.spki.
Bytes public_key(const std::string& name);

/// Digest by openssl of testdata/certs/NAME.pem: `selected` is `certificate` or `key`, `algorithm` `sha256` or `sha512`
/// (the latter for `leaf` only).
Bytes digest_of(const std::string& name, const std::string& selected, const std::string& algorithm = "sha256");

/// The TLSA record `U S M` of a certificate with what openssl says of it. Matching type 0 for selector 1 is there for
/// `root` only.
TlsaRecord tlsa(const std::string& numbers, const std::string& name);

}  // namespace danelaw::test
