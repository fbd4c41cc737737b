#pragma once

#include <danelaw/dns/domain_name.hpp>
#include <danelaw/pki/certificate.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// The CA certificates that are trusted, found by the name of the issuer that is looked for.
class TrustStore {
public:
    TrustStore() = default;
    /// Reads all `CERTIFICATE` blocks; text without any is an empty store. Errors: a block that is no certificate.
    [[nodiscard]] static Result<TrustStore> from_pem(std::string_view pem);

    [[nodiscard]] std::size_t size() const { return size_; }
    /// DER of those that may have issued a certificate of this chain: all that a path from it can end at.
    [[nodiscard]] std::vector<Bytes> anchors_for(const CertificateChain& chain) const;

private:
    std::map<Bytes, std::vector<Bytes>> by_subject_;  // DER Name to DER certificates
    std::size_t size_ = 0;
};

/// What is wrong with a chain for a name.
enum class PkixFault { no_certificate, expired, self_signed, untrusted, without_san, wrong_name };

struct PkixResult {
    std::vector<PkixFault> faults;       ///< none where valid; those of the path, then that of the name
    std::optional<std::string> reason;   ///< why not valid, printable
    std::vector<std::size_t> path;       ///< which of the presented certificates make it, where there is one
    std::optional<Timestamp> not_after;  ///< the earliest end of validity along the path, where there is one

    [[nodiscard]] bool valid() const { return faults.empty(); }
};

/// Whether a presented chain is valid by PKIX for a host name: a path to one of the anchors (see PathFinder), and a
/// subjectAltName that matches; common names do not count. Source: RFC 5280 §6.1, RFC 8461 §3.3 and §4.2, RFC 9525 §6.
[[nodiscard]] PkixResult verify_pkix(const CertificateChain& chain, std::span<const Certificate> anchors,
                                     const DomainName& name, Timestamp now);

/// Whether a CA certificate is an anchor, or leads to one: then a public CA can issue below it, too. `presented` are
/// the other certificates that are known.
[[nodiscard]] bool leads_to_anchor(const Certificate& ca, const CertificateChain& presented,
                                   std::span<const Certificate> anchors, Timestamp now);

}  // namespace danelaw
