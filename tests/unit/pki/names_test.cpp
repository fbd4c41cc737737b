#include <danelaw/pki/names.hpp>

#include "support/certificates.hpp"

#include <boost/test/unit_test.hpp>

// Which certificate names a server. RFC 7672 §3.2.3 (D60, D61), RFC 6125 §6.4.

using namespace danelaw;
using namespace danelaw::test;
using namespace std::string_literals;

namespace {

DomainName name(const std::string& text) { return *DomainName::from_presentation(text); }

/// The identifier of testdata/certs/LEAF.pem that names `reference`, or "none".
std::string match(const std::string& leaf, const std::string& reference) {
    const std::vector<DomainName> references{name(reference)};
    const auto found = match_names(certificate(leaf), references);
    return found ? found->presented + (found->from_cn ? " (CN)" : "") + (found->wildcard ? " (wildcard)" : "") : "none";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(an_identifier_matches_by_whole_labels_without_regard_to_case) {  // RFC 6125 §6.4.1
    const struct {
        std::string presented;
        std::string reference;
        bool matches;
    } cases[] = {
        {"mx.example.org", "mx.example.org", true},
        {"MX.Example.ORG", "mx.example.org", true},
        {"xn--mller-kva.example.org", "xn--mller-kva.example.org", true},
        {"_a.example.org", "_a.example.org", true},  // no host name by RFC 1123, but names in DNS have it
        {"example.org", "mx.example.org", false},
        {"mx.example.org", "example.org", false},
        {"xmx.example.org", "mx.example.org", false},
        {"mx.example.org.", "mx.example.org", false},
        {".mx.example.org", "mx.example.org", false},
        {".example.org", "mx.example.org", false},  // a Postfix extension for references only
        {"mx..example.org", "mx.example.org", false},
        {"mx.example.org\0"s, "mx.example.org", false},
        {"mx.example.org\0.example.net"s, "mx.example.org", false},
        {" mx.example.org", "mx.example.org", false},
        {"m\xc3\xbcller.example.org", "xn--mller-kva.example.org", false},  // U-labels do not stand in certificates
        {"", "mx.example.org", false},
        {"", ".", false},
        {".", ".", false},
        {"192.0.2.1", "192.0.2.1", false},  // an address is no DNS-ID
        {"a\\032b.example.org", "a\\032b.example.org", false},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.presented << " for " << one.reference) {
            BOOST_TEST(matches_identifier(one.presented, name(one.reference)) == one.matches);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_wildcard_is_the_whole_first_label_and_stands_for_one) {  // RFC 7672 §3.2.3, D61
    const struct {
        std::string presented;
        std::string reference;
        bool matches;
    } cases[] = {
        {"*.example.org", "mx.example.org", true},
        {"*.EXAMPLE.org", "mx.example.org", true},
        {"*.example.org", "xn--mller-kva.example.org", true},
        {"*.org", "example.org", true},  // "verbatim": which suffixes are public is no matter of §3.2.3
        {"*.example.org", "example.org", false},
        {"*.example.org", "a.mx.example.org", false},  // "MAY, subject to local policy": no
        {"*mx.example.org", "mx.example.org", false},
        {"m*.example.org", "mx.example.org", false},
        {"mx*.example.org", "mx.example.org", false},
        {"*x.example.org", "mx.example.org", false},
        {"xn--*.example.org", "xn--mller-kva.example.org", false},
        {"**.example.org", "mx.example.org", false},
        {"*.*.org", "mx.example.org", false},
        {"mx.*.org", "mx.example.org", false},
        {"mx.example.*", "mx.example.org", false},
        {"*", "org", false},
        {"*.", "org", false},
        {"*..", "org", false},
        {"*.example.org.", "mx.example.org", false},
        {"*..example.org", "mx.example.org", false},
        {"*.example.org\0"s, "mx.example.org", false},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.presented << " for " << one.reference) {
            BOOST_TEST(matches_identifier(one.presented, name(one.reference)) == one.matches);
        }
    }
}

BOOST_AUTO_TEST_CASE(dns_ids_alone_count_where_there_is_one_and_the_cn_id_where_there_is_none) {  // §3.2.3, D60
    BOOST_TEST(match("leaf", "mx.example.org") == "mx.example.org");
    BOOST_TEST(match("leaf", "leaf") == "none");  // its CN
    BOOST_TEST(match("cn_leaf", "mx.example.org") == "mx.example.org (CN)");
    BOOST_TEST(match("cn_wildcard_leaf", "mx.example.org") == "*.example.org (CN) (wildcard)");
    BOOST_TEST(match("cn_beside_name_leaf", "mx.example.org") == "none");
    BOOST_TEST(match("cn_beside_name_leaf", "other.example.org") == "other.example.org");
    // A subjectAltName with an address and a mailbox has no DNS-ID.
    BOOST_TEST(match("cn_beside_address_leaf", "mx.example.org") == "mx.example.org (CN)");
    BOOST_TEST(match("cn_nul_leaf", "mx.example.org") == "none");
    // A DNS-ID that no name can match is one all the same: the CN stays out.
    Certificate odd = certificate("cn_leaf");
    odd.dns_names = {""};
    const std::vector<DomainName> references{name("mx.example.org")};
    BOOST_TEST(!match_names(odd, references).has_value());
}

BOOST_AUTO_TEST_CASE(certificates_with_odd_names_name_only_what_they_say) {
    BOOST_TEST(match("wildcard_leaf", "mx.example.org") == "*.example.org (wildcard)");
    BOOST_TEST(match("partial_wildcard_leaf", "mx.example.org") == "none");
    BOOST_TEST(match("idn_leaf", "xn--mller-kva.example.org") == "xn--mller-kva.example.org");
    BOOST_TEST(match("upper_case_leaf", "mx.example.org") == "MX.Example.ORG");
    BOOST_TEST(match("nul_leaf", "mx.example.org") == "none");
    BOOST_TEST(match("empty_name_leaf", "mx.example.org") == "none");
    BOOST_TEST(match("many_names_leaf", "mx.example.org") == "mx.example.org");
}

BOOST_AUTO_TEST_CASE(the_first_reference_identifier_that_is_named_is_told) {  // RFC 7672 §3.2.2: the base domain first
    Certificate leaf;
    leaf.dns_names = {"example.org", "*.example.org"};
    const std::vector<DomainName> references{name("mx.example.org"), name("example.org")};
    const auto found = match_names(leaf, references);
    BOOST_TEST(found.has_value());
    BOOST_TEST(found->presented == "*.example.org");
    BOOST_TEST(!match_names(leaf, {}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
