#pragma once

#include <danelaw/tlsrpt/record.hpp>

namespace danelaw {

/// Reads a `tlsrpt-uri`: a URI (RFC 3986 §3) without the characters that RFC 8460 §3 wants encoded. Errors: which
/// character or part is wrong, and what was expected.
[[nodiscard]] Result<ReportUri> read_report_uri(std::string_view text);

}  // namespace danelaw
