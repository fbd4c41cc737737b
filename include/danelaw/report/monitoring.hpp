#pragma once

#include <danelaw/report/report.hpp>
#include <danelaw/report/threshold.hpp>

#include <chrono>
#include <cstddef>
#include <optional>

namespace danelaw {

// What a monitoring system asks of a report.

/// How much of a domain there is, and how much of it works.
struct Totals {
    std::size_t hosts = 0;                ///< that have an address
    std::size_t hosts_authenticated = 0;  ///< reached, and every address that was reached is authenticated
    std::size_t endpoints = 0;
    std::size_t endpoints_authenticated = 0;  ///< by DANE
    std::size_t endpoints_complying = 0;      ///< with what an MTA-STS policy asks of them
    std::size_t tlsa_records = 0;             ///< usable ones
};

[[nodiscard]] Totals totals_of(const Report& report);

/// Whether an address meets what an MTA-STS policy asks of it (RFC 8461 §4); nothing where it was not seen whether it
/// does: an address that could not be reached from here breaks no policy.
[[nodiscard]] std::optional<bool> meets_policy(const EndpointReport& endpoint);

/// The finding that an alert has to name: the first of those that are as bad as the exit code, else the first that an
/// operator should know. Null where all is well, or nothing was found.
[[nodiscard]] const Finding* leading_finding(const Report& report);

/// Whether what makes the exit code may be gone in a minute: silence, a refusal for now, a lookup without an answer.
/// False where nothing is wrong.
[[nodiscard]] bool is_transient(const Report& report);

/// What an operator asks of a check beside what the report says.
struct MonitoringLimits {
    State at_deadline = State::unknown;  ///< where time ran out, and nothing else is worse
    Thresholds expiry;                   ///< of the seconds until what fails first by itself
};

/// How long it is until what fails first by itself; negative where that has ended, nothing where nothing is known of.
[[nodiscard]] std::optional<std::chrono::seconds> time_to_first_failure(const Report& report);

/// The state by the thresholds alone.
[[nodiscard]] State expiry_state(const Report& report, const Thresholds& expiry);

/// The state for the monitoring system: the exit code, within these limits.
[[nodiscard]] State monitoring_state(const Report& report, const MonitoringLimits& limits);

}  // namespace danelaw
