#pragma once

#include "cli/settings.hpp"

#include <danelaw/report/sender_report.hpp>

#include <vector>

namespace danelaw::cli {

/// Checks the domains of failures, several at once, and says of each failure whether it still happens. Domains are
/// checked up to limits::digest_domains_checked, those of the first failures first: a report can name any domain.
/// Throws SetupError.
[[nodiscard]] std::vector<FailureNow> check_failures(const Settings& settings,
                                                     const std::vector<DigestFailure>& failures);

}  // namespace danelaw::cli
