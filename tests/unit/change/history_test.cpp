// Since when the verdict is as it is, and what it was: also past checks that could not tell.
#include "checks.hpp"

#include <boost/test/unit_test.hpp>

namespace danelaw {
namespace {

using namespace test;

Domain passing() { return domain_with({"leaf"}, {key_record("leaf")}); }
Domain failing() { return domain_with({"leaf"}, {key_record("ecdsa_384_leaf")}); }

/// The only host does not answer: nobody knows whether its certificate matches.
Domain silent() {
    return Domain({Host("mx.example.org").at("192.0.2.1", silent_address()).tlsa({key_record("leaf")})});
}

/// `VERDICT since SINCE, PREVIOUS SINCE to LAST SEEN`, times as numbers of checks.
std::string shown(const Report& report) {
    const auto number = [](Timestamp moment) {
        return std::to_string(std::chrono::duration_cast<std::chrono::hours>(moment - checked_at).count());
    };
    const auto& history = report.history.value();
    auto text = to_text(report.verdict) + " since " + number(history.since);
    if (const auto& previous = history.previous)
        text +=
            ", " + to_text(previous->verdict) + " " + number(previous->since) + " to " + number(previous->last_seen);
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(histories)

BOOST_AUTO_TEST_CASE(without_a_state_there_is_none) {
    const auto report = passing().judged();
    BOOST_TEST(!report.history.has_value());
    BOOST_TEST(!remember(report).has_value());
}

BOOST_AUTO_TEST_CASE(the_first_check_has_nothing_to_compare_with) {
    Checks checks;
    const auto report = checks.check(passing());
    BOOST_TEST(!report.history->compared_with.has_value());
    BOOST_TEST(shown(report) == "pass since 1");
    BOOST_TEST(report.history->changes.empty());
}

BOOST_AUTO_TEST_CASE(a_verdict_that_stays_keeps_its_beginning) {
    Checks checks;
    checks.check(passing());
    const auto report = checks.check(passing());
    BOOST_TEST(format_time(report.history->compared_with.value()) == time_of(1));
    BOOST_TEST(shown(report) == "pass since 1");
    BOOST_TEST(codes(report, Severity::notice).empty() == codes(passing().judged(), Severity::notice).empty());
}

BOOST_AUTO_TEST_CASE(a_verdict_that_gets_worse_is_told_once) {
    Checks checks;
    checks.check(passing());
    checks.check(passing());
    auto report = checks.check(failing());
    BOOST_TEST(shown(report) == "fail since 3, pass 1 to 2");
    BOOST_TEST(finding(report, "change.verdict_worse").text ==
               "example.org: the verdict is fail, it was pass from " + time_of(1) + " to " + time_of(2));
    BOOST_TEST((finding(report, "change.verdict_worse").severity == Severity::warning));
    BOOST_TEST(report.exit_code == 2);
    report = checks.check(failing());
    BOOST_TEST(shown(report) == "fail since 3, pass 1 to 2");
    BOOST_TEST(!has(report, "change.verdict_worse"));
    report = checks.check(passing());
    BOOST_TEST(shown(report) == "pass since 5, fail 3 to 4");
    BOOST_TEST(has(report, "change.verdict_better"));
    BOOST_TEST(report.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(checks_that_could_not_tell_lose_nothing) {
    Checks checks;
    checks.check(passing());
    checks.check(passing());
    auto report = checks.check(silent());
    BOOST_TEST(shown(report) == "unknown since 3, pass 1 to 2");
    BOOST_TEST(!has(report, "change.verdict_worse"));
    report = checks.check(silent());
    BOOST_TEST(shown(report) == "unknown since 3, pass 1 to 2");
    report = checks.check(passing());
    BOOST_TEST(shown(report) == "pass since 1");
    BOOST_TEST(!has(report, "change.verdict_better"));
    checks.check(silent());
    report = checks.check(failing());
    BOOST_TEST(shown(report) == "fail since 7, pass 1 to 5");
    BOOST_TEST(has(report, "change.verdict_worse"));
}

BOOST_AUTO_TEST_CASE(a_domain_that_takes_no_mail_has_not_become_worse) {
    Checks checks;
    checks.check(passing());
    const auto report = checks.check(Domain().mx({"0 ."}));
    BOOST_TEST(report.null_mx);
    BOOST_TEST(!has(report, "change.verdict_worse"));
    BOOST_TEST(report.exit_code == 0);
    BOOST_TEST(!has(checks.check(passing()), "change.verdict_better"));
}

BOOST_AUTO_TEST_CASE(what_was_seen_later_is_neither_compared_nor_forgotten) {
    Checks checks;
    checks.check(passing());
    DomainFacts facts = failing().facts();
    facts.past = PastFacts{checks.memory(), std::nullopt};
    const auto report = judge(facts);
    BOOST_TEST(!report.history.has_value());
    BOOST_TEST(!remember(report).has_value());
    BOOST_TEST(finding(report, "state.later_check").text ==
               "example.org: --state has a check of " + time_of(1) + ", this one is of " + time_of(0));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_used_leaves_the_verdict_alone) {
    DomainFacts facts = passing().facts();
    facts.past = PastFacts{std::nullopt, "--state: x.db: it is damaged"};
    const auto report = judge(facts);
    BOOST_TEST((report.verdict == Verdict::pass));
    BOOST_TEST(report.exit_code == 3);
    BOOST_TEST(finding(report, "state.unusable").text == "example.org: --state: x.db: it is damaged");
    BOOST_TEST(!remember(report).has_value());
    facts = failing().facts();
    facts.past = PastFacts{std::nullopt, "--state: x.db: it is damaged"};
    BOOST_TEST(judge(facts).exit_code == 2);
}

BOOST_AUTO_TEST_CASE(verdicts_by_another_demand_are_not_compared) {
    Checks checks;
    checks.check(passing());
    DomainFacts facts = passing().facts();
    facts.checked_at = checked_at + std::chrono::hours{2};
    facts.past = PastFacts{checks.memory(), std::nullopt};
    BOOST_TEST(judge(facts, Require::any).history.has_value());
    BOOST_TEST(!judge(facts, Require::mta_sts).history.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
