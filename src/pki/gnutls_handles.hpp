#pragma once

#include <danelaw/base/bytes.hpp>
#include <danelaw/base/c_ptr.hpp>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <optional>
#include <type_traits>

namespace danelaw {

using CrtHandle = CPtr<std::remove_pointer_t<gnutls_x509_crt_t>, gnutls_x509_crt_deinit>;
using PubkeyHandle = CPtr<std::remove_pointer_t<gnutls_pubkey_t>, gnutls_pubkey_deinit>;
using SpkiHandle = CPtr<std::remove_pointer_t<gnutls_x509_spki_t>, gnutls_x509_spki_deinit>;
using NameConstraintsHandle =
    CPtr<std::remove_pointer_t<gnutls_x509_name_constraints_t>, gnutls_x509_name_constraints_deinit>;

/// A view of octets as GnuTLS takes it; GnuTLS does not write there.
inline gnutls_datum_t datum_of(ByteView octets) {
    return {const_cast<unsigned char*>(octets.data()), static_cast<unsigned int>(octets.size())};
}

/// Copies out a datum that GnuTLS allocated, and frees it.
inline Bytes take_datum(gnutls_datum_t& datum) {
    Bytes octets(datum.data, datum.data + datum.size);
    gnutls_free(datum.data);
    datum = {nullptr, 0};
    return octets;
}

/// The parsed certificate, or an empty handle.
inline CrtHandle import_crt(ByteView der) {
    gnutls_x509_crt_t made = nullptr;
    if (gnutls_x509_crt_init(&made) < 0) return nullptr;
    CrtHandle crt(made);
    const auto datum = datum_of(der);
    if (gnutls_x509_crt_import(crt.get(), &datum, GNUTLS_X509_FMT_DER) < 0) return nullptr;
    return crt;
}

inline constexpr const char* subject_alt_name_oid = "2.5.29.17";

/// The DER of an extension, or nothing where the certificate has none. GnuTLS parses no certificate that has one twice.
inline std::optional<Bytes> read_extension(gnutls_x509_crt_t crt, const char* oid) {
    gnutls_datum_t value{nullptr, 0};
    if (gnutls_x509_crt_get_extension_by_oid2(crt, oid, 0, &value, nullptr) < 0) return std::nullopt;
    return take_datum(value);
}

/// The public key of DER SubjectPublicKeyInfo, or an empty handle.
inline PubkeyHandle import_spki(ByteView spki) {
    gnutls_pubkey_t made = nullptr;
    if (gnutls_pubkey_init(&made) < 0) return nullptr;
    PubkeyHandle key(made);
    const auto datum = datum_of(spki);
    if (gnutls_pubkey_import(key.get(), &datum, GNUTLS_X509_FMT_DER) < 0) return nullptr;
    return key;
}

}  // namespace danelaw
