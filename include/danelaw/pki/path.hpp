#pragma once

#include <danelaw/pki/certificate.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace danelaw {

/// A path from the presented leaf to a trust anchor, found valid.
struct Path {
    std::vector<std::size_t> presented;   ///< indices into the presented chain, leaf first
    std::optional<std::size_t> issuer;    ///< index into PathQuery::known_issuers where the path ends there
    std::optional<std::size_t> bare_key;  ///< index into PathQuery::bare_keys where one signed the topmost certificate
    std::size_t depth = 0;                ///< of the trust anchor, leaf 0; of the topmost certificate for a bare key
};

/// Whether a certificate is a trust anchor; asked for issuers only, never for the leaf.
using IsAnchor = std::function<bool(const Certificate&)>;
/// Whether a valid path is one that is looked for; where not, the search goes on.
using IsWanted = std::function<bool(const Path&)>;

/// What a path is looked for with, besides the presented chain.
struct PathQuery {
    std::span<const Certificate> known_issuers = {};  ///< not presented: full certificates from DNS, or PKIX anchors
    std::span<const Bytes> bare_keys = {};  ///< SubjectPublicKeyInfos that may have signed the topmost certificate
    IsAnchor is_anchor = {};                ///< absent: no certificate is one
    IsWanted is_wanted = {};                ///< absent: the first valid path is
};

struct PathResult {
    std::optional<Path> path;
    std::string fault;      ///< why none was found; of the path that came nearest to an anchor
    bool outdated = false;  ///< the fault is that a certificate has expired, or is not valid yet
};

/// Looks for paths in one presented chain: builds them from the leaf, issuer by issuer, until a certificate is a trust
/// anchor (or a bare key signed the topmost one), and checks each whole: names and key identifiers, signatures, dates,
/// CA flag, key usage, path length, name constraints, extended key usage, unknown critical extensions. Every
/// certificate up to and including the trust anchor is checked; nothing else is trusted.
///
/// Signatures are checked once, however often find() is called, and all calls together do a bounded amount of work
/// (limits::signature_checks and kin): what lies beyond it counts as not found, and the fault says so.
///
/// Source: RFC 5280 §6.1, RFC 7671 §5.2, RFC 7672 §3.1.2.
class PathFinder {
public:
    /// `presented` is leaf first, the rest in any order; it outlives the finder. Dates are judged by `now`.
    PathFinder(const CertificateChain& presented, Timestamp now);
    ~PathFinder();
    PathFinder(const PathFinder&) = delete;
    PathFinder& operator=(const PathFinder&) = delete;

    [[nodiscard]] PathResult find(const PathQuery& query);

private:
    friend class PathSearch;
    struct State;
    std::unique_ptr<State> state_;
};

/// Why the key usage of a server's certificate leaves nothing for TLS to do, or nothing. Not asked for DANE-EE. Source:
/// RFC 5280 §4.2.1.3; OpenSSL refuses such a certificate.
[[nodiscard]] std::optional<std::string> key_usage_fault(const Certificate& leaf);

}  // namespace danelaw
