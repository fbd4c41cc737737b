#include <danelaw/dane/match.hpp>

#include "support/certificates.hpp"

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

// Which chain a TLSA RRset authenticates. RFC 7672 §3, RFC 7671 §5 and §9, RFC 6698 §4.1. Records are made of digests
// by openssl.

using namespace danelaw;
using namespace danelaw::test;

namespace {

using Names = std::initializer_list<const char*>;
using Records = std::vector<TlsaRecord>;

const DomainName mx = *DomainName::from_presentation("mx.example.org");
const DomainName next_hop = *DomainName::from_presentation("example.org");
const std::vector<DomainName> just_mx{mx};

MatchResult match(const Records& records, const CertificateChain& presented,
                  std::span<const DomainName> names = just_mx) {
    MatchInput input;
    input.reference_identifiers = names;
    input.now = judged_at;
    return match_chain(records, presented, input);
}

std::string shown(const MatchResult& result) {
    if (!result.matched) return to_text(result.outcome) + ": " + result.reason.value_or("");
    return fmt::format("{}: record {} at depth {} {}", to_text(result.outcome), result.matched->record,
                       result.matched->depth, result.matched->name.value_or("without a name"));
}

std::string outcome(const Records& records, Names presented) { return shown(match(records, chain(presented))); }

/// A record that nothing matches.
TlsaRecord other(const std::string& numbers) { return tlsa(numbers, "other_name_leaf"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(matching)

BOOST_AUTO_TEST_CASE(dane_ee_matches_certificate_or_key_by_each_matching_type) {  // RFC 6698 §2.1.2, §2.1.3; D50, D111
    for (const auto* const numbers : {"3 0 1", "3 0 2", "3 1 1", "3 1 2", "3 0 0"}) {
        BOOST_TEST(outcome({tlsa(numbers, "leaf")}, {"leaf", "intermediate"}) ==
                       "authenticated: record 0 at depth 0 without a name",
                   numbers);
    }
    // Full(0) of a key: the record has the key of `root`, which here serves itself.
    BOOST_TEST(outcome({tlsa("3 1 0", "root")}, {"root"}) == "authenticated: record 0 at depth 0 without a name");
    BOOST_TEST(outcome({tlsa("3 1 0", "root")}, {"leaf"}).starts_with("mismatch: "));
}

BOOST_AUTO_TEST_CASE(dane_ee_ignores_names_dates_and_every_other_fault_of_the_leaf) {  // RFC 7672 §3.1.1: D51, D82, D83
    for (const auto* const name :
         {"expired_leaf", "future_leaf", "other_name_leaf", "client_leaf", "crl_sign_leaf", "critical_leaf",
          "self_signed", "self_signed_ca", "md5_leaf", "broken_signature_leaf", "empty_name_leaf", "broken_names_leaf",
          "v1_ca", "nul_leaf", "big_exponent_root"}) {
        for (const auto* const numbers : {"3 1 1", "3 0 1"}) {
            BOOST_TEST(outcome({tlsa(numbers, name)}, {name}) == "authenticated: record 0 at depth 0 without a name",
                       name);
        }
    }
    const auto presented = chain({"expired_leaf"});
    BOOST_TEST(shown(match({tlsa("3 1 1", "expired_leaf")}, presented, {})).starts_with("authenticated"));
}

BOOST_AUTO_TEST_CASE(dane_ee_is_of_the_leaf_alone) {  // RFC 6698 §2.1.1
    for (const auto* const issuer : {"intermediate", "root"}) {
        BOOST_TEST(outcome({tlsa("3 1 1", issuer)}, {"leaf", "intermediate", "root"}).starts_with("mismatch: "));
    }
}

BOOST_AUTO_TEST_CASE(dane_ta_is_an_issuer_on_a_valid_path_that_names_the_server) {  // RFC 7672 §3.1.2; D52, D53, D88
    const struct {
        const char* why;
        TlsaRecord record;
        Names presented;
        std::string expected;
    } cases[] = {
        {"2 0 1 of the root",
         tlsa("2 0 1", "root"),
         {"leaf", "intermediate", "root"},
         "authenticated: record 0 at depth 2 mx.example.org"},
        {"2 1 1 of the root",
         tlsa("2 1 1", "root"),
         {"leaf", "intermediate", "root"},
         "authenticated: record 0 at depth 2 mx.example.org"},
        {"2 0 1 of the intermediate",
         tlsa("2 0 1", "intermediate"),
         {"leaf", "intermediate"},
         "authenticated: record 0 at depth 1 mx.example.org"},
        {"2 1 1 of a cross-signed intermediate",
         tlsa("2 1 1", "intermediate"),
         {"leaf", "cross"},
         "authenticated: record 0 at depth 1 mx.example.org"},
        {"out of order",
         tlsa("2 0 1", "root"),
         {"leaf", "root", "intermediate"},
         "authenticated: record 0 at depth 2 mx.example.org"},
        {"a wildcard",
         tlsa("2 0 1", "root"),
         {"wildcard_leaf", "intermediate", "root"},
         "authenticated: record 0 at depth 2 *.example.org"},
        {"only a common name",
         tlsa("2 0 1", "root"),
         {"cn_leaf", "intermediate", "root"},
         "authenticated: record 0 at depth 2 mx.example.org"},
        {"the root is not presented (§5.2.2, D52, D86)",
         tlsa("2 0 1", "root"),
         {"leaf", "intermediate"},
         "no certificate that was presented leads to a trust anchor"},
        {"it stands in the list, another CA signed",
         tlsa("2 0 1", "other_root"),
         {"leaf", "intermediate", "root", "other_root"},
         "no certificate that was presented leads to a trust anchor"},
        {"the issuer's name with another key",
         tlsa("2 0 1", "root"),
         {"leaf", "same_name", "root"},
         "no certificate that was presented leads to a trust anchor"},
        {"the leaf itself (D89)",
         tlsa("2 0 1", "leaf"),
         {"leaf", "intermediate", "root"},
         "no certificate that was presented leads to a trust anchor"},
        {"a self-signed leaf (D89)",
         tlsa("2 0 1", "self_signed_ca"),
         {"self_signed_ca"},
         "no certificate that was presented leads to a trust anchor"},
        {"an expired intermediate",
         tlsa("2 0 1", "root"),
         {"leaf", "expired_intermediate", "root"},
         "certificate \"CN=Intermediate CA,O=Example\": expired at 2021-01-01T00:00:00Z"},
        {"an expired trust anchor",
         tlsa("2 0 1", "expired_intermediate"),
         {"leaf", "expired_intermediate"},
         "certificate \"CN=Intermediate CA,O=Example\": expired at 2021-01-01T00:00:00Z"},
        {"an expired leaf",
         tlsa("2 0 1", "root"),
         {"expired_leaf", "intermediate", "root"},
         "certificate \"CN=expired_leaf\": expired at 2021-01-01T00:00:00Z"},
        {"another name (D56)",
         tlsa("2 0 1", "root"),
         {"other_name_leaf", "intermediate", "root"},
         "the path is valid, but the certificate names other.example.org, expected mx.example.org"},
        {"a common name beside another DNS-ID (D60)",
         tlsa("2 0 1", "root"),
         {"cn_beside_name_leaf", "intermediate", "root"},
         "the path is valid, but the certificate names other.example.org, expected mx.example.org"},
        {"a wildcard that is no whole label (D61)",
         tlsa("2 0 1", "root"),
         {"partial_wildcard_leaf", "intermediate", "root"},
         "the path is valid, but the certificate names m*.example.org, expected mx.example.org"},
        {"a name with a NUL",
         tlsa("2 0 1", "root"),
         {"nul_leaf", "intermediate", "root"},
         "the path is valid, but the certificate names mx.example.org\\x00.example.net, expected mx.example.org"},
        {"a key usage without TLS",
         tlsa("2 0 1", "root"),
         {"crl_sign_leaf", "intermediate", "root"},
         "the certificate's key usage allows nothing that TLS does"},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.why) {
            const bool authenticates = one.expected.starts_with("authenticated");
            const auto prefix = "mismatch: no TLSA record matches; " + describe(one.record) + ": ";
            BOOST_TEST(outcome({one.record}, one.presented) == (authenticates ? one.expected : prefix + one.expected));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_path_and_kind_of_name_that_matched_are_told) {
    const auto result = match({tlsa("2 0 1", "root")}, chain({"cn_wildcard_leaf", "root", "intermediate"}));
    BOOST_TEST(result.matched->path == (std::vector<std::size_t>{0, 2, 1}), boost::test_tools::per_element());
    BOOST_TEST(result.matched->name_from_cn);
    BOOST_TEST(result.matched->name_wildcard);
    const auto plain = match({tlsa("2 0 1", "root")}, chain({"leaf", "intermediate", "root"}));
    BOOST_TEST(!plain.matched->name_from_cn);
    BOOST_TEST(!plain.matched->name_wildcard);
}

BOOST_AUTO_TEST_CASE(every_reference_identifier_may_be_the_one_that_is_named) {  // RFC 7672 §3.2.2: D56 to D59
    const auto presented = chain({"permits_dot_leaf_self", "permits_dot"});      // names example.org alone
    const auto without_constraint = chain({"cn_leaf", "intermediate", "root"});
    const std::vector<DomainName> both{next_hop, mx};
    const std::vector<DomainName> only_next_hop{next_hop};
    const Records records{tlsa("2 0 1", "root")};
    BOOST_TEST(shown(match(records, without_constraint, both)) == "authenticated: record 0 at depth 2 mx.example.org");
    BOOST_TEST(shown(match(records, without_constraint, only_next_hop)).starts_with("mismatch: "));
    BOOST_TEST(shown(match(records, without_constraint, {})).starts_with("mismatch: "));
    BOOST_TEST(shown(match({tlsa("2 0 1", "permits_dot")}, presented, only_next_hop)).starts_with("mismatch: "));
}

BOOST_AUTO_TEST_CASE(a_trust_anchor_whose_certificate_is_in_dns_need_not_be_presented) {  // RFC 7671 §5.2.2: D84, D85
    const auto from_dns = tlsa("2 0 0", "root");
    const auto result = match({from_dns}, chain({"leaf", "intermediate"}));
    BOOST_TEST(shown(result) == "authenticated: record 0 at depth 2 mx.example.org");
    BOOST_TEST(result.matched->path == (std::vector<std::size_t>{0, 1}), boost::test_tools::per_element());
    BOOST_TEST(outcome({from_dns}, {"leaf", "intermediate", "root"}) ==
               "authenticated: record 0 at depth 2 mx.example.org");
    BOOST_TEST(outcome({tlsa("2 0 0", "other_root")}, {"leaf", "intermediate"}).starts_with("mismatch: "));
    BOOST_TEST(outcome({tlsa("2 0 0", "expired_intermediate")}, {"leaf"}).find("expired at") != std::string::npos);
    BOOST_TEST(outcome({tlsa("2 0 0", "self_signed_ca")}, {"self_signed_ca"}).starts_with("mismatch: "));
    BOOST_TEST(outcome({from_dns}, {"other_name_leaf", "intermediate"}).find("names other.example.org") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_bare_key_in_dns_may_have_signed_the_topmost_certificate) {  // RFC 7671 §5.2.3: D87
    const auto key = tlsa("2 1 0", "root");
    BOOST_TEST(outcome({key}, {"leaf", "intermediate"}) == "authenticated: record 0 at depth 1 mx.example.org");
    BOOST_TEST(outcome({key}, {"leaf", "intermediate", "root"}) == "authenticated: record 0 at depth 2 mx.example.org");
    BOOST_TEST(outcome({key}, {"leaf", "cross"}).starts_with("mismatch: "));
    BOOST_TEST(outcome({key}, {"leaf", "expired_intermediate"}).find("expired at") != std::string::npos);
    BOOST_TEST(outcome({key}, {"leaf"}).starts_with("mismatch: "));
    BOOST_TEST(outcome({key}, {"other_name_leaf", "intermediate"}).find("names other") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(one_record_that_matches_suffices_and_each_that_matches_is_marked) {  // RFC 7672 §3.2: D21, D55
    const auto result = match({other("3 1 1"), tlsa("2 0 1", "root"), tlsa("3 1 1", "leaf"), other("2 0 1")},
                              chain({"leaf", "intermediate", "root"}));
    BOOST_TEST(shown(result) == "authenticated: record 1 at depth 2 mx.example.org");
    std::string matched;
    for (const auto& use : result.records) matched += use.matched ? '+' : '-';
    BOOST_TEST(matched == "-++-");
    BOOST_TEST(result.records.at(0).reason.value_or("") == "the server's certificate is another");
    BOOST_TEST(!result.records.at(2).reason.has_value());
}

BOOST_AUTO_TEST_CASE(usable_records_of_which_none_matches_are_a_mismatch) {  // RFC 7672 §2.2, RFC 6698 §4.1: D21, D116
    const auto result = match({other("3 1 1"), other("3 0 1")}, chain({"leaf", "intermediate"}));
    BOOST_TEST(shown(result) ==
               "mismatch: no TLSA record matches the server's certificate, whose key has the SHA2-256 "
               "digest " +
                   to_hex(digest_of("leaf", "key")));
    BOOST_TEST(outcome({tlsa("3 1 1", "leaf")}, {}) == "mismatch: no certificate was presented");
}

BOOST_AUTO_TEST_CASE(
    an_rrset_without_a_usable_record_authenticates_nobody_and_fails_nobody) {  // RFC 7672 §2.2: D22, D47
    auto truncated = tlsa("3 1 1", "leaf");
    truncated.association_data.pop_back();
    for (const auto& record : {tlsa("1 1 1", "leaf"), tlsa("0 0 1", "root"), truncated}) {
        BOOST_TEST(outcome({record}, {"leaf", "intermediate", "root"}) == "unusable: no TLSA record is usable");
    }
    BOOST_TEST(outcome({}, {"leaf"}) == "unusable: no TLSA record");
    BOOST_TEST(outcome({tlsa("1 1 1", "leaf")}, {}) == "unusable: no TLSA record is usable");
}

BOOST_AUTO_TEST_CASE(a_weaker_digest_that_matches_does_not_count_beside_a_stronger_one) {  // RFC 7671 §9: D64, D98
    auto wrong_sha512 = tlsa("3 1 2", "leaf");
    wrong_sha512.association_data.at(0) ^= 1U;
    const auto result = match({tlsa("3 1 1", "leaf"), wrong_sha512}, chain({"leaf"}));
    BOOST_TEST(to_text(result.outcome) == "mismatch");
    BOOST_TEST(result.records.at(0).reason.value_or("") ==
               "a record with a stronger digest and the same usage and selector stands beside it");
    // With another selector, or a stronger one that cannot be used, it does.
    BOOST_TEST(outcome({tlsa("3 0 1", "leaf"), wrong_sha512}, {"leaf"}).starts_with("authenticated: record 0"));
    wrong_sha512.association_data.pop_back();
    BOOST_TEST(outcome({tlsa("3 1 1", "leaf"), wrong_sha512}, {"leaf"}).starts_with("authenticated: record 0"));
}

BOOST_AUTO_TEST_CASE(octets_that_are_no_certificate_match_nothing_by_their_key) {
    const auto broken = read_certificate(Bytes{0x30, 0x00});
    auto empty = tlsa("3 1 1", "leaf");
    empty.association_data = sha256({});  // the digest of the empty string, which careless scripts publish
    const auto result = match({empty}, {broken});
    BOOST_TEST(shown(result) == "mismatch: no TLSA record matches the server's certificate, whose key cannot be read");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(matching_with_pkix)  // RFC 7671 §5.3, §5.4: D90; other ports than 25

namespace {

std::string pkix(const Records& records, Names presented, Names anchors) {
    const auto trusted = chain(anchors);
    MatchInput input;
    input.reference_identifiers = just_mx;
    input.now = judged_at;
    input.profile = UsageProfile::any;
    input.trust_anchors = trusted;
    return shown(match_chain(records, chain(presented), input));
}

}  // namespace

BOOST_AUTO_TEST_CASE(usages_0_and_1_need_a_path_to_a_given_anchor_and_the_record) {
    const Names full{"leaf", "intermediate", "root"};
    const Names sent{"leaf", "intermediate"};
    BOOST_TEST(pkix({tlsa("1 1 1", "leaf")}, sent, {"root"}) == "authenticated: record 0 at depth 0 mx.example.org");
    BOOST_TEST(pkix({tlsa("0 0 1", "intermediate")}, sent, {"root"}) ==
               "authenticated: record 0 at depth 1 mx.example.org");
    BOOST_TEST(pkix({tlsa("0 0 1", "root")}, sent, {"root"}) == "authenticated: record 0 at depth 2 mx.example.org");
    BOOST_TEST(pkix({tlsa("0 0 1", "root")}, full, {"root"}) == "authenticated: record 0 at depth 2 mx.example.org");
    BOOST_TEST(pkix({tlsa("1 1 1", "leaf")}, full, {"other_root"}).starts_with("mismatch: "));
    BOOST_TEST(pkix({tlsa("1 1 1", "leaf")}, full, {}).ends_with("no CA file was given"));
    BOOST_TEST(pkix({tlsa("1 1 1", "intermediate")}, full, {"root"}).ends_with("the server's certificate is another"));
    BOOST_TEST(pkix({tlsa("0 1 1", "leaf")}, full, {"root"}).ends_with("no issuer on the path matches"));
    BOOST_TEST(pkix({tlsa("1 1 1", "other_name_leaf")}, {"other_name_leaf", "intermediate"}, {"root"})
                   .find("names other.example.org") != std::string::npos);
    BOOST_TEST(pkix({tlsa("1 1 1", "expired_leaf")}, {"expired_leaf", "intermediate"}, {"root"}).find("expired at") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_path_goes_on_past_a_trusted_intermediate_to_the_ca_of_the_record) {  // §5.4
    BOOST_TEST(pkix({tlsa("0 0 1", "root")}, {"leaf", "intermediate", "root"}, {"intermediate", "root"}) ==
               "authenticated: record 0 at depth 2 mx.example.org");
    BOOST_TEST(pkix({tlsa("0 0 1", "other_root")}, {"leaf", "intermediate", "cross", "other_root"},
                    {"root", "other_root"}) == "authenticated: record 0 at depth 2 mx.example.org");
}

BOOST_AUTO_TEST_SUITE_END()
