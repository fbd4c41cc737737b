#include "report/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

bool is_pkix(const TlsaRecord& record) {
    return record.usage == CertificateUsage::pkix_ta || record.usage == CertificateUsage::pkix_ee;
}

bool is_empty_digest(const TlsaRecord& record) {
    return (record.matching_type == MatchingType::sha2_256 && record.association_data == sha256({})) ||
           (record.matching_type == MatchingType::sha2_512 && record.association_data == sha512({}));
}

bool is_bare_key(const TlsaRecord& record) {
    return record.usage == CertificateUsage::dane_ta && record.selector == Selector::spki &&
           record.matching_type == MatchingType::full;
}

bool any_matched(const std::vector<RecordUse>& records) {
    return std::any_of(records.begin(), records.end(), [](const RecordUse& use) { return use.matched; });
}

void find_record(const std::string& owner, const RecordUse& use, std::size_t number, Findings& findings) {
    const auto what = fmt::format("record {} ({})", number, shown_record(use.record));
    if (!use.usable) {
        findings.push_back(make_finding(
            is_pkix(use.record) ? "tlsa.pkix_usage" : "tlsa.unusable", owner,
            fmt::format("{}: {} cannot be used: {}", owner, what, use.reason.value_or("no reason given"))));
    } else if (!use.considered) {
        findings.push_back(make_finding("tlsa.set_aside", owner,
                                        fmt::format("{}: {} is set aside: {}", owner, what,
                                                    use.reason.value_or("a stronger digest stands beside it"))));
    }
    if (is_empty_digest(use.record)) {
        findings.push_back(
            make_finding("tlsa.empty_digest", owner, fmt::format("{}: {} is the digest of nothing", owner, what)));
    }
    if (use.usable && is_bare_key(use.record)) {
        findings.push_back(make_finding("tlsa.bare_key", owner, fmt::format("{}: {} is a bare key", owner, what)));
    }
}

void find_unmatched(const std::string& owner, const RecordUse& use, std::size_t number, Findings& findings) {
    if (!use.usable || !use.considered || use.matched) return;
    findings.push_back(make_finding(
        "tlsa.unmatched", owner,
        fmt::format("{}: record {} ({}) matches no chain that was seen", owner, number, shown_record(use.record))));
}

void find_whole_set(const std::string& owner, const std::vector<RecordUse>& records, Findings& findings) {
    const auto is_usable = [](const RecordUse& use) { return use.usable; };
    const auto needs_sha512 = [](const RecordUse& use) {
        return !use.usable || use.record.matching_type == MatchingType::sha2_512;
    };
    const bool any_usable = std::any_of(records.begin(), records.end(), is_usable);
    if (!any_usable && !records.empty()) {
        findings.push_back(make_finding("tlsa.all_unusable", owner,
                                        fmt::format("{}: none of {} TLSA records can be used", owner, records.size())));
    }
    if (any_usable && std::all_of(records.begin(), records.end(), needs_sha512)) {
        findings.push_back(
            make_finding("tlsa.only_sha512", owner, fmt::format("{}: only SHA2-512 digests are published", owner)));
    }
}

}  // namespace

std::string shown_record(const TlsaRecord& record) {
    constexpr std::size_t shown_digits = 140;
    const auto text = to_text(record);
    return text.size() <= shown_digits ? text : text.substr(0, shown_digits) + "...";
}

void find_record_faults(const std::string& owner, const std::vector<RecordUse>& records, const RecordNumbers& numbers,
                        Findings& findings) {
    for (std::size_t i = 0; i < records.size(); ++i) {
        find_record(owner, records[i], numbers[i], findings);
        if (any_matched(records)) find_unmatched(owner, records[i], numbers[i], findings);
        const auto self = records.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::any_of(records.begin(), self, [&](const RecordUse& other) { return other.record == self->record; })) {
            findings.push_back(make_finding(
                "tlsa.duplicate", owner,
                fmt::format("{}: record {} ({}) stands there twice", owner, numbers[i], shown_record(self->record))));
        }
    }
    find_whole_set(owner, records, findings);
}

}  // namespace danelaw
