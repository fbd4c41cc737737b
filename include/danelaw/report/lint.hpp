#pragma once

#include <danelaw/dane/match.hpp>
#include <danelaw/mtasts/policy.hpp>
#include <danelaw/mtasts/record.hpp>
#include <danelaw/report/finding.hpp>
#include <danelaw/tlsrpt/record.hpp>
#include <danelaw/tlsrpt/report.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
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

/// What is to be said of a file that holds a TLS report.
struct TlsReportLint {
    bool valid = false;                 ///< it holds one report, which a receiver can make sense of (RFC 8460 §4.4)
    std::optional<std::string> reason;  ///< why not valid
    std::optional<TlsReport> report;    ///< where valid
    std::vector<Finding> findings;      ///< worst first
};

/// Checks a report: JSON, gzip, or the mail it came in.
[[nodiscard]] TlsReportLint lint_tlsrpt_report(std::string_view octets);

/// Checks the TXT records of one RRset, the strings of each joined.
[[nodiscard]] TlsRptRecordLint lint_tlsrpt_record(std::span<const std::string> texts);

/// What is to be said of a TXT RRset at `_mta-sts` before it is published.
struct StsRecordLint {
    bool valid = false;                 ///< exactly one record is meant for MTA-STS, and is well formed
    std::optional<std::string> reason;  ///< why not valid
    std::optional<StsRecord> record;    ///< set where valid
    std::vector<Finding> findings;      ///< worst first
};

/// Checks the texts of the TXT records of one RRset, strings joined. Source: RFC 8461 §3.1.
[[nodiscard]] StsRecordLint lint_sts_record(std::span<const std::string> texts);

/// Whether a policy allows an MX host.
struct MxMatch {
    DomainName mx;
    std::optional<MxPattern> pattern;  ///< the one that matches
};

/// What is to be said of a policy file before it is served.
struct StsPolicyLint {
    bool valid = false;
    std::optional<std::string> reason;  ///< why not valid
    std::optional<Policy> policy;       ///< set where valid
    std::vector<MxMatch> matches;       ///< one for each host that was asked about; none where not valid
    std::vector<Finding> findings;      ///< worst first
};

/// Checks a policy file, and which of some MX hosts it allows. Source: RFC 8461 §3.2, §4.1.
[[nodiscard]] StsPolicyLint lint_sts_policy(std::string_view file, std::span<const DomainName> hosts);

}  // namespace danelaw
