#pragma once

#include <danelaw/dane/match.hpp>
#include <danelaw/report/finding.hpp>
#include <danelaw/tlsrpt/record.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace danelaw {

/// What is to be said of a TLSA RRset before it is published.
struct TlsaLint {
    bool valid = false;                 ///< every record can be read and used by a conforming client
    std::optional<std::string> reason;  ///< why not valid: the first record at fault, `record 2: ...`
    std::vector<RecordUse> records;     ///< those that can be read, judged for SMTP (usages 0 and 1 unusable)
    std::vector<Finding> findings;      ///< worst first
};

/// What is to be said of the TXT records at `_smtp._tls` before they are published.
struct TlsRptRecordLint {
    bool valid = false;                  ///< exactly one counts, and senders can read it (RFC 8460 §3)
    std::optional<std::string> reason;   ///< why not valid
    std::optional<TlsRptRecord> record;  ///< where valid
    std::vector<Finding> findings;       ///< worst first
};

/// Checks records in presentation form. Usages 0 and 1 are a warning, not a fault: RFC 6698 clients take them, SMTP
/// ones do not (RFC 7672 §3.1.3).
[[nodiscard]] TlsaLint lint_tlsa(std::span<const std::string> texts);

/// Checks the TXT records of one RRset, the strings of each joined.
[[nodiscard]] TlsRptRecordLint lint_tlsrpt_record(std::span<const std::string> texts);

}  // namespace danelaw
