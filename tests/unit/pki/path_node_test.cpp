#include "pki/path_node.hpp"

#include <danelaw/pki/path.hpp>

#include "support/certificates.hpp"

#include <boost/test/unit_test.hpp>

// What RFC 5280 asks of one certificate, and of one as issuer of another.

using namespace danelaw;
using namespace danelaw::test;

namespace {

bool may_have_issued(const std::string& issuer, const std::string& subject) {
    const auto above = certificate(issuer);
    const auto below = certificate(subject);
    return could_have_issued(PathNode(above), PathNode(below));
}

std::string own_fault(const std::string& name, Timestamp now = judged_at) {
    const auto one = certificate(name);
    return certificate_fault(PathNode(one), now).value_or("");
}

enum class Place { between, top };

std::string issuing_fault(const std::string& name, std::size_t below, Place place) {
    const auto one = certificate(name);
    return issuer_fault(PathNode(one), below, place == Place::top).value_or("");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(path_nodes)

BOOST_AUTO_TEST_CASE(an_issuer_has_the_name_and_where_both_tell_it_the_key_identifier) {  // §6.1.3 (a)(4), §4.2.1.1
    BOOST_TEST(may_have_issued("intermediate", "leaf"));
    BOOST_TEST(may_have_issued("cross", "leaf"));
    BOOST_TEST(may_have_issued("same_name", "leaf"));        // has no key identifier: the signature tells
    BOOST_TEST(may_have_issued("v1_root", "v1_root_leaf"));  // neither has one
    BOOST_TEST(may_have_issued("intermediate", "other_case_leaf"));
    BOOST_TEST(!may_have_issued("root", "leaf"));
    BOOST_TEST(!may_have_issued("leaf", "leaf"));
    BOOST_TEST(!may_have_issued("narrow_renewed", "narrow_leaf"));  // the same name, another key
    BOOST_TEST(!may_have_issued("intermediate", "empty_name_leaf"));
    BOOST_TEST(!may_have_issued("empty_name_leaf", "leaf"));
}

BOOST_AUTO_TEST_CASE(a_certificate_is_valid_from_its_first_second_to_its_last) {  // §4.1.2.5
    const auto first = *parse_time("2024-01-01T00:00:00Z");
    const auto last = *parse_time("2044-01-01T00:00:00Z");
    BOOST_TEST(own_fault("leaf", first) == "");
    BOOST_TEST(own_fault("leaf", last) == "");
    BOOST_TEST(own_fault("leaf", first - std::chrono::seconds{1}) ==
               "certificate \"CN=leaf\": not valid before 2024-01-01T00:00:00Z");
    BOOST_TEST(own_fault("leaf", last + std::chrono::seconds{1}) ==
               "certificate \"CN=leaf\": expired at 2044-01-01T00:00:00Z");
    Certificate undated = certificate("leaf");
    undated.not_after.reset();
    BOOST_TEST(certificate_fault(PathNode(undated), judged_at).value_or("") ==
               "certificate \"CN=leaf\": dates that do not parse");
}

BOOST_AUTO_TEST_CASE(extensions_and_purposes_that_shut_a_server_out_are_faults) {
    const struct {
        const char* name;
        std::string fault;
    } cases[] = {
        {"critical_leaf", "certificate \"CN=critical_leaf\": unknown critical extension 1.3.6.1.4.1.32473.1"},  // §4.2
        {"policy_ca", ""},        // constrains those who ask for a policy, and must be critical (§4.2.1.11)
        {"permits_org", ""},      // applied elsewhere
        {"no_purpose_leaf", ""},  // §4.2.1.12: absent means any
        {"client_leaf", "certificate \"CN=client_leaf\": extended key usage without TLS server"},
        {"client_ca", "certificate \"CN=Client CA\": extended key usage without TLS server"},
        // "MAY reject": OpenSSL does
        {"any_purpose_leaf", "certificate \"CN=any_purpose_leaf\": extended key usage without TLS server"},
        {"v1_root", ""},
    };
    for (const auto& one : cases) BOOST_TEST(own_fault(one.name) == one.fault);
}

BOOST_AUTO_TEST_CASE(a_key_usage_without_any_use_in_tls_is_a_fault_of_a_servers_certificate) {  // §4.2.1.3
    BOOST_TEST(key_usage_fault(certificate("crl_sign_leaf")).value_or("") ==
               "the certificate's key usage allows nothing that TLS does");
    for (const auto* const name : {"leaf", "v1_ca", "empty_name_leaf"}) {
        BOOST_TEST(!key_usage_fault(certificate(name)).has_value(), name);
    }
}

BOOST_AUTO_TEST_CASE(an_issuer_is_a_ca_that_may_sign_certificates) {  // §4.2.1.9, §4.2.1.3, §6.1.4 (k) to (n)
    const struct {
        const char* name;
        Place place;
        std::string fault;
    } cases[] = {
        {"root", Place::top, ""},
        {"intermediate", Place::between, ""},
        {"no_ca", Place::between, "certificate \"CN=No CA\" is no CA"},
        {"no_ca", Place::top, "certificate \"CN=No CA\" is no CA"},
        {"leaf", Place::top, "certificate \"CN=leaf\" is no CA"},
        {"no_basic_constraints", Place::between, "certificate \"CN=No basic constraints\" is no CA"},
        {"no_basic_constraints", Place::top, ""},  // its key usage says so, and OpenSSL and Go take it
        {"no_cert_sign", Place::between, "certificate \"CN=No keyCertSign\" may not sign certificates"},
        {"no_cert_sign", Place::top, "certificate \"CN=No keyCertSign\" may not sign certificates"},
        {"v1_root", Place::top, ""},
        {"v1_root", Place::between, "certificate \"CN=Version 1 root\" is no CA"},
        {"v1_ca", Place::top, "certificate \"CN=Version 1 CA\" is no CA"},  // not self-issued
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.name << (one.place == Place::top ? " as trust anchor" : " as intermediate")) {
            BOOST_TEST(issuing_fault(one.name, 0, one.place) == one.fault);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_path_length_bounds_the_certificates_below) {  // §4.2.1.9
    BOOST_TEST(issuing_fault("narrow", 0, Place::between) == "");
    BOOST_TEST(issuing_fault("narrow", 1, Place::between) ==
               "certificate \"CN=Narrow CA\" allows 0 certificates below it, there are 1");
    BOOST_TEST(issuing_fault("narrow", 1, Place::top) != "");
    BOOST_TEST(issuing_fault("root", 9, Place::top) == "");
}

BOOST_AUTO_TEST_CASE(a_certificate_that_was_too_large_to_read_is_in_no_path) {
    auto large = certificate("leaf");
    large.fault = "larger than 102400 octets";
    BOOST_TEST((PathNode(large).crt == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
