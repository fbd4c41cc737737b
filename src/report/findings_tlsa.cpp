#include "report/findings.hpp"
#include "report/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace danelaw {

namespace {

bool has_secure_tlsa(const HostReport& host) { return host.decision.tlsa_base_domain.has_value(); }

void find_rrset(const HostReport& host, const HostFacts& facts, Findings& findings) {
    const auto owner = host.tlsa_owner->text();
    RecordNumbers numbers(host.records.size());
    std::iota(numbers.begin(), numbers.end(), std::size_t{1});
    find_record_faults(owner, host.records, numbers, findings);
    const auto& lookup = facts.lookups.tlsa.at(host.decision.tlsa_lookup.value());
    if (lookup.ttl && *lookup.ttl > std::chrono::hours{24}) {
        findings.push_back(make_finding("tlsa.long_ttl", owner,
                                        fmt::format("{}: the TTL is {}", owner, format_duration(*lookup.ttl))));
    }
}

}  // namespace

void find_tlsa(const Report& report, Findings& findings) {
    if (!is_covered_by_anchor(report.facts)) return;  // every answer would be insecure, whatever is published
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
        if (use.considered) text += fmt::format("{}{}", text.empty() ? "" : ", ", shown_record(use.record));
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
