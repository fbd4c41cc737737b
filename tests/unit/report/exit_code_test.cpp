// Contract 6: the worst of the verdict and of the findings, ok < warning < unknown < critical.
#include "report/verdict.hpp"
#include "support/domain.hpp"

#include <boost/test/unit_test.hpp>

namespace danelaw {
namespace {

int exit_code(Verdict verdict, const std::vector<Severity>& severities, bool null_mx = false) {
    Report report;
    report.verdict = verdict;
    report.null_mx = null_mx;
    for (const auto severity : severities) {
        Finding finding;
        finding.severity = severity;
        report.findings.push_back(finding);
    }
    return exit_code_of(report);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exit_codes)

BOOST_AUTO_TEST_CASE(each_verdict_has_its_code) {
    BOOST_TEST(exit_code(Verdict::pass, {}) == 0);
    BOOST_TEST(exit_code(Verdict::none, {}, true) == 0);
    BOOST_TEST(exit_code(Verdict::none, {}) == 1);
    BOOST_TEST(exit_code(Verdict::partial, {}) == 1);
    BOOST_TEST(exit_code(Verdict::fail, {}) == 2);
    BOOST_TEST(exit_code(Verdict::unknown, {}) == 3);
}

BOOST_AUTO_TEST_CASE(each_severity_has_its_code) {
    BOOST_TEST(exit_code(Verdict::pass, {Severity::info}) == 0);
    BOOST_TEST(exit_code(Verdict::pass, {Severity::notice}) == 0);
    BOOST_TEST(exit_code(Verdict::pass, {Severity::warning}) == 1);
    BOOST_TEST(exit_code(Verdict::pass, {Severity::unknown}) == 3);
    BOOST_TEST(exit_code(Verdict::pass, {Severity::critical}) == 2);
}

BOOST_AUTO_TEST_CASE(the_worst_counts_and_critical_is_worse_than_unknown) {
    BOOST_TEST(exit_code(Verdict::partial, {Severity::unknown}) == 3);
    BOOST_TEST(exit_code(Verdict::unknown, {Severity::warning}) == 3);
    BOOST_TEST(exit_code(Verdict::unknown, {Severity::critical}) == 2);
    BOOST_TEST(exit_code(Verdict::fail, {Severity::unknown, Severity::warning}) == 2);
    BOOST_TEST(exit_code(Verdict::none, {Severity::critical}, true) == 2);
    BOOST_TEST(exit_code(Verdict::pass, {Severity::warning, Severity::unknown, Severity::critical}) == 2);
    BOOST_TEST(exit_code(Verdict::pass, {Severity::warning, Severity::unknown}) == 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
