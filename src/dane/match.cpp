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

/// RFC 7672 §3.2.2: a valid path authenticates only a certificate that names the server, and may serve TLS.
Attempt check_leaf(Match match, const Certificate& leaf, std::span<const DomainName> references) {
    if (auto fault = key_usage_fault(leaf)) return no_match(std::move(*fault));
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

/// What the server presented, and the work on it that all records share.
struct Presented {
    explicit Presented(const CertificateChain& certificates, Timestamp now)
        : chain(certificates), paths(certificates, now) {}
    const CertificateChain& chain;
    PathFinder paths;
};

/// RFC 7672 §3.1.1: the leaf's key or certificate, and nothing else about it.
Attempt match_end_entity(const TlsaRecord& record, const Presented& presented) {
    if (!matches_record(presented.chain.front(), record)) return no_match("the server's certificate is another");
    Match match;
    match.path = {0};
    return {std::move(match), {}};
}

/// RFC 7671 §5.2: a path from the leaf to the certificate, or key, of the record, and no other trust.
Attempt match_trust_anchor(const TlsaRecord& record, Presented& presented, const MatchInput& input) {
    CertificateChain from_dns;     // 2 0 0: the trust anchor's certificate need not be presented (§5.2.2)
    std::vector<Bytes> bare_keys;  // 2 1 0: nor that of its key (§5.2.3)
    if (record.matching_type == MatchingType::full) {
        if (record.selector == Selector::cert) {
            from_dns.push_back(read_certificate(record.association_data));
        } else {
            bare_keys.push_back(record.association_data);
        }
    }
    PathQuery query;
    query.known_issuers = from_dns;
    query.bare_keys = bare_keys;
    query.is_anchor = [&](const Certificate& certificate) { return matches_record(certificate, record); };
    const auto result = presented.paths.find(query);
    if (!result.path) return no_match(result.fault);
    return check_leaf(match_of(*result.path), presented.chain.front(), input.reference_identifiers);
}

/// The depth at which an issuer on the path matches the record, if one does.
std::optional<std::size_t> depth_of_issuer(const TlsaRecord& record, const Path& path, const Presented& presented,
                                           const MatchInput& input) {
    for (std::size_t depth = 1; depth < path.presented.size(); ++depth) {
        if (matches_record(presented.chain[path.presented[depth]], record)) return depth;
    }
    if (path.issuer && matches_record(input.trust_anchors[*path.issuer], record)) return path.depth;
    return std::nullopt;
}

/// RFC 7671 §5.3 and §5.4: PKIX to one of the given anchors, and the record matches the leaf (usage 1) or an issuer
/// (usage 0), for which the path is to go on beyond the first anchor where need be.
Attempt match_pkix(const TlsaRecord& record, Presented& presented, const MatchInput& input) {
    if (input.trust_anchors.empty()) return no_match("no CA file was given");
    const bool end_entity = record.usage == CertificateUsage::pkix_ee;
    if (end_entity && !matches_record(presented.chain.front(), record))
        return no_match("the server's certificate is another");
    bool any_path = false;
    PathQuery query;
    query.known_issuers = input.trust_anchors;
    query.is_anchor = [&](const Certificate& certificate) {
        return std::any_of(input.trust_anchors.begin(), input.trust_anchors.end(),
                           [&](const Certificate& anchor) { return anchor.der == certificate.der; });
    };
    query.is_wanted = [&](const Path& path) {
        any_path = true;
        return end_entity || depth_of_issuer(record, path, presented, input).has_value();
    };
    const auto result = presented.paths.find(query);
    if (!result.path) return no_match(any_path ? "no issuer on the path matches" : result.fault);
    auto match = match_of(*result.path);
    match.depth = end_entity ? 0 : depth_of_issuer(record, *result.path, presented, input).value_or(match.depth);
    return check_leaf(std::move(match), presented.chain.front(), input.reference_identifiers);
}

Attempt try_record(const TlsaRecord& record, Presented& presented, const MatchInput& input) {
    switch (record.usage) {
        case CertificateUsage::dane_ee:
            return match_end_entity(record, presented);
        case CertificateUsage::dane_ta:
            return match_trust_anchor(record, presented, input);
        case CertificateUsage::pkix_ta:
        case CertificateUsage::pkix_ee:
            return match_pkix(record, presented, input);
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
    constexpr std::string_view text = "no TLSA record matches the server's certificate, whose key";
    const auto& key = chain.front().spki;
    return key.empty() ? fmt::format("{} cannot be read", text)
                       : fmt::format("{} has the SHA2-256 digest {}", text, to_hex(sha256(key)));
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
    Presented presented(chain, input.now);
    for (std::size_t i = 0; i < result.records.size(); ++i) {
        auto& use = result.records[i];
        if (!use.considered) continue;
        auto attempt = try_record(use.record, presented, input);
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
