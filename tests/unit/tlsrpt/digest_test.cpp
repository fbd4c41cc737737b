#include <danelaw/tlsrpt/digest.hpp>

#include <boost/test/unit_test.hpp>

// Many reports in one.

using namespace danelaw;

namespace {

Timestamp at(const std::string& time) { return *parse_time(time); }

const Timestamp now = at("2026-02-01T06:00:00Z");

TlsReportFailure failing(const std::string& type, std::uint64_t sessions, const std::string& host = "mx.example.org") {
    TlsReportFailure failure;
    failure.result_type = type;
    failure.receiving_mx_hostname = host;
    failure.sessions = sessions;
    return failure;
}

TlsReport report(const std::string& day, const std::string& organization, std::uint64_t successful,
                 std::vector<TlsReportFailure> failures = {}, const std::string& domain = "example.org") {
    TlsReport report;
    report.organization = organization;
    report.id = day + organization + domain;
    report.start = at(day + "T00:00:00Z");
    report.end = at(day + "T23:59:59Z");
    TlsReportPolicy policy;
    policy.type = "tlsa";
    policy.domain = domain;
    policy.successful = successful;
    policy.failed = 0;
    for (const auto& failure : failures) *policy.failed += failure.sessions;
    policy.failures = std::move(failures);
    report.policies.push_back(std::move(policy));
    return report;
}

Digest digest_of(const std::vector<TlsReport>& reports) {
    DigestBuilder builder;
    for (const auto& one : reports) {
        const auto fault = builder.add(one, now);
        BOOST_REQUIRE_MESSAGE(!fault, (fault ? fault->detail : ""));
    }
    return builder.finish();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(digest)

BOOST_AUTO_TEST_CASE(sessions_are_summed_over_days_senders_and_domains) {
    const auto digest = digest_of({report("2026-01-02", "B", 90, {failing("certificate-expired", 10)}),
                                   report("2026-01-01", "A", 100), report("2026-01-02", "A", 50, {}, "Example.NET.")});
    BOOST_TEST(to_text(*digest.first) == "2026-01-01");
    BOOST_TEST(to_text(*digest.last) == "2026-01-02");
    BOOST_TEST(digest.reports == 3U);
    BOOST_TEST(digest.sessions.successful == 240U);
    BOOST_TEST(digest.sessions.failed == 10U);
    BOOST_TEST(*digest.sessions.success_rate() == 0.96);
    BOOST_REQUIRE(digest.days.size() == 2U);
    BOOST_TEST(digest.days[0].sessions.successful == 100U);
    BOOST_TEST(digest.days[1].reports == 2U);
    BOOST_TEST(digest.days[1].sessions.failed == 10U);
    BOOST_REQUIRE(digest.domains.size() == 2U);
    BOOST_TEST(digest.domains[0].name == "example.org");  // most failures first
    BOOST_TEST(digest.domains[0].sessions.successful == 190U);
    BOOST_TEST(digest.domains[0].last_day.successful == 90U);
    BOOST_TEST(digest.domains[1].name == "example.net");
    BOOST_REQUIRE(digest.senders.size() == 2U);
    BOOST_TEST(digest.senders[0].name == "B");
    BOOST_TEST(digest.senders[1].sessions.successful == 150U);
}

BOOST_AUTO_TEST_CASE(failures_are_told_apart_by_type_host_and_domain_and_name_their_senders) {
    auto first = failing("validation-failure", 3);
    first.reason_code = "no record matches";
    const auto digest =
        digest_of({report("2026-01-01", "A", 0, {first, failing("validation-failure", 1, "MX2.example.org")}),
                   report("2026-01-01", "B", 0, {failing("validation-failure", 9)}),
                   report("2026-01-01", "B", 0, {failing("validation-failure", 2)}, "example.net")});
    BOOST_REQUIRE(digest.failures.size() == 3U);
    const auto& worst = digest.failures[0];
    BOOST_TEST(worst.domain == "example.org");
    BOOST_TEST(worst.mx_host == "mx.example.org");
    BOOST_TEST(worst.sessions == 12U);
    BOOST_TEST(worst.senders.size() == 2U);
    BOOST_TEST(worst.senders[0].first == "B");
    BOOST_TEST(worst.senders[1].second == 3U);
    BOOST_TEST(worst.reason_codes.at(0) == "no record matches");
    BOOST_TEST(digest.failures[2].mx_host == "mx2.example.org");
}

BOOST_AUTO_TEST_CASE(a_report_that_comes_twice_counts_once) {  // RFC 8460 §5.3
    const auto one = report("2026-01-01", "A", 7);
    auto of_another = one;
    of_another.organization = "B";
    const auto digest = digest_of({one, one, of_another, one});
    BOOST_TEST(digest.reports == 2U);
    BOOST_TEST(digest.duplicates == 2U);
    BOOST_TEST(digest.sessions.successful == 14U);
}

BOOST_AUTO_TEST_CASE(new_is_what_the_last_day_has_and_no_day_before) {
    const auto digest = digest_of(
        {report("2026-01-01", "A", 1000, {failing("certificate-expired", 1)}),
         report("2026-01-02", "A", 1000, {failing("dnssec-invalid", 1)}),
         report("2026-01-03", "A", 1000, {failing("certificate-expired", 1), failing("starttls-not-supported", 2)})});
    BOOST_REQUIRE(digest.failures.size() == 3U);
    BOOST_TEST(digest.failures[0].result_type == "starttls-not-supported");
    BOOST_TEST(digest.failures[0].is_new.value());
    BOOST_TEST(digest.failures[1].result_type == "certificate-expired");
    BOOST_TEST(!digest.failures[1].is_new.value());
    BOOST_TEST(digest.failures[1].sessions == 2U);
    BOOST_TEST(digest.failures[1].last_day_sessions == 1U);
    BOOST_TEST(to_text(digest.failures[1].first) == "2026-01-01");
    BOOST_TEST(digest.failures[2].result_type == "dnssec-invalid");  // not on the last day
    BOOST_TEST(digest.failures[2].last_day_sessions == 0U);
}

BOOST_AUTO_TEST_CASE(nothing_is_new_where_there_is_no_day_to_compare_with) {
    const auto digest =
        digest_of({report("2026-01-01", "A", 1000), report("2026-01-02", "A", 1000, {failing("x", 1)}, "example.net")});
    BOOST_TEST(!digest.failures.at(0).is_new.has_value());
}

BOOST_AUTO_TEST_CASE(the_state_is_alarming_where_half_of_the_last_day_fails) {
    BOOST_TEST((digest_of({report("2026-01-01", "A", 1)}).state == DigestState::no_failures));
    BOOST_TEST((digest_of({report("2026-01-01", "A", 51, {failing("x", 49)})}).state == DigestState::failures));
    BOOST_TEST((digest_of({report("2026-01-01", "A", 50, {failing("x", 50)})}).state == DigestState::alarming));
    BOOST_TEST((digest_of({report("2026-01-01", "A", 0, {failing("x", 1)})}).state == DigestState::alarming));
    const auto over = digest_of({report("2026-01-01", "A", 0, {failing("x", 9)}), report("2026-01-02", "A", 9)});
    BOOST_TEST((over.state == DigestState::failures));
    BOOST_TEST(over.alarms.empty());
}

BOOST_AUTO_TEST_CASE(the_state_is_alarming_where_a_new_failure_hits_one_session_in_a_hundred) {
    const auto of = [](std::uint64_t sessions) {
        return digest_of(
            {report("2026-01-01", "A", 1000), report("2026-01-02", "A", 1000 - sessions, {failing("x", sessions)})});
    };
    BOOST_TEST((of(9).state == DigestState::failures));
    BOOST_TEST((of(10).state == DigestState::alarming));
    BOOST_TEST(of(10).alarms.at(0) == "example.org: x is new on 2026-01-02, 10 of 1000 sessions");
}

BOOST_AUTO_TEST_CASE(failures_without_details_are_counted_too) {
    auto one = report("2026-01-01", "A", 10, {failing("x", 2)});
    one.policies[0].failed = 5;
    const auto digest = digest_of({one});
    BOOST_REQUIRE(digest.failures.size() == 2U);
    BOOST_TEST(digest.failures[0].result_type.empty());
    BOOST_TEST(digest.failures[0].sessions == 3U);
}

BOOST_AUTO_TEST_CASE(one_session_may_have_several_failures) {  // RFC 8460 §4: "overlapping counts"
    auto one = report("2026-01-01", "A", 10, {failing("x", 1), failing("y", 1)});
    one.policies[0].failed = 1;
    const auto digest = digest_of({one});
    BOOST_TEST(digest.failures.size() == 2U);
    BOOST_TEST(digest.sessions.failed == 1U);
}

BOOST_AUTO_TEST_CASE(a_report_belongs_to_the_day_that_most_of_its_period_is_in) {
    auto one = report("2026-01-02", "A", 1);
    one.start = at("2026-01-01T23:00:00Z");
    one.end = at("2026-01-02T23:00:00Z");
    BOOST_TEST(to_text(report_day(one)) == "2026-01-02");
    one.end = at("2026-01-03T00:00:00Z");
    one.start = at("2026-01-02T00:00:00Z");
    BOOST_TEST(to_text(report_day(one)) == "2026-01-02");
}

BOOST_AUTO_TEST_CASE(a_report_from_the_future_does_not_become_the_last_day) {
    DigestBuilder builder;
    BOOST_TEST(builder.add(report("2026-03-01", "A", 1), now).value().detail.find("is not yet") != std::string::npos);
    BOOST_TEST(!builder.finish().first.has_value());
}

BOOST_AUTO_TEST_CASE(sums_stop_at_the_greatest_number) {
    SessionCount count{~std::uint64_t{0} - 1, 1};
    count.add({5, 0});
    BOOST_TEST(count.successful == ~std::uint64_t{0});
    BOOST_TEST(count.all() == ~std::uint64_t{0});
}

BOOST_AUTO_TEST_CASE(kinds_of_failure_beyond_the_cap_are_counted_together) {
    std::vector<TlsReportFailure> failures;
    for (int i = 0; i < 10'010; ++i) failures.push_back(failing("x", 1, std::to_string(i) + ".example.org"));
    const auto digest = digest_of({report("2026-01-01", "A", 0, std::move(failures))});
    BOOST_TEST(digest.failures.size() == 10'001U);
    BOOST_TEST(digest.failures.front().domain == "(others)");
    BOOST_TEST(digest.failures.front().sessions == 10U);
}

BOOST_AUTO_TEST_SUITE_END()
