#include "report/findings.hpp"

#include <danelaw/base/limits.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

constexpr std::chrono::seconds day{86400};
constexpr std::chrono::seconds week{604800};

void find_max_age(const std::string& subject, const Policy& policy, Findings& findings) {
    if (policy.stated_max_age > policy.max_age) {
        add_finding(
            findings, "sts.max_age_capped", subject,
            fmt::format("max_age is {}, senders take {}", policy.stated_max_age.count(), policy.max_age.count()));
    }
    // A policy that is being removed is to be forgotten soon (§8.3).
    if (policy.mode == PolicyMode::none || policy.max_age >= week) return;
    const bool too_short = policy.max_age < day;
    auto& finding =
        add_finding(findings, "sts.max_age_short", subject,
                    fmt::format("max_age is {} seconds, at least {} ({}) was expected", policy.max_age.count(),
                                (too_short ? day : week).count(), too_short ? "a day" : "a week"));
    if (!too_short) finding.severity = Severity::notice;
}

void find_pattern_faults(const std::string& subject, const MxPattern& pattern, Findings& findings) {
    const auto labels = pattern.domain.labels().size();
    if (pattern.wildcard && labels <= 2) {
        auto& finding = add_finding(
            findings, "sts.wide_wildcard", subject,
            fmt::format("mx {} allows every host directly under {}", pattern.text(), pattern.domain.text()));
        if (labels == 2) finding.severity = Severity::notice;
    }
    if (!pattern.domain.is_host_name()) {
        add_finding(findings, "sts.pattern_address", subject,
                    fmt::format("mx {} is an address, the name of a host was expected", pattern.text()));
    }
}

void find_ignored_keys(std::string_view code, const std::string& subject, const std::vector<std::string>& unknown,
                       const std::vector<std::string>& repeated, Findings& findings) {
    if (!unknown.empty())
        add_finding(findings, code, subject, fmt::format("senders ignore what they do not know: {}", listed(unknown)));
    if (!repeated.empty()) {
        add_finding(findings, code, subject,
                    fmt::format("given more than once, the first counts: {}", listed(repeated)));
    }
}

}  // namespace

void find_sts_record_faults(const std::string& subject, const StsRecordSet& set, Findings& findings) {
    if (set.fault)
        add_finding(findings, set.meant > 1 ? "sts.record_multiple" : "sts.record_invalid", subject, *set.fault);
    if (set.ignored > 0) {
        add_finding(findings, "sts.record_ignored", subject,
                    fmt::format("{} TXT record{} begin with v=STSv1 and a semicolon", set.ignored,
                                set.ignored == 1 ? " does not" : "s do not"));
    }
    if (set.record) {
        find_ignored_keys("sts.record_field", subject, set.record->unknown_fields, set.record->repeated_fields,
                          findings);
    }
}

void find_sts_policy_faults(const std::string& subject, const Policy& policy, Findings& findings) {
    if (policy.mode == PolicyMode::testing)
        add_finding(findings, "sts.mode_testing", subject, "mode is testing: senders deliver whatever fails");
    if (policy.mode == PolicyMode::none)
        add_finding(findings, "sts.mode_none", subject, "mode is none: senders behave as without a policy");
    find_max_age(subject, policy, findings);
    const auto enough = findings.size() + limits::pattern_findings;
    for (const auto& pattern : policy.mx) {
        if (findings.size() < enough) find_pattern_faults(subject, pattern, findings);
    }
    find_ignored_keys("sts.policy_key", subject, policy.unknown_keys, policy.repeated_keys, findings);
}

}  // namespace danelaw
