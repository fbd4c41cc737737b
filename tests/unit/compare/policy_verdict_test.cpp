// Contract 3, rules 1, 2 and 4 up to the policy: record, policy host, HTTP, grammar; each with its finding.
#include "support/certificates.hpp"
#include "support/sts_domain.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>

using namespace danelaw;
using namespace danelaw::test;

namespace {

/// `verdict, code severity` of the worst finding of MTA-STS.
std::string seen(const StsDomain& domain) {
    const auto report = domain.judged();
    std::string text = to_text(report.sts->verdict);
    for (const auto& found : report.findings) {
        if (found.code.starts_with("sts.")) return text + ", " + found.code + " " + to_text(found.severity);
    }
    return text;
}

std::string failure_of(const StsDomain& domain) { return domain.judged().sts->failure.value_or("-"); }

StsDomain with_exchange(const std::function<void(PolicyExchange&)>& change) {
    auto exchange = served(policy_text("enforce"));
    change(exchange);
    return StsDomain().exchange(exchange);
}

PolicyExchange ended(FetchResult result, FetchStage stage) {
    PolicyExchange exchange;
    exchange.result = result;
    exchange.stage = stage;
    exchange.detail = to_text(stage) + ": " + to_text(result);
    if (stage == FetchStage::http) {
        exchange.tls_version = "TLS1.3";
        exchange.chain = served("").chain;
    }
    return exchange;
}

StsDomain with_policy_chain(std::initializer_list<const char*> names) {
    return with_exchange([&](PolicyExchange& exchange) {
        exchange.chain.clear();
        for (const auto& read : chain(names)) exchange.chain.push_back(read.der);
    });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(policy_verdict)

BOOST_AUTO_TEST_CASE(a_domain_that_does_it_right_passes_without_a_finding) {
    const auto report = StsDomain().judged();
    BOOST_TEST(to_text(report.sts->verdict) == "pass");
    BOOST_TEST(to_text(report.dane) == "none");
    BOOST_TEST(to_text(report.verdict) == "pass");
    BOOST_TEST(report.exit_code == 0);
    BOOST_TEST((codes(report) == std::vector<std::string>{"tlsa.none"}));
    BOOST_TEST(finding(report, "tlsa.none")
                   .text.ends_with(": senders that use MTA-STS are protected, those that go by DANE alone are not"));
    BOOST_TEST(finding(StsDomain().records({}).judged(), "tlsa.none").text.ends_with(")"));
    BOOST_TEST(report.sts->policy_pkix->valid());
}

BOOST_AUTO_TEST_CASE(records_decide_first) {  // rules 1 and 2
    BOOST_TEST(seen(StsDomain().records({})) == "none, sts.none notice");
    BOOST_TEST(seen(StsDomain().records({"v=spf1 -all"})) == "none, sts.record_ignored notice");
    BOOST_TEST(seen(StsDomain().records({"v=STSv1; id=1;", "v=STSv1; id=1;"})) == "fail, sts.record_multiple critical");
    BOOST_TEST(seen(StsDomain().records({"v=STSv1; id=a-b;"})) == "fail, sts.record_invalid critical");
    BOOST_TEST(failure_of(StsDomain().records({"v=STSv1; id=a-b;"})) ==
               "the record: id is \"a-b\", 1 to 32 letters and digits were expected");
}

BOOST_AUTO_TEST_CASE(a_bogus_record_fails_and_one_that_gives_no_answer_is_unknown) {
    const auto with = [](Lookup lookup) {
        return StsDomain().with([&](DomainFacts& facts) { facts.sts.record = std::move(lookup); });
    };
    BOOST_TEST(seen(with(bogus("_mta-sts.example.org", RecordType::txt))) == "fail, sts.record_lookup_bogus critical");
    BOOST_TEST(seen(with(failed("_mta-sts.example.org", RecordType::txt))) ==
               "unknown, sts.record_lookup_failed unknown");
    BOOST_TEST(seen(with(cut_lookup("_mta-sts.example.org", RecordType::txt))) == "unknown");
}

BOOST_AUTO_TEST_CASE(a_zone_that_is_broken_as_a_whole_is_told_once) {
    const auto report = StsDomain()
                            .with([](DomainFacts& facts) {
                                facts.mx = bogus("example.org", RecordType::mx);
                                facts.hosts.clear();
                                facts.sts.record = bogus("_mta-sts.example.org", RecordType::txt);
                            })
                            .judged();
    BOOST_TEST(to_text(report.sts->verdict) == "fail");
    BOOST_TEST(!has(report, "sts.record_lookup_bogus"));
}

BOOST_AUTO_TEST_CASE(the_policy_host_must_have_an_address) {
    const auto with = [](std::optional<Lookup> a, std::optional<Lookup> aaaa) {
        return StsDomain().with([&](DomainFacts& facts) {
            facts.sts.a = std::move(a);
            facts.sts.aaaa = std::move(aaaa);
            facts.sts.attempts.clear();
        });
    };
    const auto none = answer("mta-sts.example.org", RecordType::a, {});
    const auto none6 = nx_domain("mta-sts.example.org", RecordType::aaaa);
    BOOST_TEST(seen(with(none, none6)) == "fail, sts.policy_host_no_address critical");
    BOOST_TEST(seen(with(bogus("mta-sts.example.org", RecordType::a), none6)) ==
               "fail, sts.policy_host_lookup_bogus critical");
    BOOST_TEST(seen(with(failed("mta-sts.example.org", RecordType::a), none6)) ==
               "unknown, sts.policy_host_lookup_failed unknown");
    BOOST_TEST(seen(with(none, std::nullopt)) == "unknown");  // -4: there may be one of the other family
}

BOOST_AUTO_TEST_CASE(a_refused_connection_fails_and_silence_is_unknown) {
    auto refused = ended(FetchResult::connect_failed, FetchStage::connect);
    BOOST_TEST(seen(StsDomain().exchange(refused)) == "unknown, sts.policy_host_silent unknown");
    refused.connection_refused = true;
    BOOST_TEST(seen(StsDomain().exchange(refused)) == "fail, sts.policy_host_refuses critical");
    BOOST_TEST(seen(StsDomain().exchange(ended(FetchResult::timeout, FetchStage::connect))) ==
               "unknown, sts.policy_host_silent unknown");
    BOOST_TEST(seen(StsDomain().exchange(ended(FetchResult::timeout, FetchStage::http))) ==
               "unknown, sts.policy_host_silent unknown");
    auto cut_short = ended(FetchResult::timeout, FetchStage::http);
    cut_short.cut_by_deadline = true;
    BOOST_TEST(seen(StsDomain().exchange(cut_short)) == "unknown");
    BOOST_TEST(has(StsDomain().exchange(cut_short).judged(), "check.deadline"));
}

BOOST_AUTO_TEST_CASE(an_address_that_does_not_work_beside_one_that_does_is_a_warning) {
    const auto domain = StsDomain().with([](DomainFacts& facts) {
        PolicyAttempt down;
        down.address = boost::asio::ip::make_address("192.0.2.8");
        down.exchange = ended(FetchResult::connect_failed, FetchStage::connect);
        facts.sts.attempts.insert(facts.sts.attempts.begin(), down);
    });
    BOOST_TEST(seen(domain) == "pass, sts.policy_host_address warning");
}

BOOST_AUTO_TEST_CASE(an_address_that_was_not_connected_to_leaves_it_unknown) {  // contract 5
    const auto domain = StsDomain().with([](DomainFacts& facts) {
        facts.sts.attempts[0].not_probed = NotProbed{NotProbedReason::private_address, "private use, RFC 1918"};
    });
    BOOST_TEST(seen(domain) == "unknown, sts.policy_host_private warning");
    BOOST_TEST(failure_of(domain) == "the policy host was not connected to: private use, RFC 1918");
}

BOOST_AUTO_TEST_CASE(tls_must_be_version_1_2_or_later) {  // S24
    BOOST_TEST(seen(StsDomain().exchange(ended(FetchResult::tls_failed, FetchStage::tls))) ==
               "fail, sts.policy_host_tls critical");
    for (const auto* const version : {"TLS1.1", "TLS1.0", "SSL3.0"}) {
        BOOST_TEST(seen(with_exchange([&](PolicyExchange& exchange) { exchange.tls_version = version; })) ==
                   "fail, sts.policy_host_tls critical");
    }
    BOOST_TEST(seen(with_exchange([](PolicyExchange& exchange) { exchange.tls_version = "TLS1.2"; })) == "pass");
}

BOOST_AUTO_TEST_CASE(the_certificate_must_be_valid_for_the_policy_host) {  // S12
    const std::string fail = "fail, sts.policy_certificate critical";
    BOOST_TEST(seen(with_policy_chain({"leaf", "intermediate"})) == fail);
    BOOST_TEST(seen(with_policy_chain({"wildcard_leaf"})) == fail);
    BOOST_TEST(seen(with_policy_chain({"self_signed"})) == fail);
    BOOST_TEST(seen(with_policy_chain({"expired_leaf", "intermediate"})) == fail);
    BOOST_TEST(failure_of(with_policy_chain({"leaf", "intermediate"})) ==
               "the certificate of the policy host: the certificate names mx.example.org, mta-sts.example.org was "
               "expected");
    BOOST_TEST(finding(with_policy_chain({"wildcard_leaf"}).judged(), "sts.policy_certificate").tls_rpt.value() ==
               "sts-webpki-invalid");
}

BOOST_AUTO_TEST_CASE(a_certificate_that_ends_within_two_weeks_is_a_warning) {
    const auto end = *certificate("wildcard_leaf").not_after;
    const auto at = [&](std::chrono::days before) {
        return StsDomain().with([&](DomainFacts& facts) { facts.checked_at = end - before; });
    };
    BOOST_TEST(seen(at(std::chrono::days{14})).starts_with("pass, sts.policy_certificate_expires_soon warning"));
    BOOST_TEST(seen(at(std::chrono::days{15})) == "pass");
}

BOOST_AUTO_TEST_CASE(without_ca_certificates_it_is_unknown_and_never_a_failure) {
    const auto without = [](StsDomain domain) {
        return domain.with([](DomainFacts& facts) { facts.ca = CaFacts{"store.pem", 0, {}}; });
    };
    BOOST_TEST(seen(without(StsDomain())) == "unknown, sts.ca_store_empty unknown");
    BOOST_TEST(seen(without(with_policy_chain({"expired_leaf"}))) == "unknown, sts.ca_store_empty unknown");
    BOOST_TEST(seen(without(StsDomain("none"))).starts_with("unknown"));
    BOOST_TEST(seen(without(StsDomain("testing"))).starts_with("unknown"));
}

BOOST_AUTO_TEST_CASE(only_status_200_and_text_plain_will_do) {  // S07, S13
    const auto status = [](unsigned number) {
        return seen(with_exchange([&](PolicyExchange& exchange) { exchange.status = number; }));
    };
    BOOST_TEST(status(404) == "fail, sts.policy_status critical");
    BOOST_TEST(status(203) == "fail, sts.policy_status critical");
    BOOST_TEST(status(301) == "fail, sts.policy_redirect critical");
    const auto type = [](const std::string& text) {
        return seen(with_exchange([&](PolicyExchange& exchange) { exchange.content_type = text; }));
    };
    BOOST_TEST(type("text/html") == "fail, sts.policy_media_type critical");
    BOOST_TEST(type("") == "fail, sts.policy_media_type critical");
    BOOST_TEST(type("TEXT/PLAIN; charset=x") == "pass");
    BOOST_TEST(seen(with_exchange([](PolicyExchange& exchange) { exchange.content_encoding = "gzip"; })) ==
               "fail, sts.policy_http critical");
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_not_whole_or_no_http_fails) {  // S14
    BOOST_TEST(seen(StsDomain().exchange(ended(FetchResult::too_big, FetchStage::http))) ==
               "fail, sts.policy_too_big critical");
    BOOST_TEST(seen(StsDomain().exchange(ended(FetchResult::connection_lost, FetchStage::http))) ==
               "fail, sts.policy_http critical");
    BOOST_TEST(seen(StsDomain().exchange(ended(FetchResult::protocol_error, FetchStage::http))) ==
               "fail, sts.policy_http critical");
}

BOOST_AUTO_TEST_CASE(a_policy_that_breaks_the_grammar_fails) {  // S08 to S11
    const auto domain = StsDomain().policy("version: STSv1\nmode: enforce\n");
    BOOST_TEST(seen(domain) == "fail, sts.policy_invalid critical");
    BOOST_TEST(failure_of(domain) == "the policy: missing: max_age, mx");
    BOOST_TEST(finding(domain.judged(), "sts.policy_invalid").tls_rpt.value() == "sts-policy-invalid");
}

BOOST_AUTO_TEST_CASE(remote_text_is_printable_in_what_is_said) {
    const auto report = with_exchange([](PolicyExchange& exchange) {
                            exchange.status = 301;
                            exchange.location = "https://\x1b[2J/";
                        }).judged();
    BOOST_TEST(
        finding(report, "sts.policy_redirect").text ==
        "https://mta-sts.example.org/.well-known/mta-sts.txt: status 301, to https://\\x1b[2J/, 200 was expected");
}

BOOST_AUTO_TEST_CASE(an_address_literal_has_no_policy_and_older_facts_say_nothing) {  // S17
    auto literal = Domain({literal_host("192.0.2.1")}).facts();
    literal.kind = DestinationKind::address;
    literal.mx.reset();
    BOOST_TEST(to_text(judge(literal).sts->verdict) == "none");
    BOOST_TEST(!has(judge(literal), "sts.none"));
    const auto older = Domain({protected_host()}).judged();
    BOOST_TEST(!older.sts.has_value());
    BOOST_TEST(to_text(older.verdict) == "pass");
}

BOOST_AUTO_TEST_CASE(a_family_that_fails_beside_one_that_answers_is_no_failure) {  // contract 2
    const auto domain = StsDomain().with([](DomainFacts& facts) {
        facts.sts.aaaa = bogus("mta-sts.example.org", RecordType::aaaa);
        facts.hosts[0].lookups.aaaa = bogus("mx.example.org", RecordType::aaaa);
    });
    const auto report = domain.judged();
    for (const char* const code : {"sts.policy_host_lookup_bogus", "address.lookup_bogus"}) {
        BOOST_TEST_CONTEXT(code) {
            BOOST_TEST(to_text(finding(report, code).severity) == "warning");
            BOOST_TEST(!finding(report, code).tls_rpt.has_value());
        }
    }
    BOOST_TEST(to_text(report.sts->verdict) == "pass");
    BOOST_TEST(report.exit_code == 1);
}

BOOST_AUTO_TEST_CASE(what_is_not_a_failure_today_has_no_result_type) {
    for (const char* const code : {"sts.policy_certificate_expires_soon", "sts.mx_certificate_expires_soon",
                                   "sts.max_age_capped", "sts.policy_host_address", "sts.mode_testing"}) {
        BOOST_TEST_CONTEXT(code) { BOOST_TEST(catalogue_entry(code)->tls_rpt.empty()); }
    }
}

BOOST_AUTO_TEST_SUITE_END()
