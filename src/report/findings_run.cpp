#include "report/findings.hpp"
#include "report/verdict.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/report/sts.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace danelaw {

namespace {

/// What --timeout cut, lookups before sessions.
std::vector<std::string> cut_parts(const DomainFacts& facts) {
    std::vector<std::string> parts;
    auto lookups = all_lookups(facts);
    std::ranges::copy(sts_lookups(facts.sts), std::back_inserter(lookups));
    for (const auto* const lookup : lookups) {
        if (is_cut(*lookup))
            parts.push_back(fmt::format("the {} lookup of {}", to_text(lookup->type), lookup->name.text()));
    }
    const auto* const exchange = policy_exchange(facts.sts);
    if (exchange != nullptr && exchange->cut_by_deadline) parts.emplace_back("the fetch of the MTA-STS policy");
    for (const auto& host : facts.hosts) {
        for (const auto& endpoint : host.endpoints) {
            if (endpoint.not_probed) continue;
            const bool other = (endpoint.other_key_probe && endpoint.other_key_probe->cut_by_deadline) ||
                               (endpoint.sts_probe && endpoint.sts_probe->cut_by_deadline);
            if (endpoint.session.cut_by_deadline) {
                parts.push_back("the session with " + subject_of(host, endpoint));
            } else if (other) {
                parts.push_back("the second session with " + subject_of(host, endpoint));
            }
        }
    }
    return parts;
}

void find_left_out(const DomainFacts& facts, Findings& findings) {
    if (facts.mx_records_left_out > 0) {
        add_finding(findings, "check.left_out", facts.domain.text(),
                    fmt::format("{} MX record{} not looked at, at most {} are", facts.mx_records_left_out,
                                facts.mx_records_left_out == 1 ? " was" : "s were", limits::mx_records_read));
    }
    for (const auto& host : facts.hosts) {
        if (!host.not_examined) continue;
        const auto is_beyond = [](const EndpointFacts& endpoint) {
            return endpoint.not_probed && endpoint.not_probed->reason == NotProbedReason::address_cap;
        };
        const auto beyond = std::count_if(host.endpoints.begin(), host.endpoints.end(), is_beyond);
        const auto what = beyond > 0 ? fmt::format("{} address{} not probed, at most {} of a family are", beyond,
                                                   beyond == 1 ? " was" : "es were", limits::addresses_per_family)
                                     : fmt::format("not looked at, at most {} hosts are", limits::hosts_probed);
        add_finding(findings, "check.left_out", subject_of(host), what);
    }
}

void find_state_faults(const DomainFacts& facts, Findings& findings) {
    const auto subject = subject_of(facts);
    if (facts.past->failure) add_finding(findings, "state.unusable", subject, *facts.past->failure);
    if (facts.past->memory && facts.past->memory->checked_at > facts.checked_at) {
        add_finding(findings, "state.later_check", subject,
                    fmt::format("--state has a check of {}, this one is of {}",
                                format_time(facts.past->memory->checked_at), format_time(facts.checked_at)));
    }
}

}  // namespace

void find_run_limits(const Report& report, Findings& findings) {
    const auto& facts = report.facts;
    const auto domain = facts.domain.text();
    if (const auto blocked = cannot_validate(facts)) {
        add_finding(findings, "resolver.cannot_validate", domain,
                    "nothing can be validated from this machine, " + *blocked);
    }
    if (!is_covered_by_anchor(facts)) {
        std::vector<std::string> anchors;
        for (const auto& anchor : facts.trust.anchors) anchors.push_back(anchor.text());
        add_finding(findings, "resolver.no_trust_anchor", domain,
                    fmt::format("no trust anchor in use lies at or above it ({}), that of the root was expected",
                                anchors.empty() ? "there is none" : listed(anchors)));
    }
    if (const auto cut = cut_parts(facts); !cut.empty()) {
        add_finding(findings, "check.deadline", domain,
                    "--timeout ran out before everything was seen, it cut " + listed(cut));
    }
    find_left_out(facts, findings);
    if (facts.past) find_state_faults(facts, findings);
    if (facts.dns_only) add_finding(findings, "check.dns_only", domain, "no server was connected to (--dns-only)");
}

}  // namespace danelaw
