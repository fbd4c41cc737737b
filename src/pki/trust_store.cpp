#include <danelaw/pki/pkix.hpp>

#include "pki/der.hpp"
#include "pki/pem.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

Bytes copy_of(ByteView octets) { return {octets.begin(), octets.end()}; }

}  // namespace

Result<TrustStore> TrustStore::from_pem(std::string_view pem) {
    auto blocks = read_pem_blocks(pem);
    if (!blocks) return blocks.error();
    TrustStore store;
    for (auto& der : *blocks) {
        // Only the name is read here: a certificate is parsed once a chain needs it.
        const auto parts = certificate_parts(der);
        if (!parts)
            return failure(
                fmt::format("certificate {} does not parse, expected an X.509 certificate", store.size_ + 1));
        store.by_subject_[copy_of(parts->subject)].push_back(der);
        ++store.size_;
    }
    return store;
}

std::vector<Bytes> TrustStore::anchors_for(const CertificateChain& chain) const {
    std::vector<Bytes> anchors;
    for (const auto& certificate : chain) {
        const auto parts = certificate_parts(certificate.der);
        if (!parts) continue;
        const auto found = by_subject_.find(copy_of(parts->issuer));
        if (found == by_subject_.end()) continue;
        for (const auto& der : found->second) {
            if (std::find(anchors.begin(), anchors.end(), der) == anchors.end()) anchors.push_back(der);
        }
    }
    return anchors;
}

}  // namespace danelaw
