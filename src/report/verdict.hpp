#pragma once

#include <danelaw/report/report.hpp>

namespace danelaw {

/// Why nothing can be said of the domain from here, or nothing where a trust anchor above it or anything of it
/// validated (contract 2, "First").
[[nodiscard]] std::optional<std::string> cannot_validate(const DomainFacts& facts);

/// Whether a trust anchor lies at or above the domain; without one "insecure" would mean nothing.
[[nodiscard]] bool is_covered_by_anchor(const DomainFacts& facts);

/// Whether our own time ran out on a lookup: its failure says nothing about the domain.
[[nodiscard]] bool is_cut(const Lookup& lookup);
/// Whether --timeout cut a lookup or a session.
[[nodiscard]] bool was_cut(const DomainFacts& facts);

/// A host that is skipped because one of its lookups failed, by the domain's fault and not by our own time-out.
[[nodiscard]] bool is_failed_host(const HostReport& host, const HostFacts& facts);

/// The DANE verdict, rule by rule in the order of contract 2. Needs facts, next_hop and hosts of the report.
[[nodiscard]] Verdict dane_verdict(const Report& report);

/// 0, 1, 2 or 3: the worst of verdict and findings in the order ok < warning < unknown < critical (contract 6).
[[nodiscard]] int exit_code_of(const Report& report);

}  // namespace danelaw
