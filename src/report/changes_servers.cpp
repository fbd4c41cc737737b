#include "report/changes.hpp"

#include "report/before.hpp"
#include "report/findings.hpp"

#include <fmt/format.h>

namespace danelaw {

namespace {

/// An address that presents another certificate than it did.
struct Replaced {
    std::string subject;
    const SeenCertificate& before;
    const SeenCertificate& now;
    bool authenticated = false;
};

void tell(const Replaced& replaced, Changes& changes) {
    const auto& [subject, before, now, authenticated] = replaced;
    const bool same_key = !now.key_digest.empty() && before.key_digest == now.key_digest;
    const bool by_key = !same_key && !before.key_digest.empty() && !now.key_digest.empty();
    const auto was = to_hex(by_key ? before.key_digest : before.digest);
    const auto is = to_hex(by_key ? now.key_digest : now.digest);
    auto text = fmt::format("its certificate was renewed with {} key, the {} of SHA2-256 {} took the place of {}",
                            same_key ? "the same" : "another", by_key ? "key" : "certificate", is, was);
    if (now.not_after) text += fmt::format("; it is valid until {}", format_time(*now.not_after));
    if (authenticated) text += "; a TLSA record matches it";
    changes.push_back(
        {same_key ? "change.certificate_renewed" : "change.key_changed", subject, was, is, std::move(text)});
}

/// What the server had in place of a certificate: that of the same kind of key, or its only one where it has none of
/// that kind any more.
const SeenCertificate* place_of(const SeenCertificate& leaf, const EndpointMemory& before, const EndpointFacts& facts,
                                const EndpointReport& now) {
    const auto* const same =
        found(before.leaves, [&](const SeenCertificate& one) { return is_same_kind(one.key, leaf.key); });
    if (same != nullptr || before.leaves.size() != 1) return same;
    const auto& probe = facts.other_key_probe;
    const bool is_only = probe && (probe->no_such_key_type || (!probe->chain.empty() && now.other_key_chain.empty()));
    return is_only ? &before.leaves.front() : nullptr;
}

bool is_told(const Changes& changes, const std::string& subject) {
    return std::any_of(changes.begin(), changes.end(), [&](const Change& change) {
        return change.code == "change.renewal_broke_tlsa" && change.subject == subject;
    });
}

}  // namespace

void compare_certificates(const Report& report, const DomainMemory& before, Changes& changes) {
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto& facts = report.facts.hosts[i];
        const auto* const known = host_before(before.hosts, facts.lookups.name);
        if (known == nullptr) continue;
        for (std::size_t k = 0; k < facts.endpoints.size(); ++k) {
            const auto subject = subject_of(facts, facts.endpoints[k]);
            const auto* const endpoint = endpoint_before(*known, facts.endpoints[k]);
            if (endpoint == nullptr || is_told(changes, subject)) continue;
            const auto& now = report.hosts[i].endpoints[k];
            for (const auto& leaf : presented_leaves(now)) {
                const auto* const former = place_of(leaf, *endpoint, facts.endpoints[k], now);
                if (former == nullptr || former->digest == leaf.digest) continue;
                tell({subject, *former, leaf, now.outcome == Outcome::authenticated}, changes);
            }
        }
    }
}

}  // namespace danelaw
