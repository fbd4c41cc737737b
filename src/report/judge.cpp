#include <danelaw/report/report.hpp>

#include "report/advice.hpp"
#include "report/findings.hpp"
#include "report/judge_host.hpp"
#include "report/judge_sts.hpp"
#include "report/judge_tls_rpt.hpp"
#include "report/require.hpp"
#include "report/seen_domain.hpp"
#include "report/verdict.hpp"

#include <algorithm>

namespace danelaw {

namespace {

/// The zones on the way, and with their keys what each name server says.
void judge_zones(Report& report) {
    const auto& facts = report.facts;
    if (facts.trust.zone_lookups.empty() && facts.name_servers.empty()) return;
    TrustedZones trusted(facts.trust.anchor_records, facts.trust.zone_lookups, facts.checked_at,
                         SignatureChecks::undecided);
    report.zones = trusted.zones();
    for (const auto& zone : facts.name_servers) report.name_servers.push_back(judge_servers(zone, trusted));
}

void find_servers(const Report& report, Findings& findings) {
    for (auto& finding : server_findings(report.name_servers, report.facts.checked_at))
        findings.push_back(std::move(finding));
}

std::vector<Finding> find_all(const Report& report) {
    Findings findings;
    find_run_limits(report, findings);
    // Where this machine cannot validate, what it saw of the domain is no reason to blame it.
    if (!cannot_validate(report.facts)) {
        for (const auto find : {find_changes, find_lookup_failures, find_mismatches, find_sessions, find_mx, find_tlsa,
                                find_certificates, find_signatures, find_tls_rpt, find_sts, find_sts_hosts,
                                find_forecast, find_servers, find_flapping, find_opinions, find_weak_zones}) {
            find(report, findings);
        }
    }
    lower_other_findings(findings, report.facts.require);
    fill_in_names(report, findings);
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
    return findings;
}

}  // namespace

Report judge(DomainFacts facts, std::optional<Require> require) {
    Report report;
    report.facts = std::move(facts);
    if (require && *require != report.facts.require) {
        report.facts.require = *require;
        report.facts.past.reset();  // other verdicts are remembered there
    }
    report.next_hop = next_hop_resolution(report.facts);
    report.null_mx = is_null_mx(report.facts);
    report.implicit_mx = report.facts.mx && report.facts.mx->presence == Presence::no_data;
    for (const auto& host : report.facts.hosts) report.hosts.push_back(judge_host(report.facts, host));
    report.tls_rpt = judge_tls_rpt(report.facts.tls_rpt);
    report.dane = dane_verdict(report);
    PkixJudge pkix(report.facts);
    report.sts = judge_policy(report.facts, pkix);
    judge_sts_sessions(report, pkix);
    if (report.sts) report.sts->verdict = sts_verdict(report);
    report.verdict = whole_verdict(report, report.facts.require);
    report.senders = judge_senders(seen_domain(report, pkix));
    judge_zones(report);
    report.forecast = forecast(report);
    report.history = history_of(report);
    report.findings = find_all(report);
    report.exit_code = exit_code_of(report);
    return report;
}

}  // namespace danelaw
