#include "pki/signature.hpp"

#include <danelaw/base/limits.hpp>

#include "pki/gnutls_handles.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <bit>

namespace danelaw {

namespace {

/// Octets that gnutls_pubkey_export_..._raw2() allocated; their bits, leading zeros aside.
std::size_t bits_of(gnutls_datum_t& number) {
    const auto octets = take_datum(number);
    const auto first = std::find_if(octets.begin(), octets.end(), [](std::uint8_t octet) { return octet != 0; });
    if (first == octets.end()) return 0;
    return static_cast<std::size_t>(octets.end() - first) * 8 - static_cast<std::size_t>(std::countl_zero(*first));
}

/// The bits of the exponent that checking a signature raises to: the public one of RSA, the order of DSA's subgroup; 0
/// for the rest, whose cost their curve fixes.
std::size_t exponent_bits(gnutls_pubkey_t key, int algorithm) {
    gnutls_datum_t number{nullptr, 0};
    if (algorithm == GNUTLS_PK_RSA || algorithm == GNUTLS_PK_RSA_PSS)
        return gnutls_pubkey_export_rsa_raw2(key, nullptr, &number, 0) < 0 ? SIZE_MAX : bits_of(number);
    if (algorithm == GNUTLS_PK_DSA)
        return gnutls_pubkey_export_dsa_raw2(key, nullptr, &number, nullptr, nullptr, 0) < 0 ? SIZE_MAX
                                                                                             : bits_of(number);
    return 0;
}

/// saltLength of RSASSA-PSS-params, RFC 4055 §3.1; nothing where the parameters are none of these.
std::optional<unsigned> pss_salt_octets(ByteView algorithm) {
    constexpr std::uint8_t tag_salt_length = 0xA2;
    constexpr unsigned default_length = 20;
    const auto parts = elements_of_sequence(algorithm);
    if (!parts || parts->size() != 2) return std::nullopt;
    const auto parameters = elements_of_sequence(parts->at(1).whole);
    if (!parameters) return std::nullopt;
    for (const auto& parameter : *parameters) {
        if (parameter.tag != tag_salt_length) continue;
        const auto number = elements_in(parameter.content);
        if (!number || number->size() != 1 || number->front().content.size() > 2) return std::nullopt;
        unsigned length = 0;
        for (const auto octet : number->front().content) length = length << 8U | octet;
        return length;
    }
    return default_length;
}

/// The length of the salt is said by the signature, but GnuTLS takes it from the key, where a plain RSA key has none.
bool set_salt_length(gnutls_pubkey_t key, gnutls_sign_algorithm_t algorithm, ByteView parameters) {
    const auto length = pss_salt_octets(parameters);
    gnutls_x509_spki_t made = nullptr;
    if (!length || gnutls_x509_spki_init(&made) < 0) return false;
    const SpkiHandle spki(made);
    gnutls_x509_spki_set_rsa_pss_params(spki.get(), gnutls_sign_get_hash_algorithm(algorithm), *length);
    return gnutls_pubkey_set_spki(key, spki.get(), 0) >= 0;
}

}  // namespace

std::optional<std::string> costly_key(ByteView spki) {
    const auto key = import_spki(spki);
    if (!key) return std::nullopt;
    unsigned bits = 0;
    const int algorithm = gnutls_pubkey_get_pk_algorithm(key.get(), &bits);
    if (bits > limits::key_bits) return fmt::format("a key of {} bits, at most {} are used", bits, limits::key_bits);
    const auto limit = algorithm == GNUTLS_PK_DSA ? limits::dsa_order_bits : limits::rsa_exponent_bits;
    if (exponent_bits(key.get(), algorithm) > limit)
        return fmt::format("a key whose exponent has more than {} bits", limit);
    return std::nullopt;
}

bool has_signed(ByteView spki, const PathNode& subject) {
    const auto key = import_spki(spki);
    const int read = subject.crt ? gnutls_x509_crt_get_signature_algorithm(subject.crt.get()) : -1;
    if (!key || read <= GNUTLS_SIGN_UNKNOWN || costly_key(spki)) return false;
    const auto algorithm = static_cast<gnutls_sign_algorithm_t>(read);
    const bool is_pss = gnutls_sign_get_pk_algorithm(algorithm) == GNUTLS_PK_RSA_PSS;
    const bool plain_key = gnutls_pubkey_get_pk_algorithm(key.get(), nullptr) == GNUTLS_PK_RSA;
    if (is_pss && plain_key && !set_salt_length(key.get(), algorithm, subject.parts->algorithm)) return false;
    const auto data = datum_of(subject.parts->tbs);
    const auto signature = datum_of(subject.parts->signature);
    return gnutls_pubkey_verify_data2(key.get(), algorithm, GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1, &data, &signature) >= 0;
}

}  // namespace danelaw
