#include "pki/der.hpp"

namespace danelaw {

namespace {

constexpr std::uint8_t tag_sequence = 0x30;
constexpr std::uint8_t tag_bit_string = 0x03;
constexpr std::uint8_t tag_version = 0xA0;

/// Takes an element that must have this tag.
bool take(ByteView& octets, std::uint8_t tag, DerElement& element) {
    const auto taken = take_element(octets);
    if (!taken || taken->tag != tag) return false;
    element = *taken;
    return true;
}

}  // namespace

std::optional<DerElement> take_element(ByteView& octets) {
    if (octets.size() < 2 || (octets[0] & 0x1FU) == 0x1FU) return std::nullopt;  // X.509 has no high tag numbers
    std::size_t length = octets[1];
    std::size_t header = 2;
    if (length >= 0x80) {
        const std::size_t count = length & 0x7FU;
        if (count == 0 || count > 3 || octets.size() < 2 + count) return std::nullopt;
        length = 0;
        for (std::size_t i = 0; i < count; ++i) length = length << 8U | octets[2 + i];
        header += count;
        if (length < 0x80 || octets[2] == 0) return std::nullopt;
    }
    if (octets.size() - header < length) return std::nullopt;
    const DerElement element{octets[0], octets.subspan(header, length), octets.first(header + length)};
    octets = octets.subspan(header + length);
    return element;
}

std::optional<std::vector<DerElement>> elements_in(ByteView content) {
    std::vector<DerElement> elements;
    while (!content.empty()) {
        const auto element = take_element(content);
        if (!element) return std::nullopt;
        elements.push_back(*element);
    }
    return elements;
}

std::optional<std::vector<DerElement>> elements_of_sequence(ByteView octets) {
    DerElement sequence;
    if (!take(octets, tag_sequence, sequence) || !octets.empty()) return std::nullopt;
    return elements_in(sequence.content);
}

std::optional<CertificateParts> certificate_parts(ByteView der) {
    DerElement certificate, tbs, algorithm, signature;
    if (!take(der, tag_sequence, certificate) || !der.empty()) return std::nullopt;
    ByteView outer = certificate.content;
    if (!take(outer, tag_sequence, tbs) || !take(outer, tag_sequence, algorithm) ||
        !take(outer, tag_bit_string, signature) || signature.content.empty()) {
        return std::nullopt;
    }
    ByteView inner = tbs.content;
    if (!inner.empty() && inner[0] == tag_version && !take_element(inner)) return std::nullopt;
    const auto serial = take_element(inner);
    DerElement inner_algorithm, issuer, validity, subject, spki;
    if (!serial || !take(inner, tag_sequence, inner_algorithm) || !take(inner, tag_sequence, issuer) ||
        !take(inner, tag_sequence, validity) || !take(inner, tag_sequence, subject) ||
        !take(inner, tag_sequence, spki)) {
        return std::nullopt;
    }
    return CertificateParts{tbs.whole,  issuer.whole,    subject.whole,
                            spki.whole, algorithm.whole, signature.content.subspan(1)};
}

}  // namespace danelaw
