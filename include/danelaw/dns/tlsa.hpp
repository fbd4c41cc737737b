#pragma once

#include <danelaw/base/bytes.hpp>

#include <string>
#include <string_view>

namespace danelaw {

// Registries of RFC 6698 §7 with the names of RFC 7218. The underlying type is fixed, so that
// unassigned values survive a round trip.
enum class CertificateUsage : std::uint8_t { pkix_ta = 0, pkix_ee = 1, dane_ta = 2, dane_ee = 3, priv_cert = 255 };
enum class Selector : std::uint8_t { cert = 0, spki = 1, priv_sel = 255 };
enum class MatchingType : std::uint8_t { full = 0, sha2_256 = 1, sha2_512 = 2, priv_match = 255 };

/// One TLSA record. Source: RFC 6698 §2.1.
struct TlsaRecord {
    CertificateUsage usage{};
    Selector selector{};
    MatchingType matching_type{};
    Bytes association_data;

    bool operator==(const TlsaRecord&) const = default;
};

/// Reads wire rdata. Errors: shorter than the three fixed octets. What the numbers mean, and whether the
/// length fits the matching type, is for dane/usability to say (RFC 6698 §4.1: unusable, not absent).
[[nodiscard]] Result<TlsaRecord> tlsa_from_rdata(ByteView rdata);
[[nodiscard]] Bytes to_rdata(const TlsaRecord& record);

/// Reads presentation form: `3 1 1 AB CD..`, mnemonics of RFC 7218 in any case, hexadecimal with white
/// space and with zone-file parentheses, or the generic form of RFC 3597 (`\# LEN HEX`). Strict: numbers
/// 0 to 255 without sign, even hex digits, at least one octet. Errors: one sentence with the place and
/// what was expected.
[[nodiscard]] Result<TlsaRecord> tlsa_from_text(std::string_view text);

/// `3 1 1 <hex>`.
[[nodiscard]] std::string to_text(const TlsaRecord& record);

/// `DANE-EE(3) SPKI(1) SHA2-256(1)`; unassigned numbers as `unassigned(4)`. Source: RFC 7218.
[[nodiscard]] std::string describe(const TlsaRecord& record);

}  // namespace danelaw
