#pragma once

#include <danelaw/dns/lookup.hpp>

#include <optional>
#include <string>
#include <vector>

namespace danelaw {

/// The four actions of RFC 7672 §2.2 for one MX host, decided before any connection.
enum class DaneAction { authenticate, encrypt, opportunistic, skip };

/// Which usages may match: on port 25 only DANE-TA and DANE-EE (RFC 7672 §3.1.3), elsewhere all four (RFC 7671 §5).
enum class UsageProfile { smtp, any };

/// The lookups of one MX host, in the order of RFC 7672 §2.2.2: addresses, then perhaps the CNAME, then TLSA.
struct HostLookups {
    DomainName name;              ///< as in the MX record, or the next-hop domain itself
    std::optional<Lookup> a;      ///< absent where not asked (-6, or the host is an address literal)
    std::optional<Lookup> aaaa;   ///< absent where not asked (-4)
    std::optional<Lookup> cname;  ///< explicit CNAME query, see needs_cname_lookup
    std::vector<Lookup> tlsa;     ///< one for each candidate asked, in order

    bool operator==(const HostLookups&) const = default;
};

/// Whether the security of the first CNAME must be asked for by itself: the addresses came through an alias and are
/// insecure as a whole, so only an explicit query tells whether the alias was secure. Source: RFC 7672 §2.1.3, §2.2.2
/// (D13, D39).
[[nodiscard]] bool needs_cname_lookup(const HostLookups& lookups);

/// The TLSA base domains to try for one host, in order: none (addresses insecure, absent or failed), one, or two
/// (expanded name, then initial name). Source: RFC 7672 §2.2.2 (cases), §2.2.3 (order), D34 to D46.
[[nodiscard]] std::vector<DomainName> tlsa_candidates(const HostLookups& lookups);

/// What the lookups of one host mean. Total: also for lookups that are not complete.
struct HostDecision {
    DaneAction action = DaneAction::opportunistic;
    std::optional<std::string> reason;           ///< of skip (`no_address`, or which lookup failed), and of encrypt
    std::optional<DomainName> tlsa_base_domain;  ///< set for authenticate and encrypt
    std::optional<std::size_t> tlsa_lookup;      ///< index into HostLookups::tlsa of the RRset that binds
    bool no_address = false;
    std::optional<std::size_t> next_candidate;  ///< index into tlsa_candidates() still to be asked, while gathering
};

/// Source: RFC 7672 §2.2, §2.2.2, §2.2.3; a failed lookup never falls through to the next candidate (D41).
[[nodiscard]] HostDecision decide_host(const HostLookups& lookups, UsageProfile profile);

/// How the next-hop domain led to its hosts.
struct NextHopResolution {
    DomainName next_hop;                 ///< what the user asked for
    std::optional<DomainName> expanded;  ///< after CNAMEs of the MX lookup, where different
    bool mx_used = false;                ///< false: implicit MX, --no-mx
    bool mx_secure = false;              ///< the MX RRset, or its denial, is secure
};

/// The names a DANE-TA certificate may carry, TLSA base domain first. Source: RFC 7672 §3.2.2 (all four cases).
[[nodiscard]] std::vector<DomainName> reference_identifiers(const NextHopResolution& next_hop, const DomainName& host,
                                                            const DomainName& tlsa_base_domain);

[[nodiscard]] std::string to_text(DaneAction action);

}  // namespace danelaw
