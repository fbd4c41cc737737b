#pragma once

#include <danelaw/tlsrpt/report.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// A report that was found, or why one that is there cannot be read.
struct FoundReport {
    std::string where;  ///< within what was read: `mail 3`; empty where it is the whole
    Result<TlsReport> report;
};

/// What a file holds.
struct ReportSource {
    std::vector<FoundReport> found;
    std::size_t mails = 0;          ///< 0 for a report by itself
    std::size_t mails_without = 0;  ///< of these, mails with no report in them (RFC 8460 §5.3)
};

/// Reads a report (JSON, or that in gzip: RFC 8460 §5.2), a mail (§5.3), or an mbox of mails (RFC 4155), whatever the
/// octets show.
[[nodiscard]] ReportSource read_report_source(std::string_view octets);

}  // namespace danelaw
