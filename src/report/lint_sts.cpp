#include <danelaw/report/lint.hpp>

#include <danelaw/base/limits.hpp>

#include "report/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

void sort_worst_first(Findings& findings) {
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
}

void find_unused_patterns(const Policy& policy, const std::vector<MxMatch>& matches, Findings& findings) {
    const auto enough = findings.size() + limits::pattern_findings;
    for (const auto& pattern : policy.mx) {
        const auto used = [&](const MxMatch& match) { return match.pattern == pattern; };
        if (findings.size() >= enough || std::any_of(matches.begin(), matches.end(), used)) continue;
        add_finding(findings, "sts.pattern_unmatched", "policy",
                    fmt::format("mx {} matches none of the hosts", pattern.text()));
    }
}

}  // namespace

StsRecordLint lint_sts_record(std::span<const std::string> texts) {
    StsRecordLint lint;
    const auto set = read_sts_records(texts);
    lint.valid = set.record.has_value();
    lint.record = set.record;
    if (!lint.valid) lint.reason = set.fault.value_or("no record begins with v=STSv1 and a semicolon");
    find_sts_record_faults("TXT", set, lint.findings);
    sort_worst_first(lint.findings);
    return lint;
}

StsPolicyLint lint_sts_policy(std::string_view file, std::span<const DomainName> hosts) {
    StsPolicyLint lint;
    const auto policy = parse_policy(file);
    if (!policy) {
        lint.reason = policy.error().detail;
        add_finding(lint.findings, "sts.policy_invalid", "policy", *lint.reason);
        return lint;
    }
    lint.valid = true;
    lint.policy = *policy;
    find_sts_policy_faults("policy", *policy, lint.findings);
    for (const auto& host : hosts) {
        lint.matches.push_back({host, matching_pattern(*policy, host)});
        if (lint.matches.back().pattern || policy->mode == PolicyMode::none) continue;
        // The policy is valid as it is; it is the hosts that may be to come.
        add_finding(lint.findings, "sts.mx_not_in_policy", host.text(), "no mx line of the policy matches").severity =
            Severity::warning;
    }
    if (!hosts.empty()) find_unused_patterns(*policy, lint.matches, lint.findings);
    sort_worst_first(lint.findings);
    return lint;
}

}  // namespace danelaw
