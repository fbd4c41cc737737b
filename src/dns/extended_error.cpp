#include <danelaw/dns/lookup.hpp>

#include <array>

namespace danelaw {

namespace {

// RFC 8914 §4
enum ExtendedError : std::uint16_t {
    unsupported_dnskey_algorithm = 1,
    dnssec_bogus = 6,
    signature_expired = 7,
    signature_not_yet_valid = 8,
    dnskey_missing = 9,
    rrsigs_missing = 10,
    no_zone_key_bit = 11,
    nsec_missing = 12,
    network_error = 23,
};

struct Reason {
    std::string_view words;
    ExtendedError code;
};

/// The words of libunbound's validator (its util/module.c joins them). Names in them have no blanks, so that no
/// domain can be called like a reason of several words.
constexpr std::array reasons{
    Reason{"signature expired", signature_expired},
    Reason{"signature before inception date", signature_not_yet_valid},
    Reason{"DS hash mismatches key", dnskey_missing},
    Reason{"keyset not secured by DNSKEY that matches DS", dnskey_missing},
    Reason{"no keys have a DS", dnskey_missing},
    Reason{"No DNSKEY record", dnskey_missing},
    Reason{"no DNSKEY rrset", dnskey_missing},
    Reason{"DNSKEY RRset did not match", dnskey_missing},
    Reason{"signatures from unknown keys", dnskey_missing},
    Reason{"dnskey revoked", dnskey_missing},
    Reason{"no signatures", rrsigs_missing},
    Reason{"signature missing", rrsigs_missing},
    Reason{"signature for expected key and algorithm missing", rrsigs_missing},
    Reason{"dnskey without ZSK flag", no_zone_key_bit},
    Reason{"proof failed", nsec_missing},
    Reason{"no DNSSEC records", nsec_missing},
    Reason{"no signatures over NSECs", nsec_missing},
    Reason{"no signatures over NSEC3s", nsec_missing},
    Reason{"NSEC does not prove absence of DS", nsec_missing},
    Reason{"NSEC for wildcard does not prove absence of DS", nsec_missing},
    Reason{"did not prove no DS", nsec_missing},
    Reason{"when attempting to prove no DS", nsec_missing},
    Reason{"no DS but also no proof of that", nsec_missing},
    Reason{"message fails to prove that", nsec_missing},
    Reason{"no valid NSEC3s", nsec_missing},
    Reason{"no NSEC3 records", nsec_missing},
    Reason{"no NSEC3 closest encloser", nsec_missing},
    Reason{"no NSEC3 next closer", nsec_missing},
    Reason{"no DS", network_error},
    Reason{"no DS record", dnssec_bogus},
    Reason{"unsupported algorithm by crypto library", unsupported_dnskey_algorithm},
    Reason{"algorithm refused by cryptolib", unsupported_dnskey_algorithm},
    Reason{"zone has no known algorithms", unsupported_dnskey_algorithm},
    Reason{"unable to verify signature, unknown algorithm", unsupported_dnskey_algorithm},
    Reason{"does not know the algorithm", unsupported_dnskey_algorithm},  // our words for getdns
    Reason{"verification failed", dnssec_bogus},
    Reason{"signature crypto failed", dnssec_bogus},
};

}  // namespace

std::uint16_t extended_error_for(std::string_view why_bogus) {
    std::uint16_t code = dnssec_bogus;
    std::size_t best_end = 0;
    std::size_t best_length = 0;
    for (const auto& reason : reasons) {
        const auto at = why_bogus.rfind(reason.words);
        if (at == std::string_view::npos) continue;
        // The last reason is the cause: a text quotes the failure of the key before it. Of two that end together
        // the longer is meant ("did not prove no DS" is not "no DS").
        const auto end = at + reason.words.size();
        if (end < best_end || (end == best_end && reason.words.size() < best_length)) continue;
        best_end = end;
        best_length = reason.words.size();
        code = reason.code;
    }
    return code;
}

}  // namespace danelaw
