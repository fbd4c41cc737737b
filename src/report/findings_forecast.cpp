#include "report/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace danelaw {

namespace {

std::chrono::seconds from_days(double days) {
    constexpr double day_seconds = 86400;
    return std::chrono::seconds{std::llround(days * day_seconds)};
}

/// The limit that the first failure breaks, and how it weighs; critical counts first.
std::optional<std::pair<std::chrono::seconds, Severity>> broken_limit(const ExpiryLimits& limits,
                                                                      std::chrono::seconds rest) {
    if (limits.critical_days && rest < from_days(*limits.critical_days))
        return std::pair(from_days(*limits.critical_days), Severity::critical);
    if (limits.warn_days && rest < from_days(*limits.warn_days))
        return std::pair(from_days(*limits.warn_days), Severity::warning);
    return std::nullopt;
}

/// Signatures that were not seen may end before all that were, so that no limit can be held.
void find_unseen(const DomainFacts& facts, Findings& findings) {
    if (!facts.expiry_limits.warn_days && !facts.expiry_limits.critical_days) return;
    const auto& lookups = facts.trust.zone_lookups;
    const auto unseen = std::ranges::find_if_not(lookups, &Lookup::answered);
    if (unseen == lookups.end()) return;
    add_finding(findings, "expiry.not_seen", facts.domain.text(),
                fmt::format("when the signatures of the zone {} end could not be seen, its {} lookup failed: {}",
                            unseen->name.text(), to_text(unseen->type), unseen->failure->detail));
}

}  // namespace

void find_forecast(const Report& report, Findings& findings) {
    find_unseen(report.facts, findings);
    const auto* const first = first_to_fail(report.forecast);
    if (first == nullptr) return;
    const auto rest = first->at - report.facts.checked_at;
    const auto broken = broken_limit(report.facts.expiry_limits, rest);
    if (!broken) return;
    const auto when = rest.count() < 0 ? fmt::format("ended {} ago", format_duration(rest))
                                       : fmt::format("ends in {}", format_duration(rest));
    add_finding(findings, "expiry.soon", report.facts.domain.text(),
                fmt::format("the {} {}, at {}, more than {} were expected: {}", first->what, when,
                            format_time(first->at), format_duration(broken->first), first->then))
        .severity = broken->second;
}

}  // namespace danelaw
