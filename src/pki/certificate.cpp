#include <danelaw/pki/certificate.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include "pki/der.hpp"
#include "pki/directory_name.hpp"
#include "pki/gnutls_handles.hpp"

#include <fmt/format.h>
#include <gnutls/crypto.h>
#include <algorithm>
#include <array>

namespace danelaw {

namespace {

using DnReader = int (*)(gnutls_x509_crt_t, gnutls_datum_t*, unsigned);

std::string read_dn(gnutls_x509_crt_t crt, DnReader reader) {
    gnutls_datum_t text{nullptr, 0};
    if (reader(crt, &text, 0) < 0) return {};
    return std::string(as_text(take_datum(text)));
}

std::optional<Timestamp> read_moment(std::time_t moment) {
    if (moment == static_cast<std::time_t>(-1)) return std::nullopt;
    return Timestamp{std::chrono::seconds{moment}};
}

/// All of them, octet by octet: a name that was left out would not be held against name constraints. RFC 5280 §4.2.1.6.
std::vector<std::string> read_dns_names(gnutls_x509_crt_t crt) {
    constexpr std::uint8_t tag_dns_name = 0x82;
    std::vector<std::string> names;
    const auto extension = read_extension(crt, subject_alt_name_oid);
    if (!extension) return names;
    const auto general_names = elements_of_sequence(*extension);
    for (const auto& name : general_names.value_or(std::vector<DerElement>())) {
        if (name.tag == tag_dns_name) names.emplace_back(as_text(name.content));
    }
    return names;
}

std::vector<std::string> read_common_names(gnutls_x509_crt_t crt) {
    std::vector<std::string> names;
    for (unsigned i = 0; i < limits::common_names; ++i) {
        std::array<char, 1024> value{};
        std::size_t size = value.size();
        const int read = gnutls_x509_crt_get_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, i, 0, value.data(), &size);
        if (read == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE) break;
        if (read >= 0) names.emplace_back(value.data(), size);
    }
    return names;
}

std::string curve_name(gnutls_ecc_curve_t curve) {
    if (curve == GNUTLS_ECC_CURVE_SECP256R1) return "P256";
    if (curve == GNUTLS_ECC_CURVE_SECP384R1) return "P384";
    if (curve == GNUTLS_ECC_CURVE_SECP521R1) return "P521";
    const char* const name = gnutls_ecc_curve_get_name(curve);
    return name == nullptr ? "unknown" : name;
}

std::optional<unsigned> rsa_bits_of(gnutls_x509_crt_t crt) {
    unsigned bits = 0;
    const int algorithm = gnutls_x509_crt_get_pk_algorithm(crt, &bits);
    if (algorithm != GNUTLS_PK_RSA && algorithm != GNUTLS_PK_RSA_PSS) return std::nullopt;
    return bits;
}

std::string describe_key(gnutls_x509_crt_t crt, ByteView spki) {
    unsigned bits = 0;
    const int algorithm = gnutls_x509_crt_get_pk_algorithm(crt, &bits);
    if (algorithm == GNUTLS_PK_ECDSA) {
        const auto key = import_spki(spki);
        gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
        if (key) gnutls_pubkey_export_ecc_raw(key.get(), &curve, nullptr, nullptr);
        return "ECDSA-" + curve_name(curve);
    }
    if (const auto rsa_bits = rsa_bits_of(crt)) return fmt::format("RSA-{}", *rsa_bits);
    if (algorithm == GNUTLS_PK_EDDSA_ED25519) return "Ed25519";
    if (algorithm == GNUTLS_PK_EDDSA_ED448) return "Ed448";
    const char* const name =
        algorithm < 0 ? nullptr : gnutls_pk_get_name(static_cast<gnutls_pk_algorithm_t>(algorithm));
    return name == nullptr ? "unknown" : name;
}

Bytes digest(gnutls_digest_algorithm_t algorithm, ByteView octets) {
    Bytes result(gnutls_hash_get_len(algorithm));
    gnutls_hash_fast(algorithm, octets.data(), octets.size(), result.data());
    return result;
}

}  // namespace

Certificate read_certificate(ByteView der) {
    Certificate certificate;
    certificate.der.assign(der.begin(), der.end());
    if (der.size() > limits::chain_octets) {
        certificate.fault = fmt::format("larger than {} octets", limits::chain_octets);
        return certificate;
    }
    const auto parts = certificate_parts(certificate.der);
    if (parts) {
        certificate.spki.assign(parts->spki.begin(), parts->spki.end());
        certificate.self_issued = is_same_name(parts->issuer, parts->subject);
    }
    const auto crt = import_crt(der);
    if (!parts || !crt) {
        certificate.fault = parts ? "the certificate does not parse" : "not a DER certificate";
        return certificate;
    }
    certificate.subject = read_dn(crt.get(), gnutls_x509_crt_get_dn3);
    certificate.issuer = read_dn(crt.get(), gnutls_x509_crt_get_issuer_dn3);
    certificate.not_before = read_moment(gnutls_x509_crt_get_activation_time(crt.get()));
    certificate.not_after = read_moment(gnutls_x509_crt_get_expiration_time(crt.get()));
    certificate.dns_names = read_dns_names(crt.get());
    certificate.common_names = read_common_names(crt.get());
    certificate.key = describe_key(crt.get(), certificate.spki);
    certificate.rsa_bits = rsa_bits_of(crt.get());
    const int signature = gnutls_x509_crt_get_signature_algorithm(crt.get());
    const char* const name =
        signature < 0 ? nullptr : gnutls_sign_get_name(static_cast<gnutls_sign_algorithm_t>(signature));
    certificate.signature_algorithm = name == nullptr ? "unknown" : name;
    return certificate;
}

bool is_public_key(ByteView spki) { return import_spki(spki) != nullptr; }

Bytes sha256(ByteView octets) { return digest(GNUTLS_DIG_SHA256, octets); }

Bytes sha512(ByteView octets) { return digest(GNUTLS_DIG_SHA512, octets); }

}  // namespace danelaw
