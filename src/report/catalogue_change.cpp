#include "report/catalogue.hpp"

namespace danelaw {

namespace {

using S = Severity;

// With --state. What a change is as such says no more than notice: what is wrong after it has findings of its own, in
// every check. Only what tells why mail stopped is as bad as that, and is told as long as that lasts.
constexpr CatalogueEntry entries[] = {
    {"change.renewal_broke_tlsa", S::critical, "RFC 7671 §8.1", "",
     "The server was authenticated before, then its certificate was replaced, and no TLSA record matches the new one. "
     "Senders that use DANE do not deliver to this server.",
     "Publish the record that the text names beside the others, or give HOST its former certificate back until the "
     "record is everywhere; then let renewals keep the key, or publish the next key's record before it is used."},
    {"change.records_broke_tlsa", S::critical, "RFC 7671 §8.1", "",
     "The server presents the certificate that it was authenticated by before, but the TLSA record which that matched "
     "was taken away. Senders that use DANE do not deliver to this server.",
     "Publish the record again; take a record away only when no server presents its certificate any more."},
    {"change.verdict_worse", S::warning, "RFC 7672 §2.2", "",
     "The verdict is worse than that of the last check that could tell. It is said once; the report says since when "
     "the verdict is as it is.",
     "See the other findings: they say what is wrong now."},
    {"change.verdict_better", S::info, "RFC 7672 §2.2", "",
     "The verdict is better than that of the last check that could tell.", "Nothing is to be done."},

    {"change.dane_worse", S::warning, "RFC 7672 §2.2", "",
     "What DANE gives is less than at the last check that could tell, while the verdict holds by MTA-STS. It is said "
     "once.",
     "If that is not meant, see the other findings and changes: signatures, TLSA records, mail hosts. To be told of it "
     "in every check, demand DANE: --require dane, or both."},
    {"change.dane_better", S::info, "RFC 7672 §2.2", "", "DANE gives more than at the last check that could tell.",
     "Nothing is to be done."},
    {"change.mta_sts_worse", S::warning, "RFC 8461 §5", "",
     "What MTA-STS gives is less than at the last check that could tell, while the verdict holds by DANE. It is said "
     "once.",
     "If that is not meant, see the other findings and changes: record, policy, certificates. To be told of it in "
     "every check, demand MTA-STS: --require mta-sts, or both."},
    {"change.mta_sts_better", S::info, "RFC 8461 §5", "", "MTA-STS gives more than at the last check that could tell.",
     "Nothing is to be done."},

    // Changes that break nothing
    {"change.mx", S::notice, "RFC 5321 §5.1", "",
     "Mail hosts, or their preferences, are others than at the last check that saw them.",
     "Nothing, if it was meant; what is wrong with new hosts has findings of its own."},
    {"change.tlsa_added", S::info, "RFC 7671 §8.1", "", "TLSA records are published that the last check did not see.",
     "Nothing, if it was meant. A record for a key to come has to be there for two of its TTLs before the key is "
     "used."},
    {"change.tlsa_removed", S::notice, "RFC 7671 §8.1", "",
     "TLSA records are no longer published, none of which a server needs that was reached.",
     "Nothing, if it was meant: after a renewal the record of the former key is to be taken away."},
    {"change.certificate_renewed", S::info, "RFC 7671 §8.1", "",
     "A server presents another certificate with the key that it had before. Records with selector SPKI(1) match it as "
     "they did.",
     "Nothing is to be done."},
    {"change.key_changed", S::notice, "RFC 7671 §8.1", "",
     "A server presents a certificate with another key than before.",
     "Nothing, if it was meant; with DANE take the record of the former key away once no server uses it."},
    {"change.signed", S::info, "RFC 7672 §2.2", "",
     "DNS answers that mail depends on are secured by DNSSEC, which they were not at the last check that saw them.",
     "Nothing is to be done."},
    {"change.unsigned", S::notice, "RFC 7672 §2.2", "",
     "DNS answers that mail depends on are no longer secured by DNSSEC. For hosts whose addresses or TLSA records that "
     "are, senders do not use DANE any more, and without a signed MX anybody can forge the names of the mail hosts.",
     "If it was not meant, see that the zone is signed, and that its parent has a DS record for it: danelaw lookup "
     "DOMAIN DS."},
    {"change.mta_sts", S::notice, "RFC 8461 §3.1", "",
     "The MTA-STS record or policy is another than at the last check that saw it, or is gone, or is new.",
     "Nothing, if it was meant. With each change of the policy change the id of the record, too: else senders do not "
     "ask for the new one. Before the record is taken away, publish a policy of mode none for as long as max_age."},

    // The file of --state
    {"state.unusable", S::unknown, "RFC 7672 §2.1.1", "",
     "The file of --state cannot be used, so that it is not known what changed, and nothing of this check is "
     "remembered. What the check itself found stands.",
     "Repair what the text names, or give --state another file: danelaw begins a new one."},
    {"state.later_check", S::notice, "RFC 7672 §2.1.1", "",
     "The file of --state has a check of the domain that was made later than this one, which is therefore not compared "
     "and not remembered.",
     "Nothing, if two checks ran at once; else see that the clock is right, and remove the file if it was wrong "
     "before."},
};

}  // namespace

std::span<const CatalogueEntry> change_catalogue() { return entries; }

}  // namespace danelaw
