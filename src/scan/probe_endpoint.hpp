#pragma once

#include "scan/gather_host.hpp"

namespace danelaw {

/// The sessions with one endpoint, each in a slot of its own. Where its chain matches, a second session asks for
/// the certificate of the other family of signature algorithms, which some senders get (RFC 7672 §8.1).
boost::asio::awaitable<void> probe_endpoint(DomainScan& scan, const HostFacts& host, EndpointFacts& endpoint);

}  // namespace danelaw
