#pragma once

#include <danelaw/dane/host.hpp>
#include <danelaw/dns/lookup.hpp>
#include <danelaw/mtasts/exchange.hpp>
#include <danelaw/report/forecast.hpp>
#include <danelaw/report/memory.hpp>
#include <danelaw/report/server_facts.hpp>
#include <danelaw/smtp/session.hpp>

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// Why no connection was made to an address.
enum class NotProbedReason {
    skip,             ///< senders that use DANE do not connect to the host either (action `skip`)
    dns_only,         ///< --dns-only
    private_address,  ///< private or reserved, and no --allow-private
    address_cap,      ///< more addresses of a family than are probed
};

struct NotProbed {
    NotProbedReason reason{};
    std::string text;  ///< for people

    bool operator==(const NotProbed&) const = default;
};

/// One address of a host, and what the session with it showed.
struct EndpointFacts {
    boost::asio::ip::address address;
    std::uint16_t port = 25;
    std::optional<NotProbed> not_probed;
    SmtpSession session;                         ///< meaningless where not_probed is set
    std::optional<SmtpSession> other_key_probe;  ///< the handshake with only the other family of signature algorithms
    /// The session with the SNI of MTA-STS (the MX name, RFC 8461 §7.1), where a policy applies and DANE's is another.
    std::optional<SmtpSession> sts_probe;

    bool operator==(const EndpointFacts&) const = default;
};

struct HostFacts {
    std::uint16_t preference = 0;
    HostLookups lookups;
    std::vector<EndpointFacts> endpoints;  ///< IPv4 before IPv6, in RRset order
    bool exchange_is_address = false;      ///< MX rdata that is an address (RFC 7672 §2.2, D26)
    bool not_examined = false;             ///< wholly or in part: a cap or the deadline came first

    bool operator==(const HostFacts&) const = default;
};

/// Whether this machine could judge at all.
struct TrustFacts {
    std::vector<DomainName> anchors;          ///< owners of the trust anchors in use
    std::vector<std::string> anchor_records;  ///< the anchors themselves, DS or DNSKEY in presentation form
    std::vector<Lookup> anchor_lookups;       ///< DNSKEY of each anchor, as far as asked
    std::vector<Lookup> zone_lookups;         ///< DS and DNSKEY of the zones of what was seen, and of those
                                              ///< above, parents before children, DS before DNSKEY

    bool operator==(const TrustFacts&) const = default;
};

enum class DestinationKind { domain, host, address };

/// What the verdict goes by (contract 4): either mechanism, both, or one of them.
enum class Require { any, both, dane, mta_sts };
[[nodiscard]] std::string to_text(Require require);
/// Reads `any`, `both`, `dane` or `mta-sts`.
[[nodiscard]] std::optional<Require> require_from_text(std::string_view text);

/// What the domain's wish for TLS reports showed (RFC 8460 §3).
struct TlsRptFacts {
    std::optional<Lookup> record;   ///< TXT at `_smtp._tls.DOMAIN`; absent for address literals, and in older facts
    std::vector<Lookup> mailboxes;  ///< MX of the domains of its mailto addresses, other than the domain itself

    bool operator==(const TlsRptFacts&) const = default;
};

/// One address of the policy host, and what asking it for the policy showed.
struct PolicyAttempt {
    boost::asio::ip::address address;
    std::optional<NotProbed> not_probed;
    PolicyExchange exchange;  ///< meaningless where not_probed is set

    bool operator==(const PolicyAttempt&) const = default;
};

/// What the domain's MTA-STS showed (RFC 8461 §3).
struct StsFacts {
    std::optional<Lookup> record;  ///< TXT at `_mta-sts.DOMAIN`; absent for address literals, and in older facts
    std::optional<Lookup> a;       ///< of `mta-sts.DOMAIN`, asked where there is exactly one valid record
    std::optional<Lookup> aaaa;
    std::vector<PolicyAttempt> attempts;       ///< in order, until one could be connected to
    std::optional<std::string> cached_policy;  ///< the file of --cached-policy

    bool operator==(const StsFacts&) const = default;
};

/// The CA certificates of this machine, as far as they matter to the chains that were seen. Absent where no chain had
/// to be judged by them.
struct CaFacts {
    std::string source;            ///< where they come from
    std::size_t certificates = 0;  ///< how many there are; without any nothing can be judged
    std::vector<Bytes> anchors;    ///< DER of those that a path could end at

    bool operator==(const CaFacts&) const = default;
};

/// All that was observed of one domain; nothing concluded. `checked_at` is the judge's clock.
struct DomainFacts {
    std::string program_version;
    std::string libunbound_version;
    std::string gnutls_version;
    std::string ehlo_name;                           ///< what this machine called itself
    std::string asked;                               ///< what the user typed
    DestinationKind kind = DestinationKind::domain;  ///< host: --no-mx; address: a literal
    DomainName domain;                               ///< the next-hop domain; the root for an address literal
    std::uint16_t port = 25;
    Timestamp checked_at{};
    double seconds = 0;  ///< how long gathering took
    bool dns_only = false;
    bool single_probe = false;
    Require require = Require::any;
    ExpiryLimits expiry_limits;    ///< of --warn-days and --critical-days
    bool deadline_passed = false;  ///< before the last session had ended
    TrustFacts trust;
    std::vector<Lookup> flapping;         ///< first answers that failed, where the second try got one
    std::optional<Lookup> mx;             ///< absent for host and address
    std::size_t mx_records_left_out = 0;  ///< beyond the cap
    std::vector<HostFacts> hosts;         ///< by preference, then name, duplicates once
    StsFacts sts;
    std::optional<CaFacts> ca;
    TlsRptFacts tls_rpt;
    std::vector<ZoneServers> name_servers;  ///< with --all-nameservers: of the zones that hold what mail depends on
    std::optional<PastFacts> past;          ///< with --state

    bool operator==(const DomainFacts&) const = default;
};

/// Every lookup that was made for the domain: MX, then host by host.
[[nodiscard]] std::vector<const Lookup*> all_lookups(const DomainFacts& facts);
/// Those, and the lookups for MTA-STS, for TLS reports, and for the keys of the zones.
[[nodiscard]] std::vector<const Lookup*> every_lookup(const DomainFacts& facts);
/// How the next-hop domain led to its hosts, from the MX lookup.
[[nodiscard]] NextHopResolution next_hop_resolution(const DomainFacts& facts);
/// Whether the domain says that it takes no mail: its only MX is the root. Source: RFC 7505 §3.
[[nodiscard]] bool is_null_mx(const DomainFacts& facts);

/// One JSON object a line, schema `danelaw.facts/1`; everything above survives a round trip.
[[nodiscard]] std::string facts_to_json(const DomainFacts& facts);
/// Errors: which key is missing or of which wrong kind, and what was expected; unknown keys are ignored.
[[nodiscard]] Result<DomainFacts> facts_from_json(std::string_view json);

}  // namespace danelaw
