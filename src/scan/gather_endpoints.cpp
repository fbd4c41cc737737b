#include <danelaw/base/limits.hpp>
#include <danelaw/scan/special_address.hpp>

#include "scan/gather_host.hpp"
#include "scan/probe_endpoint.hpp"
#include "scan/run_all.hpp"

#include <fmt/format.h>

namespace danelaw {

namespace asio = boost::asio;

namespace {

/// Why no connection is to be made, or nothing.
std::optional<NotProbed> reason_not_to_probe(const DomainScan& scan, const HostDecision& decision,
                                             const asio::ip::address& address) {
    if (decision.action == DaneAction::skip)
        return NotProbed{NotProbedReason::skip, "senders that use DANE do not connect to this host"};
    if (scan.context.options.dns_only) return NotProbed{NotProbedReason::dns_only, "--dns-only"};
    if (scan.context.options.allow_private) return std::nullopt;
    return private_address_guard(address);
}

NotProbed beyond_address_cap() {
    return {NotProbedReason::address_cap,
            fmt::format("only the first {} addresses of a family are probed", limits::addresses_per_family)};
}

}  // namespace

std::string server_name(const DomainName& name) {
    const bool can_be_sent = !name.is_root() && name.text().find('\\') == std::string::npos;
    return can_be_sent ? name.text() : std::string();
}

asio::awaitable<void> gather_endpoints(DomainScan& scan, HostFacts& host) {
    const auto decision = decide_host(host.lookups, UsageProfile::smtp);
    std::vector<Task> tasks;
    std::size_t of_family[2] = {0, 0};
    for (auto& endpoint : host.endpoints) {
        endpoint.not_probed = reason_not_to_probe(scan, decision, endpoint.address);
        if (endpoint.not_probed) continue;
        if (++of_family[endpoint.address.is_v6() ? 1 : 0] > limits::addresses_per_family) {
            endpoint.not_probed = beyond_address_cap();
            host.not_examined = true;
            continue;
        }
        tasks.emplace_back([&scan, &host, &endpoint] { return probe_endpoint(scan, host, endpoint); });
    }
    co_await run_all(std::move(tasks));
    scan.facts.deadline_passed |= scan.context.clock.steady() >= scan.deadline;  // whether it cut a session
}

}  // namespace danelaw
