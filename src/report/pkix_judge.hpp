#pragma once

#include <danelaw/pki/pkix.hpp>
#include <danelaw/report/facts.hpp>

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace danelaw {

/// Judges chains by the CA certificates of the facts, each chain and name once: hosts share them, and signatures cost
/// more than all the rest.
class PkixJudge {
public:
    explicit PkixJudge(const DomainFacts& facts);

    /// Whether there is anything to judge by; an empty store says nothing about a chain.
    [[nodiscard]] bool has_anchors() const { return has_anchors_; }
    /// Nothing where there is nothing to judge by.
    [[nodiscard]] std::optional<PkixResult> judge(const CertificateChain& chain, const DomainName& name);
    [[nodiscard]] const CertificateChain& anchors() const { return anchors_; }

private:
    Timestamp now_;
    bool has_anchors_;
    CertificateChain anchors_;
    std::map<std::pair<std::vector<Bytes>, DomainName>, PkixResult> known_;
};

}  // namespace danelaw
