#pragma once

#include <danelaw/pki/certificate.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace danelaw {

/// What a path is looked for in.
struct PathQuery {
    const CertificateChain& presented;                ///< leaf first, the rest in any order
    std::span<const Certificate> known_issuers = {};  ///< not presented: full certificates from DNS, or PKIX anchors
    std::span<const Bytes> bare_keys = {};  ///< SubjectPublicKeyInfos that may have signed the topmost certificate
    Timestamp now;                          ///< dates are judged by this
};

/// A path from the presented leaf to a trust anchor, found valid.
struct Path {
    std::vector<std::size_t> presented;   ///< indices into PathQuery::presented, leaf first
    std::optional<std::size_t> issuer;    ///< index into PathQuery::known_issuers where the path ends there
    std::optional<std::size_t> bare_key;  ///< index into PathQuery::bare_keys where one signed the topmost certificate
    std::size_t depth = 0;                ///< of the trust anchor, leaf 0; of the topmost certificate for a bare key
};

/// Whether a certificate is a trust anchor; asked for issuers only, never for the leaf.
using IsAnchor = std::function<bool(const Certificate&)>;

struct PathResult {
    std::optional<Path> path;
    std::string fault;      ///< why none was found; of the path that came nearest to an anchor
    bool outdated = false;  ///< the fault is that a certificate has expired, or is not valid yet
};

/// Builds a path from the leaf, issuer by issuer, until a certificate is a trust anchor (or a bare key signed the
/// topmost one), and checks it whole: names and key identifiers, signatures, dates, CA flag, key usage, path length,
/// name constraints, extended key usage, unknown critical extensions. Every certificate up to and including the trust
/// anchor is checked; nothing else is trusted. Work is bounded. Source: RFC 5280 §6.1, RFC 7671 §5.2, RFC 7672 §3.1.2.
[[nodiscard]] PathResult find_path(const PathQuery& query, const IsAnchor& is_anchor);

}  // namespace danelaw
