#include "report/findings.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

void find_null_mx(const Report& report, const std::vector<MxRecord>& records, Findings& findings) {
    const auto domain = report.facts.domain.text();
    if (report.null_mx) {
        findings.push_back(make_finding("mx.null", domain, fmt::format("{} takes no mail", domain)));
        if (records.front().preference != 0) {
            findings.push_back(
                make_finding("mx.null_preference", domain,
                             fmt::format("the null MX has preference {}, expected 0", records.front().preference)));
        }
    } else if (std::any_of(records.begin(), records.end(),
                           [](const MxRecord& record) { return record.exchange.is_root(); })) {
        findings.push_back(make_finding("mx.null_with_others", domain, "a null MX stands beside other MX records"));
    }
}

void find_duplicates(const std::string& domain, std::vector<MxRecord> records, Findings& findings) {
    std::sort(records.begin(), records.end(),
              [](const MxRecord& a, const MxRecord& b) { return a.exchange < b.exchange; });
    for (std::size_t i = 1; i < records.size(); ++i) {
        const auto& exchange = records[i].exchange;
        if (exchange != records[i - 1].exchange || exchange.is_root() ||
            (i >= 2 && exchange == records[i - 2].exchange))
            continue;
        findings.push_back(
            make_finding("mx.duplicate", domain, fmt::format("{} stands in more than one MX record", exchange.text())));
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
        findings.push_back(make_finding("mx.host_is_address", report.facts.domain.text(),
                                        fmt::format("an MX record names the address {}", subject)));
    }
    if (is_mx_host && report.hosts[index].decision.no_address) {
        findings.push_back(make_finding("mx.host_without_address", subject,
                                        fmt::format("the MX host {} has neither A nor AAAA records", subject)));
    }
    if (const auto* const alias = aliased_lookup(facts.lookups); alias != nullptr && is_mx_host) {
        findings.push_back(
            make_finding("mx.host_is_alias", subject,
                         fmt::format("the MX host {} is an alias of {}", subject, alias->canonical_name.text())));
    }
}

bool has_secure_tlsa(const HostReport& host) { return host.decision.tlsa_base_domain.has_value(); }

void find_undeliverable(const Report& report, Findings& findings) {
    const auto domain = report.facts.domain.text();
    const auto& mx = report.facts.mx;
    if (mx && mx->presence == Presence::nx_domain) {
        findings.push_back(
            make_finding("mx.domain_does_not_exist", domain, fmt::format("{} does not exist (NXDOMAIN)", domain)));
        return;
    }
    const bool answered = !mx || mx->answered();
    const auto no_address = [](const HostReport& host) { return host.decision.no_address; };
    if (answered && !report.null_mx && std::all_of(report.hosts.begin(), report.hosts.end(), no_address)) {
        findings.push_back(
            make_finding("mx.no_host_has_address", domain, fmt::format("no mail host of {} has an address", domain)));
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
    if (report.implicit_mx)
        findings.push_back(
            make_finding("mx.implicit", facts.domain.text(), "no MX record; the domain is its own mail host"));
    for (std::size_t i = 0; i < report.hosts.size(); ++i) find_host_oddities(report, i, findings);
    const bool any_tlsa = std::any_of(report.hosts.begin(), report.hosts.end(), has_secure_tlsa);
    if (facts.mx && facts.mx->answered() && !facts.mx->secure() && any_tlsa) {
        findings.push_back(make_finding("mx.insecure", facts.domain.text(),
                                        fmt::format("the MX {} of {} {} not signed, the TLSA records of its hosts are",
                                                    report.implicit_mx ? "answer" : "records", facts.domain.text(),
                                                    report.implicit_mx ? "is" : "are")));
    }
}

}  // namespace danelaw
