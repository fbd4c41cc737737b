#include <danelaw/tlsrpt/report.hpp>

#include <boost/test/unit_test.hpp>

// The JSON of a report. RFC 8460 §4.4.

using namespace danelaw;

namespace {

const std::string good =
    R"({"organization-name":"Company-X","date-range":{"start-datetime":"2016-04-01T00:00:00Z",)"
    R"("end-datetime":"2016-04-01T23:59:59Z"},"contact-info":"sts@company-x.example",)"
    R"("report-id":"5065427c@x","policies":[{"policy":{"policy-type":"tlsa",)"
    R"("policy-string":["3 1 1 AB"],"policy-domain":"mx.y.example","mx-host":["mx.y.example"]},)"
    R"("summary":{"total-successful-session-count":5326,"total-failure-session-count":303},)"
    R"("failure-details":[{"result-type":"validation-failure","sending-mta-ip":"192.0.2.1",)"
    R"("receiving-mx-hostname":"mx.y.example","receiving-mx-helo":"mx","receiving-ip":"192.0.2.2",)"
    R"("failed-session-count":303,"additional-information":"https://x.example/1",)"
    R"("failure-reason-code":"X509"}]}]})";

std::string with(std::string from, const std::string& what, const std::string& instead) {
    const auto at = from.find(what);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, "the mutation changes nothing: " << what);
    return from.replace(at, what.size(), instead);
}

TlsReport read(const std::string& json) {
    const auto report = read_tls_report(json);
    BOOST_REQUIRE_MESSAGE(bool(report), (report ? "" : report.error().detail));
    return *report;
}

void refuses(const std::string& json, const std::string& why) {
    const auto report = read_tls_report(json);
    BOOST_TEST_CONTEXT(why) {
        BOOST_REQUIRE(!report);
        BOOST_TEST_CONTEXT(report.error().detail) { BOOST_TEST(report.error().detail.find(why) != std::string::npos); }
    }
}

void deviates(const std::string& json, const std::string& how) {
    const auto report = read(json);
    BOOST_REQUIRE(report.deviations.size() == 1U);
    BOOST_TEST_CONTEXT(report.deviations[0]) { BOOST_TEST(report.deviations[0].find(how) != std::string::npos); }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tls_report)

BOOST_AUTO_TEST_CASE(every_field_is_read) {  // §4.4
    const auto report = read(good);
    BOOST_TEST(report.organization == "Company-X");
    BOOST_TEST(report.contact == "sts@company-x.example");
    BOOST_TEST(report.id == "5065427c@x");
    BOOST_TEST(format_time(report.start) == "2016-04-01T00:00:00Z");
    BOOST_TEST(format_time(report.end) == "2016-04-01T23:59:59Z");
    BOOST_TEST(report.deviations.empty());
    const auto& policy = report.policies.at(0);
    BOOST_TEST(policy.type == "tlsa");
    BOOST_TEST(policy.policy_string.at(0) == "3 1 1 AB");
    BOOST_TEST(policy.domain.value() == "mx.y.example");
    BOOST_TEST(policy.mx_host.at(0) == "mx.y.example");
    BOOST_TEST(policy.successful.value() == 5326U);
    BOOST_TEST(policy.failed.value() == 303U);
    const auto& failure = policy.failures.at(0);
    BOOST_TEST(failure.result_type == "validation-failure");
    BOOST_TEST(failure.sending_mta_ip == "192.0.2.1");
    BOOST_TEST(failure.receiving_mx_hostname == "mx.y.example");
    BOOST_TEST(failure.receiving_mx_helo == "mx");
    BOOST_TEST(failure.receiving_ip == "192.0.2.2");
    BOOST_TEST(failure.sessions == 303U);
    BOOST_TEST(failure.additional_information == "https://x.example/1");
    BOOST_TEST(failure.reason_code == "X509");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
    const auto report = read(good);
    BOOST_TEST(write_tls_report(report) == good);
    BOOST_TEST((read(write_tls_report(report)) == report));
}

BOOST_AUTO_TEST_CASE(policies_must_be_an_array) {  // T04, §4: "MUST be an array and not a singular value"
    refuses(with(with(good, "[{\"policy\"", "{\"policy\""), "}]}]}", "}]}}"),
            "policies: an object stands there, expected an array");
}

BOOST_AUTO_TEST_CASE(what_gives_a_report_its_sense_is_needed) {
    refuses("", "not JSON");
    refuses("[]", "not a JSON object");
    refuses("{}", "organization-name: expected this key");
    refuses(with(good, "\"Company-X\"", "1"), "organization-name: 1 stands there, expected a text");
    refuses(with(good, "\"5065427c@x\"", "\"\""), "report-id: expected a text that is not empty");
    refuses(with(good, "date-range", "range"), "date-range: expected this key");
    refuses(with(good, "2016-04-01T00", "2016-04-31T00"), "start-datetime: expected a time");
    refuses(with(good, "\"2016-04-01T00:00:00Z\"", "\"1459468800\""), "start-datetime: expected a time");
    refuses(with(good, "2016-04-01T00:00:00Z", "1969-04-01T00:00:00Z"), "start-datetime: expected a time");
    refuses(with(good, "2016-04-01T23:59:59Z", "9999-12-31T23:59:59-01:00"), "end-datetime: expected a time");
    refuses(with(good, "2016-04-01T23", "2016-03-01T23"), "not before the start");
    refuses(with(good, "\"policy-type\"", "\"type\""), "policies[0].policy.policy-type: expected this key");
    refuses(with(good, "\"summary\"", "\"sum\""), "policies[0].summary: expected this key");
    refuses(with(good, "\"result-type\"", "\"type\""), "failure-details[0].result-type: expected this key");
}

BOOST_AUTO_TEST_CASE(counts_are_whole_numbers_that_can_be) {
    refuses(with(good, "5326", "-1"), "stands there, expected a whole number");
    refuses(with(good, "5326", "1.5"), "stands there, expected a whole number");
    refuses(with(good, "5326", "\"5326\""), "stands there, expected a whole number");
    refuses(with(good, "5326", "1000000000001"), "at most 1000000000000 sessions");
    refuses(with(good, "5326", "99999999999999999999"), "stands there, expected a whole number");
}

BOOST_AUTO_TEST_CASE(departures_from_the_schema_are_told_and_read) {
    deviates(with(good, "\"tlsa\"", "\"dane\""), "policy-type \"dane\"");                                    // T04
    deviates(with(good, "\"validation-failure\"", "\"tls-too-old\""), "\"tls-too-old\" is not registered");  // T05
    deviates(with(good, "contact-info", "contact"), "contact-info is missing");
    deviates(with(good, "\"policy-domain\":\"mx.y.example\",", ""), "policy-domain is missing");
    deviates(with(good, "-domain\":\"mx.y", "-domain\":\"mx.\xC3\xBC"), "is not in A-labels");  // T07
    deviates(with(good, ",\"total-failure-session-count\":303", ""), "total-failure-session-count is missing");
    deviates(with(good, "\"failed-session-count\":303,", ""), "one session is assumed");
}

BOOST_AUTO_TEST_CASE(one_text_is_a_list_of_one) {  // Appendix B has "mx-host": "*.mail.company-y.example"
    const auto report = read(with(good, "[\"mx.y.example\"]", "\"mx.y.example\""));
    BOOST_TEST(report.policies.at(0).mx_host.at(0) == "mx.y.example");
    BOOST_TEST(report.deviations.empty());
}

BOOST_AUTO_TEST_CASE(nulls_are_absent_and_unknown_keys_ignored) {
    const auto report = read(with(good, "\"192.0.2.1\"", "null,\"x\":[1,{\"y\":2}]"));
    BOOST_TEST(report.policies.at(0).failures.at(0).sending_mta_ip.empty());
}

BOOST_AUTO_TEST_CASE(times_with_an_offset_are_utc) {  // RFC 3339 §5.6
    const auto report = read(with(good, "2016-04-01T00:00:00Z", "2016-04-01T02:00:00+02:00"));
    BOOST_TEST(format_time(report.start) == "2016-04-01T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_passed_over) {  // RFC 8259 §8.1
    BOOST_TEST(read("\xEF\xBB\xBF" + good).id == "5065427c@x");
}

BOOST_AUTO_TEST_CASE(size_depth_and_counts_have_caps) {
    refuses(std::string(33U * 1024 * 1024, ' '), "a report is read up to");
    refuses(std::string(40, '[') + std::string(40, ']'), "not JSON");
    refuses(with(good, "Company-X", std::string(5000, 'x')), "a text of at most 4096 octets");
    std::string many;
    for (int i = 0; i < 1001; ++i) many += (many.empty() ? "" : ",") + std::string("\"a\"");
    refuses(with(good, "\"3 1 1 AB\"", many), "at most 1000 entries");
    std::string policies;
    for (int i = 0; i < 10001; ++i) policies += (policies.empty() ? "" : ",") + std::string("{}");
    const auto from = good.find("[{\"policy\"");
    refuses(good.substr(0, from) + "[" + policies + "]}", "at most 10000 entries");
}

BOOST_AUTO_TEST_SUITE_END()
