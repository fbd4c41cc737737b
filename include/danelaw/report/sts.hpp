#pragma once

#include <danelaw/mtasts/policy.hpp>
#include <danelaw/report/facts.hpp>

#include <optional>
#include <vector>

namespace danelaw {

/// The lookups of MTA-STS that were made.
[[nodiscard]] std::vector<const Lookup*> sts_lookups(const StsFacts& facts);

/// The exchange that gave what the policy host has to say: the one address that could be connected to, or the last that
/// was tried. Nothing where none was.
[[nodiscard]] const PolicyExchange* policy_exchange(const StsFacts& facts);

/// The policy that was served, where HTTP and grammar are right; its certificate is not looked at.
[[nodiscard]] std::optional<Policy> served_policy(const StsFacts& facts);

/// The policy of --cached-policy, where it is valid.
[[nodiscard]] std::optional<Policy> cached_policy(const StsFacts& facts);

/// Whether some sender may hold its MX hosts to a policy: one with a mode other than none.
[[nodiscard]] bool asks_of_hosts(const StsFacts& facts);

}  // namespace danelaw
