#pragma once

#include "report/seen_certificate.hpp"
#include "report/verdict.hpp"

#include <danelaw/report/report.hpp>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace danelaw {

/// The element that `is_it` holds for, or null.
template <class Element, class Predicate>
[[nodiscard]] const Element* found(const std::vector<Element>& all, Predicate is_it) {
    const auto at = std::find_if(all.begin(), all.end(), is_it);
    return at == all.end() ? nullptr : &*at;
}

/// The elements of `all` that are not in `others`, as text.
template <class Element, class ToText = std::identity>
[[nodiscard]] std::vector<std::string> missing_from(const std::vector<Element>& others, const std::vector<Element>& all,
                                                    ToText shown = {}) {
    std::vector<std::string> texts;
    for (const auto& one : all) {
        if (std::find(others.begin(), others.end(), one) == others.end()) texts.push_back(shown(one));
    }
    return texts;
}

// What was remembered of the same thing, or null.
[[nodiscard]] inline const HostMemory* host_before(const std::vector<HostMemory>& hosts, const DomainName& name) {
    return found(hosts, [&](const HostMemory& host) { return host.name == name; });
}

[[nodiscard]] inline const EndpointMemory* endpoint_before(const HostMemory& host, const EndpointFacts& facts) {
    return found(host.endpoints, [&](const EndpointMemory& endpoint) {
        return endpoint.address == facts.address && endpoint.port == facts.port;
    });
}

[[nodiscard]] inline const TlsaMemory* tlsa_before(const std::vector<TlsaMemory>& all, const DomainName& owner) {
    return found(all, [&](const TlsaMemory& tlsa) { return tlsa.owner == owner; });
}

/// The certificates that a server presents: none, one, or one for each kind of key.
[[nodiscard]] inline std::vector<SeenCertificate> presented_leaves(const EndpointReport& endpoint) {
    std::vector<SeenCertificate> leaves;
    if (!endpoint.chain.empty()) leaves.push_back(seen_certificate(endpoint.chain.front()));
    if (!endpoint.other_key_chain.empty()) leaves.push_back(seen_certificate(endpoint.other_key_chain.front()));
    return leaves;
}

/// Whether what is not signed is so for everybody: else a change may be one of this machine.
[[nodiscard]] inline bool validates(const DomainFacts& facts) {
    return !cannot_validate(facts) && is_covered_by_anchor(facts);
}

/// What is to be remembered of MTA-STS: of what could not be seen, what was.
[[nodiscard]] std::optional<StsMemory> remembered(const StsReport& sts, const std::optional<StsMemory>& before);

}  // namespace danelaw
