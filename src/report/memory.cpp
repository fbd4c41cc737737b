#include <danelaw/report/memory.hpp>

#include "report/before.hpp"

namespace danelaw {

namespace {

bool is_answered(const std::optional<Lookup>& lookup) { return lookup && lookup->answered(); }

std::vector<SeenCertificate> presented(const EndpointFacts& facts, const EndpointReport& endpoint,
                                       const EndpointMemory* before) {
    auto leaves = presented_leaves(endpoint);
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
    const auto secure = [](const std::optional<Lookup>& lookup, std::optional<bool> known) {
        return is_answered(lookup) ? lookup->secure() : known;
    };
    memory.a_secure = secure(lookups.a, before == nullptr ? std::nullopt : before->a_secure);
    memory.aaaa_secure = secure(lookups.aaaa, before == nullptr ? std::nullopt : before->aaaa_secure);
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

void remember_seen(const Report& report, const DomainMemory& before, DomainMemory& memory) {
    const auto& facts = report.facts;
    if (facts.mx && facts.mx->answered()) {
        memory.null_mx = report.null_mx;
        memory.mx = MxMemory{facts.mx->secure(), mx_records(*facts.mx)};
    }
    memory.hosts = remember_hosts(report, before);
    if (report.sts) memory.sts = remembered(*report.sts, before.sts);
}

}  // namespace

std::optional<StsMemory> remembered(const StsReport& sts, const std::optional<StsMemory>& before) {
    if (sts.state == PolicyState::absent) return StsMemory();
    if (!sts.record.record) return before;
    // The policy may be there although it could not be fetched; what was there before may come back.
    auto memory = before.value_or(StsMemory());
    memory.id = sts.record.record->id;
    if (sts.state != PolicyState::usable || !sts.served) return memory;
    memory.mode = sts.served->mode;
    memory.max_age = sts.served->max_age;
    memory.mx.clear();
    for (const auto& pattern : sts.served->mx) memory.mx.push_back(pattern.text());
    return memory;
}

std::optional<DomainMemory> remember(const Report& report) {
    if (!report.history) return std::nullopt;
    const auto& facts = report.facts;
    const DomainMemory nothing;
    const DomainMemory& before = facts.past->memory ? *facts.past->memory : nothing;
    DomainMemory memory = before;
    memory.checked_at = facts.checked_at;
    memory.verdict = with_verdict(before.verdict, report.verdict, facts.checked_at);
    memory.dane = with_verdict(before.dane, report.dane, facts.checked_at);
    if (report.sts) memory.mta_sts = with_verdict(before.mta_sts, report.sts->verdict, facts.checked_at);
    if (validates(facts)) remember_seen(report, before, memory);
    return memory;
}

}  // namespace danelaw
