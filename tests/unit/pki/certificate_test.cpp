#include <danelaw/base/limits.hpp>
#include <danelaw/pki/certificate.hpp>

#include "support/certificates.hpp"

#include <boost/test/unit_test.hpp>

// What a certificate says; what openssl made, and says of it, is the measure. RFC 5280 §4.1, RFC 6698 §2.1.2 (D111).

using namespace danelaw;
using namespace danelaw::test;

BOOST_AUTO_TEST_SUITE(reading_certificates)

BOOST_AUTO_TEST_CASE(a_servers_certificate_tells_names_dates_key_and_issuer) {  // RFC 5280 §4.1.2
    const auto leaf = certificate("leaf");
    BOOST_TEST(leaf.subject == "CN=leaf");
    BOOST_TEST(leaf.issuer == "CN=Intermediate CA,O=Example");
    BOOST_TEST(format_time(leaf.not_before.value()) == "2024-01-01T00:00:00Z");
    BOOST_TEST(format_time(leaf.not_after.value()) == "2044-01-01T00:00:00Z");
    BOOST_TEST(leaf.dns_names == std::vector<std::string>{"mx.example.org"}, boost::test_tools::per_element());
    BOOST_TEST(leaf.common_names == std::vector<std::string>{"leaf"}, boost::test_tools::per_element());
    BOOST_TEST(leaf.key == "ECDSA-P256");
    BOOST_TEST(leaf.signature_algorithm == "ECDSA-SHA256");
    BOOST_TEST(!leaf.self_issued);
    BOOST_TEST(!leaf.fault.has_value());
    BOOST_TEST(certificate("root").self_issued);
    BOOST_TEST(certificate("narrow_renewed").self_issued);
}

BOOST_AUTO_TEST_CASE(the_key_is_the_whole_subject_public_key_info_with_its_algorithm) {  // RFC 6698 §2.1.2, D111
    for (const std::string name : {"leaf", "leaf_rsa", "rsa_root", "pss_leaf", "ecdsa_384_leaf", "ecdsa_521_leaf",
                                   "ed25519_leaf", "ed448_leaf", "v1_root", "big_key_root", "empty_name_leaf"}) {
        BOOST_TEST_CONTEXT(name) {
            BOOST_TEST(to_hex(sha256(certificate(name).spki)) == to_hex(digest_of(name, "key")));
            BOOST_TEST(to_hex(sha256(certificate(name).der)) == to_hex(digest_of(name, "certificate")));
        }
    }
    BOOST_TEST(to_hex(sha512(certificate("leaf").spki)) == to_hex(digest_of("leaf", "key", "sha512")));
    BOOST_TEST(to_hex(sha512(certificate("leaf").der)) == to_hex(digest_of("leaf", "certificate", "sha512")));
}

BOOST_AUTO_TEST_CASE(keys_and_signatures_are_named) {
    const struct {
        const char* name;
        const char* key;
        const char* signature;
    } cases[] = {{"leaf_rsa", "RSA-2048", "ECDSA-SHA256"},
                 {"ecdsa_384_leaf", "ECDSA-P384", "ECDSA-SHA256"},
                 {"ecdsa_521_leaf", "ECDSA-P521", "ECDSA-SHA256"},
                 {"ed25519_leaf", "Ed25519", "ECDSA-SHA256"},
                 {"ed448_leaf", "Ed448", "ECDSA-SHA256"},
                 {"rsa_root", "RSA-2048", "RSA-SHA256"},
                 {"rsa_768", "RSA-768", "RSA-SHA256"},
                 {"pss_leaf", "ECDSA-P256", "RSA-PSS-SHA256"},
                 {"sha1_leaf", "ECDSA-P256", "RSA-SHA1"},
                 {"md5_leaf", "ECDSA-P256", "RSA-MD5"},
                 {"big_key_root", "RSA-16392", "ECDSA-SHA256"}};
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.name) {
            BOOST_TEST(certificate(one.name).key == one.key);
            BOOST_TEST(certificate(one.name).signature_algorithm == one.signature);
        }
    }
}

BOOST_AUTO_TEST_CASE(dns_names_are_read_as_they_stand_and_all_of_them) {
    using namespace std::string_literals;
    BOOST_TEST(certificate("nul_leaf").dns_names.at(0) == "mx.example.org\0.example.net"s);
    BOOST_TEST(certificate("upper_case_leaf").dns_names.at(0) == "MX.Example.ORG");
    BOOST_TEST(certificate("wildcard_leaf").dns_names.at(0) == "*.example.org");
    BOOST_TEST(certificate("idn_leaf").dns_names.at(0) == "xn--mller-kva.example.org");
    BOOST_TEST(certificate("cn_beside_address_leaf").dns_names.empty());
    // A name that was left out would not be held against name constraints.
    BOOST_TEST(certificate("many_names_leaf").dns_names.size() == 1001U);
    BOOST_TEST(certificate("many_names_leaf").dns_names.back() == "x1000");
}

BOOST_AUTO_TEST_CASE(a_common_name_with_a_nul_is_not_cut_there) {  // CVE-2009-2408 and its kin
    const auto names = certificate("cn_nul_leaf").common_names;
    BOOST_TEST(names.size() == 1U);
    BOOST_TEST(names.at(0) != "mx.example.org");
}

BOOST_AUTO_TEST_CASE(a_certificate_that_does_not_parse_keeps_octets_and_key) {  // DANE-EE asks for no more
    for (const auto* const name : {"empty_name_leaf", "broken_names_leaf"}) {
        BOOST_TEST_CONTEXT(name) {
            const auto broken = certificate(name);
            BOOST_TEST(broken.fault.value_or("") == "the certificate does not parse");
            BOOST_TEST(to_hex(sha256(broken.spki)) == to_hex(digest_of(name, "key")));
            BOOST_TEST(broken.dns_names.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(octets_that_are_no_certificate_are_a_fault_wherever_they_end) {
    const auto whole = certificate("leaf").der;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto cut = read_certificate(ByteView(whole).first(size));
        BOOST_TEST(cut.fault.value_or("") == "not a DER certificate");
        BOOST_TEST(cut.spki.empty());
    }
    auto longer = whole;
    longer.push_back(0);
    BOOST_TEST(read_certificate(longer).fault.value_or("") == "not a DER certificate");
}

BOOST_AUTO_TEST_CASE(a_certificate_larger_than_any_chain_is_not_looked_into) {
    Bytes huge(limits::chain_octets + 1, 0x30);
    BOOST_TEST(read_certificate(huge).fault.value_or("") == "larger than 102400 octets");
    BOOST_TEST(read_certificate(huge).der.size() == huge.size());
}

BOOST_AUTO_TEST_CASE(a_public_key_is_told_from_other_octets) {
    const auto key = certificate("leaf").spki;
    BOOST_TEST(is_public_key(key));
    BOOST_TEST(is_public_key(certificate("ed448_leaf").spki));
    BOOST_TEST(!is_public_key({}));
    BOOST_TEST(!is_public_key(certificate("leaf").der));
    BOOST_TEST(!is_public_key(ByteView(key).first(key.size() - 1)));
    auto longer = key;
    longer.push_back(0);
    BOOST_TEST(!is_public_key(longer));  // no presented key could equal it
}

BOOST_AUTO_TEST_SUITE_END()
