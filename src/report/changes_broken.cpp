#include "report/changes.hpp"

#include "report/before.hpp"
#include "report/findings.hpp"

#include <fmt/format.h>

namespace danelaw {

namespace {

/// A server that was authenticated before and is not now.
struct Broken {
    const HostReport& host;
    std::string subject;
    const Certificate& leaf;
    const MatchedCertificate& before;
    Timestamp matched_at;
};

/// What a record of this selector compares: the certificate or its key.
const Bytes& compared(const SeenCertificate& certificate, Selector selector) {
    return selector == Selector::cert || certificate.key_digest.empty() ? certificate.digest : certificate.key_digest;
}

bool is_published(const HostReport& host, const TlsaRecord& record) {
    return std::any_of(host.records.begin(), host.records.end(),
                       [&](const RecordUse& use) { return use.record == record; });
}

void compare_replaced(const Broken& broken, Changes& changes) {
    const auto& record = broken.before.record;
    const auto seen = seen_certificate(broken.leaf);
    const auto& was = broken.before.certificate;
    const bool same_key = !was.key_digest.empty() && was.key_digest == seen.key_digest;
    const auto selector = same_key ? Selector::cert : record.selector;
    const auto before = to_hex(compared(was, selector));
    const auto now = to_hex(compared(seen, selector));
    const auto what = selector == Selector::cert ? "certificate" : "key";
    auto text = fmt::format(
        "its certificate was renewed{}, and matches no TLSA record any more: until {} it matched {} at {} (which is {} "
        "published) with the {} of SHA2-256 {}, now the {} has {}; the new certificate needs: {}",
        same_key ? " with the same key" : "", format_time(broken.matched_at), shown_record(record),
        broken.host.tlsa_owner->text(), is_published(broken.host, record) ? "still" : "no longer", what, before, what,
        now, wanted_record(broken.leaf));
    changes.push_back({"change.renewal_broke_tlsa", broken.subject, before, now, std::move(text)});
}

void compare_same(const Broken& broken, Changes& changes) {
    const auto& record = broken.before.record;
    if (is_published(broken.host, record)) return;  // something else: a date, a name
    changes.push_back(
        {"change.records_broke_tlsa", broken.subject, shown_record(record), std::nullopt,
         fmt::format("its certificate is as it was, but the TLSA record that it matched until {} is no longer at {}: "
                     "{}; the certificate needs: {}",
                     format_time(broken.matched_at), broken.host.tlsa_owner->text(), shown_record(record),
                     wanted_record(broken.leaf))});
}

/// The certificate that does not match: the first one, or that of the other kind of key.
const Certificate* mismatching(const EndpointReport& endpoint) {
    if (endpoint.outcome != Outcome::mismatch) return nullptr;
    const bool other = endpoint.other_key_outcome == Outcome::mismatch && !endpoint.other_key_chain.empty();
    const auto& chain = other ? endpoint.other_key_chain : endpoint.chain;
    return chain.empty() ? nullptr : &chain.front();
}

/// What the server presented in its place when it matched. Where the kind of key is another, one certificate took the
/// place of the other only if the former is no longer there.
const MatchedCertificate* matched_before(const EndpointMemory& before, const EndpointReport& now,
                                         const Certificate& leaf) {
    const auto& matched = before.matched;
    const auto* const same =
        found(matched, [&](const MatchedCertificate& one) { return is_same_kind(one.certificate.key, leaf.key); });
    if (same != nullptr) return same;
    const bool is_second = &leaf != &now.chain.front();
    return matched.empty() || is_second ? nullptr : &matched.front();
}

}  // namespace

void compare_broken(const Report& report, const DomainMemory& before, Changes& changes) {
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto& host = report.hosts[i];
        const auto& facts = report.facts.hosts[i];
        const auto* const known = host_before(before.hosts, facts.lookups.name);
        if (known == nullptr || !host.tlsa_owner) continue;
        for (std::size_t k = 0; k < host.endpoints.size(); ++k) {
            const auto* const leaf = mismatching(host.endpoints[k]);
            const auto* const endpoint = endpoint_before(*known, facts.endpoints[k]);
            if (leaf == nullptr || endpoint == nullptr) continue;
            const auto* const matched = matched_before(*endpoint, host.endpoints[k], *leaf);
            if (matched == nullptr) continue;
            const Broken broken{host, subject_of(facts, facts.endpoints[k]), *leaf, *matched, endpoint->matched_at};
            const bool same = matched->certificate.digest == sha256(leaf->der);
            same ? compare_same(broken, changes) : compare_replaced(broken, changes);
        }
    }
}

}  // namespace danelaw
