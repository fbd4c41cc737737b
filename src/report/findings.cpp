#include "report/findings.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

Finding& add_finding(Findings& findings, std::string_view code, const std::string& subject, std::string_view what) {
    return findings.emplace_back(make_finding(code, subject, fmt::format("{}: {}", subject, what)));
}

std::string listed(const std::vector<std::string>& parts, std::string_view separator, std::size_t most) {
    const auto shown = std::min(parts.size(), most);
    auto text =
        fmt::format("{}", fmt::join(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(shown), separator));
    if (parts.size() > shown) text += fmt::format("{}and {} more", separator, parts.size() - shown);
    return text;
}

std::string_view how_it_failed(const Lookup& lookup) {
    return lookup.dnssec == ValidationState::bogus ? "is bogus" : "failed";
}

bool has_secure_tlsa(const HostReport& host) { return host.decision.tlsa_base_domain.has_value(); }

std::string subject_of(const DomainFacts& facts) {
    return facts.kind == DestinationKind::address ? printable(facts.asked) : facts.domain.text();
}

std::string subject_of(const HostFacts& host) {
    if (!host.lookups.name.is_root() || host.endpoints.empty()) return host.lookups.name.text();
    return fmt::format("[{}]", host.endpoints.front().address.to_string());
}

std::string subject_of(const HostFacts& host, const EndpointFacts& endpoint) {
    const auto name = host.lookups.name.is_root() ? std::string() : host.lookups.name.text();
    return fmt::format("{}[{}]:{}", name, endpoint.address.to_string(), endpoint.port);
}

}  // namespace danelaw
