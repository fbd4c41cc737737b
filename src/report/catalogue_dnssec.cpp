#include "report/catalogue.hpp"

namespace danelaw {

namespace {

using S = Severity;

// From the keys down to the answer.
constexpr CatalogueEntry entries[] = {
    {"dnssec.sha1_algorithm", S::warning, "RFC 8624 §3.1", "",
     "A zone on the way signs with an algorithm that uses SHA-1. Resolvers whose system policy has switched SHA-1 off "
     "take the zone for unsigned: there DANE does not apply.",
     "Roll the zone over to ECDSAP256SHA256(13)."},
    {"dnssec.sha1_digest", S::warning, "RFC 8624 §3.3", "",
     "All DS records of a zone have SHA-1 digests. Resolvers that no longer take them count the zone as unsigned: "
     "there "
     "DANE does not apply.",
     "Publish a DS record with a SHA-256(2) digest at the parent, then remove the others."},
    {"dnssec.short_key", S::warning, "RFC 6781 §3.4.2", "",
     "A zone on the way has an RSA key of fewer than 2048 bits. Who factors it can forge every record below it.",
     "Roll the zone over to ECDSAP256SHA256(13), or to RSA keys of 2048 bits."},
    {"dnssec.nsec3_iterations", S::notice, "RFC 9276 §3.1", "",
     "A zone hashes names more than once for its denials. It gains nothing by it, and validators take too many "
     "iterations for no proof: then TLSA records that do not exist cannot be told from suppressed ones, and the zone "
     "may "
     "count as unsigned.",
     "Set the NSEC3 iterations of the zone to 0, with an empty salt; or use NSEC."},
    {"dnssec.ds_without_key", S::notice, "RFC 4035 §2.4", "",
     "A DS record, or trust anchor, names a key that the zone does not have. It is that of a coming key, or a "
     "left-over; "
     "if it were the only one, the zone would be bogus.",
     "Remove the DS record at the parent unless a key rollover is under way."},
    {"dnssec.unsupported_algorithm", S::warning, "RFC 4035 §5.2", "",
     "All DS records of a zone are of algorithms or digest types that this validator does not know. It counts as "
     "unsigned here, as at every sender whose resolver does not know them.",
     "Sign the zone with an algorithm that every validator knows, ECDSAP256SHA256(13)."},
    {"dnssec.views_differ", S::notice, "RFC 4035 §5", "",
     "The validator and the calculation that draws the chain of trust came to different states. The validator's "
     "counts; "
     "it has seen other data, or knows other algorithms.",
     "Look the name up again; if it stays so, compare with delv or drill -S."},

    // Name servers, one by one
    {"nameserver.tlsa_missing", S::critical, "RFC 7672 §2.2", "tlsa-invalid",
     "One name server does not have the TLSA records that others have. Senders whose resolver asks this one do not use "
     "DANE: an attacker can read their mail.",
     "See why the zone is not transferred to this server (SOA serial, NOTIFY, TSIG), or take it out of the NS "
     "records."},
    {"nameserver.tlsa_differs", S::critical, "RFC 7672 §8.1", "validation-failure",
     "One name server has other TLSA records than the rest. Senders whose resolver asks this one compare the server's "
     "certificate with old, or too new, records.",
     "See why the zone is not transferred to this server (SOA serial, NOTIFY, TSIG), or take it out of the NS "
     "records."},
    {"nameserver.records_differ", S::warning, "RFC 1034 §4.3.5", "",
     "One name server answers other than the rest. What mail does depends on which server a sender's resolver asks.",
     "See whether the zone is transferred to this server; where answers differ by design, nothing."},
    {"nameserver.fails_for_type", S::warning, "RFC 7672 §2.1.2", "dnssec-invalid",
     "One name server answers some questions and fails for others, typically for type TLSA. Senders whose resolver "
     "asks "
     "only this one, or whose time runs out, defer mail.",
     "Update this name server, or the load balancer or firewall before it: it must answer for every type, also with an "
     "empty answer."},
    {"nameserver.bogus_answer", S::warning, "RFC 4035 §5.3", "dnssec-invalid",
     "One name server gives signatures that do not count: expired, missing, or not of these records. Resolvers that "
     "validate must find another server for each question, or fail.",
     "Transfer the zone to this server anew, and see that it gets re-signed zones from now on."},
    {"nameserver.unsigned_denial", S::warning, "RFC 4035 §3.1.3", "dnssec-invalid",
     "One name server says that a record does not exist, and does not prove it. Senders that use DANE treat that as a "
     "failure and defer mail.",
     "Update this name server, or the load balancer before it: denials in a signed zone need NSEC or NSEC3 records."},
    {"nameserver.signature_ends_first", S::warning, "RFC 6781 §4.4.2", "dnssec-invalid",
     "The signatures that one name server has end soon, those of other servers later: it no longer gets the zone.",
     "See why the zone is not transferred to this server (SOA serial, NOTIFY, TSIG)."},
    {"nameserver.old_serial", S::notice, "RFC 1034 §4.3.5", "",
     "One name server has an older version of the zone. For some minutes after a change that is as it should be.",
     "Run the check again; if it stays so, see why the zone is not transferred to this server."},
    {"nameserver.unreachable", S::warning, "RFC 1034 §4.1", "",
     "One name server of a zone does not answer, neither over UDP nor over TCP. Lookups get slow, and fail when the "
     "others "
     "do.",
     "Start the name server or open port 53, UDP and TCP, in its firewall; otherwise take it out of the NS records. If "
     "all "
     "servers of an address family are silent, check this machine's own network."},
    {"nameserver.lame", S::warning, "RFC 1912 §2.8", "",
     "One server that the NS records name does not know the zone: it refuses, fails, or answers without authority.",
     "Configure the zone on this server, or take it out of the NS records, at the parent, too."},
    {"nameserver.no_address", S::warning, "RFC 1912 §2.8", "",
     "A name in the NS records has no address, so this server can never be asked.",
     "Publish its address, or take it out of the NS records, at the parent, too."},
    {"nameserver.not_asked", S::notice, "RFC 6890", "",
     "A name server was not asked, or not to the end: its address is private or reserved, or the time or a bound of "
     "this "
     "check came first. Where the check is to blame, what the server says is not known.",
     "Publish a public address for it (--allow-private asks it from inside); where time ran out, use a longer "
     "--timeout."},

    // This machine, by doctor
    {"machine.no_trust_anchor", S::critical, "RFC 7672 §2.1.1", "",
     "There is no usable trust anchor on this machine. Nothing can be validated, so that every verdict would be "
     "unknown.",
     "Install the package dns-root-data, or name a file with --trust-anchor."},
    {"machine.old_trust_anchor", S::critical, "RFC 5011 §2", "",
     "None of the root's keys is one that the trust anchor names: it is too old, or not that of this root. Nothing can "
     "be validated.",
     "Update the package dns-root-data, or the file of --trust-anchor. If it is current, somebody forges the root."},
    {"machine.trust_anchor_lacks_key", S::warning, "RFC 5011 §2", "",
     "The root publishes a key that the trust anchor does not name. When the root signs with that key alone, nothing "
     "can "
     "be validated here any more.",
     "Update the package dns-root-data, or the file of --trust-anchor."},
    {"machine.clock", S::critical, "RFC 4034 §3.1.5", "",
     "The clock of this machine lies outside of the validity of the root's signatures. Good signatures look expired, "
     "and "
     "expired ones good.",
     "Set the clock, and keep it by NTP (timedatectl set-ntp true)."},
    {"machine.cannot_validate", S::critical, "RFC 7672 §2.1.1", "",
     "The keys of the root cannot be validated from this machine, so that every verdict would be unknown.",
     "See what else doctor found: trust anchor, clock, or the way to name servers."},
    {"machine.no_dns", S::critical, "RFC 7766 §5", "",
     "Name servers cannot be asked from here over this protocol. TLSA and DNSKEY answers need TCP where they are "
     "large.",
     "Open port 53 outward, UDP and TCP, in the firewall; or name a resolver with --resolver."},
    {"machine.no_ipv4_dns", S::notice, "RFC 3901 §3", "",
     "Name servers cannot be asked from here by IPv4. Those that have IPv6, too, are asked by that; zones whose name "
     "servers have IPv4 alone, and mail servers by IPv4, cannot be looked at.",
     "Give this machine IPv4, or name a resolver that has it with --resolver, and check with -6."},
    {"machine.no_ipv6_dns", S::notice, "RFC 3901 §3", "",
     "Name servers cannot be asked from here by IPv6. Those that have IPv4, too, are asked by that; mail servers by "
     "IPv6 "
     "cannot be looked at either.",
     "Give this machine IPv6, or check with -4."},
    {"machine.dnssec_stripped", S::critical, "RFC 4035 §3", "",
     "Something between this machine and name servers takes the signatures out of replies. Nothing can be validated, "
     "or "
     "large replies get lost.",
     "Look for a firewall, a router or a resolver that answers port 53 itself; or name a resolver that passes DNSSEC "
     "on "
     "with --resolver."},
    {"machine.no_smtp", S::critical, "RFC 5321 §3.1", "",
     "No connection to TCP port 25 of the mail server that --canary names can be made. Providers often block that "
     "port. "
     "Every mail server would seem to be unreachable.",
     "Have port 25 outward opened, or check from another machine; --dns-only judges what DNS says."},
    {"machine.old_libunbound", S::warning, "RFC 4035 §5", "",
     "The version of libunbound is one of which holes are known that a hostile zone can use, among them CVE-2026-81642 "
     "in what reads DNSKEY records. The number does not show "
     "whether the distribution mended them in it.",
     "Install all security updates of the distribution; on Debian see: apt changelog libunbound8."},
    {"machine.few_files", S::warning, "RFC 1035 §7.1", "",
     "This process may open few files and sockets: with many domains at once, lookups or sessions fail.",
     "Raise the limit: ulimit -n 4096, or LimitNOFILE= of the systemd unit."},
};

}  // namespace

std::span<const CatalogueEntry> dnssec_catalogue() { return entries; }

}  // namespace danelaw
