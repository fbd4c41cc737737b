#include "pki/path_node.hpp"

#include "pki/directory_name.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

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

std::string shown_subject(const PathNode& node) {
    return fmt::format("certificate \"{}\"", printable(node.certificate->subject, limits::shown_octets));
}

/// Critical extensions whose meaning is applied here, or that cannot forbid a server's use. RFC 5280 §4.2: any other
/// critical one rejects.
bool is_known_extension(std::string_view oid) {
    constexpr std::string_view known[] = {"2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.18", "2.5.29.19",
                                          "2.5.29.30", "2.5.29.32", "2.5.29.35", "2.5.29.37"};
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

/// RFC 5280 §4.2.1.12: where the extension is there, one purpose must allow a TLS server.
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
        if (text == GNUTLS_KP_TLS_WWW_SERVER || text == GNUTLS_KP_ANY) return true;
    }
    return !any;
}

}  // namespace

PathNode::PathNode(const Certificate& of)
    : certificate(&of), crt(import_crt(of.der)), parts(certificate_parts(of.der)) {
    if (!crt || !parts) {
        crt.reset();
        return;
    }
    authority_key_id = read_key_id(crt, gnutls_x509_crt_get_authority_key_id);
    subject_key_id = read_key_id(crt, gnutls_x509_crt_get_subject_key_id);
    unsigned bits = 0;
    gnutls_x509_crt_get_pk_algorithm(crt.get(), &bits);
    too_large_key = bits > limits::key_bits;
}

bool could_have_issued(const PathNode& issuer, const PathNode& subject) {
    if (!issuer.crt || !subject.crt || !is_same_name(issuer.parts->subject, subject.parts->issuer)) return false;
    // Where both are there they must agree: OpenSSL, which most senders use, takes no other issuer.
    return issuer.subject_key_id.empty() || subject.authority_key_id.empty() ||
           issuer.subject_key_id == subject.authority_key_id;
}

bool has_signed(ByteView spki, const PathNode& subject) {
    const auto key = import_spki(spki);
    const int algorithm = subject.crt ? gnutls_x509_crt_get_signature_algorithm(subject.crt.get()) : -1;
    unsigned bits = 0;
    if (!key || algorithm <= GNUTLS_SIGN_UNKNOWN) return false;
    gnutls_pubkey_get_pk_algorithm(key.get(), &bits);
    if (bits > limits::key_bits) return false;
    const auto data = datum_of(subject.parts->tbs);
    const auto signature = datum_of(subject.parts->signature);
    return gnutls_pubkey_verify_data2(key.get(), static_cast<gnutls_sign_algorithm_t>(algorithm),
                                      GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1, &data, &signature) >= 0;
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
    if (fault) return fmt::format("{}: {}", shown_subject(node), *fault);
    return std::nullopt;
}

std::optional<std::string> issuer_fault(const PathNode& node, std::size_t below, bool is_anchor) {
    unsigned is_ca = 0;
    int path_length = -1;
    const int read = gnutls_x509_crt_get_basic_constraints(node.crt.get(), nullptr, &is_ca, &path_length);
    const bool is_v1 = gnutls_x509_crt_get_version(node.crt.get()) == 1;
    // A version 1 certificate cannot say that it is a CA (RFC 5280 §6.1.4 (k)): only as the trust anchor itself it may
    // be one.
    const bool v1_anchor = is_v1 && is_anchor && node.certificate->self_issued;
    if ((read < 0 || is_ca == 0) && !v1_anchor) return fmt::format("{} is no CA", shown_subject(node));
    if (read >= 0 && path_length >= 0 && below > static_cast<std::size_t>(path_length)) {
        return fmt::format("{} allows {} certificates below it, there are {}", shown_subject(node), path_length, below);
    }
    unsigned usage = 0;
    const bool has_usage = gnutls_x509_crt_get_key_usage(node.crt.get(), &usage, nullptr) >= 0;
    if (has_usage && (usage & GNUTLS_KEY_KEY_CERT_SIGN) == 0)
        return fmt::format("{} may not sign certificates", shown_subject(node));
    if (node.too_large_key)
        return fmt::format("{} has a key of more than {} bits", shown_subject(node), limits::key_bits);
    return std::nullopt;
}

}  // namespace danelaw
