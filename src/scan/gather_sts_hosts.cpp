#include <danelaw/dane/match.hpp>
#include <danelaw/report/sts.hpp>
#include <danelaw/scan/probe.hpp>

#include "scan/gather_host.hpp"
#include "scan/run_all.hpp"

#include <algorithm>

namespace danelaw {

namespace asio = boost::asio;

namespace {

/// Whether a session got as far as TLS, where the name that it asked for could matter.
bool reached_tls(const SmtpSession& session) { return session.tls || session.stage == SmtpStage::tls; }

/// RFC 8461 §7.1: the MX name. RFC 7672 §8.1: the TLSA base domain.
bool has_other_sni(const HostFacts& host) {
    if (host.exchange_is_address || host.lookups.name.is_root()) return false;
    const auto base = decide_host(host.lookups, UsageProfile::smtp).tlsa_base_domain;
    return base && *base != host.lookups.name;
}

asio::awaitable<void> probe_by_mx_name(DomainScan& scan, const HostFacts& host, EndpointFacts& endpoint) {
    const bool acquired = co_await scan.slots.acquire(endpoint.address);
    if (!acquired) {
        auto& session = endpoint.sts_probe.emplace();
        session.result = SmtpResult::timeout;
        session.cut_by_deadline = true;
        session.detail = "no connection was made before --timeout";
        co_return;
    }
    ProbeTarget target(endpoint.address, endpoint.port, TlsRequest(server_name(host.lookups.name)));
    auto session = co_await probe_address(scan.context, std::move(target), scan.deadline);
    endpoint.sts_probe = std::move(session);
    scan.slots.release(endpoint.address);
}

CertificateChain read_chain(const std::vector<Bytes>& ders) {
    CertificateChain chain;
    for (const auto& der : ders) chain.push_back(read_certificate(der));
    return chain;
}

std::vector<TlsaRecord> usable_trust_anchors(const HostFacts& host) {
    std::vector<TlsaRecord> records;
    const auto decision = decide_host(host.lookups, UsageProfile::smtp);
    if (decision.action != DaneAction::authenticate || !decision.tlsa_lookup) return records;
    for (const auto& use :
         select_records(tlsa_records(host.lookups.tlsa.at(*decision.tlsa_lookup)), UsageProfile::smtp)) {
        if (use.considered && use.record.usage == CertificateUsage::dane_ta) records.push_back(use.record);
    }
    return records;
}

/// Whose issuers to look for in the store: the chains of MX hosts where a policy or a usage-2 record asks for it.
std::vector<CertificateChain> chains_to_judge(const DomainFacts& facts) {
    std::vector<CertificateChain> chains;
    if (const auto* const exchange = policy_exchange(facts.sts); exchange != nullptr && !exchange->chain.empty())
        chains.push_back(read_chain(exchange->chain));
    const bool by_policy = asks_of_hosts(facts.sts);
    for (const auto& host : facts.hosts) {
        const auto anchors = usable_trust_anchors(host);
        if (!by_policy && anchors.empty()) continue;
        for (const auto& endpoint : host.endpoints) {
            if (!endpoint.session.chain.empty()) chains.push_back(read_chain(endpoint.session.chain));
            if (endpoint.sts_probe) chains.push_back(read_chain(endpoint.sts_probe->chain));
            if (endpoint.other_key_probe) chains.push_back(read_chain(endpoint.other_key_probe->chain));
        }
        for (const auto& record : anchors) {
            const bool whole = record.selector == Selector::cert && record.matching_type == MatchingType::full;
            if (whole) chains.push_back({read_certificate(record.association_data)});
        }
    }
    return chains;
}

}  // namespace

asio::awaitable<void> gather_sts_probes(DomainScan& scan) {
    if (!asks_of_hosts(scan.facts.sts)) co_return;
    std::vector<Task> tasks;
    for (auto& host : scan.facts.hosts) {
        if (!has_other_sni(host)) continue;
        for (auto& endpoint : host.endpoints) {
            if (endpoint.not_probed || !reached_tls(endpoint.session)) continue;
            tasks.emplace_back([&scan, &host, &endpoint] { return probe_by_mx_name(scan, host, endpoint); });
        }
    }
    co_await run_all(std::move(tasks));
}

void gather_ca(DomainScan& scan) {
    const auto chains = chains_to_judge(scan.facts);
    if (chains.empty()) return;
    const auto& source = *scan.context.ca_source;
    const auto& store = source.store();
    CaFacts facts;
    facts.source = source.name;
    facts.certificates = store.size();
    for (const auto& chain : chains) {
        for (auto& der : store.anchors_for(chain)) {
            if (std::find(facts.anchors.begin(), facts.anchors.end(), der) == facts.anchors.end())
                facts.anchors.push_back(std::move(der));
        }
    }
    scan.facts.ca = std::move(facts);
}

}  // namespace danelaw
