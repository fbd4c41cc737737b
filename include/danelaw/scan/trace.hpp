#pragma once

#include <danelaw/dnssec/chain.hpp>
#include <danelaw/scan/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace danelaw {

/// Looks a name up and then, from the trust anchors down to it and to each of its aliases, the DS of every name on the
/// way and the DNSKEY of every zone, until the answer is reached or the chain ends. At most limits::chain_questions.
boost::asio::awaitable<ChainFacts> gather_chain(ScanContext& context, DomainName name, RecordType type,
                                                Deadline deadline);

/// The links from the trust anchors down to each of these zones, as gather_chain asks for them, behind those that are
/// `known` already.
boost::asio::awaitable<std::vector<Lookup>> gather_links(ScanContext& context, std::vector<DomainName> zones,
                                                         std::vector<Lookup> known, Deadline deadline);

}  // namespace danelaw
