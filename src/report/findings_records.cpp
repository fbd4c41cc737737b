#include "report/findings.hpp"

#include <danelaw/base/limits.hpp>

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

void find_record(const std::string& owner, const RecordUse& use, const std::string& what, Findings& findings) {
    const auto add = [&](std::string_view code, const std::string& fault) {
        add_finding(findings, code, owner, fmt::format("{} {}", what, fault));
    };
    if (!use.usable) {
        add(is_pkix(use.record) ? "tlsa.pkix_usage" : "tlsa.unusable",
            "is unusable, " + use.reason.value_or("no reason given"));
    } else if (!use.considered) {
        add("tlsa.set_aside", "is set aside, " + use.reason.value_or("a stronger digest stands beside it"));
    }
    if (is_empty_digest(use.record)) add("tlsa.empty_digest", "is the digest of nothing, that of a key was expected");
    if (use.usable && is_bare_key(use.record)) add("tlsa.bare_key", "is a bare public key, a digest was expected");
}

void find_whole_set(const std::string& owner, const std::vector<RecordUse>& records, Findings& findings) {
    const auto is_usable = [](const RecordUse& use) { return use.usable; };
    const auto needs_sha512 = [](const RecordUse& use) {
        return !use.usable || use.record.matching_type == MatchingType::sha2_512;
    };
    const bool any_usable = std::any_of(records.begin(), records.end(), is_usable);
    if (!any_usable && !records.empty()) {
        add_finding(findings, "tlsa.all_unusable", owner,
                    records.size() == 1
                        ? "the only TLSA record is unusable, a usable one was expected"
                        : fmt::format("all {} TLSA records are unusable, a usable one was expected", records.size()));
    }
    if (any_usable && std::all_of(records.begin(), records.end(), needs_sha512)) {
        add_finding(findings, "tlsa.only_sha512", owner,
                    "all usable records are SHA2-512(2) digests, SHA2-256(1) was expected");
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
    const bool some_matched = any_matched(records);
    if (records.size() > limits::tlsa_records) {
        add_finding(findings, "tlsa.many", owner,
                    fmt::format("{} TLSA records, at most {} were expected; all count, the rest is not told of one by "
                                "one",
                                records.size(), limits::tlsa_records));
    }
    for (std::size_t i = 0; i < std::min(records.size(), limits::tlsa_records); ++i) {
        const auto& use = records[i];
        const auto what = fmt::format("record {} ({})", numbers[i], shown_record(use.record));
        find_record(owner, use, what, findings);
        if (some_matched && use.usable && use.considered && !use.matched)
            add_finding(findings, "tlsa.unmatched", owner, what + " matches no chain that was seen");
        const auto self = records.begin() + static_cast<std::ptrdiff_t>(i);
        const auto twin =
            std::find_if(records.begin(), self, [&](const RecordUse& other) { return other.record == use.record; });
        if (twin == self) continue;
        const auto first = numbers[static_cast<std::size_t>(twin - records.begin())];
        add_finding(findings, "tlsa.duplicate", owner, fmt::format("{} is the same as record {}", what, first));
    }
    find_whole_set(owner, records, findings);
}

}  // namespace danelaw
