#include "report/catalogue.hpp"

namespace danelaw {

namespace {

using S = Severity;

// In the order in which a sender comes to them. What a host lacks is critical under mode enforce, where senders do not
// deliver to it, and a warning under mode testing.
constexpr CatalogueEntry entries[] = {
    // The record
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
    // The policy
    {"sts.policy_invalid", S::critical, "RFC 8461 §3.2", "sts-policy-invalid",
     "The policy file breaks the grammar: senders do not use it, and new ones are unprotected.",
     "Correct the file; try it with danelaw lint sts-policy FILE."},
    {"sts.mode_testing", S::notice, "RFC 8461 §5", "",
     "The policy is in mode testing: senders report failures, but deliver all the same. It protects nobody yet.",
     "Once TLS-RPT reports are clean for some weeks, switch to mode enforce, with a new id in the record."},
    {"sts.mode_none", S::notice, "RFC 8461 §8.3", "",
     "The policy is in mode none: senders behave as if there were no policy. This is the way to remove MTA-STS.",
     "Keep policy and record until the longest max_age ever served has passed, then remove both."},
    {"sts.max_age_capped", S::warning, "RFC 8461 §3.2", "sts-policy-invalid",
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
    // The MX hosts
    {"sts.mx_not_in_policy", S::critical, "RFC 8461 §4.1", "validation-failure",
     "No mx line of the policy matches the name of this MX host. Under mode enforce senders do not deliver to it.",
     "Add the host to the policy, then change the id in the record; or remove its MX record."},
};

}  // namespace

std::span<const CatalogueEntry> sts_catalogue() { return entries; }

}  // namespace danelaw
