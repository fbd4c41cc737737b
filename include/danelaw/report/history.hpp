#pragma once

#include <danelaw/report/memory.hpp>

#include <optional>
#include <string>
#include <vector>

namespace danelaw {

/// Something that is not as it was. All texts are printable.
struct Change {
    std::string code;     ///< of the finding that tells of it
    std::string subject;  ///< as of a finding
    std::optional<std::string> before;
    std::optional<std::string> now;
    std::string text;  ///< what happened, a clause

    bool operator==(const Change&) const = default;
};

/// How a check stands to those before it.
struct History {
    std::optional<Timestamp> compared_with;  ///< when the check before was made; nothing where this is the first
    Timestamp since{};                       ///< of the first check that saw the verdict which this one sees
    std::optional<VerdictSpan> previous;     ///< the verdict before it; where this one is unknown the last known
    std::vector<Change> changes;
};

/// The verdicts until now and then this one.
[[nodiscard]] VerdictMemory with_verdict(VerdictMemory memory, Verdict verdict, Timestamp now);

/// Compares a judged report with what its facts say of the past; nothing where they say nothing, or where that is later
/// than the report.
[[nodiscard]] std::optional<History> history_of(const Report& report);

}  // namespace danelaw
