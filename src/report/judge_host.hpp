#pragma once

#include <danelaw/report/report.hpp>

namespace danelaw {

/// The table of contract 1: what a session means under an action. `match` is needed only for a session with TLS under
/// authenticate.
[[nodiscard]] Outcome outcome_of(DaneAction action, const SmtpSession& session,
                                 const std::optional<MatchResult>& match);

/// Judges one host: its decision, and each of its endpoints.
[[nodiscard]] HostReport judge_host(const DomainFacts& facts, const HostFacts& host);

}  // namespace danelaw
