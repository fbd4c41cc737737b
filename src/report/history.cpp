#include <danelaw/report/history.hpp>

#include "report/before.hpp"
#include "report/changes.hpp"
#include "report/findings.hpp"

namespace danelaw {

VerdictMemory with_verdict(VerdictMemory memory, Verdict verdict, Timestamp now) {
    if (verdict == Verdict::unknown) {
        if (!memory.unknown_since) memory.unknown_since = now;
        return memory;
    }
    memory.unknown_since.reset();
    if (memory.known && memory.known->verdict == verdict) {
        memory.known->last_seen = now;
    } else {
        memory.earlier = memory.known;
        memory.known = VerdictSpan{verdict, now, now};
    }
    return memory;
}

std::optional<History> history_of(const Report& report) {
    const auto& past = report.facts.past;
    const auto now = report.facts.checked_at;
    if (!past || past->failure || (past->memory && past->memory->checked_at > now)) return std::nullopt;
    History history;
    const auto verdicts = with_verdict(past->memory ? past->memory->verdict : VerdictMemory(), report.verdict, now);
    const bool is_unknown = verdicts.unknown_since.has_value();
    history.since = is_unknown ? *verdicts.unknown_since : verdicts.known->since;
    history.previous = is_unknown ? verdicts.known : verdicts.earlier;
    if (!past->memory) return history;
    history.compared_with = past->memory->checked_at;
    for (const auto compare : {compare_broken, compare_verdicts}) compare(report, *past->memory, history.changes);
    if (!validates(report.facts)) return history;
    for (const auto compare : {compare_mx, compare_hosts, compare_certificates, compare_sts})
        compare(report, *past->memory, history.changes);
    return history;
}

void find_changes(const Report& report, Findings& findings) {
    if (!report.history) return;
    for (const auto& change : report.history->changes) add_finding(findings, change.code, change.subject, change.text);
}

}  // namespace danelaw
