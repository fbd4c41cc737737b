#include <danelaw/base/limits.hpp>
#include <danelaw/dane/match.hpp>
#include <danelaw/scan/probe.hpp>
#include <danelaw/scan/special_address.hpp>

#include "scan/gather_host.hpp"
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

/// The other family of signature algorithms than that of the presented leaf: some senders get that certificate (§8.1).
KeyOffer other_keys(const CertificateChain& chain) {
    return chain.front().key.starts_with("RSA") ? KeyOffer::ecdsa_only : KeyOffer::rsa_only;
}

CertificateChain read_chain(const std::vector<Bytes>& ders) {
    CertificateChain chain;
    for (const auto& der : ders) chain.push_back(read_certificate(der));
    return chain;
}

bool matches(const DomainScan& scan, const HostFacts& host, const HostDecision& decision,
             const CertificateChain& chain) {
    const auto records = tlsa_records(host.lookups.tlsa.at(decision.tlsa_lookup.value()));
    const auto names =
        reference_identifiers(next_hop_resolution(scan.facts), host.lookups.name, decision.tlsa_base_domain.value());
    MatchInput input;
    input.reference_identifiers = names;
    input.now = scan.facts.checked_at;
    return match_chain(records, chain, input).outcome == MatchOutcome::authenticated;
}

asio::awaitable<void> probe_endpoint(DomainScan& scan, const HostFacts& host, EndpointFacts& endpoint) {
    const auto decision = decide_host(host.lookups, UsageProfile::smtp);
    const auto sni =
        host.exchange_is_address ? std::string() : server_name(decision.tlsa_base_domain.value_or(host.lookups.name));
    ProbeTarget target(endpoint.address, endpoint.port, TlsRequest(sni));
    auto session = co_await probe_address(scan.context, std::move(target), scan.deadline);
    endpoint.session = std::move(session);
    if (decision.action != DaneAction::authenticate || scan.context.options.single_probe || !endpoint.session.tls)
        co_return;
    const auto chain = read_chain(endpoint.session.chain);
    if (chain.empty() || !matches(scan, host, decision, chain)) co_return;
    ProbeTarget other_target(endpoint.address, endpoint.port, TlsRequest(sni, other_keys(chain)));
    auto other = co_await probe_address(scan.context, std::move(other_target), scan.deadline);
    endpoint.other_key_probe = std::move(other);
}

asio::awaitable<void> probe_in_slot(DomainScan& scan, const HostFacts& host, EndpointFacts& endpoint) {
    const bool acquired = co_await scan.slots.acquire(endpoint.address);
    if (!acquired) {
        endpoint.session.result = SmtpResult::timeout;
        endpoint.session.cut_by_deadline = true;
        endpoint.session.detail = "no connection was made before --timeout";
        co_return;
    }
    co_await probe_endpoint(scan, host, endpoint);
    scan.slots.release(endpoint.address);
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
        tasks.emplace_back([&scan, &host, &endpoint] { return probe_in_slot(scan, host, endpoint); });
    }
    co_await run_all(std::move(tasks));
    scan.facts.deadline_passed |= scan.context.clock.steady() >= scan.deadline;  // whether it cut a session
}

}  // namespace danelaw
