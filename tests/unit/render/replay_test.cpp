// `judge` over saved facts gives the report of the check that saved them, octet by octet (contract 5).
#include "report/finding_cases.hpp"
#include "support/full_facts.hpp"

#include <danelaw/render/render.hpp>

#include <boost/test/unit_test.hpp>

namespace danelaw {
namespace {

using namespace test;

void check_replay(const DomainFacts& facts) {
    const auto report = judge(facts);
    auto saved = facts_from_json(facts_to_json(facts));
    BOOST_REQUIRE(bool(saved));
    const auto again = judge(std::move(*saved));
    BOOST_TEST(render_json(again) == render_json(report));
    const TextStyle verbose{false, true};
    BOOST_TEST(render_text(again, verbose) == render_text(report, verbose));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(replay)

BOOST_AUTO_TEST_CASE(every_domain_of_the_findings_is_judged_alike_again) {
    for (const auto part : {run_cases, mx_cases, lookup_cases, tlsa_cases, session_cases, certificate_cases}) {
        for (const auto& one : part()) {
            BOOST_TEST_CONTEXT(one.code) {
                check_replay(one.hit.facts());
                check_replay(one.near_miss.facts());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(facts_with_every_member_are_judged_alike_again) { check_replay(full_facts()); }

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
