#include <danelaw/report/report.hpp>

#include "report/findings.hpp"
#include "report/judge_host.hpp"
#include "report/verdict.hpp"

#include <algorithm>

namespace danelaw {

Report judge(DomainFacts facts) {
    Report report;
    report.facts = std::move(facts);
    report.next_hop = next_hop_resolution(report.facts);
    report.null_mx = is_null_mx(report.facts);
    report.implicit_mx = report.facts.mx && report.facts.mx->presence == Presence::no_data;
    for (const auto& host : report.facts.hosts) report.hosts.push_back(judge_host(report.facts, host));
    report.dane = dane_verdict(report);
    report.verdict = report.dane;

    for (const auto find : {find_run_limits, find_lookup_failures, find_mismatches, find_sessions, find_mx, find_tlsa,
                            find_certificates, find_signatures}) {
        find(report, report.findings);
    }
    std::stable_sort(report.findings.begin(), report.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
    report.exit_code = exit_code_of(report);
    return report;
}

}  // namespace danelaw
