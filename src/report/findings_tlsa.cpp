#include "report/findings.hpp"
#include "report/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace danelaw {

namespace {

constexpr std::chrono::hours longest_ttl{24};

/// `; the certificate needs: 3 1 1 ...`, of each that was seen; empty where none was.
std::string wanted_text(const HostReport& host) {
    std::vector<std::string> records;
    for (const auto& endpoint : host.endpoints) {
        if (endpoint.chain.empty()) continue;
        auto record = wanted_record(endpoint.chain.front());
        if (std::find(records.begin(), records.end(), record) == records.end()) records.push_back(std::move(record));
    }
    if (records.empty()) return {};
    return fmt::format("; the {}: {}", records.size() == 1 ? "certificate needs" : "certificates need",
                       listed(records));
}

void find_rrset(const HostReport& host, const HostFacts& facts, Findings& findings) {
    const auto owner = host.tlsa_owner->text();
    RecordNumbers numbers(host.records.size());
    std::iota(numbers.begin(), numbers.end(), std::size_t{1});
    const auto before = findings.size();
    find_record_faults(owner, host.records, numbers, findings);
    for (auto i = before; i < findings.size(); ++i) {
        if (findings[i].code == "tlsa.all_unusable") findings[i].text += wanted_text(host);
    }
    const auto& lookup = facts.lookups.tlsa.at(host.decision.tlsa_lookup.value());
    if (lookup.ttl && *lookup.ttl > longest_ttl) {
        add_finding(
            findings, "tlsa.long_ttl", owner,
            fmt::format("the TTL of the TLSA records is {}, at most a day was expected", format_duration(*lookup.ttl)));
    }
}

bool is_plain(const HostReport& host) { return host.decision.action == DaneAction::opportunistic; }

/// Why senders find no signed TLSA records for a host that was looked at.
std::string why_without_tlsa(const HostFacts& facts) {
    const auto& lookups = facts.lookups;
    if (facts.exchange_is_address || lookups.name.is_root()) return "is an address";
    if (lookups.tlsa.empty()) return "its addresses are not signed";
    const auto published = [](const Lookup& lookup) { return lookup.presence == Presence::records; };
    if (std::any_of(lookups.tlsa.begin(), lookups.tlsa.end(), published)) return "its TLSA records are not signed";
    return fmt::format("no TLSA records at {}", lookups.tlsa.back().name.text());
}

void find_none(const Report& report, Findings& findings) {
    std::vector<std::string> hosts;
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto& facts = report.facts.hosts[i];
        if (is_plain(report.hosts[i]) && !facts.not_examined)
            hosts.push_back(fmt::format("{}: {}", subject_of(facts), why_without_tlsa(facts)));
    }
    if (hosts.empty()) return;
    const bool literal = report.facts.kind == DestinationKind::address;
    // MTA-STS protects others than DANE does: who is left out must be told.
    const auto* const left_out = report.sts && report.sts->verdict == Verdict::pass
                                     ? ": senders that use MTA-STS are protected, those that go by DANE alone are not"
                                     : "";
    const auto subject = literal ? subject_of(report.facts.hosts.front()) : report.facts.domain.text();
    add_finding(findings, "tlsa.none", subject,
                literal ? "DANE does not apply to an address, a host or a domain was expected"
                        : fmt::format("no mail host has signed TLSA records ({}){}", listed(hosts, "; "), left_out));
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
            add_finding(findings, "tlsa.insecure", lookup.name.text(),
                        "TLSA records are published, but not signed, a signed zone was expected");
        }
        if (has_secure_tlsa(host)) {
            find_rrset(host, facts, findings);
        } else if (any && is_plain(host) && !facts.not_examined && !facts.exchange_is_address) {
            // Without signed addresses nobody asks for records.
            const auto wanted = facts.lookups.tlsa.empty() ? std::string() : wanted_text(host);
            add_finding(findings, "tlsa.missing_on_host", subject_of(facts),
                        fmt::format("{}, signed TLSA records as on other hosts of the domain were expected{}",
                                    why_without_tlsa(facts), wanted));
        }
    }
    if (!report.null_mx && !any) find_none(report, findings);
}

}  // namespace danelaw
