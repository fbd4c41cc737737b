#pragma once

#include <danelaw/pki/certificate.hpp>

#include "pki/der.hpp"
#include "pki/gnutls_handles.hpp"

#include <optional>
#include <string>
#include <vector>

namespace danelaw {

/// One certificate while paths are built: parsed once, with what RFC 5280 §6.1 asks about it.
struct PathNode {
    explicit PathNode(const Certificate& of);
    /// `certificate "CN=..."`, printable.
    [[nodiscard]] std::string shown() const;

    const Certificate* certificate;
    CrtHandle crt;  ///< empty: does not parse, and is in no path
    std::optional<CertificateParts> parts;
    Bytes authority_key_id;                 ///< empty where absent
    Bytes subject_key_id;                   ///< empty where absent
    std::optional<std::string> costly_key;  ///< see costly_key()
};

/// Whether names and key identifiers allow `issuer` to have issued `subject`; the signature is not checked.
[[nodiscard]] bool could_have_issued(const PathNode& issuer, const PathNode& subject);

/// Why a certificate is not valid at this moment, or nothing.
[[nodiscard]] std::optional<std::string> date_fault(const Certificate& certificate, Timestamp now);

/// Why a certificate may not stand in the path of a TLS server at all (dates, unknown critical extension, extended key
/// usage), or nothing.
[[nodiscard]] std::optional<std::string> certificate_fault(const PathNode& node, Timestamp now);

/// Why nothing follows from the signature of a certificate, or nothing: by SHA-1, with which others can be made to
/// carry it. OpenSSL (from its security level 1) and GnuTLS go no further.
[[nodiscard]] std::optional<std::string> signature_fault(const PathNode& node);

/// Why a certificate may not issue others, or nothing. `below` is the number of certificates between it and the leaf
/// that are not self-issued; `is_anchor` marks the trust anchor.
[[nodiscard]] std::optional<std::string> issuer_fault(const PathNode& node, std::size_t below, bool is_anchor);

/// Why the name constraints of `issuer` forbid the names of a certificate below it, or nothing. Source: RFC 5280
/// §4.2.1.10. Each name that is held against a subtree is one comparison; where too few are left, that is a fault.
[[nodiscard]] std::optional<std::string> name_constraint_fault(const PathNode& issuer, const PathNode& subject,
                                                               bool subject_is_leaf, std::size_t& comparisons_left);

}  // namespace danelaw
