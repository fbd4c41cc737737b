#pragma once

#include <danelaw/report/report.hpp>

#include <vector>

namespace danelaw {

/// Puts the report's own names where the catalogue's advice says DOMAIN and HOST, so that its commands can be typed as
/// they stand. HOST stays where several hosts share the finding: what is alike is told once. A name with a character
/// that means something to a shell is never put in: names come from the network, and lines are copied.
void fill_in_names(const Report& report, std::vector<Finding>& findings);

}  // namespace danelaw
