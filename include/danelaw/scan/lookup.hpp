#pragma once

#include <danelaw/scan/context.hpp>

#include <boost/asio/awaitable.hpp>

namespace danelaw {

/// Asks, and once more where the first answer was a failure without a DNSSEC verdict (contract 1); the second answer
/// counts.
boost::asio::awaitable<Lookup> lookup_with_retry(ScanContext& context, DomainName name, RecordType type,
                                                 Deadline deadline);

}  // namespace danelaw
