#include <danelaw/base/limits.hpp>

#include "pki/path_node.hpp"
#include "support/certificates.hpp"

#include <boost/test/unit_test.hpp>

// Which names a CA may give. RFC 5280 §4.2.1.10; openssl verify agrees with each case but the wildcard, of which RFC
// 5280 says nothing.

using namespace danelaw;
using namespace danelaw::test;

namespace {

enum class As { leaf, ca };

std::string fault_of(const std::string& issuer, const std::string& subject, As as = As::leaf,
                     std::size_t comparisons = limits::name_comparisons) {
    const auto above = certificate(issuer);
    const auto below = certificate(subject);
    return name_constraint_fault(PathNode(above), PathNode(below), as == As::leaf, comparisons).value_or("");
}

std::string forbids(const std::string& issuer, const std::string& name) {
    return "the name constraints of \"CN=" + issuer + "\" forbid " + name;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(name_constraints)

BOOST_AUTO_TEST_CASE(names_are_held_against_permitted_and_excluded_subtrees) {
    const struct {
        const char* issuer;
        const char* subject;
        const char* forbidden;  // empty: the subject passes
    } cases[] = {
        {"root", "leaf", ""},
        {"permits_org", "permits_org_leaf", ""},
        {"permits_org", "permits_org_leaf_net", "mx.example.net"},  // one of two names
        {"permits_org", "permits_org_leaf_notexample", "notexample.org"},
        {"permits_org", "wildcard_leaf", ""},
        {"permits_org", "nul_leaf", "mx.example.org\\x00.example.net"},
        {"permits_upper_case", "permits_upper_case_leaf", ""},
        {"permits_org", "upper_case_leaf", ""},
        {"permits_dot", "permits_dot_leaf", ""},
        {"permits_dot", "permits_dot_leaf_self", "example.org"},
        {"excludes_mx", "excludes_mx_leaf", "mx.example.org"},
        {"excludes_mx", "excludes_mx_leaf_other", ""},
        {"excludes_mx", "excludes_mx_leaf_wildcard", "*.example.org"},  // would be taken for mx.example.org
        {"excludes_many", "excludes_many_leaf", "mx.example.org"},      // the last of 1001
        // A path with both permits nothing: each CA is asked by itself, and one of them always forbids.
        {"permits_net_below", "permits_net_below_leaf", "mx.example.org"},
        {"permits_org", "permits_net_below_leaf_net", "mx.example.net"},
        {"permits_email", "permits_email_leaf", ""},  // has no mailbox
        {"permits_email", "permits_email_leaf_email", "another name of the certificate"},
        {"permits_address", "leaf", ""},
        {"permits_address", "permits_address_leaf", "another name of the certificate"},
        {"permits_directory", "permits_directory_leaf", ""},  // O=EXAMPLE
        {"permits_directory", "permits_directory_leaf_other", "CN=Leaf,O=Other"},
        {"permits_directory", "permits_directory_leaf_comma", "CN=a\\x5c,O=Example"},  // one attribute, not two
        {"permits_directory", "leaf", "CN=leaf"},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.issuer << " above " << one.subject) {
            const std::string forbidden(one.forbidden);
            BOOST_TEST(fault_of(one.issuer, one.subject) == (forbidden.empty() ? "" : forbids(one.issuer, forbidden)));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_common_name_is_held_against_them_where_it_could_name_the_host) {  // RFC 7672 §3.2.3
    BOOST_TEST(fault_of("permits_org", "permits_org_leaf_cn") == forbids("permits_org", "mx.example.net"));
    BOOST_TEST(fault_of("permits_org", "cn_leaf") == "");
    BOOST_TEST(fault_of("permits_org", "permits_org_leaf") == "");  // CN=permits_org_leaf stands beside a DNS-ID
    BOOST_TEST(fault_of("permits_org", "permits_net_below", As::ca) == "");  // a CA's common name is no host's
}

BOOST_AUTO_TEST_CASE(constraints_that_cannot_be_read_forbid_everything) {
    const std::string minimum = "the name constraints of \"CN=constrained_minimum\" do not parse";
    BOOST_TEST(fault_of("constrained_minimum", "constrained_minimum_leaf") == minimum);
    // Twice the same extension, RFC 5280 §4.2: the certificate is in no path at all.
    const auto twice = certificate("constrained_twice");
    BOOST_TEST((PathNode(twice).crt == nullptr));
}

BOOST_AUTO_TEST_CASE(comparisons_are_counted_and_bounded) {  // n names, m subtrees: OpenSSL has the same bound
    // leaf: one DNS name and the subject, 1001 subtrees
    BOOST_TEST(fault_of("excludes_many", "leaf", As::leaf, 2002) == forbids("excludes_many", "mx.example.org"));
    const std::string too_many = "the name constraints of \"CN=excludes_many\" ask for more comparisons than are made";
    BOOST_TEST(fault_of("excludes_many", "leaf", As::leaf, 2001) == too_many);
    BOOST_TEST(fault_of("excludes_many", "many_names_leaf") != "");
    std::size_t left = 5000;
    const auto above = certificate("excludes_many");
    const auto below = certificate("excludes_many_leaf");
    BOOST_TEST(name_constraint_fault(PathNode(above), PathNode(below), true, left).has_value());
    BOOST_TEST(left == 5000U - 2002U);
}

BOOST_AUTO_TEST_SUITE_END()
