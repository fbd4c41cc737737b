#pragma once

#include <danelaw/io/clock.hpp>
#include <danelaw/io/policy_fetcher.hpp>

#include <memory>

namespace danelaw {

/// A PolicyFetcher over any Connector: one GET, no redirects, no cache, no proxy, nothing of the environment. The
/// certificate is captured, not judged, and the answer read whatever it is: both are facts. Source: RFC 8461 §3.3.
[[nodiscard]] std::unique_ptr<PolicyFetcher> make_policy_fetcher(Connector& connector, const Clock& clock);

}  // namespace danelaw
