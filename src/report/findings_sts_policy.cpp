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
        findings.push_back(make_finding("sts.max_age_capped", subject,
                                        fmt::format("{}: max_age is {}, senders take {}", subject,
                                                    policy.stated_max_age.count(), policy.max_age.count())));
    }
    // A policy that is being removed is to be forgotten soon (§8.3).
    if (policy.mode == PolicyMode::none || policy.max_age >= week) return;
    auto finding = make_finding("sts.max_age_short", subject,
                                fmt::format("{}: max_age is {} seconds, less than {}", subject, policy.max_age.count(),
                                            policy.max_age < day ? "a day" : "a week"));
    if (policy.max_age >= day) finding.severity = Severity::notice;
    findings.push_back(std::move(finding));
}

void find_pattern_faults(const std::string& subject, const MxPattern& pattern, Findings& findings) {
    const auto labels = pattern.domain.labels().size();
    if (pattern.wildcard && labels <= 2) {
        auto finding = make_finding(
            "sts.wide_wildcard", subject,
            fmt::format("{}: {} allows every host directly under {}", subject, pattern.text(), pattern.domain.text()));
        if (labels == 2) finding.severity = Severity::notice;
        findings.push_back(std::move(finding));
    }
    if (!pattern.domain.is_host_name()) {
        findings.push_back(make_finding("sts.pattern_address", subject,
                                        fmt::format("{}: {} is the name of no host", subject, pattern.text())));
    }
}

std::string listed(const std::vector<std::string>& keys) {
    std::string text;
    for (const auto& key : keys) text += (text.empty() ? "" : ", ") + key;
    return text;
}

void find_ignored_keys(std::string_view code, const std::string& subject, const std::vector<std::string>& unknown,
                       const std::vector<std::string>& repeated, Findings& findings) {
    if (!unknown.empty()) {
        findings.push_back(
            make_finding(code, subject, fmt::format("{}: not known, and ignored: {}", subject, listed(unknown))));
    }
    if (!repeated.empty()) {
        findings.push_back(make_finding(
            code, subject, fmt::format("{}: given more than once, the first counts: {}", subject, listed(repeated))));
    }
}

}  // namespace

void find_sts_record_faults(const std::string& subject, const StsRecordSet& set, Findings& findings) {
    if (set.fault) {
        findings.push_back(make_finding(set.meant > 1 ? "sts.record_multiple" : "sts.record_invalid", subject,
                                        fmt::format("{}: {}", subject, *set.fault)));
    }
    if (set.ignored > 0) {
        findings.push_back(make_finding("sts.record_ignored", subject,
                                        fmt::format("{}: {} TXT record{} begin with v=STSv1 and a semicolon", subject,
                                                    set.ignored, set.ignored == 1 ? " does not" : "s do not")));
    }
    if (set.record) {
        find_ignored_keys("sts.record_field", subject, set.record->unknown_fields, set.record->repeated_fields,
                          findings);
    }
}

void find_sts_policy_faults(const std::string& subject, const Policy& policy, Findings& findings) {
    if (policy.mode == PolicyMode::testing) {
        findings.push_back(make_finding("sts.mode_testing", subject,
                                        fmt::format("{}: mode is testing, senders deliver whatever fails", subject)));
    }
    if (policy.mode == PolicyMode::none) {
        findings.push_back(
            make_finding("sts.mode_none", subject, fmt::format("{}: mode is none, senders see no policy", subject)));
    }
    find_max_age(subject, policy, findings);
    const auto enough = findings.size() + limits::pattern_findings;
    for (const auto& pattern : policy.mx) {
        if (findings.size() < enough) find_pattern_faults(subject, pattern, findings);
    }
    find_ignored_keys("sts.policy_key", subject, policy.unknown_keys, policy.repeated_keys, findings);
}

}  // namespace danelaw
