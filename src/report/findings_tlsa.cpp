#include "report/findings.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>

namespace danelaw {

namespace {

bool has_secure_tlsa(const HostReport& host) { return host.decision.tlsa_base_domain.has_value(); }

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

/// Data of Full(0) records is long: the beginning tells them apart.
std::string shown(const TlsaRecord& record) {
    constexpr std::size_t shown_digits = 140;
    const auto text = to_text(record);
    return text.size() <= shown_digits ? text : text.substr(0, shown_digits) + "...";
}

bool any_matched(const std::vector<RecordUse>& records) {
    return std::any_of(records.begin(), records.end(), [](const RecordUse& use) { return use.matched; });
}

void find_record(const HostReport& host, std::size_t index, Findings& findings) {
    const auto& use = host.records[index];
    const auto owner = host.tlsa_owner->text();
    const auto what = fmt::format("record {} ({})", index + 1, shown(use.record));
    if (!use.usable) {
        findings.push_back(make_finding(
            is_pkix(use.record) ? "tlsa.pkix_usage" : "tlsa.unusable", owner,
            fmt::format("{}: {} cannot be used: {}", owner, what, use.reason.value_or("no reason given"))));
    } else if (!use.considered) {
        findings.push_back(make_finding("tlsa.set_aside", owner,
                                        fmt::format("{}: {} is set aside: {}", owner, what,
                                                    use.reason.value_or("a stronger digest stands beside it"))));
    } else if (!use.matched && any_matched(host.records)) {
        findings.push_back(
            make_finding("tlsa.unmatched", owner, fmt::format("{}: {} matches no chain that was seen", owner, what)));
    }
    if (is_empty_digest(use.record)) {
        findings.push_back(
            make_finding("tlsa.empty_digest", owner, fmt::format("{}: {} is the digest of nothing", owner, what)));
    }
    if (use.usable && is_bare_key(use.record)) {
        findings.push_back(make_finding("tlsa.bare_key", owner, fmt::format("{}: {} is a bare key", owner, what)));
    }
    const auto& records = host.records;
    const auto self = records.begin() + static_cast<std::ptrdiff_t>(index);
    if (std::any_of(records.begin(), self, [&](const RecordUse& other) { return other.record == use.record; })) {
        findings.push_back(
            make_finding("tlsa.duplicate", owner, fmt::format("{}: {} stands there twice", owner, what)));
    }
}

void find_rrset(const HostReport& host, const HostFacts& facts, Findings& findings) {
    const auto owner = host.tlsa_owner->text();
    for (std::size_t i = 0; i < host.records.size(); ++i) find_record(host, i, findings);
    if (host.decision.action == DaneAction::encrypt) {
        findings.push_back(
            make_finding("tlsa.all_unusable", owner,
                         fmt::format("{}: none of {} TLSA records can be used", owner, host.records.size())));
    }
    const auto is_usable = [](const RecordUse& use) { return use.usable; };
    const auto needs_sha512 = [](const RecordUse& use) {
        return !use.usable || use.record.matching_type == MatchingType::sha2_512;
    };
    if (std::any_of(host.records.begin(), host.records.end(), is_usable) &&
        std::all_of(host.records.begin(), host.records.end(), needs_sha512)) {
        findings.push_back(
            make_finding("tlsa.only_sha512", owner, fmt::format("{}: only SHA2-512 digests are published", owner)));
    }
    const auto& lookup = facts.lookups.tlsa.at(host.decision.tlsa_lookup.value());
    if (lookup.ttl && *lookup.ttl > std::chrono::hours{24}) {
        findings.push_back(make_finding("tlsa.long_ttl", owner,
                                        fmt::format("{}: the TTL is {}", owner, format_duration(*lookup.ttl))));
    }
}

}  // namespace

void find_tlsa(const Report& report, Findings& findings) {
    const bool any = std::any_of(report.hosts.begin(), report.hosts.end(), has_secure_tlsa);
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto& host = report.hosts[i];
        const auto& facts = report.facts.hosts[i];
        for (const auto& lookup : facts.lookups.tlsa) {
            if (lookup.presence != Presence::records || lookup.secure()) continue;
            findings.push_back(
                make_finding("tlsa.insecure", lookup.name.text(),
                             fmt::format("{}: TLSA records are published, but not signed", lookup.name.text())));
        }
        if (has_secure_tlsa(host)) {
            find_rrset(host, facts, findings);
        } else if (any && host.decision.action == DaneAction::opportunistic && !facts.not_examined) {
            findings.push_back(make_finding(
                "tlsa.missing_on_host", subject_of(facts),
                fmt::format("{} has no signed TLSA records, other hosts of the domain have", subject_of(facts))));
        }
    }
    const auto is_plain = [](const HostReport& host) { return host.decision.action == DaneAction::opportunistic; };
    if (!report.null_mx && !any && std::any_of(report.hosts.begin(), report.hosts.end(), is_plain)) {
        findings.push_back(
            make_finding("tlsa.none", report.facts.domain.text(), "no mail host has signed TLSA records"));
    }
}

namespace {

/// `3 1 1 <digest>` of the leaf, the record that would have matched.
std::string wanted_record(const CertificateChain& chain) {
    const TlsaRecord record{CertificateUsage::dane_ee, Selector::spki, MatchingType::sha2_256,
                            association_of(chain.front(), Selector::spki, MatchingType::sha2_256)};
    return to_text(record);
}

std::string published_records(const HostReport& host) {
    std::string text;
    for (const auto& use : host.records) {
        if (use.considered) text += fmt::format("{}{}", text.empty() ? "" : ", ", shown(use.record));
    }
    return text;
}

std::string mismatch_text(const HostReport& host, const CertificateChain& chain, const std::string& reason) {
    if (chain.empty()) return reason + "; the server presented no certificate";
    return fmt::format("{}; published at {}: {}; a record that would match: {}", reason, host.tlsa_owner->text(),
                       published_records(host), wanted_record(chain));
}

}  // namespace

void find_mismatches(const Report& report, Findings& findings) {
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto& host = report.hosts[i];
        const auto& facts = report.facts.hosts[i];
        for (std::size_t k = 0; k < host.endpoints.size(); ++k) {
            const auto& endpoint = host.endpoints[k];
            if (endpoint.outcome != Outcome::mismatch || !host.tlsa_owner) continue;
            const bool other = endpoint.other_key_outcome == Outcome::mismatch;
            const auto& chain = other ? endpoint.other_key_chain : endpoint.chain;
            auto text = mismatch_text(host, chain, endpoint.reason.value_or("no record matches"));
            if (other && !chain.empty() && !endpoint.chain.empty()) {
                text = fmt::format("the {} certificate matches, the {} certificate does not: {}",
                                   endpoint.chain.front().key, chain.front().key, text);
            }
            findings.push_back(make_finding(other ? "tlsa.other_key_mismatch" : "tlsa.mismatch",
                                            subject_of(facts, facts.endpoints[k]), text));
        }
    }
}

}  // namespace danelaw
