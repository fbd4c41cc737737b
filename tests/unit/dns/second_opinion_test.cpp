#include "support/lookups.hpp"

#include <danelaw/dns/second_opinion.hpp>

#include <boost/test/unit_test.hpp>

using namespace danelaw;
using namespace danelaw::test;

namespace {

const std::string owner = "_25._tcp.mx.example.org";
const std::string key = "3 1 1 " + std::string(64, 'a');
const std::string other_key = "3 1 1 " + std::string(64, 'b');

Lookup tlsa(const std::vector<std::string>& records, ValidationState state = ValidationState::secure) {
    return answer(owner, RecordType::tlsa, records, state);
}
const auto secure = tlsa({key});
const auto insecure = tlsa({key}, ValidationState::insecure);
const auto is_bogus = bogus(owner, RecordType::tlsa, "no key");
const auto is_failed = failed(owner, RecordType::tlsa, "SERVFAIL");
const std::string trusted;

OpinionDifference between(const Lookup& first, const Lookup& second) {
    return difference_of(with_second_opinion(first, second, trusted));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(second_opinion)

BOOST_AUTO_TEST_CASE(the_same_answer_is_no_difference) {
    for (const auto& lookup : {secure, insecure, is_bogus, nx_domain(owner, RecordType::tlsa), tlsa({})}) {
        const auto both = with_second_opinion(lookup, lookup, trusted);
        BOOST_TEST((difference_of(both) == OpinionDifference::none));
        BOOST_TEST((both.dnssec == lookup.dnssec));
        BOOST_TEST(both.rdata.size() == lookup.rdata.size());
    }
}

BOOST_AUTO_TEST_CASE(neither_order_nor_ttl_is_a_difference) {
    auto second = tlsa({other_key, key});
    second.ttl = std::chrono::seconds(1);
    BOOST_TEST((between(tlsa({key, other_key}), second) == OpinionDifference::none));
}

BOOST_AUTO_TEST_CASE(what_one_calls_bogus_is_bogus) {
    for (const auto& first : {secure, insecure}) {
        const auto both = with_second_opinion(first, is_bogus, trusted);
        BOOST_TEST((both.dnssec == ValidationState::bogus));
        BOOST_TEST((both.presence == Presence::failed));
        BOOST_TEST(both.rdata.empty());
        BOOST_TEST((both.second->overruled == first.dnssec));
        BOOST_TEST((first_state(both) == first.dnssec));
        BOOST_TEST((difference_of(both) == OpinionDifference::bogus));
        BOOST_TEST(both.failure->detail == "no key; libunbound calls it " + to_text(first.dnssec));
    }
    const auto both = with_second_opinion(is_bogus, secure, trusted);
    BOOST_TEST((both.dnssec == ValidationState::bogus));
    BOOST_TEST((difference_of(both) == OpinionDifference::bogus));
    BOOST_TEST(opinions_text(both) == "libunbound: bogus (no key); getdns: secure, records");
}

BOOST_AUTO_TEST_CASE(a_second_secure_makes_nothing_secure) {
    const auto both = with_second_opinion(insecure, secure, trusted);
    BOOST_TEST((both.dnssec == ValidationState::insecure));
    BOOST_TEST((difference_of(both) == OpinionDifference::state));
    const auto still_failed = with_second_opinion(is_failed, secure, trusted);
    BOOST_TEST((still_failed.dnssec == ValidationState::indeterminate));
    BOOST_TEST((difference_of(still_failed) == OpinionDifference::state));
    BOOST_TEST((between(secure, insecure) == OpinionDifference::state));
}

BOOST_AUTO_TEST_CASE(other_records_of_one_state_differ) {
    const auto both = with_second_opinion(secure, tlsa({other_key}), trusted);
    BOOST_TEST((difference_of(both) == OpinionDifference::records));
    BOOST_TEST(opinions_text(both) == "libunbound: secure, records; getdns: secure, records; only libunbound has " +
                                          key + "; only getdns has " + other_key);
    BOOST_TEST((between(secure, tlsa({})) == OpinionDifference::records));
    BOOST_TEST((between(tlsa({}), nx_domain(owner, RecordType::tlsa)) == OpinionDifference::records));
}

BOOST_AUTO_TEST_CASE(no_answer_is_no_opinion) {
    const auto both = with_second_opinion(secure, is_failed, trusted);
    BOOST_TEST(both.secure());
    BOOST_TEST(both.second->abstention == "SERVFAIL");
    BOOST_TEST((difference_of(both) == OpinionDifference::none));
}

BOOST_AUTO_TEST_CASE(an_algorithm_that_it_does_not_know_is_no_opinion) {  // RFC 4035 §5.2: insecure, getdns: bogus
    auto unknown = is_bogus;
    unknown.failure->extended_error = extended_error_for("getdns ...: it does not know the algorithm of a zone's keys");
    const auto both = with_second_opinion(insecure, unknown, trusted);
    BOOST_TEST((both.dnssec == ValidationState::insecure));
    BOOST_TEST(both.second->abstention == "no key");
    BOOST_TEST((difference_of(both) == OpinionDifference::none));
}

BOOST_AUTO_TEST_CASE(who_is_not_trusted_has_no_opinion) {
    for (const auto& second : {is_bogus, insecure, tlsa({other_key})}) {
        const auto both = with_second_opinion(secure, second, "it strips DNSSEC");
        BOOST_TEST(both.secure());
        BOOST_TEST(both.second->abstention == "it strips DNSSEC");
        BOOST_TEST((difference_of(both) == OpinionDifference::none));
    }
}

BOOST_AUTO_TEST_CASE(what_our_own_time_cut_differs_from_nothing) {
    auto cut = is_failed;
    cut.failure->cut_by_deadline = true;
    BOOST_TEST((between(cut, secure) == OpinionDifference::none));
}

BOOST_AUTO_TEST_CASE(one_validator_alone_differs_from_nobody) {
    BOOST_TEST((difference_of(secure) == OpinionDifference::none));
    BOOST_TEST(opinions_text(secure).empty());
}

BOOST_AUTO_TEST_SUITE_END()
