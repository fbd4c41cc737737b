#pragma once

#include <danelaw/base/result.hpp>
#include <danelaw/dns/domain_name.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// What a `_mta-sts` TXT record says. Source: RFC 8461 §3.1.
struct StsRecord {
    std::string id;
    std::vector<std::string> unknown_fields;   ///< names of fields that senders ignore, printable
    std::vector<std::string> repeated_fields;  ///< names whose later occurrences senders ignore

    bool operator==(const StsRecord&) const = default;
};

/// Whether a TXT record is meant for MTA-STS: it begins with `v=STSv1` and a semicolon, white space between them
/// allowed. Senders discard all others (RFC 8461 §3.1, S04).
[[nodiscard]] bool is_sts_record(std::string_view text);

/// Reads the joined strings of one TXT record, strictly by the ABNF of RFC 8461 §3.1. Errors: a clause with the field
/// at fault and what was expected.
[[nodiscard]] Result<StsRecord> parse_sts_record(std::string_view text);

/// What the TXT RRset at `_mta-sts` comes to: a record, nothing (no record is meant for MTA-STS), or a fault.
struct StsRecordSet {
    std::optional<StsRecord> record;   ///< set where exactly one is meant for MTA-STS and that one is valid
    std::optional<std::string> fault;  ///< several, or one that breaks the grammar: senders see no MTA-STS
    std::size_t meant = 0;             ///< records that are meant for MTA-STS
    std::size_t ignored = 0;           ///< records that are not
};

/// Source: RFC 8461 §3.1 (S04): discard, count, parse.
[[nodiscard]] StsRecordSet read_sts_records(std::span<const std::string> texts);

/// `_mta-sts.DOMAIN` (RFC 8461 §3.1) and `mta-sts.DOMAIN` (§3.2). Errors: longer than a name may be.
[[nodiscard]] Result<DomainName> sts_record_owner(const DomainName& domain);
[[nodiscard]] Result<DomainName> sts_policy_host(const DomainName& domain);

}  // namespace danelaw
