#pragma once

#include <danelaw/dnssec/zones.hpp>

#include <optional>
#include <string>
#include <vector>

namespace danelaw {

/// What the chain of trust to an answer is judged from; every message in it is as the validator saw it.
struct ChainFacts {
    std::vector<std::string> anchors;  ///< trust anchors, DS or DNSKEY records in presentation form
    Lookup answer;
    std::vector<Lookup> zones;  ///< DS and DNSKEY of the names on the way, parents before children, DS before DNSKEY;
                                ///< NSEC3PARAM of the zone that answers
    Timestamp at{};             ///< the clock for signatures
};

/// The chain of trust, link by link.
struct ChainReport {
    DomainName name;                     ///< that was asked for
    std::vector<ZoneReport> zones;       ///< parents before children
    std::vector<RrsetReport> answer;     ///< the RRsets of the answer, then those of its denial
    LinkState state{};                   ///< by our own calculation; never unreached
    std::optional<std::string> ends;     ///< where signing ends by right, a sentence
    std::optional<std::string> broken;   ///< the first link that breaks, a sentence
    std::optional<std::string> differs;  ///< where the validator came to another state, a sentence
};

/// Follows the chain from the trust anchors to the answer. The validator's own state stands; this says why.
[[nodiscard]] ChainReport judge_chain(const ChainFacts& facts);

}  // namespace danelaw
