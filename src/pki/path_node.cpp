#include "pki/path_node.hpp"

#include "pki/directory_name.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/pki/path.hpp>

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cstring>

namespace danelaw {

namespace {

template <class Reader>
Bytes read_key_id(const CrtHandle& crt, Reader reader) {
    std::array<std::uint8_t, 256> value{};
    std::size_t size = value.size();
    if (reader(crt.get(), value.data(), &size, nullptr) < 0) return {};
    return {value.begin(), value.begin() + static_cast<std::ptrdiff_t>(size)};
}

/// Critical extensions that senders do not refuse (RFC 5280 §4.2: any other critical one rejects): those that OpenSSL
/// knows, for most senders use it. Policies are constrained for those who ask for one; a server's certificate needs
/// none.
bool is_known_extension(std::string_view oid) {
    constexpr std::string_view known[] = {"2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.31",
                                          "2.5.29.32", "2.5.29.33", "2.5.29.36", "2.5.29.37", "2.5.29.54"};
    return std::find(std::begin(known), std::end(known), oid) != std::end(known);
}

std::optional<std::string> unknown_critical_extension(const PathNode& node) {
    for (unsigned i = 0; i < limits::certificate_extensions; ++i) {
        std::array<char, 128> oid{};
        std::size_t size = oid.size();
        unsigned critical = 0;
        const int read = gnutls_x509_crt_get_extension_info(node.crt.get(), i, oid.data(), &size, &critical);
        if (read == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE) return std::nullopt;
        if (read < 0) return "an extension that does not parse";
        const std::string_view text(oid.data(), strnlen(oid.data(), size));
        if (critical != 0 && !is_known_extension(text))
            return fmt::format("unknown critical extension {}", printable(text));
    }
    return "too many extensions";
}

/// RFC 5280 §4.2.1.12: where the extension is there, one purpose must be that of a TLS server. anyExtendedKeyUsage is
/// not enough: applications MAY reject it, and OpenSSL does.
bool allows_tls_server(const PathNode& node) {
    bool any = false;
    for (unsigned i = 0; i < limits::certificate_extensions; ++i) {
        std::array<char, 128> oid{};
        std::size_t size = oid.size();
        const int read = gnutls_x509_crt_get_key_purpose_oid(node.crt.get(), i, oid.data(), &size, nullptr);
        if (read == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE) break;
        if (read < 0) return false;
        any = true;
        const std::string_view text(oid.data(), strnlen(oid.data(), size));
        if (text == GNUTLS_KP_TLS_WWW_SERVER) return true;
    }
    return !any;
}

std::optional<unsigned> key_usage(gnutls_x509_crt_t crt) {
    unsigned usage = 0;
    if (gnutls_x509_crt_get_key_usage(crt, &usage, nullptr) < 0) return std::nullopt;
    return usage;
}

}  // namespace

PathNode::PathNode(const Certificate& of)
    : certificate(&of), crt(of.fault ? nullptr : import_crt(of.der)), parts(certificate_parts(of.der)) {
    if (!crt || !parts) {
        crt.reset();
        return;
    }
    authority_key_id = read_key_id(crt, gnutls_x509_crt_get_authority_key_id);
    subject_key_id = read_key_id(crt, gnutls_x509_crt_get_subject_key_id);
    costly_key = danelaw::costly_key(parts->spki);
}

std::string PathNode::shown() const {
    return fmt::format("certificate \"{}\"", printable(certificate->subject, limits::shown_octets));
}

bool could_have_issued(const PathNode& issuer, const PathNode& subject) {
    if (!issuer.crt || !subject.crt || !is_same_name(issuer.parts->subject, subject.parts->issuer)) return false;
    // Where both are there they must agree: OpenSSL, which most senders use, takes no other issuer.
    return issuer.subject_key_id.empty() || subject.authority_key_id.empty() ||
           issuer.subject_key_id == subject.authority_key_id;
}

std::optional<std::string> date_fault(const Certificate& certificate, Timestamp now) {
    if (!certificate.not_before || !certificate.not_after) return "dates that do not parse";
    if (*certificate.not_before > now) return fmt::format("not valid before {}", format_time(*certificate.not_before));
    if (*certificate.not_after < now) return fmt::format("expired at {}", format_time(*certificate.not_after));
    return std::nullopt;
}

std::optional<std::string> certificate_fault(const PathNode& node, Timestamp now) {
    auto fault = date_fault(*node.certificate, now);
    if (!fault) fault = unknown_critical_extension(node);
    if (!fault && !allows_tls_server(node)) fault = "extended key usage without TLS server";
    if (fault) return fmt::format("{}: {}", node.shown(), *fault);
    return std::nullopt;
}

std::optional<std::string> signature_fault(const PathNode& node) {
    if (!node.certificate->signature_algorithm.ends_with("SHA1")) return std::nullopt;
    return fmt::format("{}: signed with SHA-1, which senders do not trust", node.shown());
}

std::optional<std::string> key_usage_fault(const Certificate& leaf) {
    constexpr unsigned tls_usages =
        GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_ENCIPHERMENT | GNUTLS_KEY_KEY_AGREEMENT;
    const auto crt = import_crt(leaf.der);
    const auto usage = crt ? key_usage(crt.get()) : std::nullopt;
    if (!usage || (*usage & tls_usages) != 0) return std::nullopt;
    return "the certificate's key usage allows nothing that TLS does";
}

std::optional<std::string> issuer_fault(const PathNode& node, std::size_t below, bool is_anchor) {
    unsigned is_ca = 0;
    int path_length = -1;
    const int read = gnutls_x509_crt_get_basic_constraints(node.crt.get(), nullptr, &is_ca, &path_length);
    const auto usage = key_usage(node.crt.get());
    const bool may_sign = !usage || (*usage & GNUTLS_KEY_KEY_CERT_SIGN) != 0;
    // RFC 5280 §6.1.4 (k) asks every CA below the trust anchor for the flag. Of the trust anchor itself it says nothing
    // where the extension is absent: one of version 1, which can have none, or one that says so by its key usage.
    const bool is_v1 = gnutls_x509_crt_get_version(node.crt.get()) == 1 && node.certificate->self_issued;
    const bool ca_without_flag =
        is_anchor && read == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE && (is_v1 || usage.has_value());
    if ((read < 0 || is_ca == 0) && !ca_without_flag) return fmt::format("{} is no CA", node.shown());
    if (read >= 0 && path_length >= 0 && below > static_cast<std::size_t>(path_length)) {
        return fmt::format("{} allows {} certificates below it, there are {}", node.shown(), path_length, below);
    }
    if (!may_sign) return fmt::format("{} may not sign certificates", node.shown());
    return std::nullopt;
}

}  // namespace danelaw
