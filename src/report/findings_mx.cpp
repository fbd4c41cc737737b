#include "report/findings.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <map>

namespace danelaw {

namespace {

void find_null_mx(const Report& report, const std::vector<MxRecord>& records, Findings& findings) {
    const auto domain = report.facts.domain.text();
    if (report.null_mx) {
        add_finding(findings, "mx.null", domain, "null MX, the domain takes no mail");
        const auto preference = records.front().preference;
        if (preference != 0) {
            add_finding(findings, "mx.null_preference", domain,
                        fmt::format("the null MX has preference {}, 0 was expected", preference));
        }
    } else if (std::any_of(records.begin(), records.end(),
                           [](const MxRecord& record) { return record.exchange.is_root(); })) {
        add_finding(findings, "mx.null_with_others", domain,
                    fmt::format("a null MX is one of {} MX records, it was expected alone", records.size()));
    }
}

void find_duplicates(const std::string& domain, const std::vector<MxRecord>& records, Findings& findings) {
    std::map<DomainName, std::size_t> count;
    for (const auto& record : records) ++count[record.exchange];
    for (const auto& [exchange, times] : count) {
        if (times < 2 || exchange.is_root()) continue;
        add_finding(findings, "mx.duplicate", domain,
                    fmt::format("{} stands in {} MX records, one was expected", exchange.text(), times));
    }
}

const Lookup* aliased_lookup(const HostLookups& lookups) {
    for (const auto* lookup : {&lookups.a, &lookups.aaaa}) {
        if (*lookup && (*lookup)->presence == Presence::records && (*lookup)->canonical_name != lookups.name)
            return &**lookup;
    }
    return nullptr;
}

void find_host_oddities(const Report& report, std::size_t index, Findings& findings) {
    const auto& facts = report.facts.hosts[index];
    const auto subject = subject_of(facts);
    const bool is_mx_host = report.next_hop.mx_used;
    if (facts.exchange_is_address) {
        add_finding(findings, "mx.host_is_address", report.facts.domain.text(),
                    fmt::format("an MX record names the address {}, the name of a host was expected", subject));
    }
    if (is_mx_host && !facts.exchange_is_address && !facts.lookups.name.is_host_name()) {
        add_finding(findings, "mx.host_name_invalid", subject,
                    "no name of a host, labels of letters, digits and inner hyphens were expected");
    }
    if (is_mx_host && report.hosts[index].decision.no_address) {
        add_finding(findings, "mx.host_without_address", subject,
                    "neither A nor AAAA records, an MX host was expected to have addresses");
    }
    if (const auto* const alias = aliased_lookup(facts.lookups); alias != nullptr && is_mx_host) {
        add_finding(findings, "mx.host_is_alias", subject,
                    fmt::format("an alias of {}, the canonical name was expected in the MX record",
                                alias->canonical_name.text()));
    }
}

void find_undeliverable(const Report& report, Findings& findings) {
    const auto domain = report.facts.domain.text();
    const auto& mx = report.facts.mx;
    if (mx && mx->presence == Presence::nx_domain) {
        add_finding(findings, "mx.domain_does_not_exist", domain, "the domain does not exist (NXDOMAIN)");
        return;
    }
    const bool answered = !mx || mx->answered();
    const auto no_address = [](const HostReport& host) { return host.decision.no_address; };
    if (answered && !report.null_mx && std::all_of(report.hosts.begin(), report.hosts.end(), no_address)) {
        add_finding(findings, "mx.no_host_has_address", domain,
                    "no mail host has an address, A or AAAA records were expected");
    }
}

}  // namespace

void find_mx(const Report& report, Findings& findings) {
    const auto& facts = report.facts;
    find_undeliverable(report, findings);
    if (facts.mx) {
        const auto records = mx_records(*facts.mx);
        find_null_mx(report, records, findings);
        find_duplicates(facts.domain.text(), records, findings);
    }
    const auto domain = facts.domain.text();
    if (report.implicit_mx) add_finding(findings, "mx.implicit", domain, "no MX record, the domain is its own host");
    for (std::size_t i = 0; i < report.hosts.size(); ++i) find_host_oddities(report, i, findings);
    const bool any_tlsa = std::any_of(report.hosts.begin(), report.hosts.end(), has_secure_tlsa);
    if (facts.mx && facts.mx->answered() && !facts.mx->secure() && any_tlsa) {
        add_finding(findings, "mx.insecure", domain,
                    fmt::format("the {} not signed, unlike the TLSA records of its hosts",
                                report.implicit_mx ? "absence of MX records is" : "MX records are"));
    }
}

}  // namespace danelaw
