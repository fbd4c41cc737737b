#pragma once

#include <danelaw/pki/certificate.hpp>

#include <span>
#include <string>

namespace danelaw {

/// Whether so little is left of a certificate that its renewal seems to have stopped: at most two weeks, and at most a
/// third of its validity, or two weeks alone where its beginning is not known. ACME clients renew 90 days a month
/// ahead, and what lives for six days every two or three.
[[nodiscard]] bool is_renewal_late(const Certificate& certificate, Timestamp now);

/// Of the certificates of a path (indexes into `chain`) the one that ends first of those whose renewal is late, or
/// nothing.
[[nodiscard]] const Certificate* late_renewal(const CertificateChain& chain, std::span<const std::size_t> path,
                                              Timestamp now);

/// `the certificate expires at 2026-01-02T03:04:05Z, in 3 days`; for one with an end.
[[nodiscard]] std::string expiry_text(const Certificate& certificate, Timestamp now);

}  // namespace danelaw
