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
