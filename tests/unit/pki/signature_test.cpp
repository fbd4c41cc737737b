#include "pki/signature.hpp"

#include "support/certificates.hpp"

#include <boost/test/unit_test.hpp>

// Who signed a certificate. RFC 5280 §6.1.3 (a)(1), RFC 4055 §3.1 (RSA-PSS).

using namespace danelaw;
using namespace danelaw::test;

namespace {

bool signed_by(const std::string& subject, const std::string& issuer) {
    const auto below = certificate(subject);
    return has_signed(certificate(issuer).spki, PathNode(below));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signatures)

BOOST_AUTO_TEST_CASE(only_the_key_that_signed_a_certificate_has) {
    BOOST_TEST(signed_by("leaf", "intermediate"));
    BOOST_TEST(signed_by("leaf", "cross"));  // the same key in another certificate
    BOOST_TEST(signed_by("intermediate", "root"));
    BOOST_TEST(signed_by("root", "root"));
    BOOST_TEST(!signed_by("leaf", "root"));
    BOOST_TEST(!signed_by("leaf", "same_name"));
    BOOST_TEST(!signed_by("leaf", "leaf"));
    BOOST_TEST(!signed_by("leaf", "rsa_root"));
    BOOST_TEST(!signed_by("rsa_root_leaf", "root"));
    BOOST_TEST(!signed_by("broken_signature_leaf", "intermediate"));
}

BOOST_AUTO_TEST_CASE(every_algorithm_counts_and_md5_does_not) {
    for (const auto* const name :
         {"rsa_root_leaf", "sha1_leaf", "sha512_leaf", "pss_leaf", "pss_long_salt_leaf", "rsa_root"}) {
        BOOST_TEST(signed_by(name, "rsa_root"), name);
        BOOST_TEST(!signed_by(name, "leaf_rsa"), name);
    }
    BOOST_TEST(!signed_by("md5_leaf", "rsa_root"));
}

BOOST_AUTO_TEST_CASE(what_does_not_parse_has_signed_nothing_and_is_signed_by_nobody) {
    const auto leaf = certificate("leaf");
    BOOST_TEST(!has_signed({}, PathNode(leaf)));
    BOOST_TEST(!has_signed(leaf.der, PathNode(leaf)));
    BOOST_TEST(!signed_by("empty_name_leaf", "intermediate"));
}

BOOST_AUTO_TEST_CASE(a_key_that_would_cost_seconds_is_not_used) {  // OpenSSL's bounds
    const struct {
        const char* why;
        Bytes key;
        std::string fault;
    } cases[] = {
        {"RSA", certificate("rsa_root").spki, ""},
        {"ECDSA", certificate("root").spki, ""},
        {"Ed25519", certificate("ed25519_leaf").spki, ""},
        {"a large modulus", certificate("big_key_root").spki, "a key of 16392 bits, at most 16384 are used"},
        {"a large exponent", certificate("big_exponent_root").spki, "a key whose exponent has more than 64 bits"},
        {"a large subgroup", public_key("big_order"), "a key whose exponent has more than 512 bits"},
        {"no key", {0x30, 0x00}, ""},
    };
    for (const auto& one : cases) BOOST_TEST(costly_key(one.key).value_or("") == one.fault, one.why);
    BOOST_TEST(!signed_by("big_exponent_root_leaf", "big_exponent_root"));  // it has, by openssl
}

BOOST_AUTO_TEST_SUITE_END()
