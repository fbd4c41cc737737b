#include <danelaw/dane/match.hpp>

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

constexpr std::size_t sha256_octets = 32;
constexpr std::size_t sha512_octets = 64;

std::optional<std::string> digest_length_fault(const TlsaRecord& record, std::size_t expected) {
    if (record.association_data.size() == expected) return std::nullopt;
    return fmt::format("association data has {} octets, {} needs {}", record.association_data.size(),
                       expected == sha256_octets ? "SHA2-256(1)" : "SHA2-512(2)", expected);
}

std::optional<std::string> full_data_fault(const TlsaRecord& record) {
    if (record.selector == Selector::cert) {
        if (read_certificate(record.association_data).fault) return "association data is no certificate";
    } else if (!is_public_key(record.association_data)) {
        return "association data is no public key";
    }
    return std::nullopt;
}

/// The strength order of RFC 7671 §9: the higher is preferred.
int digest_strength(MatchingType type) { return static_cast<int>(type); }

bool is_digest(const TlsaRecord& record) { return record.matching_type != MatchingType::full; }

}  // namespace

std::optional<std::string> unusable_reason(const TlsaRecord& record, UsageProfile profile) {
    const auto usage = record.usage;
    if (usage == CertificateUsage::pkix_ta || usage == CertificateUsage::pkix_ee) {
        if (profile == UsageProfile::smtp) {
            return fmt::format("usage {} is not used on port 25, DANE-TA(2) or DANE-EE(3) are",
                               usage == CertificateUsage::pkix_ta ? "PKIX-TA(0)" : "PKIX-EE(1)");
        }
    } else if (usage != CertificateUsage::dane_ta && usage != CertificateUsage::dane_ee) {
        return fmt::format("unknown certificate usage {}", static_cast<unsigned>(usage));
    }
    if (record.selector != Selector::cert && record.selector != Selector::spki) {
        return fmt::format("unknown selector {}", static_cast<unsigned>(record.selector));
    }
    if (record.association_data.empty()) return "no association data";
    switch (record.matching_type) {
        case MatchingType::full:
            return full_data_fault(record);
        case MatchingType::sha2_256:
            return digest_length_fault(record, sha256_octets);
        case MatchingType::sha2_512:
            return digest_length_fault(record, sha512_octets);
        case MatchingType::priv_match:
            break;
    }
    return fmt::format("unknown matching type {}", static_cast<unsigned>(record.matching_type));
}

std::vector<RecordUse> select_records(std::span<const TlsaRecord> records, UsageProfile profile) {
    std::vector<RecordUse> uses;
    for (const auto& record : records) {
        RecordUse use;
        use.record = record;
        use.reason = unusable_reason(record, profile);
        use.usable = use.considered = !use.reason;
        uses.push_back(std::move(use));
    }
    // RFC 7671 §9: for each usage and selector only the strongest digest counts; Full(0) is no digest and stays.
    for (auto& use : uses) {
        if (!use.usable || !is_digest(use.record)) continue;
        const bool stronger = std::any_of(uses.begin(), uses.end(), [&](const RecordUse& other) {
            return other.usable && is_digest(other.record) && other.record.usage == use.record.usage &&
                   other.record.selector == use.record.selector &&
                   digest_strength(other.record.matching_type) > digest_strength(use.record.matching_type);
        });
        if (!stronger) continue;
        use.considered = false;
        use.reason = "a record with a stronger digest and the same usage and selector stands beside it";
    }
    return uses;
}

}  // namespace danelaw
