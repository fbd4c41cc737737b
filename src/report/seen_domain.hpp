#pragma once

#include <danelaw/report/report.hpp>

#include "report/pkix_judge.hpp"

namespace danelaw {

/// What the senders table is made from. Needs all of the report but senders and findings.
[[nodiscard]] SeenDomain seen_domain(const Report& report, const PkixJudge& pkix);

}  // namespace danelaw
