// Why a server is no longer authenticated: its certificate was replaced, or its record was taken away.
#include "checks.hpp"

#include <boost/test/unit_test.hpp>

namespace danelaw {
namespace {

using namespace test;

std::string hex(const Bytes& octets) { return to_hex(octets); }

}  // namespace

BOOST_AUTO_TEST_SUITE(broken_servers)

BOOST_AUTO_TEST_CASE(a_renewal_that_broke_tlsa_is_named_as_long_as_it_lasts) {
    Checks checks;
    checks.check(domain_with({"leaf"}, {key_record("leaf")}));
    for (int i = 0; i < 3; ++i) {
        const auto report = checks.check(domain_with({"ecdsa_384_leaf"}, {key_record("leaf")}));
        BOOST_TEST(
            finding(report, "change.renewal_broke_tlsa").text ==
            "mx.example.org[192.0.2.1]:25: its certificate was renewed, and matches no TLSA record any more: until " +
                time_of(1) + " it matched " + key_record("leaf") +
                " at _25._tcp.mx.example.org (which is still published) with the key of SHA2-256 " +
                hex(digest_of("leaf", "key")) + ", now the key has " + hex(digest_of("ecdsa_384_leaf", "key")) +
                "; the new certificate needs: " + key_record("ecdsa_384_leaf"));
        BOOST_TEST((finding(report, "change.renewal_broke_tlsa").severity == Severity::critical));
        BOOST_TEST(has(report, "tlsa.mismatch"));
        BOOST_TEST(!has(report, "change.key_changed"));  // told as what broke
        BOOST_TEST(report.findings.front().code == "change.renewal_broke_tlsa");
        BOOST_TEST(report.exit_code == 2);
    }
    const auto mended = checks.check(domain_with({"ecdsa_384_leaf"}, {key_record("ecdsa_384_leaf")}));
    BOOST_TEST(!has(mended, "change.renewal_broke_tlsa"));
    BOOST_TEST(mended.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_renewal_with_the_same_key_breaks_a_record_of_the_whole_certificate) {
    Checks checks;
    checks.check(domain_with({"intermediate"}, {whole_record("intermediate")}));
    const auto report = checks.check(domain_with({"no_key_id"}, {whole_record("intermediate")}));
    const auto& found = finding(report, "change.renewal_broke_tlsa");
    BOOST_TEST(found.text.find("its certificate was renewed with the same key, and matches no") != std::string::npos);
    BOOST_TEST(found.text.find("with the certificate of SHA2-256 " + hex(digest_of("intermediate", "certificate"))) !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_record_that_was_taken_away_is_named) {
    Checks checks;
    checks.check(domain_with({"leaf"}, {key_record("leaf"), key_record("ecdsa_384_leaf")}));
    const auto report = checks.check(domain_with({"leaf"}, {key_record("ecdsa_384_leaf")}));
    BOOST_TEST(
        finding(report, "change.records_broke_tlsa").text ==
        "mx.example.org[192.0.2.1]:25: its certificate is as it was, but the TLSA record that it matched until " +
            time_of(1) + " is no longer at _25._tcp.mx.example.org: " + key_record("leaf") +
            "; the certificate needs: " + key_record("leaf"));
    BOOST_TEST(!has(report, "change.renewal_broke_tlsa"));
}

BOOST_AUTO_TEST_CASE(what_never_matched_was_not_broken_by_a_renewal) {
    Checks checks;
    checks.check(domain_with({"leaf"}, {key_record("intermediate")}));
    const auto report = checks.check(domain_with({"ecdsa_384_leaf"}, {key_record("intermediate")}));
    BOOST_TEST(has(report, "tlsa.mismatch"));
    BOOST_TEST(!has(report, "change.renewal_broke_tlsa"));
}

BOOST_AUTO_TEST_CASE(a_server_that_was_not_reached_in_between_is_not_forgotten) {
    Checks checks;
    checks.check(domain_with({"leaf"}, {key_record("leaf")}));
    checks.check(Domain({Host("mx.example.org").at("192.0.2.1", silent_address()).tlsa({key_record("leaf")})}));
    checks.check(Domain().mx(failed("example.org", RecordType::mx)));
    const auto report = checks.check(domain_with({"ecdsa_384_leaf"}, {key_record("leaf")}));
    BOOST_TEST(has(report, "change.renewal_broke_tlsa"));
}

BOOST_AUTO_TEST_CASE(the_other_kind_of_key_is_compared_with_its_like) {
    Checks checks;
    const auto domain = [](const char* rsa) {
        return Domain({Host("mx.example.org")
                           .at("192.0.2.1", tls_session({"leaf"}))
                           .other_key(tls_session({rsa}))
                           .tlsa({key_record("leaf"), key_record("leaf_rsa")})});
    };
    checks.check(domain("leaf_rsa"));
    const auto report = checks.check(domain("rsa_root"));
    BOOST_TEST(has(report, "tlsa.other_key_mismatch"));
    const auto& found = finding(report, "change.renewal_broke_tlsa");
    BOOST_TEST(found.text.find(hex(digest_of("leaf_rsa", "key")) + ", now the key has") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_second_certificate_that_was_added_is_no_renewal) {
    Checks checks;
    checks.check(domain_with({"leaf"}, {key_record("leaf")}));
    const auto report = checks.check(Domain({Host("mx.example.org")
                                                 .at("192.0.2.1", tls_session({"leaf"}))
                                                 .other_key(tls_session({"leaf_rsa"}))
                                                 .tlsa({key_record("leaf")})}));
    BOOST_TEST(has(report, "tlsa.other_key_mismatch"));
    BOOST_TEST(!has(report, "change.renewal_broke_tlsa"));
}

// Contract 4: with --require mta-sts what only DANE minds is at most a warning.
BOOST_AUTO_TEST_CASE(it_counts_no_more_than_the_mismatch) {
    Checks checks;
    const auto demanded = [](Domain domain) {
        domain.with([](DomainFacts& facts) { facts.require = Require::mta_sts; });
        return domain;
    };
    checks.check(demanded(domain_with({"leaf"}, {key_record("leaf")})));
    const auto report = checks.check(demanded(domain_with({"ecdsa_384_leaf"}, {key_record("leaf")})));
    BOOST_TEST((finding(report, "change.renewal_broke_tlsa").severity == Severity::warning));
    BOOST_TEST(report.exit_code == demanded(domain_with({"ecdsa_384_leaf"}, {key_record("leaf")})).judged().exit_code);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
