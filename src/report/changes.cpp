#include "report/changes.hpp"

#include "report/findings.hpp"

#include <danelaw/report/report.hpp>

#include <fmt/format.h>

namespace danelaw {

namespace {

/// How well a domain is protected: less is better.
int rank(Verdict verdict) {
    switch (verdict) {
        case Verdict::pass:
            return 0;
        case Verdict::partial:
            return 1;
        case Verdict::none:
            return 2;
        case Verdict::unknown:
        case Verdict::fail:
            return 3;
    }
    return 3;
}

/// The last known verdict, where this check saw another.
const VerdictSpan* other_before(const VerdictMemory& before, Verdict now) {
    if (now == Verdict::unknown || !before.known || before.known->verdict == now) return nullptr;
    return &*before.known;
}

void compare_verdict(const std::string& subject, const VerdictSpan& before, Verdict now, Changes& changes) {
    const bool worse = rank(now) > rank(before.verdict);
    changes.push_back({worse ? "change.verdict_worse" : "change.verdict_better", subject, to_text(before.verdict),
                       to_text(now),
                       fmt::format("the verdict is {}, it was {} from {} to {}", to_text(now), to_text(before.verdict),
                                   format_time(before.since), format_time(before.last_seen))});
}

}  // namespace

void compare_verdicts(const Report& report, const DomainMemory& before, Changes& changes) {
    // A domain that no longer takes mail needs no protection; one that begins to had no verdict to lose.
    if (report.null_mx || before.null_mx) return;
    const auto* const whole = other_before(before.verdict, report.verdict);
    if (whole != nullptr) compare_verdict(subject_of(report.facts), *whole, report.verdict, changes);
}

}  // namespace danelaw
