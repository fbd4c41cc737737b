#include "report/catalogue.hpp"

namespace danelaw {

namespace {

using S = Severity;

// In the order of a mail's way.
constexpr CatalogueEntry entries[] = {
    // This machine and this run
    {"resolver.cannot_validate", S::unknown, "RFC 7672 §2.1.1", "",
     "The trust anchor itself could not be validated from this machine, so no answer for any domain can be trusted "
     "here. This says nothing about the domain.",
     "Run danelaw doctor: it looks at this machine's clock, its route to port 53 over UDP and TCP, and its trust "
     "anchor "
     "(package dns-root-data); then run the check again."},
    {"resolver.no_trust_anchor", S::unknown, "RFC 4035 §4.3", "",
     "No trust anchor lies at or above the domain, so every answer would count as insecure, whatever the domain "
     "publishes.",
     "Name a trust anchor for the root with --trust-anchor, or leave the option out to use the root's."},
    {"opinion.bogus", S::warning, "RFC 4035 §5.5", "",
     "Of two validators one finds an answer bogus that the other takes. It counts as bogus here: some senders' "
     "resolvers will treat it so and defer mail. The two may have asked different name servers, or one of them is "
     "wrong.",
     "Run danelaw lookup --trace with that name: it shows each link; --all-nameservers shows which server differs."},
    {"opinion.state", S::warning, "RFC 4035 §4.3", "",
     "Of two validators one finds an answer secure and the other insecure, or one gets no answer at all. Senders will "
     "see the one or the other, with DANE or without. A zone signed only by an algorithm that one of them does not "
     "know (ED448) does that.",
     "Run danelaw lookup --trace with that name: it shows each zone's keys and algorithms."},
    {"opinion.records", S::warning, "RFC 2181 §5", "",
     "Two validators got different records for the same question. That is usual for addresses that a server rotates "
     "and "
     "for some minutes after a change; otherwise name servers differ, or one answer came from an old cache.",
     "Run the check again; if it stays so, run it with --all-nameservers, which tells which name server differs."},
    {"opinion.none", S::notice, "RFC 7672 §2.1.1", "",
     "The second validator gave no opinion on some lookups: no answer in time, an algorithm that it does not know, a "
     "resolver that strips DNSSEC, or a process that had to be ended. What is reported stands on the first alone.",
     "Name another resolver with --resolver, which has to pass on DNSSEC records; the package libgetdns10 or "
     "libgetdns10t64 has to be installed."},
    {"check.deadline", S::unknown, "RFC 7672 §2.1.2", "",
     "The time for the whole domain ran out before everything was seen. What was found until then is reported.",
     "Run the check again with a longer --timeout."},
    {"check.left_out", S::unknown, "RFC 7672 §2.2.1", "",
     "The domain has more MX records, hosts or addresses than are looked at, so part of it was not judged.",
     "Check the remaining hosts one by one with --no-mx; consider publishing fewer."},
    {"check.dns_only", S::info, "RFC 7672 §2.2", "",
     "No connection was made because of --dns-only; the certificates were not compared with the TLSA records.",
     "Run the check without --dns-only to see the servers."},
    {"check.private_address", S::warning, "RFC 6890", "",
     "A mail host has a private or reserved address in the public DNS. Senders elsewhere cannot reach it; it was not "
     "connected to.",
     "Publish a public address for the host, or probe it from inside with --allow-private."},
    {"check.other_family", S::warning, "RFC 7672 §2.2.2", "",
     "A mail host has addresses of one family only, and --ipv4 or --ipv6 asked for the other. Senders do reach it; "
     "what "
     "they find there is not known.",
     "Leave --ipv4 or --ipv6 out, or run the check where there is that family."},
    {"internal_error", S::unknown, "RFC 7672 §2.1.1", "",
     "danelaw itself failed while it checked the domain. This says nothing about the domain.",
     "Report it with the output of the same command and -v."},

    // The domain and its MX records
    {"mx.lookup_bogus", S::critical, "RFC 7672 §2.1.2", "dnssec-invalid",
     "The MX lookup fails DNSSEC validation. Every sender behind a validating resolver defers mail to the domain.",
     "Repair the zone's signatures or its DS record at the parent; danelaw lookup --trace DOMAIN MX shows which link "
     "breaks."},
    {"mx.lookup_failed", S::critical, "RFC 7672 §2.1.2", "dnssec-invalid",
     "The MX lookup gave no answer (SERVFAIL, time-out or malformed reply). Senders defer mail to the domain.",
     "Check that every name server of the domain answers for type MX, over UDP and TCP; danelaw lookup "
     "--all-nameservers "
     "DOMAIN MX shows what each of them says."},
    {"mx.domain_does_not_exist", S::critical, "RFC 5321 §5.1", "",
     "The name does not exist in the DNS. Mail to it is returned.",
     "Check the spelling; if the domain is yours, check its registration and delegation."},
    {"mx.no_host_has_address", S::critical, "RFC 5321 §5.1", "",
     "No host that should take mail for the domain has an address. Mail to it is returned.",
     "Publish A or AAAA records for the MX hosts, or a null MX (RFC 7505) if the domain takes no mail."},
    {"mx.null", S::info, "RFC 7505 §3", "",
     "The domain says with a null MX that it takes no mail; there is nothing to protect.",
     "Nothing. If the domain sends no mail either, publish the SPF record v=spf1 -all."},
    {"mx.null_preference", S::notice, "RFC 7505 §3", "",
     "The null MX has a preference other than 0; some senders may not recognise it.", "Publish it as: MX 0 ."},
    {"mx.null_with_others", S::warning, "RFC 7505 §3", "",
     "A null MX stands beside other MX records. What senders do then is undefined.",
     "Remove the null MX if the domain takes mail, or all other MX records if it does not."},
    {"mx.implicit", S::info, "RFC 5321 §5.1", "", "The domain has no MX record, so it is its own mail host.",
     "Nothing; an explicit MX record would say so more clearly."},
    {"mx.insecure", S::warning, "RFC 7672 §2.2.1", "",
     "The MX records are not signed although a mail host has signed TLSA records. An attacker who forges the MX answer "
     "sends the mail elsewhere; DANE protects the host, not the domain.",
     "Sign the domain's zone and publish its DS record at the parent; danelaw lookup --trace DOMAIN MX shows how far "
     "the chain of trust reaches."},
    {"mx.host_is_alias", S::notice, "RFC 2181 §10.3", "",
     "An MX host is a CNAME, which is not allowed. Senders that do not follow it for TLSA look under the original name "
     "only.",
     "Point the MX record at the canonical name and publish the TLSA records there."},
    {"mx.host_is_address", S::warning, "RFC 7672 §2.2", "",
     "An MX record names an IP address instead of a host. Many senders refuse it, and DANE cannot apply.",
     "Give the address a host name and publish that in the MX record."},
    {"mx.host_name_invalid", S::warning, "RFC 5321 §2.3.5", "",
     "An MX record names something that cannot be the name of a host, with other characters than letters, digits and "
     "inner hyphens, or a number at its end. Postfix and others pass over such a record, and TLS cannot say the name.",
     "Give the host a proper name and publish that in the MX record."},
    {"mx.host_without_address", S::warning, "RFC 7672 §2.2.2", "", "An MX host has no address. Senders pass over it.",
     "Publish an A or AAAA record for the host, or remove its MX record."},
    {"mx.duplicate", S::notice, "RFC 5321 §5.1", "",
     "The same host stands in more than one MX record; it was looked at once.", "Remove the superfluous MX record."},

    // Addresses and aliases
    {"address.lookup_bogus", S::critical, "RFC 7672 §2.1.2", "dnssec-invalid",
     "An address lookup of a mail host fails DNSSEC validation. Senders behind a validating resolver cannot use these "
     "addresses.",
     "Repair the signatures of the host's zone or its DS record; danelaw lookup --trace HOST A shows which link "
     "breaks."},
    {"address.lookup_failed", S::critical, "RFC 7672 §2.1.2", "dnssec-invalid",
     "An address lookup of a mail host gave no answer. Senders that use DANE treat the host as unreachable if no other "
     "lookup helps.",
     "Check that every name server of the host's zone answers for types A and AAAA, also with an empty answer; "
     "danelaw lookup --all-nameservers HOST A shows what each of them says."},
    {"cname.lookup_bogus", S::critical, "RFC 7672 §2.1.3", "dnssec-invalid",
     "The host is an alias, and the lookup that tells whether the alias is signed fails DNSSEC validation. Senders "
     "that "
     "use DANE treat the host as unreachable.",
     "Repair the signatures of the zone that holds the CNAME record; better, let the MX record name the canonical "
     "host."},
    {"cname.lookup_failed", S::critical, "RFC 7672 §2.1.3", "dnssec-invalid",
     "The host is an alias, and the lookup that tells whether the alias is signed failed. Senders that use DANE treat "
     "the host as unreachable.",
     "Repair the zone that holds the CNAME record; better, let the MX record name the canonical host."},

    // TLSA records
    {"tlsa.lookup_bogus", S::critical, "RFC 7672 §2.1.2", "dnssec-invalid",
     "The TLSA lookup fails DNSSEC validation. Senders that use DANE do not deliver to the host.",
     "Repair the signatures, or the denial of existence, at the TLSA name; danelaw lookup --trace _25._tcp.HOST TLSA "
     "shows which link breaks."},
    {"tlsa.lookup_failed", S::critical, "RFC 7672 §2.1.2", "dnssec-invalid",
     "The TLSA lookup gave no answer (SERVFAIL, time-out or malformed reply). Senders that use DANE do not deliver to "
     "the host, as an attacker could cause the same.",
     "Check that every name server of the host's zone answers for type TLSA, also where there is none (NODATA or "
     "NXDOMAIN, signed); danelaw lookup --all-nameservers _25._tcp.HOST TLSA shows what each of them says."},
    {"tlsa.none", S::notice, "RFC 7672 §2.2", "",
     "No mail host of the domain has signed TLSA records, so DANE protects nobody who sends mail there.",
     "Sign the zones of the domain and of its mail hosts, then publish TLSA records 3 1 1 for each host at "
     "_25._tcp.HOST."},
    {"tlsa.missing_on_host", S::warning, "RFC 7672 §2.2.1", "",
     "A mail host has no signed TLSA records although others of the domain have. Whoever can keep senders from the "
     "protected hosts steers the mail here, where it can be read.",
     "Publish TLSA records for this host, too, or remove it from the MX records."},
    {"tlsa.insecure", S::warning, "RFC 7672 §2.2", "",
     "TLSA records are published, but not signed: senders ignore them.",
     "Sign the zone that holds them and publish its DS record at the parent."},
    {"tlsa.mismatch", S::critical, "RFC 7672 §2.2", "validation-failure",
     "The server's certificate chain matches none of the TLSA records. Senders that use DANE do not deliver to this "
     "server.",
     "Publish the record that the text names, wait until the old records have expired from caches, or give the server "
     "its former key back at once; then see whether it is right: danelaw check DOMAIN."},
    {"tlsa.other_key_mismatch", S::critical, "RFC 7672 §8.1", "validation-failure",
     "The server has certificates of two key types, and only one of them matches the TLSA records. Senders that get "
     "the other one do not deliver.",
     "Publish the record that the text names beside the others, or take the second certificate off the server; then "
     "see whether it is right: danelaw check DOMAIN."},
    {"tlsa.all_unusable", S::warning, "RFC 7672 §2.2", "tlsa-invalid",
     "None of the TLSA records can be used. Senders that use DANE encrypt, but do not authenticate: an attacker on the "
     "way can read the mail.",
     "Publish a record 3 1 1 with the SHA-256 digest of the server's public key."},
    {"tlsa.unusable", S::warning, "RFC 6698 §4.1", "", "A TLSA record cannot be used by any sender and has no effect.",
     "Correct or remove the record."},
    {"tlsa.pkix_usage", S::warning, "RFC 7672 §3.1.3", "",
     "A TLSA record has usage PKIX-TA(0) or PKIX-EE(1), which senders treat as unusable on port 25.",
     "Publish the same digest with usage DANE-EE(3) (or DANE-TA(2) for a CA) and remove this record."},
    {"tlsa.empty_digest", S::warning, "RFC 6698 §2.1.3", "",
     "A TLSA record holds the digest of the empty string: a script hashed nothing, as happens where a tool for RSA "
     "keys reads an EC key.",
     "Make the record anew: openssl x509 -in CERT -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst "
     "-sha256"},
    {"tlsa.set_aside", S::notice, "RFC 7671 §9", "",
     "Senders set this TLSA record aside because a record with a stronger digest stands beside it.",
     "Nothing if the stronger record matches each of the server's chains; otherwise publish both digests for each "
     "key."},
    {"tlsa.unmatched", S::notice, "RFC 7671 §8.1", "",
     "A TLSA record matches none of the chains that were seen. It is the record of a coming key, or a left-over.",
     "Keep it if it is for the next key; remove it if its key is no longer in use."},
    {"tlsa.many", S::warning, "RFC 7671 §8.1", "",
     "There are more TLSA records than some senders read (Postfix: 100): one that matches may be among those that"
     " they leave out.",
     "Keep the records of the present keys and of the next ones, and remove the others."},
    {"tlsa.duplicate", S::notice, "RFC 6698 §2.1", "", "Two TLSA records are the same.", "Remove one of them."},
    {"tlsa.only_sha512", S::notice, "RFC 6698 §6", "",
     "Only SHA2-512 digests are published. Support for it is optional: some senders cannot use the records.",
     "Publish SHA2-256(1) digests beside them or instead."},
    {"tlsa.bare_key", S::notice, "RFC 7671 §5.2.3", "",
     "A trust anchor is published as a bare public key (2 1 0). Not every sender can match it where the CA certificate "
     "is not sent.",
     "Publish 2 1 1 or 2 0 1 instead, and let the server send the CA certificate."},
    {"tlsa.long_ttl", S::warning, "RFC 7671 §13", "",
     "The TTL of the TLSA records is longer than a day: after a mistake, or a lost key, senders keep the old records "
     "that long.",
     "Publish the TLSA records with a TTL of an hour."},

    // Sessions
    {"session.no_starttls", S::critical, "RFC 7672 §2.2", "starttls-not-supported",
     "The server does not offer STARTTLS. With signed TLSA records senders that use DANE do not deliver; without them "
     "mail goes in clear.",
     "Switch TLS on in the mail server (Postfix: smtpd_tls_security_level = may) and check that nothing between strips "
     "STARTTLS; danelaw probe -v HOST shows the dialogue."},
    {"session.starttls_refused", S::critical, "RFC 3207 §4", "starttls-not-supported",
     "The server offers STARTTLS and then refuses it. Senders that use DANE do not deliver.",
     "Look into the server's log for why TLS could not start: key file not readable, certificate missing, resources "
     "used up; danelaw probe -v HOST shows the dialogue."},
    {"session.starttls_broken", S::critical, "RFC 3207 §4", "validation-failure",
     "The server's answer to STARTTLS breaks the protocol, or the connection ends there.",
     "Look into the server's log, and check for a firewall or proxy that alters SMTP (Cisco: inspect esmtp); danelaw "
     "probe -v HOST shows the dialogue."},
    {"session.injection", S::critical, "RFC 3207 §4.2", "validation-failure",
     "Octets came between the server's 220 to STARTTLS and TLS. A server, or an attacker on the way, that does so can "
     "slip commands or replies into the protected session.",
     "Update the mail server or the proxy before it (CVE-2011-0411 and its kin)."},
    {"session.handshake_failed", S::critical, "RFC 7672 §2.2", "validation-failure",
     "The TLS handshake fails. Senders that use DANE do not deliver to this server.",
     "Try: openssl s_client -starttls smtp -connect HOST:25; check certificate, key, protocol versions and ciphers of "
     "the server."},
    {"session.broken_inside_tls", S::warning, "RFC 3207 §4.2", "",
     "TLS was established and its certificate judged, but then the server did not answer EHLO with 250. Senders get no "
     "further either: mail waits at them, or bounces.",
     "Read the session (danelaw probe -v HOST) and the server's log; a policy, a limit or a crash there ends sessions "
     "once TLS stands."},
    {"session.address_unreachable", S::warning, "RFC 7672 §2.2", "",
     "One address of a mail host could not be reached while another could. Senders lose time on it.",
     "Repair the service at this address, or remove its A or AAAA record. Where this machine has no IPv6 itself, say "
     "so "
     "with --ipv4."},
    {"session.host_refuses", S::critical, "RFC 7672 §2.2", "",
     "Every address of the host refuses the connection: nothing listens there.",
     "Start the mail server, or open its port in the firewall; otherwise remove the MX record."},
    {"session.host_rejects", S::unknown, "RFC 5321 §3.1", "",
     "The host answers, but takes no session from here (it may know this machine's address from a block list).",
     "Read the server's words (danelaw probe -v HOST); try from another address (--source-address)."},
    {"session.host_silent", S::unknown, "RFC 7672 §2.2", "",
     "No address of the host answers, so nothing is known of its certificate. A firewall, an outage, or port 25 being "
     "blocked at this machine look the same.",
     "Check from another network (danelaw probe HOST); check that this machine may connect to port 25 outward."},
    {"session.other_key_untested", S::unknown, "RFC 7672 §8.1", "",
     "The second session, which asks for the certificate of the other key type, ended before the server said whether "
     "it "
     "has one. Whether there is a second certificate that does not match is not known.",
     "Run the check again later; --single-probe leaves the second session out."},
    {"session.old_tls", S::warning, "RFC 8996 §1", "",
     "The server negotiates TLS 1.0 or 1.1 at most. Many senders refuse that.",
     "Enable TLS 1.2 and 1.3 on the server."},
    {"session.key_usage", S::warning, "RFC 5280 §4.2.1.3", "",
     "The certificate's key usage does not allow what TLS does with it. Senders with GnuTLS break the handshake off.",
     "Have the certificate issued anew with the key usage digitalSignature."},

    // Certificates and signatures
    {"certificate.expired", S::critical, "RFC 7671 §5.2", "certificate-expired",
     "A certificate on the path to the DANE-TA trust anchor has expired, or is not valid yet. With DANE-TA dates "
     "matter: "
     "senders that use DANE do not deliver to this server.",
     "Renew the certificate that the text names and install it now; the new one must be issued under the same trust "
     "anchor. Then see whether it is right: danelaw check DOMAIN."},
    {"certificate.wrong_name", S::critical, "RFC 7672 §3.2.2", "certificate-host-mismatch",
     "The certificate is issued under the DANE-TA trust anchor, but does not name the server. With DANE-TA names "
     "matter: "
     "senders that use DANE do not deliver to this server.",
     "Have the certificate issued with one of the names that the text asks for as subjectAltName, or publish "
     "DANE-EE(3) "
     "records, with which names do not matter."},
    {"certificate.expired_ignored", S::info, "RFC 7672 §3.1.1", "",
     "The certificate has expired, or is not valid yet. With DANE-EE that does not matter: senders must ignore it.",
     "Nothing for DANE. Senders that go by MTA-STS or check certificates otherwise do mind: renew it, with the same "
     "key if you can."},
    {"certificate.name_ignored", S::info, "RFC 7672 §3.1.1", "",
     "The certificate does not name the mail host. With DANE-EE that does not matter: senders must ignore it.",
     "Nothing for DANE. Senders that go by MTA-STS do mind."},
    {"certificate.expires_soon", S::warning, "RFC 7671 §5.2", "",
     "A certificate on the path to the DANE-TA trust anchor expires within two weeks, and has no more than a third of "
     "its validity left. With DANE-TA dates matter: "
     "afterwards senders that use DANE do not deliver.",
     "Renew the certificate now; see that the renewed chain still ends at the trust anchor of the TLSA record."},
    {"certificate.only_common_name", S::notice, "RFC 7672 §3.2.3", "",
     "The certificate names the host only in its common name. Senders that follow RFC 9525 do not accept that.",
     "Have the certificate issued anew with the host name as subjectAltName."},
    {"certificate.short_key", S::warning, "RFC 6698 §4.1", "",
     "A certificate has an RSA key of fewer than 2048 bits. Who factors it can stand in for the server. Below 1024 "
     "bits "
     "that is in reach of many, and senders with OpenSSL do not deliver.",
     "Make a new key, ECDSA P-256 or RSA of 2048 bits, and publish its TLSA record before the server uses it."},
    {"signature.expires_soon", S::warning, "RFC 7671 §11", "",
     "Little is left of the signature of a DNS record that mail depends on: less than a fifth of its validity and less "
     "than three days. Re-signing seems to have stopped. Afterwards senders defer mail.",
     "Check that the signer runs and reaches the name servers; re-sign the zone."},
    {"signature.shorter_than_ttl", S::warning, "RFC 7671 §13", "",
     "The signature of a DNS record expires before its TTL does, so caches hold it to its last second.",
     "Re-sign the zone; let signatures live several times the longest TTL."},
    {"lookup.flapping", S::notice, "RFC 7672 §2.1.1", "",
     "A lookup failed, and succeeded when it was asked again. A name server or the way to it fails now and then; "
     "senders "
     "that meet the failure defer mail.",
     "Run danelaw check --all-nameservers DOMAIN: it asks each name server itself. If it flaps for many domains, run "
     "danelaw doctor."},
    {"expiry.soon", S::warning, "RFC 6781 §4.4.2", "",
     "The first thing to fail by itself, a signature or a certificate that mail depends on, ends sooner than "
     "--warn-days "
     "or --critical-days demands.",
     "See that what renews it runs: the signer of the zone, or the client of the certificate authority."},
    {"expiry.not_seen", S::unknown, "RFC 4035 §5.3.1", "",
     "The signatures of a zone on the way could not be seen, so that nothing can be said of --warn-days and "
     "--critical-days: they may end before all that was seen.",
     "Run the check again; if it stays, run danelaw lookup --trace DOMAIN MX: it shows each zone on the way."},
};

}  // namespace

std::span<const CatalogueEntry> dane_catalogue() { return entries; }

}  // namespace danelaw
