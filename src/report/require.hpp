#pragma once

#include <danelaw/report/report.hpp>

#include <vector>

namespace danelaw {

/// Contract 4: where only one mechanism is demanded, findings of the other count at most as warnings.
void lower_other_findings(std::vector<Finding>& findings, Require require);

}  // namespace danelaw
