#include <danelaw/base/limits.hpp>
#include <danelaw/pki/certificate.hpp>

#include "support/certificates.hpp"

#include <boost/test/unit_test.hpp>

// PEM as openssl s_client -showcerts and people's files have it. RFC 7468 §2, §5.

using namespace danelaw;
using namespace danelaw::test;

namespace {

std::string fault_of(const std::string& text) {
    const auto read = read_pem_chain(text);
    return read ? "none" : read.error().detail;
}

std::string with_crlf(const std::string& text) {
    std::string result;
    for (const char c : text) result += c == '\n' ? "\r\n" : std::string(1, c);
    return result;
}

const std::string begin = "-----BEGIN CERTIFICATE-----\n";
const std::string end = "-----END CERTIFICATE-----\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(pem)

BOOST_AUTO_TEST_CASE(all_certificates_are_read_in_their_order_and_what_stands_around_them_is_passed_over) {
    const auto leaf = certificate_file("leaf.pem");
    const auto root = certificate_file("root.pem");
    const auto key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    for (const auto& text : {leaf + root, " 0 s:CN = leaf\n" + leaf + key + "Server certificate\n" + root + "---\nSSL",
                             with_crlf(leaf + root)}) {
        const auto read = read_pem_chain(text);
        BOOST_TEST(read.has_value());
        BOOST_TEST(read->size() == 2U);
        BOOST_TEST(to_hex(sha256(read->at(0).der)) == to_hex(digest_of("leaf", "certificate")));
        BOOST_TEST(to_hex(sha256(read->at(1).der)) == to_hex(digest_of("root", "certificate")));
    }
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_with_the_number_of_the_block) {
    const auto leaf = certificate_file("leaf.pem");
    const struct {
        std::string text;
        std::string fault;
    } cases[] = {
        {"", "no certificate, expected PEM with a BEGIN CERTIFICATE line"},
        {"-----BEGIN PRIVATE KEY-----\nAAAA\n", "no certificate, expected PEM with a BEGIN CERTIFICATE line"},
        {leaf + begin + "AAAA\n", "certificate 2 has no END CERTIFICATE line"},
        {begin + end, "certificate 1 is no DER, expected an X.509 certificate"},
        {leaf + begin + "AAAA\n" + end, "certificate 2 is no DER, expected an X.509 certificate"},
        {begin + "MAAA\n" + end, "certificate 1 is no DER, expected an X.509 certificate"},  // an octet too many
    };
    for (const auto& one : cases) BOOST_TEST(fault_of(one.text) == one.fault);
    BOOST_TEST(fault_of(begin + "A*==\n" + end).starts_with("certificate 1 is not base64: "));
    BOOST_TEST(fault_of(begin + leaf).starts_with("certificate 1 is not base64: "));  // two BEGIN lines
}

BOOST_AUTO_TEST_CASE(a_sequence_that_is_no_certificate_is_kept_as_one_that_does_not_parse) {  // its digest can match
    const auto read = read_pem_chain(begin + "MAA=\n" + end);
    BOOST_TEST(read.has_value());
    BOOST_TEST(read->at(0).fault.value_or("") == "not a DER certificate");
}

BOOST_AUTO_TEST_SUITE_END()
