#include <danelaw/dane/match.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/pki/names.hpp>
#include <danelaw/pki/path.hpp>

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

bool matches_record(const Certificate& certificate, const TlsaRecord& record) {
    if (record.selector == Selector::spki && certificate.spki.empty()) return false;
    return association_of(certificate, record.selector, record.matching_type) == record.association_data;
}

/// What one record made of a chain: a match, or why there is none.
struct Attempt {
    std::optional<Match> match;
    std::string fault;
};

Attempt no_match(std::string fault) { return {std::nullopt, std::move(fault)}; }

Match match_of(const Path& path) {
    Match match;
    match.depth = path.depth;
    match.path = path.presented;
    return match;
}

/// RFC 7672 §3.2.2: a valid path authenticates only a certificate that names the server.
Attempt check_names(Match match, const Certificate& leaf, std::span<const DomainName> references) {
    const auto name = match_names(leaf, references);
    if (!name) {
        const auto& presented = leaf.dns_names.empty() ? leaf.common_names : leaf.dns_names;
        return no_match(fmt::format("the path is valid, but the certificate names {}, expected {}",
                                    presented.empty() ? "nobody" : printable(presented.front(), limits::shown_octets),
                                    references.empty() ? "a name" : references.front().text()));
    }
    match.name = name->presented;
    match.name_from_cn = name->from_cn;
    match.name_wildcard = name->wildcard;
    return {std::move(match), {}};
}

/// RFC 7672 §3.1.1: the leaf's key or certificate, and nothing else about it.
Attempt match_end_entity(const TlsaRecord& record, const CertificateChain& chain) {
    if (!matches_record(chain.front(), record)) return no_match("the server's certificate is another");
    Match match;
    match.path = {0};
    return {std::move(match), {}};
}

/// RFC 7671 §5.2: a path from the leaf to the certificate, or key, of the record, and no other trust.
Attempt match_trust_anchor(const TlsaRecord& record, const CertificateChain& chain, const MatchInput& input) {
    CertificateChain from_dns;     // 2 0 0: the trust anchor's certificate need not be presented (§5.2.2)
    std::vector<Bytes> bare_keys;  // 2 1 0: nor that of its key (§5.2.3)
    if (record.matching_type == MatchingType::full) {
        if (record.selector == Selector::cert) {
            from_dns.push_back(read_certificate(record.association_data));
        } else {
            bare_keys.push_back(record.association_data);
        }
    }
    const PathQuery query{chain, from_dns, bare_keys, input.now};
    const auto result =
        find_path(query, [&](const Certificate& certificate) { return matches_record(certificate, record); });
    if (!result.path) return no_match(result.fault);
    return check_names(match_of(*result.path), chain.front(), input.reference_identifiers);
}

/// RFC 7671 §5.3 and §5.4: PKIX to one of the given anchors, and the record matches the leaf (usage 1) or an issuer
/// (usage 0).
Attempt match_pkix(const TlsaRecord& record, const CertificateChain& chain, const MatchInput& input) {
    if (input.trust_anchors.empty()) return no_match("no CA file was given");
    const bool end_entity = record.usage == CertificateUsage::pkix_ee;
    if (end_entity && !matches_record(chain.front(), record)) return no_match("the server's certificate is another");
    const auto is_anchor = [&](const Certificate& certificate) {
        return std::any_of(input.trust_anchors.begin(), input.trust_anchors.end(),
                           [&](const Certificate& anchor) { return anchor.der == certificate.der; });
    };
    const PathQuery query{chain, input.trust_anchors, {}, input.now};
    const auto result = find_path(query, is_anchor);
    if (!result.path) return no_match(result.fault);
    auto match = match_of(*result.path);
    if (end_entity) {
        match.depth = 0;
        return check_names(std::move(match), chain.front(), input.reference_identifiers);
    }
    for (std::size_t depth = 1; depth < match.path.size(); ++depth) {
        if (!matches_record(chain[match.path[depth]], record)) continue;
        match.depth = depth;
        return check_names(std::move(match), chain.front(), input.reference_identifiers);
    }
    if (result.path->issuer && matches_record(input.trust_anchors[*result.path->issuer], record)) {
        return check_names(std::move(match), chain.front(), input.reference_identifiers);
    }
    return no_match("no issuer on the path matches");
}

Attempt try_record(const TlsaRecord& record, const CertificateChain& chain, const MatchInput& input) {
    switch (record.usage) {
        case CertificateUsage::dane_ee:
            return match_end_entity(record, chain);
        case CertificateUsage::dane_ta:
            return match_trust_anchor(record, chain, input);
        case CertificateUsage::pkix_ta:
        case CertificateUsage::pkix_ee:
            return match_pkix(record, chain, input);
        case CertificateUsage::priv_cert:
            break;
    }
    return no_match("unknown certificate usage");
}

/// The fault of the record that says most: a path or a name that went wrong tells more than another key does.
std::string mismatch_reason(const std::vector<RecordUse>& records, const CertificateChain& chain) {
    for (const auto& use : records) {
        if (use.considered && use.record.usage != CertificateUsage::dane_ee && use.reason) {
            return fmt::format("no TLSA record matches; {}: {}", describe(use.record), *use.reason);
        }
    }
    return fmt::format("no TLSA record matches the server's certificate, whose key has the SHA2-256 digest {}",
                       to_hex(sha256(chain.front().spki)));
}

}  // namespace

Bytes association_of(const Certificate& certificate, Selector selector, MatchingType matching_type) {
    const auto& selected = selector == Selector::spki ? certificate.spki : certificate.der;
    switch (matching_type) {
        case MatchingType::full:
            return selected;
        case MatchingType::sha2_256:
            return sha256(selected);
        case MatchingType::sha2_512:
            return sha512(selected);
        case MatchingType::priv_match:
            break;
    }
    return {};
}

MatchResult match_chain(std::span<const TlsaRecord> records, const CertificateChain& chain, const MatchInput& input) {
    MatchResult result;
    result.records = select_records(records, input.profile);
    if (std::none_of(result.records.begin(), result.records.end(), [](const RecordUse& use) { return use.usable; })) {
        result.reason = records.empty() ? "no TLSA record" : "no TLSA record is usable";
        return result;
    }
    result.outcome = MatchOutcome::mismatch;
    if (chain.empty()) {
        result.reason = "no certificate was presented";
        return result;
    }
    for (std::size_t i = 0; i < result.records.size(); ++i) {
        auto& use = result.records[i];
        if (!use.considered) continue;
        auto attempt = try_record(use.record, chain, input);
        use.matched = attempt.match.has_value();
        if (!use.matched) use.reason = attempt.fault;
        if (!use.matched || result.matched) continue;
        attempt.match->record = i;
        result.matched = std::move(attempt.match);
        result.outcome = MatchOutcome::authenticated;
    }
    if (!result.matched) result.reason = mismatch_reason(result.records, chain);
    return result;
}

std::string to_text(MatchOutcome outcome) {
    switch (outcome) {
        case MatchOutcome::authenticated:
            return "authenticated";
        case MatchOutcome::mismatch:
            return "mismatch";
        case MatchOutcome::unusable:
            return "unusable";
    }
    return {};
}

}  // namespace danelaw
