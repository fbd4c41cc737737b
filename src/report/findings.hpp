#pragma once

#include <danelaw/report/report.hpp>

#include <string>
#include <vector>

namespace danelaw {

using Findings = std::vector<Finding>;

// Each looks at one topic of a report whose hosts and verdict are judged, and adds what an operator should know.
void find_run_limits(const Report& report, Findings& findings);
void find_mx(const Report& report, Findings& findings);
void find_lookup_failures(const Report& report, Findings& findings);
void find_signatures(const Report& report, Findings& findings);
void find_tlsa(const Report& report, Findings& findings);
void find_mismatches(const Report& report, Findings& findings);
void find_sessions(const Report& report, Findings& findings);
void find_certificates(const Report& report, Findings& findings);

/// What to call a host: its MX name, or the address for an address literal.
[[nodiscard]] std::string subject_of(const HostFacts& host);
/// `mx.example.org[192.0.2.1]:25`, as Postfix logs it.
[[nodiscard]] std::string subject_of(const HostFacts& host, const EndpointFacts& endpoint);

}  // namespace danelaw
