#pragma once

#include <danelaw/report/report.hpp>

namespace danelaw {

/// The table of contract 1: what a session means under an action. `match` is needed only for a session with TLS under
/// authenticate.
[[nodiscard]] Outcome outcome_of(DaneAction action, const SmtpSession& session,
                                 const std::optional<MatchResult>& match);

/// Whether an endpoint was reached: the session got as far as the server's answer to EHLO.
[[nodiscard]] bool is_reached(Outcome outcome);

/// Judges one host: its decision, and each of its endpoints.
[[nodiscard]] HostReport judge_host(const DomainFacts& facts, const HostFacts& host);

}  // namespace danelaw
