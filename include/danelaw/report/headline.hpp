#pragma once

#include <danelaw/report/report.hpp>

#include <string>

namespace danelaw {

/// What the verdict means for mail, in one sentence without a full stop. It is true of DANE and of MTA-STS whatever
/// --require asks for; what the verdict stands on is said first (contract 4).
[[nodiscard]] std::string headline(const Report& report);

}  // namespace danelaw
