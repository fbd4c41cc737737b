#pragma once

#include <danelaw/base/bytes.hpp>

#include <optional>
#include <vector>

namespace danelaw {

/// One DER element. Views into the octets it was read from.
struct DerElement {
    std::uint8_t tag = 0;
    ByteView content;
    ByteView whole;
};

/// Takes the first element off `octets`; nothing where the length is indefinite, too long, or not in DER's shortest
/// form.
[[nodiscard]] std::optional<DerElement> take_element(ByteView& octets);

/// The elements within `content`, or nothing where it is not made of whole elements.
[[nodiscard]] std::optional<std::vector<DerElement>> elements_in(ByteView content);

/// The elements of the SEQUENCE that `octets` are, or nothing where they are no SEQUENCE, or more than it.
[[nodiscard]] std::optional<std::vector<DerElement>> elements_of_sequence(ByteView octets);

/// The parts of a certificate that its signature and its key are in, found without a full parse (RFC 5280 §4.1).
struct CertificateParts {
    ByteView tbs;     ///< tbsCertificate, with tag and length
    ByteView issuer;  ///< Name, with tag and length
    ByteView subject;
    ByteView spki;       ///< SubjectPublicKeyInfo, with tag and length
    ByteView algorithm;  ///< signatureAlgorithm, with tag and length
    ByteView signature;  ///< the BIT STRING's octets
};
[[nodiscard]] std::optional<CertificateParts> certificate_parts(ByteView der);

}  // namespace danelaw
