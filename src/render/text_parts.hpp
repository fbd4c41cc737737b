#pragma once

#include <danelaw/render/render.hpp>

#include <span>
#include <string>
#include <string_view>

namespace danelaw {

/// One address: outcome, reason, TLS and certificate; with `verbose` the dialogue and the time of each phase.
[[nodiscard]] std::string render_endpoint(const EndpointFacts& facts, const EndpointReport& judged,
                                          std::string_view indent, const TextStyle& style);

/// Findings that are alike together: severity, code and clause, then what was seen of whom, then what to do.
[[nodiscard]] std::string render_findings(std::span<const Finding> findings, const TextStyle& style);

/// The MTA-STS verdict and the policy, in one sentence.
[[nodiscard]] std::string sts_line(const StsReport& sts);

/// The senders table: what each kind of sender does, and which attacks it withstands; then why not.
[[nodiscard]] std::string render_senders(const std::vector<SenderRow>& rows, const TextStyle& style);

}  // namespace danelaw
