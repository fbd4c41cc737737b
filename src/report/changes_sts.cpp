#include "report/changes.hpp"

#include "report/before.hpp"
#include "report/findings.hpp"

#include <fmt/format.h>

namespace danelaw {

namespace {

/// What can differ, in words.
std::vector<std::string> words_of(const StsMemory& sts) {
    std::vector<std::string> words;
    if (sts.id) words.push_back("id " + *sts.id);
    if (sts.mode) words.push_back("mode " + to_text(*sts.mode));
    if (sts.max_age) words.push_back(fmt::format("max_age {}", sts.max_age->count()));
    for (const auto& pattern : sts.mx) words.push_back("mx " + pattern);
    return words;
}

/// What was not seen before cannot be another than before: the policy where only its record was there, and all but its
/// mode where version 1 of the file has it.
void forget_unknown(const StsMemory& before, StsMemory& now) {
    if (!before.id || before.max_age) return;
    if (!before.mode) now.mode.reset();
    now.max_age.reset();
    now.mx.clear();
}

}  // namespace

void compare_sts(const Report& report, const DomainMemory& before, Changes& changes) {
    if (!report.sts || !before.sts) return;
    auto now = remembered(*report.sts, before.sts).value_or(StsMemory());
    forget_unknown(*before.sts, now);
    const auto was = words_of(*before.sts);
    const auto is = words_of(now);
    const auto gone = missing_from(is, was);
    const auto added = missing_from(was, is);
    if (gone.empty() && added.empty()) return;
    std::string text = is.empty() ? "its MTA-STS record is gone" : "its MTA-STS changed";
    if (!gone.empty()) text += fmt::format("; no longer: {}", listed(gone));
    if (!added.empty()) text += fmt::format("; new: {}", listed(added));
    // RFC 8461 §3.1: by the id senders know that there is another policy.
    if (before.sts->mode && now.mode && now.id == before.sts->id)
        text +=
            "; the id of the record stayed as it was, so senders that have the former policy keep to it until its "
            "max_age has passed";
    changes.push_back(
        {"change.mta_sts", subject_of(report.facts), listed_if_any(gone), listed_if_any(added), std::move(text)});
}

}  // namespace danelaw
