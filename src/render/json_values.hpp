#pragma once

#include <danelaw/base/time.hpp>
#include <danelaw/dane/match.hpp>
#include <danelaw/dns/lookup.hpp>
#include <danelaw/report/report.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <vector>

namespace danelaw {

// The parts of contract 7 that several schemas share. Every text from the network is printable() here.

[[nodiscard]] boost::json::value json_text(const std::optional<std::string>& text);
[[nodiscard]] boost::json::value json_time(const std::optional<Timestamp>& moment);
[[nodiscard]] boost::json::array json_names(const std::vector<DomainName>& names);
/// The *lookup* of contract 7.
[[nodiscard]] boost::json::object json_lookup(const Lookup& lookup);
[[nodiscard]] boost::json::value json_lookup(const std::optional<Lookup>& lookup);
/// `danelaw.lookup/1`.
[[nodiscard]] boost::json::object json_whole_lookup(const Lookup& lookup);
[[nodiscard]] boost::json::object json_record(const RecordUse& use);
/// An endpoint object.
[[nodiscard]] boost::json::object json_endpoint(const EndpointFacts& facts, const EndpointReport& judged);
[[nodiscard]] boost::json::object json_finding(const Finding& finding);

}  // namespace danelaw
