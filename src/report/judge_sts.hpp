#pragma once

#include <danelaw/report/report.hpp>

#include "report/pkix_judge.hpp"

#include <string_view>

namespace danelaw {

/// RFC 8461 §7.2, by GnuTLS's name of the version.
[[nodiscard]] bool is_tls12_or_later(std::string_view version);

/// Judges record, policy host and policy; not yet the hosts. Nothing where MTA-STS was not looked at.
[[nodiscard]] std::optional<StsReport> judge_policy(const DomainFacts& facts, PkixJudge& pkix);

/// Fills what PKIX and MTA-STS make of the sessions of every host.
void judge_sts_sessions(Report& report, PkixJudge& pkix);

/// Whether a host fails a policy that is enforced: its name does not match, or a reached address does not comply.
[[nodiscard]] bool fails_policy(const Policy& policy, const HostFacts& facts, const HostReport& host);

/// The MTA-STS verdict, rule by rule (contract 3). Needs all of the report but verdict, senders and findings.
[[nodiscard]] Verdict sts_verdict(const Report& report);

/// The whole verdict (contract 4).
[[nodiscard]] Verdict whole_verdict(const Report& report, Require require);

/// The records of a host that are usable and count, with usage DANE-TA.
[[nodiscard]] std::vector<TlsaRecord> trust_anchor_records(const HostReport& host);

}  // namespace danelaw
