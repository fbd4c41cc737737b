#pragma once

#include "cli/settings.hpp"

#include <danelaw/report/report.hpp>
#include <danelaw/state/state_file.hpp>

#include <memory>
#include <optional>
#include <string>

namespace danelaw::cli {

/// Judges facts; with --state beside what was seen of the domain before, and has this seen by the next check. A file
/// that cannot be used takes nothing from a report: a finding tells of it.
class StatefulJudge {
public:
    /// Throws UsageError: a name of --state that is none.
    explicit StatefulJudge(const Settings& settings);

    [[nodiscard]] Report judged(DomainFacts facts);

private:
    [[nodiscard]] Report compared(const DomainFacts& facts);

    std::optional<std::string> path_;
    std::unique_ptr<StateFile> file_;
    std::optional<std::string> failure_;  ///< after which the file is left alone
};

}  // namespace danelaw::cli
