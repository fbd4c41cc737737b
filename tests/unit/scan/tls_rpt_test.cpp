#include <danelaw/report/report.hpp>

#include "support/gathering.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

// The record that asks for TLS reports, from the question to what an operator is told. RFC 8460 §3.

using namespace danelaw;
using namespace danelaw::test;
using Status = FakeResolver::Status;

namespace {

const std::string owner = "_smtp._tls.example.org";

/// A domain whose server nobody listens at, asking for reports with `records`.
FakeResolver domain_with(const std::vector<std::string>& records, Status status = Status::secure) {
    FakeResolver resolver;
    resolver.add("example.org", RecordType::mx, {"10 mx.example.org"})
        .add("mx.example.org", RecordType::a, {"192.0.2.1"})
        .add("_25._tcp.mx.example.org", RecordType::tlsa, {"3 1 1 " + std::string(64, 'a')});
    if (!records.empty()) resolver.add(owner, RecordType::txt, records, status);
    return resolver;
}

Report report_on(FakeResolver& resolver, const std::string& asked = "example.org") {
    return judge(Gathering(resolver).run(asked));
}

bool has(const Report& report, const std::string& code) {
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [&](const Finding& f) { return f.code == code; });
}

std::size_t count_of_tls_rpt(const Report& report) {
    return static_cast<std::size_t>(std::count_if(report.findings.begin(), report.findings.end(),
                                                  [](const Finding& f) { return f.code.starts_with("tlsrpt."); }));
}

/// Facts of a domain whose only session ends without TLS, although TLSA records demand it.
DomainFacts without_tls(FakeResolver& resolver) {
    auto facts = Gathering(resolver).run("example.org");
    auto& session = facts.hosts.at(0).endpoints.at(0).session;
    session.result = SmtpResult::no_starttls;
    session.stage = SmtpStage::starttls;
    return facts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tls_rpt)

BOOST_AUTO_TEST_CASE(a_good_record_says_where_reports_go_and_nothing_else) {
    auto resolver = domain_with({"v=TLSRPTv1; rua=mailto:reports@example.org,https://example.net/r"});
    const auto report = report_on(resolver);
    BOOST_REQUIRE(report.tls_rpt.has_value());
    BOOST_TEST(report.tls_rpt->present);
    BOOST_TEST(report.tls_rpt->records.record.value().rua.size() == 2U);
    BOOST_TEST(!report.tls_rpt->failure.has_value());
    BOOST_TEST(count_of_tls_rpt(report) == 0U);
    BOOST_TEST(resolver.count(owner, RecordType::txt) == 1U);
}

BOOST_AUTO_TEST_CASE(no_record_is_a_notice) {
    auto resolver = domain_with({});
    const auto report = report_on(resolver);
    BOOST_TEST(!report.tls_rpt.value().present);
    BOOST_TEST(has(report, "tlsrpt.none"));
    BOOST_TEST(count_of_tls_rpt(report) == 1U);
}

BOOST_AUTO_TEST_CASE(other_records_there_do_not_count) {  // T01
    auto resolver = domain_with({"v=spf1 -all"});
    const auto report = report_on(resolver);
    BOOST_TEST(!report.tls_rpt.value().present);
    BOOST_TEST(has(report, "tlsrpt.none"));
    BOOST_TEST(has(report, "tlsrpt.ignored_record"));
}

BOOST_AUTO_TEST_CASE(a_malformed_record_is_present_and_not_valid) {
    auto resolver = domain_with({"v=TLSRPTv1; rua=nowhere"});
    const auto report = report_on(resolver);
    BOOST_TEST(report.tls_rpt.value().present);
    BOOST_TEST(!report.tls_rpt->records.record.has_value());
    BOOST_TEST(report.tls_rpt->failure.value().find("nowhere") != std::string::npos);
    BOOST_TEST(has(report, "tlsrpt.invalid"));
    BOOST_TEST(!has(report, "tlsrpt.none"));
}

BOOST_AUTO_TEST_CASE(two_records_are_none) {  // T01
    auto resolver = domain_with({"v=TLSRPTv1; rua=mailto:a@example.org", "v=TLSRPTv1; rua=mailto:b@example.org"});
    const auto report = report_on(resolver);
    BOOST_TEST(!report.tls_rpt.value().records.record.has_value());
    BOOST_TEST(has(report, "tlsrpt.several"));
}

BOOST_AUTO_TEST_CASE(a_record_that_fails_validation_asks_for_nothing) {
    auto resolver = domain_with({"v=TLSRPTv1; rua=mailto:a@example.org"}, Status::bogus);
    const auto report = report_on(resolver);
    BOOST_TEST(!report.tls_rpt.value().present);
    BOOST_TEST(report.tls_rpt->failure.value().find("bogus") != std::string::npos);
    BOOST_TEST(has(report, "tlsrpt.lookup_failed"));
    BOOST_TEST(!has(report, "tlsrpt.none"));
}

BOOST_AUTO_TEST_CASE(aliases_are_followed) {
    auto resolver = domain_with({});
    resolver.add(owner, RecordType::cname, {"reports.example.net"})
        .add("reports.example.net", RecordType::txt, {"v=TLSRPTv1; rua=https://example.net/r"});
    BOOST_TEST(report_on(resolver).tls_rpt.value().records.record.has_value());
}

BOOST_AUTO_TEST_CASE(address_literals_have_no_policy_domain) {
    auto resolver = domain_with({});
    const auto report = report_on(resolver, "[192.0.2.1]");
    BOOST_TEST(!report.tls_rpt.has_value());
    BOOST_TEST(count_of_tls_rpt(report) == 0U);
}

BOOST_AUTO_TEST_CASE(a_domain_that_takes_no_mail_needs_no_reports) {  // RFC 7505
    FakeResolver resolver;
    resolver.add("example.org", RecordType::mx, {"0 ."});
    BOOST_TEST(count_of_tls_rpt(report_on(resolver)) == 0U);
}

BOOST_AUTO_TEST_CASE(reports_that_go_to_the_failing_host_are_warned_of) {  // T03
    auto own = domain_with({"v=TLSRPTv1; rua=mailto:reports@example.org"});
    BOOST_TEST(has(judge(without_tls(own)), "tlsrpt.mailbox_behind_failure"));
    BOOST_TEST(!has(report_on(own), "tlsrpt.mailbox_behind_failure"));

    auto other = domain_with({"v=TLSRPTv1; rua=mailto:reports@example.net"});
    other.add("example.net", RecordType::mx, {"10 mx.example.org"});
    const auto facts = without_tls(other);
    BOOST_TEST(facts.tls_rpt.mailboxes.size() == 1U);
    BOOST_TEST(has(judge(facts), "tlsrpt.mailbox_behind_failure"));
}

BOOST_AUTO_TEST_CASE(one_place_that_works_is_enough) {  // T03
    auto second_uri = domain_with({"v=TLSRPTv1; rua=mailto:reports@example.org,https://example.net/r"});
    BOOST_TEST(!has(judge(without_tls(second_uri)), "tlsrpt.mailbox_behind_failure"));

    auto second_host = domain_with({"v=TLSRPTv1; rua=mailto:reports@example.net"});
    second_host.add("example.net", RecordType::mx, {"10 mx.example.org", "20 mx.example.net"});
    BOOST_TEST(!has(judge(without_tls(second_host)), "tlsrpt.mailbox_behind_failure"));
}

BOOST_AUTO_TEST_CASE(few_mailboxes_are_looked_up) {
    std::string text = "v=TLSRPTv1; rua=mailto:a@example.org";
    for (char c = 'a'; c < 'z'; ++c) text += std::string(",mailto:a@") + c + ".example,mailto:b@" + c + ".example";
    auto resolver = domain_with({text});
    BOOST_TEST(report_on(resolver).facts.tls_rpt.mailboxes.size() == 4U);
    BOOST_TEST(resolver.count(RecordType::mx) == 5U);
}

BOOST_AUTO_TEST_CASE(saved_facts_give_the_same_report_again) {
    auto resolver = domain_with({"v=TLSRPTv1; rua=mailto:reports@example.net; x=y"});
    const auto facts = without_tls(resolver);
    const auto again = facts_from_json(facts_to_json(facts));
    BOOST_REQUIRE(bool(again));
    BOOST_TEST((again->tls_rpt.record == facts.tls_rpt.record));
    BOOST_TEST((again->tls_rpt.mailboxes == facts.tls_rpt.mailboxes));
    BOOST_TEST((judge(*again).findings == judge(facts).findings));
}

BOOST_AUTO_TEST_CASE(facts_from_before_tls_rpt_are_still_read) {
    auto resolver = domain_with({});
    auto text = facts_to_json(Gathering(resolver).run("example.org"));
    const auto at = text.find(",\"tls_rpt\":");
    BOOST_REQUIRE(at != std::string::npos);
    text.replace(at, std::string::npos, "}");
    const auto facts = facts_from_json(text);
    BOOST_REQUIRE(bool(facts));
    BOOST_TEST(!judge(*facts).tls_rpt.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
