// Contract 3, what a policy finds at the MX hosts; contract 4, the whole verdict and --require.
#include "support/certificates.hpp"
#include "support/sts_domain.hpp"

#include <danelaw/render/render.hpp>

#include <boost/test/unit_test.hpp>

using namespace danelaw;
using namespace danelaw::test;

namespace {

using Codes = std::vector<std::string>;

Codes sts_codes(const Report& report) {
    Codes texts;
    for (const auto& found : report.findings) {
        if (found.code.starts_with("sts.")) texts.push_back(found.code + " " + to_text(found.severity));
    }
    return texts;
}

/// `verdict: code severity, ...` of MTA-STS.
std::string seen(const StsDomain& domain) {
    const auto report = domain.judged();
    std::string text = to_text(report.sts->verdict) + ":";
    for (const auto& code : sts_codes(report)) text += " " + code;
    return text;
}

SmtpSession with_version(const char* version) {
    auto session = tls_session({"leaf", "intermediate"});
    session.tls->version = version;
    return session;
}

SmtpSession without_starttls() { return ended_session(SmtpResult::no_starttls, SmtpStage::ehlo); }

StsDomain cached(const std::string& mode, const std::vector<std::string>& mx, StsDomain domain = StsDomain()) {
    return domain.with([&](DomainFacts& facts) { facts.sts.cached_policy = policy_text(mode, mx); });
}

/// DANE as it should be beside MTA-STS.
StsDomain with_dane(StsDomain domain = StsDomain()) {
    return domain.with([](DomainFacts& facts) {
        facts.hosts[0].lookups.tlsa = {
            answer("_25._tcp.mx.example.org", RecordType::tlsa, {record_of(certificate("leaf").der)})};
    });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(host_verdict)

BOOST_AUTO_TEST_CASE(what_a_server_lacks_fails_under_enforce_and_warns_under_testing) {  // S18, S20, S21, S24
    const auto both = [](const SmtpSession& session) {
        return seen(StsDomain("enforce").session(session)) + " | " + seen(StsDomain("testing").session(session));
    };
    BOOST_TEST(both(without_starttls()) ==
               "fail: sts.mx_no_starttls critical | partial: sts.mx_no_starttls warning sts.mode_testing notice");
    BOOST_TEST(both(ended_session(SmtpResult::tls_handshake_failed, SmtpStage::tls)) ==
               "fail: sts.mx_handshake_failed critical | partial: sts.mx_handshake_failed warning sts.mode_testing "
               "notice");
    BOOST_TEST(both(with_version("TLS1.1")) ==
               "fail: sts.mx_old_tls critical | partial: sts.mx_old_tls warning sts.mode_testing notice");
    BOOST_TEST(both(with_version("TLS1.2")) == "pass: | partial: sts.mode_testing notice");
}

BOOST_AUTO_TEST_CASE(each_fault_of_a_certificate_has_its_code) {  // S20
    const auto with = [](std::initializer_list<const char*> names) { return seen(StsDomain().chain(names)); };
    BOOST_TEST(with({"expired_leaf", "intermediate"}) == "fail: sts.mx_certificate_expired critical");
    BOOST_TEST(with({"self_signed"}) == "fail: sts.mx_certificate_self_signed critical");
    BOOST_TEST(with({"leaf"}) == "fail: sts.mx_certificate_untrusted critical");
    BOOST_TEST(with({"cn_leaf", "intermediate"}) == "fail: sts.mx_certificate_without_san critical");
    BOOST_TEST(with({"idn_leaf", "intermediate"}) == "fail: sts.mx_certificate_name critical");
    BOOST_TEST(with({"wildcard_leaf", "intermediate"}) == "pass:");
}

BOOST_AUTO_TEST_CASE(findings_carry_the_result_type_that_senders_report) {  // RFC 8460 §4.3
    const auto type = [](std::initializer_list<const char*> names, const char* code) {
        return finding(StsDomain().chain(names).judged(), code).tls_rpt.value_or("-");
    };
    BOOST_TEST(type({"expired_leaf", "intermediate"}, "sts.mx_certificate_expired") == "certificate-expired");
    BOOST_TEST(type({"self_signed"}, "sts.mx_certificate_self_signed") == "certificate-not-trusted");
    BOOST_TEST(type({"cn_leaf", "intermediate"}, "sts.mx_certificate_without_san") == "certificate-host-mismatch");
    BOOST_TEST(finding(StsDomain().session(without_starttls()).judged(), "sts.mx_no_starttls").tls_rpt.value() ==
               "starttls-not-supported");
}

BOOST_AUTO_TEST_CASE(every_mx_host_must_be_in_the_policy) {  // S18, S19, S28
    const auto other = [](const std::string& mode) {
        return seen(StsDomain(mode).policy(policy_text(mode, {"*.mx.example.org"})));
    };
    BOOST_TEST(other("enforce") == "fail: sts.mx_not_in_policy critical sts.pattern_unmatched notice");
    BOOST_TEST(other("testing") ==
               "partial: sts.mx_not_in_policy warning sts.mode_testing notice sts.pattern_unmatched notice");
    BOOST_TEST(other("none") == "none: sts.mode_none notice");
    const auto backup = StsDomain().add_host(plain_host("backup.example.net"));
    BOOST_TEST(seen(backup).starts_with("fail: sts.mx_not_in_policy critical"));
}

BOOST_AUTO_TEST_CASE(a_host_without_address_counts_by_its_name_only) {
    auto named = StsDomain().policy(policy_text("enforce", {"mx.example.org", "gone.example.org"}));
    BOOST_TEST(seen(named.add_host(Host("gone.example.org"))) == "pass:");
    BOOST_TEST(seen(StsDomain().add_host(Host("gone.example.org"))).starts_with("fail: sts.mx_not_in_policy"));
}

BOOST_AUTO_TEST_CASE(a_host_that_was_not_reached_makes_it_unknown_unless_something_fails) {  // rule 4
    BOOST_TEST(seen(StsDomain().session(silent_address())) == "unknown:");
    BOOST_TEST(seen(StsDomain().session(cut(tls_session({"leaf", "intermediate"})))) == "unknown:");
    auto silent = Host("mx2.example.org").at("192.0.2.3", silent_address());
    const auto both = policy_text("enforce", {"mx.example.org", "mx2.example.org"});
    BOOST_TEST(seen(StsDomain().policy(both).add_host(silent)) == "unknown:");
    BOOST_TEST(seen(StsDomain().policy(both).chain({"leaf"}).add_host(silent)) ==
               "fail: sts.mx_certificate_untrusted critical");
    BOOST_TEST(seen(StsDomain("testing").session(silent_address())) == "partial: sts.mode_testing notice");
}

BOOST_AUTO_TEST_CASE(what_was_not_looked_at_makes_it_unknown) {
    const auto left_out = [](auto change) { return seen(StsDomain().with(change)); };
    BOOST_TEST(left_out([](DomainFacts& f) { f.mx_records_left_out = 1; }) == "unknown:");
    BOOST_TEST(left_out([](DomainFacts& f) { f.hosts[0].not_examined = true; }) == "unknown:");
    BOOST_TEST(left_out([](DomainFacts& f) { f.hosts.clear(); }) == "unknown: sts.pattern_unmatched notice");
}

BOOST_AUTO_TEST_CASE(the_session_with_the_sni_of_mta_sts_decides) {  // S23
    const auto probed = [](std::initializer_list<const char*> main, std::initializer_list<const char*> sts) {
        return StsDomain().chain(main).with(
            [&](DomainFacts& facts) { facts.hosts[0].endpoints[0].sts_probe = tls_session(sts); });
    };
    const auto good = probed({"self_signed"}, {"leaf", "intermediate"}).judged();
    BOOST_TEST(to_text(good.sts->verdict) == "pass");
    BOOST_TEST(!good.hosts[0].endpoints[0].pkix->valid());
    BOOST_TEST(good.hosts[0].endpoints[0].sts_probe->pkix->valid());
    BOOST_TEST(seen(probed({"leaf", "intermediate"}, {"self_signed"})) ==
               "fail: sts.mx_certificate_self_signed critical");
}

BOOST_AUTO_TEST_CASE(chains_are_judged_only_where_a_policy_or_a_usage_2_record_asks) {
    BOOST_TEST(StsDomain().judged().hosts[0].endpoints[0].pkix.has_value());
    BOOST_TEST(!StsDomain("none").judged().hosts[0].endpoints[0].pkix.has_value());
    const auto by_tlsa = [](const std::string& numbers) {
        return StsDomain("none")
            .with([&](DomainFacts& facts) {
                facts.hosts[0].lookups.tlsa = {
                    answer("_25._tcp.mx.example.org", RecordType::tlsa, {to_text(tlsa(numbers, "root"))})};
            })
            .judged()
            .hosts[0]
            .endpoints[0]
            .pkix.has_value();
    };
    BOOST_TEST(by_tlsa("2 0 1"));
    BOOST_TEST(!by_tlsa("3 0 1"));
}

BOOST_AUTO_TEST_CASE(a_null_mx_needs_no_protection) {  // N04
    const auto domain = StsDomain().with([](DomainFacts& facts) {
        facts.mx = answer("example.org", RecordType::mx, {"0 ."});
        facts.hosts.clear();
    });
    BOOST_TEST(seen(domain) == "none: sts.null_mx notice");
    BOOST_TEST(domain.judged().exit_code == 0);
    BOOST_TEST(sts_codes(StsDomain(domain).records({}).judged()).empty());
}

BOOST_AUTO_TEST_CASE(a_cached_policy_is_what_senders_hold_the_hosts_to) {  // S15, S16
    const auto without_record = StsDomain().records({});
    BOOST_TEST(seen(cached("enforce", {"mx.example.org"}, without_record)) == "pass: sts.cached_policy_only warning");
    BOOST_TEST(seen(cached("enforce", {"old.example.org"}, without_record)) ==
               "fail: sts.mx_not_in_policy critical sts.cached_policy_only warning");
    BOOST_TEST(
        seen(cached("testing", {"mx.example.org"}, without_record)).starts_with("partial: sts.cached_policy_only"));
    BOOST_TEST(seen(cached("enforce", {"mx.example.org"})) == "pass:");
}

BOOST_AUTO_TEST_CASE(of_a_cached_and_a_served_policy_the_worse_counts) {
    BOOST_TEST(seen(cached("enforce", {"old.example.org"})) == "fail: sts.mx_not_in_policy critical");
    BOOST_TEST(seen(cached("enforce", {"mx.example.org"}, StsDomain("testing"))) == "partial: sts.mode_testing notice");
    BOOST_TEST(seen(cached("testing", {"mx.example.org"})) == "partial:");
    BOOST_TEST(seen(cached("enforce", {"mx.example.org"}, StsDomain("none"))) ==
               "pass: sts.cached_policy_only warning sts.mode_none notice");
    const auto broken = StsDomain().records({"v=STSv1; id=a-b;"});
    BOOST_TEST(seen(cached("enforce", {"mx.example.org"}, broken)) ==
               "fail: sts.record_invalid critical sts.cached_policy_only warning");
}

BOOST_AUTO_TEST_CASE(certificates_of_hosts_that_end_soon_are_told) {
    const auto end = *certificate("leaf").not_after;
    const auto at = StsDomain().with([&](DomainFacts& facts) { facts.checked_at = end - std::chrono::days{5}; });
    BOOST_TEST(has(at.judged(), "sts.mx_certificate_expires_soon"));
    BOOST_TEST(!has(StsDomain().judged(), "sts.mx_certificate_expires_soon"));
}

BOOST_AUTO_TEST_CASE(reports_that_go_to_a_host_that_fails_the_policy_are_behind_it) {  // T03
    const auto with_reports = [](StsDomain domain) {
        return domain
            .with([](DomainFacts& facts) {
                facts.tls_rpt.record =
                    answer("_smtp._tls.example.org", RecordType::txt, {"v=TLSRPTv1; rua=mailto:reports@example.org"});
            })
            .judged();
    };
    BOOST_TEST(has(with_reports(StsDomain().chain({"self_signed"})), "tlsrpt.mailbox_behind_failure"));
    BOOST_TEST(!has(with_reports(StsDomain("testing").chain({"self_signed"})), "tlsrpt.mailbox_behind_failure"));
    BOOST_TEST(!has(with_reports(StsDomain()), "tlsrpt.mailbox_behind_failure"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(whole_verdict)

BOOST_AUTO_TEST_CASE(the_whole_is_the_better_of_two_unless_one_fails_or_is_unknown) {  // contract 4
    const auto verdict = [](const StsDomain& domain) { return to_text(domain.judged().verdict); };
    BOOST_TEST(verdict(with_dane()) == "pass");
    BOOST_TEST(verdict(StsDomain()) == "pass");
    BOOST_TEST(verdict(with_dane(StsDomain().records({}))) == "pass");
    BOOST_TEST(verdict(StsDomain().records({})) == "none");
    BOOST_TEST(verdict(StsDomain("testing")) == "partial");
    BOOST_TEST(verdict(with_dane(StsDomain("testing"))) == "pass");
    BOOST_TEST(verdict(with_dane(StsDomain().records({"v=STSv1;"}))) == "fail");
    BOOST_TEST(verdict(with_dane(StsDomain().with([](DomainFacts& facts) {
                   facts.sts.record = failed("_mta-sts.example.org", RecordType::txt);
               }))) == "unknown");
}

BOOST_AUTO_TEST_CASE(what_is_required_decides) {  // contract 4
    const auto verdict = [](const StsDomain& domain, Require require) {
        const auto report = judge(domain.facts(), require);
        return to_text(report.verdict) + " " + std::to_string(report.exit_code);
    };
    const auto only_sts = StsDomain();
    BOOST_TEST(verdict(only_sts, Require::dane) == "none 1");
    BOOST_TEST(verdict(only_sts, Require::mta_sts) == "pass 0");
    BOOST_TEST(verdict(only_sts, Require::both) == "none 1");
    BOOST_TEST(verdict(only_sts, Require::any) == "pass 0");
    BOOST_TEST(verdict(with_dane(), Require::both) == "pass 0");
    BOOST_TEST(verdict(with_dane(StsDomain("testing")), Require::both) == "partial 1");
    const auto broken_sts = with_dane(StsDomain().records({"v=STSv1;"}));
    BOOST_TEST(verdict(broken_sts, Require::dane) == "pass 1");  // a warning is left of it
    BOOST_TEST(verdict(broken_sts, Require::mta_sts) == "fail 2");
    BOOST_TEST(verdict(broken_sts, Require::both) == "fail 2");
}

BOOST_AUTO_TEST_CASE(findings_of_what_is_not_required_are_warnings_at_most) {  // contract 4
    const auto broken_dane = StsDomain().with([](DomainFacts& facts) {
        facts.hosts[0].lookups.tlsa = {
            answer("_25._tcp.mx.example.org", RecordType::tlsa, {"3 1 1 " + std::string(64, 'a')})};
    });
    const auto severity = [](const Report& report, const char* code) {
        return to_text(finding(report, code).severity);
    };
    BOOST_TEST(severity(broken_dane.judged(), "tlsa.mismatch") == "critical");
    const auto report = judge(broken_dane.facts(), Require::mta_sts);
    BOOST_TEST(severity(report, "tlsa.mismatch") == "warning");
    BOOST_TEST(report.exit_code == 1);
    const auto broken_sts = judge(StsDomain().chain({"self_signed"}).facts(), Require::dane);
    BOOST_TEST(severity(broken_sts, "sts.mx_certificate_self_signed") == "warning");
    // What every sender minds stays what it is.
    const auto refused = judge(StsDomain().session(refused_connection()).facts(), Require::mta_sts);
    BOOST_TEST(severity(refused, "session.host_refuses") == "critical");
}

BOOST_AUTO_TEST_CASE(facts_of_an_earlier_version_do_not_meet_a_demand_for_mta_sts) {
    const auto older = Domain({protected_host()}).facts();
    BOOST_TEST(to_text(judge(older, Require::mta_sts).verdict) == "unknown");
    BOOST_TEST(to_text(judge(older, Require::both).verdict) == "unknown");
    BOOST_TEST(to_text(judge(older, Require::dane).verdict) == "pass");
}

BOOST_AUTO_TEST_CASE(where_nothing_validates_here_nothing_is_said_of_mta_sts) {  // contract 2, "First"
    const auto domain = StsDomain().records({"v=STSv1;"}).with([](DomainFacts& facts) {
        facts.trust.anchor_lookups = {bogus(".", RecordType::dnskey)};
        facts.mx = failed("example.org", RecordType::mx);
        facts.hosts.clear();
    });
    const auto report = domain.judged();
    BOOST_TEST(to_text(report.sts->verdict) == "unknown");
    BOOST_TEST(to_text(report.verdict) == "unknown");
    BOOST_TEST(sts_codes(report).empty());
}

BOOST_AUTO_TEST_CASE(a_replay_gives_the_same_report_byte_for_byte) {
    for (const auto& domain :
         {with_dane(), StsDomain().chain({"self_signed"}), cached("enforce", {"a.example"}), StsDomain("testing")}) {
        const auto first = render_json(domain.judged());
        BOOST_TEST(render_json(judge(*facts_from_json(facts_to_json(domain.facts())))) == first);
    }
}

BOOST_AUTO_TEST_SUITE_END()
