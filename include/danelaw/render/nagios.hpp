#pragma once

#include <danelaw/report/monitoring.hpp>
#include <danelaw/report/report.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace danelaw {

/// How a plugin's output is to be.
struct NagiosStyle {
    /// 0: findings from warning on; 1: all; 2: the whole report; 3: with the dialogues.
    unsigned verbosity = 0;
    std::chrono::seconds deadline{0};  ///< of the check, as upper end of `time`; 0: none
    MonitoringLimits limits;
};

/// The output of a monitoring plugin: `DANELAW STATE - domain: what works; what is wrong | performance data`, then the
/// findings, one a line, each with what to do below it.
/// Shape:  no octet of the network makes a line, a `|` or a label: monitoring systems look for performance data behind
///         any `|`. With verbosity below 2 at most 8000 octets, which Nagios keeps (it cuts at 8192).
/// Source: Monitoring Plugins Development Guidelines.
[[nodiscard]] std::string render_nagios(const Report& report, const NagiosStyle& style);

/// The same for a check that could not be made: `DANELAW STATE - sentence`.
[[nodiscard]] std::string render_nagios_failure(State state, std::string_view sentence);

}  // namespace danelaw
