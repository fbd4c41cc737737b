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

bool is_worse(Verdict now, const VerdictSpan& before) { return rank(now) > rank(before.verdict); }

/// A verdict, and the findings that tell of it.
struct Compared {
    std::string_view what;
    const char* worse;
    const char* better;
};

void compare_verdict(const Compared& compared, const std::string& subject, const VerdictSpan& before, Verdict now,
                     Changes& changes) {
    changes.push_back({is_worse(now, before) ? compared.worse : compared.better, subject, to_text(before.verdict),
                       to_text(now),
                       fmt::format("{} is {}, it was {} from {} to {}", compared.what, to_text(now),
                                   to_text(before.verdict), format_time(before.since), format_time(before.last_seen))});
}

}  // namespace

std::optional<std::string> listed_if_any(const std::vector<std::string>& texts) {
    if (texts.empty()) return std::nullopt;
    return listed(texts);
}

void compare_verdicts(const Report& report, const DomainMemory& before, Changes& changes) {
    // A domain that no longer takes mail needs no protection; one that begins to had no verdict to lose.
    if (report.null_mx || before.null_mx) return;
    const auto subject = subject_of(report.facts);
    const auto* const whole = other_before(before.verdict, report.verdict);
    if (whole != nullptr)
        compare_verdict({"the verdict", "change.verdict_worse", "change.verdict_better"}, subject, *whole,
                        report.verdict, changes);
    // One mechanism may hold up the verdict while the other is lost. What moves with the verdict is told by it.
    const auto compare_mechanism = [&](const Compared& compared, const VerdictMemory& memory, Verdict now) {
        const auto* const seen = other_before(memory, now);
        if (seen == nullptr) return;
        if (whole != nullptr && is_worse(report.verdict, *whole) == is_worse(now, *seen)) return;
        compare_verdict(compared, subject, *seen, now, changes);
    };
    compare_mechanism({"DANE", "change.dane_worse", "change.dane_better"}, before.dane, report.dane);
    if (report.sts)
        compare_mechanism({"MTA-STS", "change.mta_sts_worse", "change.mta_sts_better"}, before.mta_sts,
                          report.sts->verdict);
}

}  // namespace danelaw
