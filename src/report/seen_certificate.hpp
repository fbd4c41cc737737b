#pragma once

#include <danelaw/pki/certificate.hpp>
#include <danelaw/report/memory.hpp>

#include <string_view>

namespace danelaw {

[[nodiscard]] inline SeenCertificate seen_certificate(const Certificate& certificate) {
    return {sha256(certificate.der), certificate.spki.empty() ? Bytes() : sha256(certificate.spki), certificate.key,
            certificate.not_after};
}

/// Whether a server that presents one of two keys would not present the other to the same client: it has one
/// certificate of RSA, and one of the rest.
[[nodiscard]] inline bool is_same_kind(std::string_view key, std::string_view other) {
    return key.starts_with("RSA") == other.starts_with("RSA");
}

}  // namespace danelaw
