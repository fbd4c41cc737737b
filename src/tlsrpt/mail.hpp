#pragma once

#include <danelaw/base/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// The parts of a mail that hold TLS reports by their media type (application/tlsrpt+gzip, application/tlsrpt+json, or
/// application/tlsrpt as older senders write), decoded, at any depth, in order; none where it holds no report. Source:
/// RFC 8460 §5.3, RFC 2045, RFC 2046. Lenient where senders are careless and nothing is lost by it: a boundary that is
/// never closed, lines that end with LF. Errors: a report that cannot be decoded, more parts or depth than limits
/// allow.
[[nodiscard]] Result<std::vector<std::string>> report_parts(std::string_view mail);

}  // namespace danelaw
