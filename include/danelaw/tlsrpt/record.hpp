#pragma once

#include <danelaw/base/result.hpp>
#include <danelaw/dns/domain_name.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// One place that reports are wanted at.
struct ReportUri {
    std::string text;                   ///< as published, printable ASCII
    std::optional<std::string> unfit;   ///< why no sender can use it: another scheme than mailto and https, no address
    std::optional<DomainName> mailbox;  ///< the domain of a mailto address
};

/// What a TLSRPT record says. Source: RFC 8460 §3.
struct TlsRptRecord {
    std::vector<ReportUri> rua;           ///< of all rua fields, in order
    std::vector<std::string> extensions;  ///< names of fields that are not known, which senders ignore
};

/// Reads one TXT record to the letter of the ABNF. Errors: what is wrong, at which field, and what was expected; also
/// where the record names no URI that senders support (mailto and https).
[[nodiscard]] Result<TlsRptRecord> read_tlsrpt_record(std::string_view text);

/// What senders make of the TXT records at `_smtp._tls`.
struct TlsRptRecords {
    std::size_t candidates = 0;        ///< that begin with `v=TLSRPTv1` and a semicolon
    std::vector<std::size_t> ignored;  ///< indices of the rest, which senders discard
    std::optional<TlsRptRecord> record;
    std::optional<std::string> failure;  ///< why there is no record that counts, although there are candidates
};

/// Discards what does not begin with the version; exactly one record must remain. Source: RFC 8460 §3.
[[nodiscard]] TlsRptRecords read_tlsrpt_records(std::span<const std::string> texts);

}  // namespace danelaw
