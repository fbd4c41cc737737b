#include "report/catalogue.hpp"

namespace danelaw {

namespace {

using S = Severity;

// In the order in which a sender comes to them. What a host lacks is critical under mode enforce, where senders do not
// deliver to it, and a warning under mode testing.
constexpr CatalogueEntry entries[] = {
    // The record
    {"sts.none", S::notice, "RFC 8461 §3.1", "",
     "The domain has no MTA-STS record. Senders that do not use DANE, and these are most of the large ones, cannot be "
     "told to demand TLS and a certificate.",
     "Publish a policy at https://mta-sts.DOMAIN/.well-known/mta-sts.txt, then the TXT record v=STSv1; id=1 at "
     "_mta-sts.DOMAIN; begin with mode testing and TLS-RPT."},
    {"sts.record_ignored", S::notice, "RFC 8461 §3.1", "",
     "A TXT record at _mta-sts does not begin with v=STSv1 and a semicolon, so senders pass it over.",
     "Remove the record, or correct its beginning if it was meant for MTA-STS."},
    {"sts.record_multiple", S::critical, "RFC 8461 §3.1", "",
     "More than one MTA-STS record is published. Senders then see none: the domain is unprotected, but for policies "
     "that they still hold.",
     "Leave exactly one TXT record that begins with v=STSv1 at _mta-sts."},
    {"sts.record_invalid", S::critical, "RFC 8461 §3.1", "",
     "The MTA-STS record breaks the grammar. Senders then see none: the domain is unprotected, but for policies that "
     "they still hold.",
     "Publish it in the form v=STSv1; id=20260102030405 (1 to 32 letters and digits); try it with danelaw lint "
     "sts-record."},
    {"sts.record_field", S::notice, "RFC 8461 §3.2", "",
     "The MTA-STS record has a field that senders ignore, because it is not known or stands there twice.",
     "Remove the field, or correct its name."},
    {"sts.record_lookup_bogus", S::critical, "RFC 8461 §3.1", "",
     "The lookup of the MTA-STS record fails DNSSEC validation. Senders behind a validating resolver see no policy.",
     "Repair the zone's signatures or its DS record; the text says which link breaks."},
    {"sts.record_lookup_failed", S::unknown, "RFC 8461 §3.1", "",
     "The lookup of the MTA-STS record gave no answer, so it is not known whether there is a policy.",
     "Check that every name server of the domain answers for type TXT at _mta-sts."},

    // The way to the policy
    {"sts.policy_host_no_address", S::critical, "RFC 8461 §3.3", "sts-policy-fetch-error",
     "A record announces a policy, but the policy host mta-sts.DOMAIN has no address: senders get no policy, and new "
     "ones are unprotected.",
     "Publish A or AAAA records, or a CNAME, for mta-sts.DOMAIN; or remove the record at _mta-sts."},
    {"sts.policy_host_lookup_failed", S::unknown, "RFC 8461 §3.3", "sts-policy-fetch-error",
     "The address lookups of the policy host gave no answer, so its policy could not be fetched from here.",
     "Check that every name server answers for mta-sts.DOMAIN with types A and AAAA."},
    {"sts.policy_host_lookup_bogus", S::critical, "RFC 8461 §3.3", "sts-policy-fetch-error",
     "An address lookup of the policy host fails DNSSEC validation. Senders behind a validating resolver get no "
     "policy.",
     "Repair the zone's signatures or its DS record; the text says which link breaks."},
    {"sts.policy_host_private", S::warning, "RFC 6890", "sts-policy-fetch-error",
     "The policy host has a private or reserved address in the public DNS. Senders elsewhere cannot reach it; it was "
     "not connected to.",
     "Publish a public address for mta-sts.DOMAIN, or check from inside with --allow-private."},
    {"sts.policy_host_refuses", S::critical, "RFC 8461 §3.3", "sts-policy-fetch-error",
     "The policy host refuses the connection to port 443: senders get no policy, and new ones are unprotected.",
     "Start the web server, or open port 443 in the firewall; "
     "curl https://mta-sts.DOMAIN/.well-known/mta-sts.txt has to show the policy."},
    {"sts.policy_host_silent", S::unknown, "RFC 8461 §3.3", "sts-policy-fetch-error",
     "The policy host did not answer in time. An outage, a firewall, or a filter at this machine look the same.",
     "Check from another network; check that this machine may connect to port 443 outward."},
    {"sts.policy_host_address", S::warning, "RFC 8461 §3.3", "",
     "One address of the policy host could not be reached while another could. Some senders get no policy.",
     "Repair the service at this address, or remove its A or AAAA record."},
    {"sts.policy_host_tls", S::critical, "RFC 8461 §3.3", "sts-webpki-invalid",
     "TLS with the policy host fails, or is older than TLS 1.2: senders get no policy, and new ones are unprotected.",
     "Try: curl -v https://mta-sts.DOMAIN/.well-known/mta-sts.txt; enable TLS 1.2 and 1.3 on the web server."},
    {"sts.policy_certificate", S::critical, "RFC 8461 §3.3", "sts-webpki-invalid",
     "The certificate of the policy host is not valid for mta-sts.DOMAIN: senders get no policy, and new ones are "
     "unprotected.",
     "Install a certificate of a public CA that names mta-sts.DOMAIN as subjectAltName, with all intermediate "
     "certificates."},
    {"sts.policy_certificate_expires_soon", S::warning, "RFC 8461 §3.3", "",
     "The certificate of the policy host expires within two weeks, and has no more than a third of its validity left. "
     "Afterwards senders get no policy.",
     "Renew the certificate of mta-sts.DOMAIN; see that its renewal is automatic."},
    {"sts.policy_redirect", S::critical, "RFC 8461 §3.3", "sts-policy-fetch-error",
     "The policy host answers with a redirection, which senders must not follow: they get no policy.",
     "Serve the file itself at https://mta-sts.DOMAIN/.well-known/mta-sts.txt."},
    {"sts.policy_status", S::critical, "RFC 8461 §3.3", "sts-policy-fetch-error",
     "The policy host does not answer 200: senders get no policy, and new ones are unprotected.",
     "Put the policy file where https://mta-sts.DOMAIN/.well-known/mta-sts.txt finds it."},
    {"sts.policy_media_type", S::critical, "RFC 8461 §3.2", "sts-policy-fetch-error",
     "The policy does not come as text/plain. Senders that check the media type, as they should, get no policy.",
     "Let the web server send Content-Type: text/plain for the file."},
    {"sts.policy_too_big", S::critical, "RFC 8461 §3.3", "sts-policy-fetch-error",
     "The answer of the policy host is larger than 64 KiB, where senders stop reading.",
     "Serve the policy file and nothing else; a policy has a few lines."},
    {"sts.policy_http", S::critical, "RFC 8461 §3.3", "sts-policy-fetch-error",
     "The answer of the policy host breaks off, or is not the HTTP that was asked for: senders get no policy.",
     "Look into the web server's log; serve the file whole and without Content-Encoding."},
    {"sts.policy_invalid", S::critical, "RFC 8461 §3.2", "sts-policy-invalid",
     "The policy file breaks the grammar: senders do not use it, and new ones are unprotected.",
     "Correct the file; try it with danelaw lint sts-policy FILE."},

    // What the policy says
    {"sts.mode_testing", S::notice, "RFC 8461 §5", "",
     "The policy is in mode testing: senders report failures, but deliver all the same. It protects nobody yet.",
     "Once TLS-RPT reports are clean for some weeks, switch to mode enforce, with a new id in the record."},
    {"sts.mode_none", S::notice, "RFC 8461 §8.3", "",
     "The policy is in mode none: senders behave as if there were no policy. This is the way to remove MTA-STS.",
     "Keep policy and record until the longest max_age ever served has passed, then remove both."},
    {"sts.max_age_capped", S::warning, "RFC 8461 §3.2", "",
     "max_age is greater than 31557600 seconds. Most senders take it as that; some refuse the policy.",
     "Set max_age to at most 31557600; 1209600 (two weeks) is a good value."},
    {"sts.max_age_short", S::warning, "RFC 8461 §3.2", "",
     "max_age is so short that senders forget the policy soon; an attacker then needs to suppress it only once. Weeks "
     "are expected; less than a day is a warning, less than a week a notice.",
     "Set max_age to 1209600 (two weeks) or more."},
    {"sts.wide_wildcard", S::warning, "RFC 8461 §10.4", "",
     "A wildcard of the policy allows every host under a name where others may get certificates, too. Under a whole "
     "top-level domain it is a warning, else a notice.",
     "List the MX hosts by name, or put them under a name of their own, such as *.mx.DOMAIN."},
    {"sts.pattern_address", S::warning, "RFC 8461 §3.2", "",
     "An mx line of the policy holds an IP address. It matches the name of no MX host.", "Name the host instead."},
    {"sts.pattern_unmatched", S::notice, "RFC 8461 §4.1", "",
     "An mx line of the policy matches no MX host of the domain.",
     "Keep it if such a host is to come; remove it, with a new id in the record, if it has gone."},
    {"sts.policy_key", S::notice, "RFC 8461 §3.2", "",
     "The policy has a line that senders ignore, because its key is not known or stands there twice.",
     "Remove the line, or correct its key (version, mode, mx, max_age)."},
    {"sts.null_mx", S::notice, "RFC 7505 §3", "",
     "The domain takes no mail (null MX), and still publishes MTA-STS. Nothing uses it.",
     "Remove record and policy, by way of mode none (RFC 8461 §8.3) if senders may hold a policy."},
    {"sts.cached_policy_only", S::warning, "RFC 8461 §3.3", "",
     "Only senders that still hold the policy given with --cached-policy use MTA-STS: what is published now gives new "
     "senders no policy to go by.",
     "Publish record and policy again; to remove MTA-STS serve mode none until all copies have expired."},

    // The MX hosts
    {"sts.mx_not_in_policy", S::critical, "RFC 8461 §4.1", "validation-failure",
     "No mx line of the policy matches the name of this MX host. Under mode enforce senders do not deliver to it.",
     "Add the host to the policy, then change the id in the record; or remove its MX record."},
    {"sts.mx_no_starttls", S::critical, "RFC 8461 §4", "starttls-not-supported",
     "The server gives no TLS by STARTTLS. Under mode enforce senders do not deliver to it.",
     "Switch TLS on in the mail server and check that nothing between strips STARTTLS."},
    {"sts.mx_handshake_failed", S::critical, "RFC 8461 §4", "validation-failure",
     "The TLS handshake with the name of the MX host fails. Under mode enforce senders do not deliver to it.",
     "Try: openssl s_client -starttls smtp -connect HOST:25 -servername HOST."},
    {"sts.mx_old_tls", S::critical, "RFC 8461 §7.2", "validation-failure",
     "The server negotiates a TLS version older than 1.2. Senders that use MTA-STS need not take it.",
     "Enable TLS 1.2 and 1.3 on the mail server."},
    {"sts.mx_certificate_expired", S::critical, "RFC 8461 §4.2", "certificate-expired",
     "A certificate of the server has expired, or is not valid yet. Under mode enforce senders do not deliver to it.",
     "Renew the certificate; keep the key if TLSA records name it."},
    {"sts.mx_certificate_name", S::critical, "RFC 8461 §4.2", "certificate-host-mismatch",
     "The certificate does not name the MX host. Under mode enforce senders do not deliver to it.",
     "Have the certificate issued for the host's name in the MX record, as subjectAltName; "
     "danelaw probe HOST shows what the server presents."},
    {"sts.mx_certificate_without_san", S::critical, "RFC 8461 §4.2", "certificate-host-mismatch",
     "The certificate has no subjectAltName of type DNS, and its common name does not count. Under mode enforce "
     "senders "
     "do not deliver to the server.",
     "Have the certificate issued anew with the host name as subjectAltName."},
    {"sts.mx_certificate_self_signed", S::critical, "RFC 8461 §4.2", "certificate-not-trusted",
     "The certificate is self-signed. That is good enough for DANE-EE, but under mode enforce senders do not deliver "
     "to "
     "the server.",
     "Install a certificate of a public CA; publish its key in the TLSA records first if there are any."},
    {"sts.mx_certificate_untrusted", S::critical, "RFC 8461 §4.2", "certificate-not-trusted",
     "The certificate does not lead to a CA that senders trust. Under mode enforce senders do not deliver to the "
     "server.",
     "Install a certificate of a public CA, and let the server send its intermediate certificates."},
    {"sts.mx_certificate_expires_soon", S::warning, "RFC 8461 §4.2", "",
     "A certificate of the server expires within two weeks, and has no more than a third of its validity left. "
     "Afterwards, under mode enforce, senders do not deliver to "
     "it.",
     "Renew the certificate; keep the key if TLSA records name it."},
    {"sts.ca_store_empty", S::unknown, "RFC 8461 §3.3", "",
     "There are no CA certificates on this machine to check with, so nothing is known of policy host and MX hosts.",
     "Install the package ca-certificates, or name a file with --ca-file."},
};

}  // namespace

std::span<const CatalogueEntry> sts_catalogue() { return entries; }

}  // namespace danelaw
