#pragma once

#include <danelaw/report/report.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <vector>

namespace danelaw {

// MTA-STS and senders in the JSON of contract 7.

/// `{"version","mode","max_age","mx"}`.
[[nodiscard]] boost::json::object json_policy(const Policy& policy);
/// The key `mta_sts` of a report.
[[nodiscard]] boost::json::value json_sts(const std::optional<StsReport>& sts);
/// Whether the policy in force allows a host, and by which pattern; null where none is in force.
[[nodiscard]] boost::json::value json_policy_match(const Report& report, const HostFacts& host);
[[nodiscard]] boost::json::array json_senders(const std::vector<SenderRow>& rows);

}  // namespace danelaw
