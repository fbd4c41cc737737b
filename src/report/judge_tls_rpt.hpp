#pragma once

#include <danelaw/report/report.hpp>

namespace danelaw {

/// Source: RFC 8460 §3. Nothing where the record was not looked up.
[[nodiscard]] std::optional<TlsRptStatus> judge_tls_rpt(const TlsRptFacts& facts);

}  // namespace danelaw
