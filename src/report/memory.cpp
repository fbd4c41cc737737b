#include <danelaw/report/memory.hpp>

#include "report/before.hpp"

namespace danelaw {

namespace {

bool is_answered(const std::optional<Lookup>& lookup) { return lookup && lookup->answered(); }

std::vector<SeenCertificate> presented(const EndpointFacts& facts, const EndpointReport& endpoint,
                                       const EndpointMemory* before) {
    std::vector<SeenCertificate> leaves;
    if (!endpoint.chain.empty()) leaves.push_back(seen_certificate(endpoint.chain.front()));
    if (!endpoint.other_key_chain.empty()) leaves.push_back(seen_certificate(endpoint.other_key_chain.front()));
    if (before == nullptr) return leaves;
    if (leaves.empty()) return before->leaves;
    // Whether there is a certificate with the other kind of key was not asked: what is known of it stays.
    for (const auto& leaf : before->leaves) {
        if (leaves.size() == 1 && !facts.other_key_probe && !is_same_kind(leaf.key, leaves.front().key))
            leaves.push_back(leaf);
    }
    return leaves;
}

void add_matched(const CertificateChain& chain, const std::optional<MatchResult>& match,
                 std::vector<MatchedCertificate>& matched) {
    if (chain.empty() || !match || !match->matched) return;
    matched.push_back({seen_certificate(chain.front()), match->records.at(match->matched->record).record});
}

EndpointMemory remember_endpoint(const Report& report, const EndpointFacts& facts, const EndpointReport& endpoint,
                                 const EndpointMemory* before) {
    EndpointMemory memory;
    memory.address = facts.address;
    memory.port = facts.port;
    memory.leaves = presented(facts, endpoint, before);
    if (endpoint.outcome == Outcome::authenticated) {
        memory.matched_at = report.facts.checked_at;
        add_matched(endpoint.chain, endpoint.match, memory.matched);
        add_matched(endpoint.other_key_chain, endpoint.other_key_match, memory.matched);
    } else if (before != nullptr) {
        memory.matched_at = before->matched_at;
        memory.matched = before->matched;
    }
    return memory;
}

/// The addresses of this check, and those from before whose lookup has no answer now.
std::vector<EndpointMemory> remember_endpoints(const Report& report, std::size_t index, const HostMemory* before) {
    const auto& facts = report.facts.hosts[index];
    const auto& host = report.hosts[index];
    std::vector<EndpointMemory> memories;
    for (std::size_t i = 0; i < host.endpoints.size(); ++i) {
        const auto& seen = facts.endpoints[i];
        const auto* const known = before == nullptr ? nullptr : endpoint_before(*before, seen);
        memories.push_back(remember_endpoint(report, seen, host.endpoints[i], known));
    }
    if (before == nullptr || facts.lookups.name.is_root()) return memories;
    for (const auto& endpoint : before->endpoints) {
        if (is_answered(endpoint.address.is_v4() ? facts.lookups.a : facts.lookups.aaaa)) continue;
        memories.push_back(endpoint);
    }
    return memories;
}

std::vector<TlsaMemory> remember_tlsa(const HostLookups& lookups, const HostMemory* before) {
    std::vector<TlsaMemory> memories;
    for (const auto& lookup : lookups.tlsa) {
        if (lookup.answered()) memories.push_back({lookup.name, lookup.secure(), tlsa_records(lookup)});
    }
    if (before == nullptr) return memories;
    const bool complete =
        memories.size() == lookups.tlsa.size() && (is_answered(lookups.a) || is_answered(lookups.aaaa));
    for (const auto& tlsa : before->tlsa) {
        if (!complete && tlsa_before(memories, tlsa.owner) == nullptr) memories.push_back(tlsa);
    }
    return memories;
}

HostMemory remember_host(const Report& report, std::size_t index, const HostMemory* before) {
    const auto& lookups = report.facts.hosts[index].lookups;
    HostMemory memory;
    memory.name = lookups.name;
    if (before != nullptr) memory.addresses_secure = before->addresses_secure;
    for (const auto* lookup : {&lookups.aaaa, &lookups.a})
        if (is_answered(*lookup)) memory.addresses_secure = (*lookup)->secure();
    memory.tlsa = remember_tlsa(lookups, before);
    memory.endpoints = remember_endpoints(report, index, before);
    return memory;
}

/// The hosts of this check; all from before, too, where it could not find out which there are.
std::vector<HostMemory> remember_hosts(const Report& report, const DomainMemory& before) {
    const auto& facts = report.facts;
    std::vector<HostMemory> memories;
    for (std::size_t i = 0; i < report.hosts.size(); ++i)
        memories.push_back(remember_host(report, i, host_before(before.hosts, facts.hosts[i].lookups.name)));
    if (!facts.mx || facts.mx->answered()) return memories;
    for (const auto& host : before.hosts) {
        if (host_before(memories, host.name) == nullptr) memories.push_back(host);
    }
    return memories;
}

std::optional<StsMemory> remember_sts(const std::optional<StsReport>& sts, const std::optional<StsMemory>& before) {
    if (!sts || sts->state == PolicyState::unknown) return before;
    StsMemory memory;
    if (sts->record.record) memory.id = sts->record.record->id;
    if (sts->state == PolicyState::usable && sts->served) memory.mode = sts->served->mode;
    return memory;
}

}  // namespace

std::optional<DomainMemory> remember(const Report& report) {
    if (!report.history) return std::nullopt;
    const auto& facts = report.facts;
    const DomainMemory nothing;
    const DomainMemory& before = facts.past->memory ? *facts.past->memory : nothing;
    DomainMemory memory;
    memory.checked_at = facts.checked_at;
    memory.verdict = with_verdict(before.verdict, report.verdict, facts.checked_at);
    memory.dane = with_verdict(before.dane, report.dane, facts.checked_at);
    memory.mta_sts = report.sts ? with_verdict(before.mta_sts, report.sts->verdict, facts.checked_at) : before.mta_sts;
    const bool mx_answered = facts.mx && facts.mx->answered();
    memory.null_mx = mx_answered ? report.null_mx : before.null_mx;
    memory.mx = mx_answered ? MxMemory{facts.mx->secure(), mx_records(*facts.mx)} : before.mx;
    memory.hosts = remember_hosts(report, before);
    memory.sts = remember_sts(report.sts, before.sts);
    return memory;
}

}  // namespace danelaw
