#include "report/pkix_judge.hpp"

namespace danelaw {

PkixJudge::PkixJudge(const DomainFacts& facts)
    : now_(facts.checked_at), has_anchors_(facts.ca && facts.ca->certificates > 0) {
    if (!facts.ca) return;
    for (const auto& der : facts.ca->anchors) anchors_.push_back(read_certificate(der));
}

std::optional<PkixResult> PkixJudge::judge(const CertificateChain& chain, const DomainName& name) {
    if (!has_anchors_) return std::nullopt;
    std::vector<Bytes> ders;
    for (const auto& certificate : chain) ders.push_back(certificate.der);
    auto key = std::pair(std::move(ders), name);
    const auto known = known_.find(key);
    if (known != known_.end()) return known->second;
    return known_.emplace(std::move(key), verify_pkix(chain, anchors_, name, now_)).first->second;
}

}  // namespace danelaw
