#pragma once

#include <danelaw/scan/context.hpp>

#include "scan/connection_slots.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <set>

namespace danelaw {

/// The zones whose keys were asked for, and what that cost; see gather_zones().
struct ZoneQuestions {
    std::set<DomainName> zones;
    std::size_t count = 0;
};

/// What the gathering of one domain shares.
struct DomainScan {
    DomainScan(ScanContext& with, DomainFacts& into, ConnectionSlots& within, Deadline until)
        : context(with), facts(into), slots(within), deadline(until) {}
    ScanContext& context;
    DomainFacts& facts;
    ConnectionSlots& slots;
    Deadline deadline;
    ZoneQuestions zone_questions;
};

/// As lookup_with_retry(ScanContext&, ...), within the deadline of the domain.
boost::asio::awaitable<Lookup> lookup_with_retry(DomainScan& scan, DomainName name, RecordType type);

boost::asio::awaitable<void> fill_lookup(DomainScan& scan, std::optional<Lookup>& slot, DomainName name,
                                         RecordType type);

/// Fills one host: addresses, CNAME where needed, TLSA, sessions. Source: RFC 7672 §2.2.2, §2.2.3.
boost::asio::awaitable<void> gather_host(DomainScan& scan, HostFacts& host);

/// Fills the MTA-STS record, and where there is exactly one the policy. Source: RFC 8461 §3.
boost::asio::awaitable<void> gather_sts(DomainScan& scan);

/// Once hosts and policy are known: the sessions with the SNI of MTA-STS where DANE's is another (RFC 8461 §7.1).
boost::asio::awaitable<void> gather_sts_probes(DomainScan& scan);

/// Once all chains are known: the CA certificates that they have to be judged by.
void gather_ca(DomainScan& scan);

/// Fills what the domain's wish for TLS reports shows. Source: RFC 8460 §3.
boost::asio::awaitable<void> gather_tls_rpt(DomainScan& scan);

/// DS and DNSKEY of the zones that signed the lookups known by now, up to the trust anchors; of each zone once, so that
/// it may run whenever more is known, beside the sessions. The validator has just used them: they come from its cache.
boost::asio::awaitable<void> gather_zones(DomainScan& scan);

/// Parents before children, DS before DNSKEY, as TrustedZones wants them.
void sort_zone_lookups(TrustFacts& trust);

/// With a NameServers: what each name server says of the same names. Once the other lookups are known.
boost::asio::awaitable<void> gather_name_servers(DomainScan& scan);

/// The name as SNI carries it; empty (none is sent) for the root and for names with octets that no host name has, which
/// TLS cannot say (RFC 6066 §3).
[[nodiscard]] std::string server_name(const DomainName& name);

/// Fills the sessions with `addresses` for a host whose lookups are done.
boost::asio::awaitable<void> gather_endpoints(DomainScan& scan, HostFacts& host);

}  // namespace danelaw
