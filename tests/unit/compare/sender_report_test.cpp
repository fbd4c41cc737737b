// MTA-STS in the TLS report that a sender would send of a check, and in what became of a reported failure. RFC 8460 §4.
#include "support/certificates.hpp"
#include "support/conformance.hpp"
#include "support/sts_domain.hpp"

#include <danelaw/report/sender_report.hpp>

#include <boost/test/unit_test.hpp>

#include <map>

using namespace danelaw;
using namespace danelaw::test;

namespace {

SmtpSession without_starttls() { return ended_session(SmtpResult::no_starttls, SmtpStage::ehlo); }

StsDomain self_signed(const std::string& mode = "enforce") { return StsDomain(mode).chain({"self_signed"}); }

/// TLSA records that match the host's certificate, or that do not.
StsDomain with_tlsa(StsDomain domain, const std::string& record = record_of(certificate("leaf").der)) {
    return domain.with([&](DomainFacts& facts) {
        facts.hosts[0].lookups.tlsa = {answer("_25._tcp.mx.example.org", RecordType::tlsa, {record})};
    });
}

const std::string other_record = record_of(stand_in_certificate(7));

StsDomain refusing_policy_host() {
    PolicyExchange refused;
    refused.result = FetchResult::connect_failed;
    refused.stage = FetchStage::connect;
    refused.detail = "connection refused";
    refused.connection_refused = true;
    return StsDomain().exchange(refused);
}

/// `sts 1 ok 0 failed: type, ...; ...` of every policy.
std::string told(const Report& report) {
    std::string text;
    for (const auto& policy : sender_report(report).policies) {
        text += (text.empty() ? "" : "; ") + policy.type + " " + std::to_string(policy.successful.value()) + " ok " +
                std::to_string(policy.failed.value()) + " failed";
        for (const auto& failure : policy.failures) text += " " + failure.result_type;
    }
    return text;
}

std::string told(const StsDomain& domain) { return told(domain.judged()); }

DigestFailure reported(const std::string& type, const std::string& policy_type = "sts",
                       const std::string& host = "mx.example.org") {
    DigestFailure failure;
    failure.domain = "example.org";
    failure.policy_type = policy_type;
    failure.result_type = type;
    failure.mx_host = host;
    return failure;
}

std::string now(const DigestFailure& failure, const StsDomain& domain) {
    return to_text(failure_now(failure, domain.judged()).state);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sender_reports_of_mta_sts)

BOOST_AUTO_TEST_CASE(a_policy_is_told_with_its_lines_and_its_patterns) {  // §4.4, §4.5
    const auto sent = sender_report(StsDomain()
                                        .policy("version: STSv1\r\nmode: enforce\r\nmx: mx.example.org\r\n"
                                                "mx: *.backup.example\r\nx: y\r\nmax_age: 86400")
                                        .judged());
    BOOST_REQUIRE(sent.policies.size() == 1U);
    const auto& policy = sent.policies[0];
    BOOST_TEST(policy.type == "sts");
    BOOST_TEST(policy.domain.value() == "example.org");
    BOOST_TEST(
        (policy.policy_string == std::vector<std::string>{"version: STSv1", "mode: enforce", "mx: mx.example.org",
                                                          "mx: *.backup.example", "x: y", "max_age: 86400"}));
    BOOST_TEST((policy.mx_host == std::vector<std::string>{"mx.example.org", "*.backup.example"}));
    BOOST_TEST(policy.successful.value() == 1U);
    BOOST_TEST(policy.failed.value() == 0U);
    BOOST_TEST(policy.failures.empty());
}

BOOST_AUTO_TEST_CASE(a_session_that_does_not_comply_has_the_type_of_its_fault) {  // §4.3.1
    const auto with = [](std::initializer_list<const char*> names) { return told(StsDomain().chain(names)); };
    BOOST_TEST(with({"leaf", "intermediate"}) == "sts 1 ok 0 failed");
    BOOST_TEST(with({"expired_leaf", "intermediate"}) == "sts 0 ok 1 failed certificate-expired");
    BOOST_TEST(with({"self_signed"}) == "sts 0 ok 1 failed certificate-not-trusted");
    BOOST_TEST(with({"leaf"}) == "sts 0 ok 1 failed certificate-not-trusted");
    BOOST_TEST(with({"cn_leaf", "intermediate"}) == "sts 0 ok 1 failed certificate-host-mismatch");
    BOOST_TEST(told(StsDomain().session(without_starttls())) == "sts 0 ok 1 failed starttls-not-supported");
    BOOST_TEST(told(StsDomain().session(ended_session(SmtpResult::tls_handshake_failed, SmtpStage::tls))) ==
               "sts 0 ok 1 failed validation-failure");
    auto old = tls_session({"leaf", "intermediate"});
    old.tls->version = "TLS1.1";
    BOOST_TEST(told(StsDomain().session(old)) == "sts 0 ok 1 failed validation-failure");
    BOOST_TEST(told(StsDomain().session(silent_address())) == "sts 0 ok 0 failed");  // T06, §4.3.4
}

BOOST_AUTO_TEST_CASE(testing_is_reported_as_enforce_is) {  // RFC 8461 §5
    BOOST_TEST(told(self_signed("testing")) == told(self_signed("enforce")));
}

BOOST_AUTO_TEST_CASE(a_failure_says_which_session_it_was_and_why) {  // §4.4
    const auto sent = sender_report(self_signed().judged());
    const auto& failure = sent.policies.at(0).failures.at(0);
    BOOST_TEST(failure.receiving_mx_hostname == "mx.example.org");
    BOOST_TEST(failure.receiving_ip == "192.0.2.1");
    BOOST_TEST(failure.sessions == 1U);
    BOOST_TEST(failure.reason_code == finding(self_signed().judged(), "sts.mx_certificate_self_signed")
                                          .text.substr(std::string("mx.example.org[192.0.2.1]:25: ").size()));
}

BOOST_AUTO_TEST_CASE(the_session_with_the_sni_of_mta_sts_counts) {  // RFC 8461 §7.1, S23
    const auto domain = with_tlsa(self_signed()).with([](DomainFacts& facts) {
        facts.hosts[0].endpoints[0].sts_probe = tls_session({"leaf", "intermediate"});
    });
    BOOST_TEST(told(domain).ends_with("sts 1 ok 0 failed"));
}

BOOST_AUTO_TEST_CASE(a_host_outside_of_the_policy_is_one_failed_session) {  // RFC 8461 §4.1
    const auto domain = StsDomain().policy(policy_text("enforce", {"other.example.org"}));
    BOOST_TEST(told(domain) == "sts 0 ok 1 failed validation-failure");
    const auto sent = sender_report(domain.judged());
    BOOST_TEST(sent.policies[0].failures[0].receiving_mx_hostname == "mx.example.org");
    BOOST_TEST(sent.policies[0].failures[0].receiving_ip.empty());  // nobody connects to it
}

BOOST_AUTO_TEST_CASE(without_a_policy_in_force_none_was_found) {  // §4: "no-policy-found"
    BOOST_TEST(told(StsDomain("none")) == "no-policy-found 1 ok 0 failed");
    BOOST_TEST(told(StsDomain().records({})) == "no-policy-found 1 ok 0 failed");
    BOOST_TEST(told(StsDomain().records({"v=STSv1;"})) == "no-policy-found 1 ok 0 failed");
}

BOOST_AUTO_TEST_CASE(what_keeps_senders_from_the_policy_fails_no_session) {  // §4.3.2.2
    BOOST_TEST(told(refusing_policy_host()) ==
               "no-policy-found 1 ok 0 failed; sts 0 ok 0 failed sts-policy-fetch-error");
    BOOST_TEST(told(StsDomain().policy("version: STSv1\nmode: enforce\n")) ==
               "no-policy-found 1 ok 0 failed; sts 0 ok 0 failed sts-policy-invalid");
    auto expired = served(policy_text("enforce"));
    expired.chain = {certificate("expired_leaf").der, certificate("intermediate").der};
    BOOST_TEST(told(StsDomain().exchange(expired)) ==
               "no-policy-found 1 ok 0 failed; sts 0 ok 0 failed sts-webpki-invalid");
    // "including any errors" (§4.5)
    const auto invalid = sender_report(StsDomain().policy("version: STSv1\n\x1b[2J: enforce\n").judged());
    BOOST_TEST(
        (invalid.policies.at(1).policy_string == std::vector<std::string>{"version: STSv1", "\\x1b[2J: enforce"}));
}

BOOST_AUTO_TEST_CASE(dane_and_mta_sts_are_two_policies) {  // §4
    BOOST_TEST(told(with_tlsa(StsDomain())) == "tlsa 1 ok 0 failed; sts 1 ok 0 failed");
    BOOST_TEST(told(with_tlsa(StsDomain(), other_record)) ==
               "tlsa 0 ok 1 failed validation-failure; sts 1 ok 0 failed");
    BOOST_TEST(told(with_tlsa(StsDomain().chain({"cn_leaf", "intermediate"}), record_of(certificate("cn_leaf").der))) ==
               "tlsa 1 ok 0 failed; sts 0 ok 1 failed certificate-host-mismatch");
}

BOOST_AUTO_TEST_CASE(a_cached_policy_is_the_one_that_is_applied) {  // RFC 8461 §3.3
    const auto domain =
        self_signed().records({}).with([](DomainFacts& facts) { facts.sts.cached_policy = policy_text("enforce"); });
    BOOST_TEST(told(domain) == "sts 0 ok 1 failed certificate-not-trusted");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_without_deviation) {  // §4.4
    for (const auto& domain : {StsDomain(), self_signed(), with_tlsa(self_signed("testing")), refusing_policy_host()}) {
        const auto sent = sender_report(domain.judged());
        const auto read = read_tls_report(write_tls_report(sent));
        BOOST_REQUIRE_MESSAGE(bool(read), (read ? "" : read.error().detail));
        BOOST_TEST(read->deviations.empty());
        BOOST_TEST((*read == sent));
    }
}

BOOST_AUTO_TEST_CASE(result_types_of_paths_are_those_of_other_test_suites) {
    const std::map<std::string, std::string> scenarios{
        {"PKIX: certificate expired", told(StsDomain().chain({"expired_leaf", "intermediate"}))},
        {"PKIX: not signed by a trusted CA", told(StsDomain().chain({"leaf"}))},
    };
    std::size_t compared = 0;
    const auto cases = danelaw::testing::conformance_cases("tlsrpt", {"result-type"});
    for (const auto& one : cases) {
        const auto known = scenarios.find(danelaw::testing::text(one.at("input").at("scenario")));
        if (one.contains("disputed") || known == scenarios.end()) continue;
        ++compared;
        BOOST_TEST(known->second ==
                   "sts 0 ok 1 failed " + danelaw::testing::text(one.at("expected").at("result-type")));
    }
    BOOST_TEST((cases.empty() || compared == scenarios.size()));
}

BOOST_AUTO_TEST_CASE(a_reported_failure_of_the_hosts_is_looked_for_under_its_policy) {
    BOOST_TEST(now(reported("certificate-not-trusted"), self_signed()) == "still");
    BOOST_TEST(now(reported("certificate-expired"), self_signed()) == "other");
    BOOST_TEST(now(reported("certificate-not-trusted", "tlsa"), self_signed()) == "other");
    BOOST_TEST(now(reported("certificate-not-trusted"), StsDomain()) == "gone");
    BOOST_TEST(now(reported("certificate-not-trusted"), StsDomain().session(silent_address())) == "unknown");
    BOOST_TEST(now(reported("certificate-not-trusted"), StsDomain("none")) == "gone");
    const auto without_cas = self_signed().with([](DomainFacts& facts) { facts.ca = CaFacts{"store.pem", 0, {}}; });
    BOOST_TEST(now(reported("certificate-not-trusted"), without_cas) == "unknown");
}

BOOST_AUTO_TEST_CASE(a_reported_failure_of_the_policy_is_looked_for_there) {
    const auto fetch = reported("sts-policy-fetch-error", "sts", "");
    BOOST_TEST(now(fetch, refusing_policy_host()) == "still");
    BOOST_TEST(now(fetch, StsDomain().policy("mode: enforce")) == "other");
    BOOST_TEST(now(fetch, StsDomain().records({"v=STSv1;"})) == "other");
    BOOST_TEST(now(fetch, StsDomain()) == "gone");
    BOOST_TEST(now(fetch, StsDomain().records({})) == "gone");
    const auto unanswered = StsDomain().with(
        [](DomainFacts& facts) { facts.sts.record = failed("_mta-sts.example.org", RecordType::txt); });
    BOOST_TEST(now(fetch, unanswered) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
