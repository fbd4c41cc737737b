#pragma once

#include <danelaw/dnssec/chain.hpp>
#include <danelaw/report/finding.hpp>

#include <vector>

namespace danelaw {

/// What is weak in a chain of trust, or about to matter: SHA-1, short RSA keys, NSEC3 iterations, DS records without a
/// key, algorithms that leave a zone unsigned, and a validator that came to another state. Worst first.
[[nodiscard]] std::vector<Finding> chain_findings(const ChainReport& chain);

}  // namespace danelaw
