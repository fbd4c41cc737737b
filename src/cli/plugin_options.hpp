#pragma once

#include "cli/command.hpp"

#include <danelaw/report/monitoring.hpp>

#include <chrono>
#include <string>

namespace danelaw::cli {

/// What a monitoring plugin is told.
struct PluginOptions {
    std::string domain;
    std::chrono::seconds limit{50};     ///< -t: when the process has to be gone; Icinga kills after 60
    std::chrono::seconds deadline{48};  ///< of the check itself, below the limit
    MonitoringLimits limits;
    long retries = 0;
    unsigned verbosity = 0;
};

/// Throws UsageError: no domain, arguments beside the options, a value that is none.
[[nodiscard]] PluginOptions plugin_options(const Invocation& invocation);

}  // namespace danelaw::cli
