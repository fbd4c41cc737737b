#include <danelaw/pki/pkix.hpp>

#include "support/certificates.hpp"

#include <boost/test/unit_test.hpp>

// RFC 8461 §3.3 and §4.2: a path to a trusted root, not expired, and the name in subjectAltName only.

using namespace danelaw;
using namespace danelaw::test;

namespace {

const DomainName mx = *DomainName::from_presentation("mx.example.org");

TrustStore store(std::initializer_list<const char*> names) {
    std::string pem;
    for (const auto* const name : names) pem += certificate_file(std::string(name) + ".pem");
    return *TrustStore::from_pem(pem);
}

/// As it is done for a chain: the store gives the anchors that matter, then the chain is judged.
PkixResult verify(const CertificateChain& presented, const TrustStore& trusted, const DomainName& name = mx,
                  Timestamp now = judged_at) {
    CertificateChain anchors;
    for (const auto& der : trusted.anchors_for(presented)) anchors.push_back(read_certificate(der));
    return verify_pkix(presented, anchors, name, now);
}

std::string faults(const PkixResult& result) {
    std::string text;
    for (const auto fault : result.faults) {
        text += text.empty() ? "" : " ";
        switch (fault) {
            case PkixFault::no_certificate:
                text += "no_certificate";
                break;
            case PkixFault::expired:
                text += "expired";
                break;
            case PkixFault::self_signed:
                text += "self_signed";
                break;
            case PkixFault::untrusted:
                text += "untrusted";
                break;
            case PkixFault::without_san:
                text += "without_san";
                break;
            case PkixFault::wrong_name:
                text += "wrong_name";
                break;
        }
    }
    return text;
}

std::string faults_of(std::initializer_list<const char*> names) {
    return faults(verify(chain(names), store({"root"})));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pkix)

BOOST_AUTO_TEST_CASE(a_chain_to_a_trusted_root_is_valid_for_its_name) {
    const auto result = verify(chain({"leaf", "intermediate"}), store({"other_root", "root"}));
    BOOST_TEST(result.valid());
    BOOST_TEST(!result.reason.has_value());
    BOOST_TEST((result.not_after == certificate("leaf").not_after));
    BOOST_TEST(faults_of({"leaf", "intermediate", "root"}).empty());
    BOOST_TEST(faults_of({"wildcard_leaf", "intermediate"}).empty());
}

BOOST_AUTO_TEST_CASE(a_trusted_intermediate_ends_the_path) {
    BOOST_TEST(verify(chain({"leaf"}), store({"intermediate"})).valid());
}

BOOST_AUTO_TEST_CASE(what_leads_to_no_trusted_root_is_untrusted) {
    BOOST_TEST(faults_of({"leaf"}) == "untrusted");
    BOOST_TEST(faults(verify(chain({"leaf", "intermediate"}), store({"other_root"}))) == "untrusted");
    BOOST_TEST(faults(verify(chain({"leaf", "intermediate", "root"}), TrustStore())) == "untrusted");
    BOOST_TEST(faults_of({"leaf", "same_name"}) == "untrusted");
}

BOOST_AUTO_TEST_CASE(a_trusted_root_that_is_merely_presented_too_does_not_help) {
    BOOST_TEST(faults(verify(chain({"leaf", "intermediate", "root"}), store({"v1_root"}))) == "untrusted");
}

BOOST_AUTO_TEST_CASE(a_self_signed_certificate_says_so_also_where_it_is_in_the_store) {
    BOOST_TEST(faults_of({"self_signed"}) == "self_signed");
    BOOST_TEST(faults(verify(chain({"self_signed"}), store({"self_signed"}))) == "self_signed");
}

BOOST_AUTO_TEST_CASE(dates_count_along_the_whole_path) {
    BOOST_TEST(faults_of({"expired_leaf", "intermediate"}) == "expired");
    BOOST_TEST(faults_of({"future_leaf", "intermediate"}) == "expired");
    BOOST_TEST(faults_of({"leaf", "expired_intermediate"}) == "expired");
    BOOST_TEST(faults_of({"leaf", "future_intermediate"}) == "expired");
    BOOST_TEST(faults_of({"expired_leaf"}) == "untrusted expired");
    const auto after = *certificate("leaf").not_after + std::chrono::seconds{1};
    BOOST_TEST(faults(verify(chain({"leaf", "intermediate"}), store({"root"}), mx, after)) == "expired");
    BOOST_TEST(verify(chain({"leaf", "intermediate"}), store({"root"}), mx, *certificate("leaf").not_after).valid());
}

BOOST_AUTO_TEST_CASE(only_the_subject_alternative_name_counts) {  // S20, I01
    BOOST_TEST(faults_of({"cn_leaf", "intermediate"}) == "without_san");
    BOOST_TEST(faults(verify(chain({"leaf", "intermediate"}), store({"root"}),
                             *DomainName::from_presentation("other.example.org"))) == "wrong_name");
    BOOST_TEST(faults_of({"partial_wildcard_leaf", "intermediate"}) == "wrong_name");
    BOOST_TEST(faults(verify(chain({"leaf"}), store({"root"}), *DomainName::from_presentation("a.example"))) ==
               "untrusted wrong_name");
}

BOOST_AUTO_TEST_CASE(reasons_name_what_was_expected) {
    const auto reason_for = [](std::initializer_list<const char*> names, const char* name) {
        return verify(chain(names), store({"root"}), *DomainName::from_presentation(name)).reason.value_or("");
    };
    BOOST_TEST(reason_for({"leaf", "intermediate"}, "a.example") ==
               "the certificate names mx.example.org, a.example was expected");
    BOOST_TEST(reason_for({"cn_leaf", "intermediate"}, "mx.example.org") ==
               "the certificate has no subjectAltName, mx.example.org was expected there");
    BOOST_TEST(reason_for({"self_signed"}, "mx.example.org") == "the certificate is self-signed");
    BOOST_TEST(verify({}, store({"root"})).reason.value_or("") == "no certificate was presented");
}

BOOST_AUTO_TEST_CASE(an_issuer_that_may_not_issue_is_not_trusted) {
    BOOST_TEST(faults_of({"no_ca_leaf", "no_ca"}) == "untrusted");
    BOOST_TEST(faults_of({"client_leaf", "intermediate"}) == "untrusted");
    BOOST_TEST(faults_of({"critical_leaf", "intermediate"}) == "untrusted");
}

BOOST_AUTO_TEST_CASE(octets_that_are_no_certificate_are_none) {
    CertificateChain broken{read_certificate(Bytes{0x30, 0x01})};
    BOOST_TEST(faults(verify(broken, store({"root"}))) == "no_certificate");
}

BOOST_AUTO_TEST_CASE(the_store_gives_the_anchors_a_chain_may_need_and_no_others) {
    const auto trusted = store({"other_root", "root", "intermediate", "v1_root"});
    BOOST_TEST(trusted.size() == 4U);
    BOOST_TEST(trusted.anchors_for(chain({"leaf"})).size() == 1U);
    BOOST_TEST(trusted.anchors_for(chain({"leaf", "intermediate"})).size() == 2U);
    BOOST_TEST(trusted.anchors_for(chain({"self_signed"})).empty());
}

BOOST_AUTO_TEST_CASE(a_store_without_certificates_is_empty_and_a_broken_one_an_error) {
    BOOST_TEST(TrustStore::from_pem("# nothing\n")->size() == 0U);
    BOOST_TEST(!TrustStore::from_pem("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n").has_value());
    BOOST_TEST(!TrustStore::from_pem("-----BEGIN CERTIFICATE-----\nMAA=\n").has_value());
}

BOOST_AUTO_TEST_CASE(a_ca_below_a_trusted_root_leads_to_it) {
    const CertificateChain anchors{certificate("root")};
    BOOST_TEST(leads_to_anchor(certificate("root"), {}, anchors, judged_at));
    BOOST_TEST(leads_to_anchor(certificate("intermediate"), {}, anchors, judged_at));
    BOOST_TEST(!leads_to_anchor(certificate("other_root"), chain({"leaf", "intermediate"}), anchors, judged_at));
    BOOST_TEST(!leads_to_anchor(certificate("root"), chain({"leaf"}), {}, judged_at));
}

BOOST_AUTO_TEST_SUITE_END()
