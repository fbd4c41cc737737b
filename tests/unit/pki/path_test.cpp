#include <danelaw/base/limits.hpp>
#include <danelaw/pki/path.hpp>

#include "support/certificates.hpp"

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

// A true path from the leaf to the trust anchor and no other trust. RFC 5280 §6.1, RFC 7671 §5.2 (D52, D84 to D90).

using namespace danelaw;
using namespace danelaw::test;

namespace {

IsAnchor is(const std::string& name) {
    return [der = certificate(name).der](const Certificate& certificate) { return certificate.der == der; };
}

std::string shown(const PathResult& result) {
    if (!result.path) return result.fault;
    return fmt::format("depth {} by {}", result.path->depth, fmt::join(result.path->presented, " "));
}

/// The path to a presented trust anchor, or why there is none.
std::string path(const std::string& anchor, std::initializer_list<const char*> presented, Timestamp now = judged_at) {
    const auto certificates = chain(presented);
    PathQuery query;
    query.is_anchor = is(anchor);
    return shown(PathFinder(certificates, now).find(query));
}

const std::string nothing = "no certificate that was presented leads to a trust anchor";
using Names = std::initializer_list<const char*>;

}  // namespace

BOOST_AUTO_TEST_SUITE(paths)

BOOST_AUTO_TEST_CASE(a_path_leads_from_the_leaf_to_the_anchor_whatever_else_is_presented_and_in_what_order) {
    const struct {
        const char* anchor;
        Names presented;
        std::string expected;
    } cases[] = {
        {"root", {"leaf", "intermediate", "root"}, "depth 2 by 0 1 2"},
        {"intermediate", {"leaf", "intermediate", "root"}, "depth 1 by 0 1"},
        {"root", {"leaf", "root", "intermediate"}, "depth 2 by 0 2 1"},
        {"root", {"leaf", "other_root", "self_signed", "intermediate", "leaf_rsa", "root"}, "depth 2 by 0 3 5"},
        {"root", {"leaf", "cross", "intermediate", "other_root", "root"}, "depth 2 by 0 2 4"},
        {"other_root", {"leaf", "intermediate", "cross", "root", "other_root"}, "depth 2 by 0 2 4"},
        {"root", {"leaf", "no_key_id", "root"}, "depth 2 by 0 1 2"},
        {"root", {"other_case_leaf", "intermediate", "root"}, "depth 2 by 0 1 2"},
        {"root", {"leaf", "expired_intermediate", "intermediate", "root"}, "depth 2 by 0 2 3"},
        {"root", {"leaf_rsa", "intermediate", "root"}, "depth 2 by 0 1 2"},
        {"rsa_root", {"pss_leaf", "rsa_root"}, "depth 1 by 0 1"},
        {"v1_root", {"v1_root_leaf", "v1_root"}, "depth 1 by 0 1"},
        {"loop", {"loop_leaf", "loop"}, "depth 1 by 0 1"},
    };
    for (const auto& one : cases) BOOST_TEST(path(one.anchor, one.presented) == one.expected);
}

BOOST_AUTO_TEST_CASE(an_anchor_that_merely_stands_in_the_list_gives_no_trust) {  // D88: what libgnutls-dane accepts
    BOOST_TEST(path("other_root", {"leaf", "intermediate", "root", "other_root"}) == nothing);
    BOOST_TEST(path("other_root", {"leaf", "other_root"}) == nothing);
    BOOST_TEST(path("root", {"leaf", "root"}) == nothing);               // the intermediate is missing
    BOOST_TEST(path("root", {"leaf", "same_name", "root"}) == nothing);  // its name, another key
    BOOST_TEST(path("same_name", {"leaf", "same_name", "root"}) == nothing);
    BOOST_TEST(path("root", {"broken_signature_leaf", "intermediate", "root"}) == nothing);
    BOOST_TEST(path("rsa_root", {"md5_leaf", "rsa_root"}) == nothing);
    BOOST_TEST(path("rsa_root", {"sha1_leaf", "rsa_root"}) ==
               "certificate \"CN=sha1_leaf\": signed with SHA-1, which senders do not trust");
}

BOOST_AUTO_TEST_CASE(a_leaf_is_never_its_own_trust_anchor) {  // D89, as OpenSSL has it
    BOOST_TEST(path("self_signed", {"self_signed"}) == nothing);
    BOOST_TEST(path("self_signed_ca", {"self_signed_ca", "self_signed_ca"}) == nothing);
    BOOST_TEST(path("leaf", {"leaf", "intermediate", "root"}) == nothing);
    const auto copies = chain({"self_signed_ca"});
    PathQuery query;  // nor where the DNS has it
    query.known_issuers = copies;
    query.is_anchor = is("self_signed_ca");
    BOOST_TEST(shown(PathFinder(copies, judged_at).find(query)) == nothing);
}

BOOST_AUTO_TEST_CASE(every_certificate_of_the_path_is_judged_the_anchor_too) {  // RFC 7671 §5.2, RFC 7672 §3.1.2, D53
    const struct {
        const char* anchor;
        Names presented;
        std::string fault;
    } cases[] = {
        {"root", {"expired_leaf", "intermediate", "root"}, "certificate \"CN=expired_leaf\": expired at "},
        {"root", {"future_leaf", "intermediate", "root"}, "certificate \"CN=future_leaf\": not valid before "},
        {"root", {"leaf", "expired_intermediate", "root"}, "certificate \"CN=Intermediate CA,O=Example\": expired at "},
        {"expired_intermediate",
         {"leaf", "expired_intermediate"},
         "certificate \"CN=Intermediate CA,O=Example\": expired"},
        {"root", {"leaf", "future_intermediate", "root"}, "certificate \"CN=Intermediate CA,O=Example\": not valid"},
        {"root", {"no_ca_leaf", "no_ca", "root"}, "certificate \"CN=No CA\" is no CA"},
        {"root", {"no_cert_sign_leaf", "no_cert_sign", "root"}, "certificate \"CN=No keyCertSign\" may not sign"},
        {"root", {"v1_ca_leaf", "v1_ca", "root"}, "certificate \"CN=Version 1 CA\" is no CA"},
        {"root", {"no_basic_constraints_leaf", "no_basic_constraints", "root"}, "certificate \"CN=No basic"},
        {"root", {"client_leaf", "intermediate", "root"}, "certificate \"CN=client_leaf\": extended key usage"},
        {"root", {"client_ca_leaf", "client_ca", "root"}, "certificate \"CN=Client CA\": extended key usage"},
        {"root", {"critical_leaf", "intermediate", "root"}, "certificate \"CN=critical_leaf\": unknown critical"},
        {"critical_ca",
         {"critical_ca_leaf", "critical_ca"},
         "certificate \"CN=CA with an unknown critical extension\""},
        {"root", {"permits_org_leaf_net", "permits_org", "root"}, "the name constraints of \"CN=permits_org\" forbid"},
        {"excludes_mx", {"excludes_mx_leaf", "excludes_mx"}, "the name constraints of \"CN=excludes_mx\" forbid"},
        {"root", {"permits_net_below_leaf", "permits_net_below", "permits_org", "root"}, "the name constraints of"},
        {"root", {"permits_net_below_leaf_net", "permits_net_below", "permits_org", "root"}, "the name constraints of"},
        {"big_exponent_root",
         {"big_exponent_root_leaf", "big_exponent_root"},
         "certificate \"CN=Root with a large exponent\" has a key whose exponent has more than 64 bits"},
        {"big_key_root",
         {"big_key_root_leaf", "big_key_root"},
         "certificate \"CN=Root with a large key\" has a key of 16392 bits"},
        {"root", {"constrained_twice_leaf", "constrained_twice", "root"}, nothing},
        {"root", {"empty_name_leaf", "intermediate", "root"}, "the server's certificate does not parse"},
    };
    for (const auto& one : cases) {
        const auto found = path(one.anchor, one.presented);
        BOOST_TEST(found.starts_with(one.fault), found << ", expected " << one.fault);
    }
    // And what a trust anchor may be: an intermediate, without the CA flag where it has no way to say so.
    BOOST_TEST(path("no_basic_constraints", {"no_basic_constraints_leaf", "no_basic_constraints"}) == "depth 1 by 0 1");
    BOOST_TEST(path("policy_ca", {"policy_ca_leaf", "policy_ca"}) == "depth 1 by 0 1");
}

BOOST_AUTO_TEST_CASE(path_length_counts_the_cas_between_that_are_not_self_issued) {  // RFC 5280 §6.1.4 (l), (m)
    BOOST_TEST(path("root", {"narrow_leaf", "narrow", "root"}) == "depth 2 by 0 1 2");
    BOOST_TEST(path("root", {"narrow_sub_leaf", "narrow_sub", "narrow", "root"}) ==
               "certificate \"CN=Narrow CA\" allows 0 certificates below it, there are 1");
    BOOST_TEST(path("narrow", {"narrow_sub_leaf", "narrow_sub", "narrow"}) ==
               "certificate \"CN=Narrow CA\" allows 0 certificates below it, there are 1");
    BOOST_TEST(path("narrow_sub", {"narrow_sub_leaf", "narrow_sub", "narrow"}) == "depth 1 by 0 1");
    BOOST_TEST(path("root", {"narrow_renewed_leaf", "narrow_renewed", "narrow", "root"}) == "depth 3 by 0 1 2 3");
}

BOOST_AUTO_TEST_CASE(name_constraints_are_not_for_the_cas_own_next_key) {  // RFC 5280 §6.1.3 (b)
    const Names renewed{"permits_directory_renewed_leaf", "permits_directory_renewed", "permits_directory", "root"};
    BOOST_TEST(path("root", renewed) == "depth 3 by 0 1 2 3");
}

BOOST_AUTO_TEST_CASE(a_fault_of_dates_is_told_as_such) {
    const auto expired = chain({"leaf", "expired_intermediate", "root"});
    const auto wrong = chain({"no_ca_leaf", "no_ca", "root"});
    PathQuery query;
    query.is_anchor = is("root");
    BOOST_TEST(PathFinder(expired, judged_at).find(query).outdated);
    BOOST_TEST(!PathFinder(wrong, judged_at).find(query).outdated);
}

BOOST_AUTO_TEST_CASE(an_anchor_from_elsewhere_need_not_be_presented) {  // RFC 7671 §5.2.2, D85
    const auto presented = chain({"leaf", "intermediate"});
    const auto known = chain({"other_root", "root"});
    PathQuery query;
    query.known_issuers = known;
    query.is_anchor = is("root");
    const auto found = PathFinder(presented, judged_at).find(query);
    BOOST_TEST(shown(found) == "depth 2 by 0 1");
    BOOST_TEST(found.path->issuer.value_or(9) == 1U);
    // It is judged as if it had been.
    const auto expired = chain({"expired_intermediate"});
    const auto leaf = chain({"leaf"});
    query.known_issuers = expired;
    query.is_anchor = is("expired_intermediate");
    BOOST_TEST(shown(PathFinder(leaf, judged_at).find(query)).find("expired at") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_bare_key_may_have_signed_the_topmost_certificate) {  // RFC 7671 §5.2.3, D87
    const std::vector<Bytes> keys{certificate("other_root").spki, public_key("root")};
    PathQuery query;
    query.bare_keys = keys;
    const auto find = [&](Names names, Timestamp now = judged_at) {
        const auto presented = chain(names);
        const auto found = PathFinder(presented, now).find(query);
        return shown(found) + (found.path ? fmt::format(" key {}", found.path->bare_key.value_or(9)) : "");
    };
    BOOST_TEST(find({"leaf", "intermediate"}) == "depth 1 by 0 1 key 1");
    BOOST_TEST(find({"leaf", "cross"}) == "depth 1 by 0 1 key 0");
    BOOST_TEST(find({"narrow_leaf", "narrow"}) == "depth 1 by 0 1 key 1");
    BOOST_TEST(find({"leaf"}) == nothing);
    BOOST_TEST(find({"leaf", "same_name"}) == nothing);
    BOOST_TEST(find({"leaf", "expired_intermediate"}).find("expired at") != std::string::npos);
    BOOST_TEST(find({"no_ca_leaf", "no_ca"}) == "certificate \"CN=No CA\" is no CA");
    // The topmost is no trust anchor, for the key is: it has to be a CA like every other.
    BOOST_TEST(find({"no_basic_constraints_leaf", "no_basic_constraints"}) ==
               "certificate \"CN=No basic constraints\" is no CA");
    BOOST_TEST(find({"v1_ca_leaf", "v1_ca"}) == "certificate \"CN=Version 1 CA\" is no CA");
}

BOOST_AUTO_TEST_CASE(a_path_that_is_not_wanted_is_gone_beyond) {  // RFC 7671 §5.4, D90: past a trusted intermediate
    const auto presented = chain({"leaf", "intermediate", "root"});
    PathQuery query;
    query.is_anchor = [](const Certificate&) { return true; };
    query.is_wanted = [](const Path& path) { return path.depth == 2; };
    BOOST_TEST(shown(PathFinder(presented, judged_at).find(query)) == "depth 2 by 0 1 2");
    query.is_wanted = [](const Path&) { return false; };
    BOOST_TEST(!PathFinder(presented, judged_at).find(query).path.has_value());
}

BOOST_AUTO_TEST_CASE(cas_that_signed_each_other_cost_a_bounded_amount_of_work) {  // nine CAs have 9! orders
    const auto presented = chain({"loop_leaf", "loop"});
    PathFinder finder(presented, judged_at);
    PathQuery query;
    std::size_t asked = 0;
    query.is_anchor = [&](const Certificate&) { return ++asked == 0; };
    const std::string too_much = "the chain asks for more signature checks than are made";
    for (int record = 0; record < 100; ++record) BOOST_TEST(shown(finder.find(query)) == too_much);
    BOOST_TEST(asked <= 100 * limits::path_steps);
    // What is anchored near is found all the same, also once the work is spent: its signature is known.
    query.is_anchor = is("loop");
    BOOST_TEST(shown(PathFinder(presented, judged_at).find(query)) == "depth 1 by 0 1");
}

BOOST_AUTO_TEST_CASE(signature_checks_are_bounded_over_all_searches_in_one_chain) {
    const auto presented = chain({"leaf", "intermediate"});
    const auto known = chain({"root"});
    PathFinder finder(presented, judged_at);
    PathQuery query;
    query.known_issuers = known;
    for (std::size_t record = 0; record + 3 < limits::signature_checks; ++record) {
        BOOST_TEST(shown(finder.find(query)) == nothing);
    }
    query.is_anchor = is("root");
    BOOST_TEST(shown(finder.find(query)) == "depth 2 by 0 1");  // a check, and the judgement of a path
    BOOST_TEST(shown(finder.find(query)) == "the chain asks for more signature checks than are made");
}

BOOST_AUTO_TEST_CASE(what_one_search_learned_of_known_issuers_is_not_used_by_another) {
    const auto presented = chain({"leaf"});
    const auto wrong = chain({"same_name"});
    const auto right = chain({"intermediate"});
    PathFinder finder(presented, judged_at);
    PathQuery query;
    query.is_anchor = [](const Certificate&) { return true; };
    query.known_issuers = wrong;
    BOOST_TEST(shown(finder.find(query)) == nothing);
    query.known_issuers = right;
    BOOST_TEST(shown(finder.find(query)) == "depth 1 by 0");
}

BOOST_AUTO_TEST_CASE(paths_that_are_judged_and_found_wrong_cost_of_the_same_work) {
    const auto presented = chain({"loop_leaf", "loop"});
    PathQuery query;
    std::size_t judged = 0;
    query.is_anchor = [](const Certificate&) { return true; };
    query.is_wanted = [&](const Path&) { return ++judged == 0; };
    BOOST_TEST(!PathFinder(presented, judged_at).find(query).path.has_value());
    BOOST_TEST(judged <= limits::signature_checks);
}

BOOST_AUTO_TEST_CASE(certificates_beyond_the_cap_are_not_looked_at_and_the_fault_says_so) {
    const auto presented = chain({"leaf", "leaf_rsa", "leaf_rsa", "leaf_rsa", "leaf_rsa", "leaf_rsa", "leaf_rsa",
                                  "leaf_rsa", "leaf_rsa", "intermediate", "root"});
    PathQuery query;
    query.is_anchor = is("root");
    BOOST_TEST(shown(PathFinder(presented, judged_at).find(query)) == nothing + ", 1 more were not looked at");
    query.is_anchor = is("intermediate");
    BOOST_TEST(shown(PathFinder(presented, judged_at).find(query)) == "depth 1 by 0 9");
}

BOOST_AUTO_TEST_CASE(nothing_presented_leads_nowhere) {
    PathQuery query;
    query.is_anchor = is("root");
    BOOST_TEST(shown(PathFinder({}, judged_at).find(query)) == "no certificate was presented");
}

BOOST_AUTO_TEST_SUITE_END()
