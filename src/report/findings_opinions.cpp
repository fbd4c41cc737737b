#include "report/findings.hpp"

#include <danelaw/dns/second_opinion.hpp>

#include <fmt/format.h>

#include <set>
#include <utility>

namespace danelaw {

namespace {

/// Addresses and texts of whoever balances load differ by design; so may what nobody signed.
Severity weight_of_records(const Lookup& lookup) {
    const bool binds = lookup.type == RecordType::mx || lookup.type == RecordType::tlsa;
    return binds && lookup.secure() ? Severity::warning : Severity::notice;
}

void find_difference(const Lookup& lookup, Findings& findings) {
    const auto subject = question_of(lookup);
    const auto told = [&](std::string_view expected) {
        return fmt::format("two validators differ ({}), {}", opinions_text(lookup), expected);
    };
    switch (difference_of(lookup)) {
        case OpinionDifference::none:
            return;
        case OpinionDifference::bogus:
            add_finding(findings, "opinion.bogus", subject, told("the same was expected, it counts as bogus"));
            return;
        case OpinionDifference::state:
            add_finding(findings, "opinion.state", subject, told("the same state was expected"));
            return;
        case OpinionDifference::records:
            add_finding(findings, "opinion.records", subject, told("the same records were expected")).severity =
                weight_of_records(lookup);
            return;
    }
}

}  // namespace

void find_opinions(const Report& report, Findings& findings) {
    std::set<std::pair<DomainName, RecordType>> seen;
    std::size_t asked = 0;
    std::size_t abstained = 0;
    const Lookup* example = nullptr;
    for (const auto* const lookup : every_lookup(report.facts)) {
        if (!lookup->second || !seen.emplace(lookup->name, lookup->type).second) continue;
        ++asked;
        find_difference(*lookup, findings);
        if (lookup->second->abstention.empty()) continue;
        if (example == nullptr) example = lookup;
        ++abstained;
    }
    if (example == nullptr) return;
    add_finding(findings, "opinion.none", subject_of(report.facts),
                fmt::format("no second opinion on {} of {} lookups ({}: {}), one on each was expected", abstained,
                            asked, question_of(*example), example->second->abstention));
}

}  // namespace danelaw
