#pragma once

#include <danelaw/report/report.hpp>
#include <danelaw/report/threshold.hpp>

#include <cstddef>

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

/// The finding that an alert has to name: the first of those that are as bad as the exit code, else the first that an
/// operator should know. Null where all is well, or nothing was found.
[[nodiscard]] const Finding* leading_finding(const Report& report);

/// Whether what makes the exit code may be gone in a minute: silence, a refusal for now, a lookup without an answer.
/// False where nothing is wrong.
[[nodiscard]] bool is_transient(const Report& report);

/// The state for the monitoring system: the exit code, but `at_deadline` where nothing worse is known
/// because time ran out.
[[nodiscard]] State monitoring_state(const Report& report, State at_deadline);

}  // namespace danelaw
