#include "cli/lint_tlsa.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw::cli {
namespace {

/// A record that could be read, and which of the arguments it was.
struct ReadRecord {
    std::size_t number;
    TlsaRecord record;
};

std::string subject_of(std::size_t number) { return fmt::format("record {}", number); }

bool is_pkix(const TlsaRecord& record) {
    return record.usage == CertificateUsage::pkix_ta || record.usage == CertificateUsage::pkix_ee;
}

/// The digest of nothing is what `openssl ... | sha256sum` prints when the first command failed.
bool is_digest_of_nothing(const TlsaRecord& record) {
    return (record.matching_type == MatchingType::sha2_256 && record.association_data == sha256({})) ||
           (record.matching_type == MatchingType::sha2_512 && record.association_data == sha512({}));
}

/// RFC 7671 §5.2.3: a trust anchor's bare key, which not every client can check signatures with.
bool is_bare_anchor_key(const TlsaRecord& record) {
    return record.usage == CertificateUsage::dane_ta && record.selector == Selector::spki &&
           record.matching_type == MatchingType::full;
}

void judge_one(const ReadRecord& read, const std::optional<std::string>& fault, std::vector<Finding>& findings) {
    const std::string subject = subject_of(read.number);
    const std::string shown = describe(read.record);
    if (fault) findings.push_back(make_finding("tlsa.unusable", subject, fmt::format("{}: {}", shown, *fault)));
    if (is_pkix(read.record)) {
        findings.push_back(make_finding("tlsa.pkix_usage", subject,
                                        fmt::format("{}: mail servers do not use PKIX usages, DANE-EE(3) or DANE-TA(2) "
                                                    "was expected",
                                                    shown)));
    }
    if (is_digest_of_nothing(read.record)) {
        findings.push_back(make_finding(
            "tlsa.empty_digest", subject,
            fmt::format("{}: the data is the digest of no octets at all, that of a certificate or key was expected",
                        shown)));
    }
    if (is_bare_anchor_key(read.record)) {
        findings.push_back(make_finding(
            "tlsa.bare_key", subject,
            fmt::format("{}: not every sender can use a bare trust anchor key, a digest was expected", shown)));
    }
}

void judge_set(const std::vector<ReadRecord>& records, std::vector<Finding>& findings) {
    for (auto later = records.begin(); later != records.end(); ++later) {
        const auto same = [&](const ReadRecord& earlier) { return earlier.record == later->record; };
        const auto earlier = std::find_if(records.begin(), later, same);
        if (earlier == later) continue;
        findings.push_back(
            make_finding("tlsa.duplicate", subject_of(later->number),
                         fmt::format("{}: the same as record {}", describe(later->record), earlier->number)));
    }
    const bool only_sha512 = !records.empty() && std::all_of(records.begin(), records.end(), [](const ReadRecord& r) {
        return r.record.matching_type == MatchingType::sha2_512;
    });
    if (only_sha512) {
        findings.push_back(make_finding("tlsa.only_sha512", "records",
                                        "only SHA2-512 digests, which not every sender can use, a SHA2-256(1) record "
                                        "beside them was expected"));
    }
}

}  // namespace

TlsaLint lint_tlsa(std::span<const std::string> texts) {
    TlsaLint lint;
    std::vector<ReadRecord> read;
    std::vector<TlsaRecord> records;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto record = tlsa_from_text(texts[i]);
        const auto fault =
            record ? unusable_reason(*record, UsageProfile::any) : std::optional<std::string>(record.error().detail);
        if (fault && !lint.reason) lint.reason = fmt::format("{}: {}", subject_of(i + 1), *fault);
        if (!record) continue;
        read.push_back({i + 1, *record});
        records.push_back(*record);
        judge_one(read.back(), fault, lint.findings);
    }
    judge_set(read, lint.findings);
    std::stable_sort(lint.findings.begin(), lint.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
    lint.records = select_records(records, UsageProfile::smtp);
    lint.valid = !lint.reason;
    return lint;
}

}  // namespace danelaw::cli
