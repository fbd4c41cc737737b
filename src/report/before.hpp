#pragma once

#include "report/seen_certificate.hpp"

#include <danelaw/report/report.hpp>

#include <algorithm>
#include <vector>

namespace danelaw {

/// The element that `is_it` holds for, or null.
template <class Element, class Predicate>
[[nodiscard]] const Element* found(const std::vector<Element>& all, Predicate is_it) {
    const auto at = std::find_if(all.begin(), all.end(), is_it);
    return at == all.end() ? nullptr : &*at;
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

}  // namespace danelaw
