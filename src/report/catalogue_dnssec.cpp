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
};

}  // namespace

std::span<const CatalogueEntry> dnssec_catalogue() { return entries; }

}  // namespace danelaw
