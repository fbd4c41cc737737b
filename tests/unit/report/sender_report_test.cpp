// The TLS report that a sender would send of a check, and whether a reported failure still happens. RFC 8460 §4.
#include <danelaw/report/sender_report.hpp>

#include "support/certificates.hpp"
#include "support/conformance.hpp"
#include "support/domain.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <map>

namespace danelaw {
namespace {

using namespace test;

SmtpSession without_starttls() { return ended_session(SmtpResult::no_starttls, SmtpStage::ehlo); }

Host mismatching_host() {
    return Host("mx1.example.org")
        .at("192.0.2.1", tls_session({stand_in_certificate(9)}))
        .tlsa({record_of(stand_in_certificate(1))});
}

/// A host whose chain is judged by a usage-2 record for `root`, at a time when testdata's certificates are valid.
Report judged_chain(std::initializer_list<const char*> names) {
    std::vector<Bytes> presented;
    for (const auto& one : chain(names)) presented.push_back(one.der);
    auto host = Host("mx.example.org")
                    .at("192.0.2.1", tls_session(std::move(presented)))
                    .tlsa({to_text(tlsa("2 0 1", "root"))});
    return Domain({std::move(host)}).with([](DomainFacts& facts) { facts.checked_at = judged_at; }).judged();
}

const TlsReportPolicy& only_policy(const TlsReport& sent) {
    BOOST_REQUIRE(sent.policies.size() == 1U);
    return sent.policies[0];
}

/// The result-type of the only failure that would be reported, or nothing.
std::string result_type(const Report& report) {
    const auto sent = sender_report(report);
    std::string type;
    for (const auto& policy : sent.policies) {
        for (const auto& failure : policy.failures) type = failure.result_type;
    }
    return type;
}

DigestFailure reported(const std::string& type, const std::string& host = "mx1.example.org") {
    DigestFailure failure;
    failure.domain = "example.org";
    failure.policy_type = "tlsa";
    failure.result_type = type;
    failure.mx_host = host;
    return failure;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sender_reports)

BOOST_AUTO_TEST_CASE(a_protected_domain_is_a_heartbeat) {  // §4.2.1
    const auto report =
        Domain({protected_host()}).with([](DomainFacts& facts) { facts.ehlo_name = "probe.example.net"; }).judged();
    const auto sent = sender_report(report);
    BOOST_TEST(sent.organization == "probe.example.net");
    BOOST_TEST(sent.contact == "postmaster@probe.example.net");
    BOOST_TEST(sent.id == "2026-01-01T00:00:00Z_example.org@probe.example.net");
    BOOST_TEST(format_time(sent.start) == "2026-01-01T00:00:00Z");
    BOOST_TEST(format_time(sent.end) == "2026-01-01T23:59:59Z");
    const auto& policy = only_policy(sent);
    BOOST_TEST(policy.type == "tlsa");
    BOOST_TEST(policy.domain.value() == "mx1.example.org");  // §1.1: the TLSA base domain
    BOOST_TEST(policy.policy_string.at(0) == record_of(stand_in_certificate(1)));
    BOOST_TEST(policy.mx_host.at(0) == "mx1.example.org");
    BOOST_TEST(policy.successful.value() == 1U);
    BOOST_TEST(policy.failed.value() == 0U);
    BOOST_TEST(policy.failures.empty());
}

BOOST_AUTO_TEST_CASE(a_failure_says_which_session_it_was) {  // §4.4
    auto host = mismatching_host();
    host.with([](HostFacts& facts) { facts.endpoints[0].session.local_address = "198.51.100.7"; });
    const auto sent = sender_report(Domain({std::move(host)}).judged());
    const auto& policy = only_policy(sent);
    BOOST_TEST(policy.failed.value() == 1U);
    BOOST_REQUIRE(policy.failures.size() == 1U);
    const auto& failure = policy.failures[0];
    BOOST_TEST(failure.result_type == "validation-failure");
    BOOST_TEST(failure.sending_mta_ip == "198.51.100.7");
    BOOST_TEST(failure.receiving_mx_hostname == "mx1.example.org");
    BOOST_TEST(failure.receiving_mx_helo == "mx.example.org");
    BOOST_TEST(failure.receiving_ip == "192.0.2.1");
    BOOST_TEST(failure.sessions == 1U);
    BOOST_TEST(failure.reason_code.find("no TLSA record matches") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_without_deviation) {  // §4.4
    const auto report = Domain({mismatching_host(), plain_host()}).judged();
    const auto sent = sender_report(report);
    const auto read = read_tls_report(write_tls_report(sent));
    BOOST_REQUIRE_MESSAGE(bool(read), (read ? "" : read.error().detail));
    BOOST_TEST(read->deviations.empty());
    BOOST_TEST((*read == sent));
}

BOOST_AUTO_TEST_CASE(hosts_without_a_policy_are_counted_together) {  // §4: "no-policy-found"
    auto clear = Host("mx3.example.org", 30).at("192.0.2.3", without_starttls());
    const auto sent = sender_report(Domain({plain_host(), std::move(clear)}).judged());
    const auto& policy = only_policy(sent);
    BOOST_TEST(policy.type == "no-policy-found");
    BOOST_TEST(policy.domain.value() == "example.org");
    BOOST_TEST(policy.successful.value() == 1U);
    BOOST_TEST(policy.failed.value() == 1U);
    BOOST_TEST(policy.failures.at(0).result_type == "starttls-not-supported");
}

BOOST_AUTO_TEST_CASE(addresses_that_are_not_reached_count_as_nothing) {  // T06, §4.3.4
    auto host = protected_host();
    host.at("192.0.2.7", silent_address())
        .at("192.0.2.8", refused_connection())
        .at("192.0.2.9", cut(without_starttls()));
    const auto sent = sender_report(Domain({std::move(host)}).judged());
    BOOST_TEST(only_policy(sent).successful.value() == 1U);
    BOOST_TEST(only_policy(sent).failed.value() == 0U);
    BOOST_TEST(
        sender_report(Domain({Host("mx1.example.org").at("192.0.2.1", silent_address())}).judged()).policies.empty());
}

BOOST_AUTO_TEST_CASE(a_lookup_that_fails_is_one_failed_session) {  // §4.3.2.1
    auto host = protected_host();
    host.with([](HostFacts& facts) { facts.lookups.tlsa = {bogus("_25._tcp.mx1.example.org", RecordType::tlsa)}; });
    const auto sent = sender_report(Domain({std::move(host)}).judged());
    BOOST_TEST(only_policy(sent).failed.value() == 1U);
    BOOST_TEST(only_policy(sent).failures.at(0).result_type == "dnssec-invalid");
    BOOST_TEST(only_policy(sent).failures[0].receiving_mx_hostname == "mx1.example.org");
    auto cut_host = protected_host();
    cut_host.with(
        [](HostFacts& facts) { facts.lookups.tlsa = {cut_lookup("_25._tcp.mx1.example.org", RecordType::tlsa)}; });
    const auto cut_short = Domain({std::move(cut_host)}).judged();
    BOOST_TEST(sender_report(cut_short).policies.empty());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_validated_here_is_no_failure_of_the_domain) {  // contract 2, "First"
    const auto blind =
        Domain()
            .mx(failed("example.org", RecordType::mx))
            .with([](DomainFacts& facts) { facts.trust.anchor_lookups = {bogus(".", RecordType::dnskey)}; })
            .judged();
    BOOST_TEST(sender_report(blind).policies.empty());
    BOOST_TEST((failure_now(reported("dnssec-invalid", ""), blind).state == FailureState::unknown));
    const auto without_anchor = Domain({plain_host("mx1.example.org")})
                                    .with([](DomainFacts& facts) { facts.trust.anchors = {name("other.example")}; })
                                    .judged();
    BOOST_TEST(sender_report(without_anchor).policies.empty());
    BOOST_TEST((failure_now(reported("validation-failure"), without_anchor).state == FailureState::unknown));
}

BOOST_AUTO_TEST_CASE(the_lookup_that_keeps_senders_away_is_the_one_told_of) {  // contract 1: one family is enough
    auto host = protected_host();
    host.with([](HostFacts& facts) {
        facts.lookups.aaaa = failed("mx1.example.org", RecordType::aaaa);
        facts.lookups.tlsa = {bogus("_25._tcp.mx1.example.org", RecordType::tlsa)};
    });
    const auto sent = sender_report(Domain({std::move(host)}).judged());
    BOOST_TEST(only_policy(sent).failures.at(0).reason_code.starts_with("_25._tcp.mx1.example.org TLSA: "));
}

BOOST_AUTO_TEST_CASE(unusable_records_are_told_of_and_fail_no_session) {  // §4.3.2.1, RFC 7672 §2.2
    auto host = Host("mx1.example.org")
                    .at("192.0.2.1", tls_session({stand_in_certificate(1)}))
                    .tlsa({"1 1 1 " + std::string(64, 'a')});
    const auto sent = sender_report(Domain({std::move(host)}).judged());
    const auto& policy = only_policy(sent);
    BOOST_TEST(policy.successful.value() == 1U);
    BOOST_TEST(policy.failed.value() == 0U);
    BOOST_TEST(policy.failures.at(0).result_type == "tlsa-invalid");
    BOOST_TEST(policy.failures[0].sessions == 0U);
}

BOOST_AUTO_TEST_CASE(dates_and_names_on_a_path_have_types_of_their_own) {  // T05, §4.3.1
    BOOST_TEST(result_type(judged_chain({"leaf", "intermediate", "root"})).empty());
    BOOST_TEST(result_type(judged_chain({"expired_leaf", "intermediate", "root"})) == "certificate-expired");
    BOOST_TEST(result_type(judged_chain({"other_name_leaf", "intermediate", "root"})) == "certificate-host-mismatch");
    BOOST_TEST(result_type(judged_chain({"leaf", "cross", "other_root"})) == "validation-failure");
    const auto report = judged_chain({"expired_leaf", "intermediate", "root"});
    BOOST_TEST(finding(report, "certificate.expired").tls_rpt.value() == "certificate-expired");
}

BOOST_AUTO_TEST_CASE(a_certificate_of_the_other_key_type_that_does_not_match_is_reported) {  // RFC 7672 §8.1
    auto host = protected_host();
    host.other_key(tls_session({stand_in_certificate(5)}));
    const auto sent = sender_report(Domain({std::move(host)}).judged());
    BOOST_TEST(only_policy(sent).failures.at(0).result_type == "validation-failure");
}

BOOST_AUTO_TEST_CASE(every_result_type_of_the_catalogue_is_registered) {  // T05, §6.6
    for (const auto& entry : catalogue()) {
        BOOST_TEST_CONTEXT(entry.code) {
            BOOST_TEST((entry.tls_rpt.empty() || is_registered_result_type(entry.tls_rpt)));
        }
    }
}

BOOST_AUTO_TEST_CASE(only_what_happens_today_has_a_result_type) {  // §4.3: senders report failures, not worries
    for (const char* const code : {"certificate.expires_soon", "signature.expires_soon", "signature.shorter_than_ttl",
                                   "tlsa.unusable", "tlsa.pkix_usage", "session.old_tls", "tlsrpt.none"}) {
        BOOST_TEST_CONTEXT(code) { BOOST_TEST(catalogue_entry(code)->tls_rpt.empty()); }
    }
}

BOOST_AUTO_TEST_CASE(result_types_are_those_of_other_test_suites) {
    const auto ended = [](SmtpResult result, SmtpStage stage) {
        auto host = Host("mx1.example.org")
                        .at("192.0.2.1", ended_session(result, stage))
                        .tlsa({record_of(stand_in_certificate(1))});
        return result_type(Domain({std::move(host)}).judged());
    };
    // What each scenario is here; those that are not in the table need what no receiver can see (local policy of the
    // sender), or are about MTA-STS.
    const std::map<std::string, std::function<std::string()>> scenarios{
        {"client offers TLS 1.0 only, server requires 1.2",
         [&] { return ended(SmtpResult::tls_handshake_failed, SmtpStage::tls); }},
        {"server sends non-TLS octets after STARTTLS",
         [&] { return ended(SmtpResult::injection_detected, SmtpStage::starttls); }},
        {"server closes during handshake", [&] { return ended(SmtpResult::connection_lost, SmtpStage::tls); }},
        {"DANE, TLSA present, no certificate matches",
         [] { return result_type(Domain({mismatching_host()}).judged()); }},
        {"DANE, MX RRset DNSSEC bogus",
         [] { return result_type(Domain().mx(bogus("example.org", RecordType::mx)).judged()); }},
    };
    std::size_t compared = 0;
    const auto cases = danelaw::testing::conformance_cases("tlsrpt", {"result-type"});
    for (const auto& one : cases) {
        const std::string scenario(one.at("input").as_object().at("scenario").as_string());
        const auto known = scenarios.find(scenario);
        if (one.contains("disputed") || known == scenarios.end()) continue;
        ++compared;
        BOOST_TEST_CONTEXT(scenario) {
            BOOST_TEST(known->second() ==
                       std::string_view(one.at("expected").as_object().at("result-type").as_string()));
        }
    }
    BOOST_TEST((cases.empty() || compared == scenarios.size()));
}

BOOST_AUTO_TEST_CASE(a_failure_that_is_seen_again_still_happens) {
    const auto report = Domain({mismatching_host()}).judged();
    BOOST_TEST((failure_now(reported("validation-failure"), report).state == FailureState::still));
    BOOST_TEST((failure_now(reported("validation-failure", "MX1.example.org"), report).state == FailureState::still));
    BOOST_TEST((failure_now(reported("validation-failure", ""), report).state == FailureState::still));
    BOOST_TEST((failure_now(reported(""), report).state == FailureState::still));
    const auto other = failure_now(reported("starttls-not-supported"), report);
    BOOST_TEST((other.state == FailureState::other));
    BOOST_TEST(other.text.find("validation-failure at mx1.example.org") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_failure_that_is_not_seen_is_gone_only_where_the_host_was_reached) {
    const auto good = Domain({protected_host()}).judged();
    BOOST_TEST((failure_now(reported("validation-failure"), good).state == FailureState::gone));
    BOOST_TEST((failure_now(reported("validation-failure", "mx9.example.org"), good).state == FailureState::gone));
    auto half = protected_host();
    half.at("192.0.2.7", silent_address());
    const auto half_seen = Domain({std::move(half)}).judged();
    BOOST_TEST((failure_now(reported("validation-failure"), half_seen).state == FailureState::unknown));
    const auto silent = Domain({Host("mx1.example.org").at("192.0.2.1", silent_address())}).judged();
    BOOST_TEST((failure_now(reported("validation-failure"), silent).state == FailureState::unknown));
    BOOST_TEST((failure_now(reported("validation-failure"), Domain().judged()).state == FailureState::unknown));
}

BOOST_AUTO_TEST_CASE(a_failure_may_be_at_an_address_or_a_host_that_was_not_looked_at) {
    for (const auto reason : {NotProbedReason::address_cap, NotProbedReason::private_address}) {
        auto host = protected_host();
        host.at("192.0.2.7", silent_address()).with([&](HostFacts& facts) {
            facts.endpoints.back().not_probed = NotProbed{reason, "not looked at"};
        });
        const auto in_part = Domain({std::move(host)}).judged();
        BOOST_TEST((failure_now(reported("validation-failure"), in_part).state == FailureState::unknown));
    }
    // Senders may have found addresses where we did not.
    for (const std::optional<Lookup>& aaaa : {std::optional(failed("mx1.example.org", RecordType::aaaa)), {}}) {
        auto host = protected_host();
        host.with([&](HostFacts& facts) { facts.lookups.aaaa = aaaa; });
        const auto now = failure_now(reported("validation-failure"), Domain({std::move(host)}).judged());
        BOOST_TEST((now.state == FailureState::unknown));
        BOOST_TEST(now.text == "not every address of mx1.example.org is known, without an answer for AAAA");
    }
    const auto cut =
        Domain({protected_host()}).with([](DomainFacts& facts) { facts.mx_records_left_out = 1; }).judged();
    BOOST_TEST((failure_now(reported("validation-failure"), cut).state == FailureState::gone));
    BOOST_TEST((failure_now(reported("validation-failure", "mx9.example.org"), cut).state == FailureState::unknown));
    BOOST_TEST((failure_now(reported("validation-failure", ""), cut).state == FailureState::unknown));
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace danelaw
