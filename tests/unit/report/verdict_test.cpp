// The DANE verdict of contract 2, rule by rule in its order: each with a domain that the rule decides, and one beside
// it that it just does not.
#include "report/verdict.hpp"
#include "support/domain.hpp"

#include <boost/test/unit_test.hpp>

namespace danelaw {
namespace {

using namespace test;
using State = ValidationState;

Verdict verdict(const Domain& domain) { return domain.judged().dane; }

Host mismatching_host(const std::string& name = "mx1.example.org") {
    return Host(name)
        .at("192.0.2.1", tls_session({stand_in_certificate(9)}))
        .tlsa({record_of(stand_in_certificate(1))});
}

/// Its TLSA lookup is bogus.
Host skipped_host(const std::string& name = "mx3.example.org") {
    return plain_host(name, 30).with([&](HostFacts& facts) {
        facts.lookups.tlsa = {bogus("_25._tcp." + name, RecordType::tlsa)};
        facts.endpoints.front().not_probed = NotProbed{NotProbedReason::skip, "senders that use DANE do not connect"};
    });
}

/// Its A lookup is bogus, so it has no addresses to show.
Host failed_host(const std::string& name = "mx3.example.org") {
    return Host(name, 30).with([&](HostFacts& facts) {
        facts.lookups.a = bogus(name, RecordType::a);
        facts.lookups.tlsa.clear();
    });
}

Host host_without_address(const std::string& name = "mx4.example.org") {
    return Host(name, 40).with([](HostFacts& facts) { facts.lookups.tlsa.clear(); });
}

Host unusable_host(const std::string& name = "mx5.example.org") {
    return Host(name, 50)
        .at("192.0.2.5", tls_session({stand_in_certificate(5)}))
        .tlsa({"3 1 1 abcd", "1 1 1 " + std::string(64, 'a')});
}

Host unreached_host(const std::string& name = "mx6.example.org") {
    return Host(name, 60).at("192.0.2.6", silent_address()).tlsa({record_of(stand_in_certificate(6))});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(first_of_all_what_cannot_be_known)

/// Where the root does not validate nothing is secure.
Domain unvalidated(Lookup mx, Lookup anchor) {
    return Domain().mx(std::move(mx)).with([&](DomainFacts& facts) {
        facts.trust.anchors = {anchor.name};
        facts.trust.anchor_lookups = {std::move(anchor)};
    });
}

BOOST_AUTO_TEST_CASE(a_root_that_does_not_validate_from_here_leaves_everything_unknown) {
    const auto root = failed(".", RecordType::dnskey, "no answer from any server");
    for (const auto& mx : {failed("example.org", RecordType::mx), bogus("example.org", RecordType::mx),
                           cut_lookup("example.org", RecordType::mx)}) {
        const auto report = unvalidated(mx, root).judged();
        BOOST_TEST((report.dane == Verdict::unknown));
        BOOST_TEST(report.exit_code == 3);
        BOOST_TEST(codes(report).front() == "resolver.cannot_validate");
        BOOST_TEST(!has(report, "mx.lookup_failed"));
        BOOST_TEST(!has(report, "mx.lookup_bogus"));
    }
}

BOOST_AUTO_TEST_CASE(a_root_that_is_not_seen_as_signed_leaves_everything_unknown) {
    const auto root = answer(".", RecordType::dnskey, {}, State::insecure);
    BOOST_TEST((verdict(unvalidated(failed("example.org", RecordType::mx), root)) == Verdict::unknown));
}

BOOST_AUTO_TEST_CASE(a_root_that_validates_lets_the_domain_be_blamed) {
    const auto root = answer(".", RecordType::dnskey, {});
    BOOST_TEST((verdict(unvalidated(failed("example.org", RecordType::mx), root)) == Verdict::fail));
}

BOOST_AUTO_TEST_CASE(anything_of_the_domain_that_validates_shows_that_validation_works) {
    const auto domain = Domain({protected_host(), failed_host()}).with([](DomainFacts& facts) {
        facts.trust.anchor_lookups = {failed(".", RecordType::dnskey)};
    });
    BOOST_TEST((verdict(domain) == Verdict::fail));
}

BOOST_AUTO_TEST_CASE(an_anchor_elsewhere_that_validates_does_not_help) {
    const auto domain = Domain().mx(bogus("example.org", RecordType::mx)).with([](DomainFacts& facts) {
        facts.trust.anchors = {name("org"), name("net")};
        facts.trust.anchor_lookups = {bogus("org", RecordType::dnskey), answer("net", RecordType::dnskey, {})};
    });
    BOOST_TEST((verdict(domain) == Verdict::unknown));
}

BOOST_AUTO_TEST_CASE(no_trust_anchor_at_or_above_the_domain_is_unknown_never_none) {
    const auto anchors_at = [](const std::string& owner) {
        return [owner](DomainFacts& facts) { facts.trust.anchors = {name(owner)}; };
    };
    const auto uncovered = Domain({plain_host().insecure()}).mx(State::insecure).with(anchors_at("net")).judged();
    BOOST_TEST((uncovered.dane == Verdict::unknown));
    BOOST_TEST(uncovered.exit_code == 3);
    BOOST_TEST(has(uncovered, "resolver.no_trust_anchor"));
    BOOST_TEST(!has(uncovered, "tlsa.none"));
    for (const auto* const above : {"org", "example.org"})
        BOOST_TEST((verdict(Domain({plain_host()}).with(anchors_at(above))) == Verdict::none), above);
}

BOOST_AUTO_TEST_CASE(what_our_own_timeout_cut_makes_unknown_what_does_not_fail) {
    const auto check = [](const Domain& domain, const char* what) {
        BOOST_TEST_CONTEXT(what) {
            const auto report = domain.judged();
            BOOST_TEST((report.dane == Verdict::unknown));
            BOOST_TEST(report.exit_code == 3);
            BOOST_TEST((codes(report, Severity::warning) == std::vector<std::string>{"check.deadline"}));
        }
    };
    check(Domain().mx(cut_lookup("example.org", RecordType::mx)), "MX");
    check(Domain({Host("mx1.example.org").with([](HostFacts& facts) {
              facts.lookups.a = cut_lookup("mx1.example.org", RecordType::a);
              facts.lookups.tlsa.clear();
          })}),
          "A, and no AAAA");
    check(Domain({protected_host().with(
              [](HostFacts& facts) { facts.lookups.aaaa = cut_lookup("mx1.example.org", RecordType::aaaa); })}),
          "AAAA");
    check(Domain({protected_host().with([](HostFacts& facts) {
              facts.lookups.tlsa = {cut_lookup("_25._tcp.mx1.example.org", RecordType::tlsa)};
              facts.endpoints.front().not_probed = NotProbed{NotProbedReason::skip, "skipped"};
          })}),
          "TLSA");
    check(Domain({protected_host().at("192.0.2.9", cut(ended_session(SmtpResult::timeout, SmtpStage::starttls)))}),
          "a session where TLS begins");
    check(Domain({protected_host().at("192.0.2.9", cut(silent_address()))}), "a session while connecting");
    check(Domain({protected_host().other_key(cut(ended_session(SmtpResult::timeout, SmtpStage::tls)))}),
          "the second handshake");
}

BOOST_AUTO_TEST_CASE(what_fails_already_fails_in_spite_of_the_timeout) {
    auto cut_host = plain_host("mx7.example.org").at("192.0.2.7", cut(silent_address()));
    BOOST_TEST((verdict(Domain({mismatching_host(), cut_host})) == Verdict::fail));
    const auto also_cut = skipped_host().with(
        [](HostFacts& facts) { facts.lookups.aaaa = cut_lookup("mx3.example.org", RecordType::aaaa); });
    BOOST_TEST((verdict(Domain({Host(also_cut)})) == Verdict::fail));  // A answered: the bogus TLSA lookup decides
}

BOOST_AUTO_TEST_CASE(what_a_cap_left_unlooked_at_makes_unknown_what_does_not_fail) {
    const auto not_examined = [](HostFacts& facts) { facts.not_examined = true; };
    const auto left_out = [](DomainFacts& facts) { facts.mx_records_left_out = 1; };
    BOOST_TEST((verdict(Domain({protected_host()}).with(left_out)) == Verdict::unknown));
    BOOST_TEST((verdict(Domain({plain_host()}).with(left_out)) == Verdict::unknown));
    BOOST_TEST((verdict(Domain({protected_host(), plain_host().with(not_examined)})) == Verdict::unknown));
    BOOST_TEST((verdict(Domain({mismatching_host(), plain_host().with(not_examined)})) == Verdict::fail));
    BOOST_TEST((verdict(Domain({mismatching_host()}).with(left_out)) == Verdict::fail));
}

BOOST_AUTO_TEST_CASE(a_tlsa_candidate_that_nobody_asked_for_leaves_it_unknown) {
    const auto cut_short = [](HostFacts& facts) { facts.lookups.tlsa.clear(); };
    BOOST_TEST((verdict(Domain({plain_host().with(cut_short)})) == Verdict::unknown));
}

BOOST_AUTO_TEST_CASE(dns_alone_can_fail_but_not_pass) {
    const auto dns_only = [](DomainFacts& facts) {
        facts.dns_only = true;
        for (auto& host : facts.hosts) {
            for (auto& endpoint : host.endpoints)
                endpoint.not_probed = NotProbed{NotProbedReason::dns_only, "--dns-only"};
        }
    };
    BOOST_TEST((verdict(Domain({protected_host()}).with(dns_only)) == Verdict::unknown));
    BOOST_TEST((verdict(Domain({plain_host()}).with(dns_only)) == Verdict::unknown));
    BOOST_TEST((verdict(Domain({skipped_host()}).with(dns_only)) == Verdict::fail));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(rule_1_fail)

BOOST_AUTO_TEST_CASE(the_mx_lookup_is_bogus_or_fails) {
    BOOST_TEST((verdict(Domain().mx(bogus("example.org", RecordType::mx))) == Verdict::fail));
    BOOST_TEST((verdict(Domain().mx(failed("example.org", RecordType::mx))) == Verdict::fail));
}

BOOST_AUTO_TEST_CASE(the_domain_does_not_exist) {
    for (const auto state : {State::secure, State::insecure}) {
        const auto report = Domain().mx(nx_domain("example.org", RecordType::mx, state)).judged();
        BOOST_TEST((report.dane == Verdict::fail));
        BOOST_TEST(report.exit_code == 2);
    }
}

BOOST_AUTO_TEST_CASE(the_domain_has_neither_mx_nor_addresses) {
    for (const auto state : {State::secure, State::insecure})
        BOOST_TEST((verdict(Domain({host_without_address("example.org")}).implicit_mx(state)) == Verdict::fail));
}

BOOST_AUTO_TEST_CASE(no_mx_host_has_an_address) {
    const Domain none({host_without_address("mx1.example.org"), host_without_address("mx2.example.org")});
    BOOST_TEST((verdict(none) == Verdict::fail));
    BOOST_TEST((verdict(Domain(none).mx(State::insecure)) == Verdict::fail));
    BOOST_TEST((verdict(Domain({host_without_address(), protected_host()})) == Verdict::pass));
}

BOOST_AUTO_TEST_CASE(an_endpoint_is_mismatch) {
    BOOST_TEST((verdict(Domain({mismatching_host()})) == Verdict::fail));
    BOOST_TEST((verdict(Domain({mismatching_host()}).mx(State::insecure)) == Verdict::fail));
    auto one_of_two = protected_host().at("192.0.2.2", tls_session({stand_in_certificate(9)}));
    BOOST_TEST((verdict(Domain({one_of_two})) == Verdict::fail));
}

BOOST_AUTO_TEST_CASE(an_endpoint_is_tls_failed) {
    const auto without_tls = ended_session(SmtpResult::no_starttls, SmtpStage::ehlo);
    BOOST_TEST((verdict(Domain({protected_host().at("192.0.2.2", without_tls)})) == Verdict::fail));
    auto unusable = unusable_host().at("192.0.2.2", without_tls);  // §2.2: encrypt demands TLS, too
    BOOST_TEST((verdict(Domain({unusable})) == Verdict::fail));
    auto unprotected = plain_host().at("192.0.2.3", without_tls);
    BOOST_TEST((verdict(Domain({protected_host(), unprotected})) == Verdict::partial));
}

BOOST_AUTO_TEST_CASE(a_host_is_skipped_for_a_failed_lookup_under_a_secure_mx) {
    BOOST_TEST((verdict(Domain({skipped_host()})) == Verdict::fail));
    BOOST_TEST((verdict(Domain({failed_host()})) == Verdict::fail));
    BOOST_TEST((verdict(Domain({plain_host(), failed_host()})) == Verdict::fail));
    BOOST_TEST((verdict(Domain({protected_host(), failed_host()})) == Verdict::fail));
}

BOOST_AUTO_TEST_CASE(a_host_is_skipped_for_a_failed_lookup_beside_secure_tlsa) {
    BOOST_TEST((verdict(Domain({protected_host(), failed_host()}).mx(State::insecure)) == Verdict::fail));
    BOOST_TEST((verdict(Domain({unusable_host(), failed_host()}).mx(State::insecure)) == Verdict::fail));
}

BOOST_AUTO_TEST_CASE(in_an_unsigned_domain_without_tlsa_such_a_host_is_a_critical_finding) {
    const auto report = Domain({plain_host().insecure(), failed_host()}).mx(State::insecure).judged();
    BOOST_TEST((report.dane == Verdict::none));
    BOOST_TEST((finding(report, "address.lookup_bogus").severity == Severity::critical));
    BOOST_TEST(report.exit_code == 2);
}

BOOST_AUTO_TEST_CASE(one_family_that_answers_is_enough) {
    auto host = protected_host().with(
        [](HostFacts& facts) { facts.lookups.aaaa = bogus("mx1.example.org", RecordType::aaaa); });
    const auto report = Domain({host}).judged();
    BOOST_TEST((report.dane == Verdict::pass));
    BOOST_TEST((finding(report, "address.lookup_bogus").severity == Severity::warning));
    BOOST_TEST(report.exit_code == 1);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(rule_2_none)

BOOST_AUTO_TEST_CASE(no_mx_host_has_secure_tlsa) {
    const auto report = Domain({plain_host()}).judged();
    BOOST_TEST((report.dane == Verdict::none));
    BOOST_TEST(report.exit_code == 1);
    BOOST_TEST((verdict(Domain({plain_host().insecure()}).mx(State::insecure)) == Verdict::none));
    auto unsigned_tlsa = plain_host().tlsa({record_of(stand_in_certificate(2))}, State::insecure);
    BOOST_TEST((verdict(Domain({unsigned_tlsa})) == Verdict::none));
}

BOOST_AUTO_TEST_CASE(null_mx_needs_no_protection) {  // RFC 7505
    for (const auto state : {State::secure, State::insecure}) {
        const auto report = Domain().mx({"0 ."}, state).judged();
        BOOST_TEST((report.dane == Verdict::none));
        BOOST_TEST(report.null_mx);
        BOOST_TEST(report.exit_code == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_host_that_nobody_reaches_is_still_none_without_tlsa) {
    BOOST_TEST((verdict(Domain({Host("mx1.example.org").at("192.0.2.1", silent_address())})) == Verdict::none));
}

BOOST_AUTO_TEST_CASE(an_address_literal_has_no_tlsa) {  // §2.2
    Domain literal({literal_host("192.0.2.1")});
    literal.with([](DomainFacts& facts) {
        facts.kind = DestinationKind::address;
        facts.domain = DomainName();
        facts.mx.reset();
        facts.trust.anchors.clear();
    });
    BOOST_TEST((verdict(literal) == Verdict::none));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(rule_3_unknown)

BOOST_AUTO_TEST_CASE(no_endpoint_of_a_protected_host_was_reached) {
    BOOST_TEST((verdict(Domain({unreached_host()})) == Verdict::unknown));
    BOOST_TEST((verdict(Domain({unreached_host(), plain_host()})) == Verdict::unknown));
    auto refusing =
        Host("mx1.example.org").at("192.0.2.1", refused_connection()).tlsa({record_of(stand_in_certificate(1))});
    BOOST_TEST((verdict(Domain({refusing})) == Verdict::unknown));
    auto unusable = Host("mx1.example.org").at("192.0.2.1", silent_address()).tlsa({"3 1 1 abcd"});
    BOOST_TEST((verdict(Domain({unusable})) == Verdict::unknown));
    auto elsewhere = protected_host().with([](HostFacts& facts) {
        facts.endpoints.front().not_probed = NotProbed{NotProbedReason::private_address, "private use"};
    });
    BOOST_TEST((verdict(Domain({elsewhere})) == Verdict::unknown));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(rule_4_pass)

BOOST_AUTO_TEST_CASE(everything_is_secure_reached_and_authenticated) {
    const auto report = Domain({protected_host()}).judged();
    BOOST_TEST((report.dane == Verdict::pass));
    BOOST_TEST((report.verdict == Verdict::pass));
    BOOST_TEST(report.exit_code == 0);
    BOOST_TEST(
        (verdict(Domain({protected_host("mx1.example.org"), protected_host("mx2.example.net")})) == Verdict::pass));
}

BOOST_AUTO_TEST_CASE(an_implicit_mx_passes_where_its_absence_is_secure) {
    BOOST_TEST((verdict(Domain({protected_host("example.org")}).implicit_mx()) == Verdict::pass));
    BOOST_TEST((verdict(Domain({protected_host("example.org")}).implicit_mx(State::insecure)) == Verdict::partial));
}

BOOST_AUTO_TEST_CASE(a_host_without_mx_passes) {  // --no-mx
    const auto no_mx = [](DomainFacts& facts) {
        facts.kind = DestinationKind::host;
        facts.mx.reset();
    };
    BOOST_TEST((verdict(Domain({protected_host("example.org")}).with(no_mx)) == Verdict::pass));
}

BOOST_AUTO_TEST_CASE(an_unreachable_second_address_of_a_reached_host_is_a_finding) {
    const auto report = Domain({protected_host().at("192.0.2.9", silent_address())}).judged();
    BOOST_TEST((report.dane == Verdict::pass));
    BOOST_TEST(has(report, "session.address_unreachable"));
    BOOST_TEST(report.exit_code == 1);
}

BOOST_AUTO_TEST_CASE(hosts_without_an_address_are_left_out_with_a_finding) {
    const auto report = Domain({protected_host(), host_without_address()}).judged();
    BOOST_TEST((report.dane == Verdict::pass));
    BOOST_TEST(has(report, "mx.host_without_address"));
    BOOST_TEST(report.exit_code == 1);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(rule_5_partial)

BOOST_AUTO_TEST_CASE(an_insecure_mx_with_secure_tlsa) {
    const auto report = Domain({protected_host()}).mx(State::insecure).judged();
    BOOST_TEST((report.dane == Verdict::partial));
    BOOST_TEST(report.exit_code == 1);
}

BOOST_AUTO_TEST_CASE(hosts_without_tlsa_beside_protected_ones) {
    BOOST_TEST((verdict(Domain({protected_host(), plain_host()})) == Verdict::partial));
    BOOST_TEST((verdict(Domain({protected_host(), plain_host().insecure()})) == Verdict::partial));
}

BOOST_AUTO_TEST_CASE(hosts_with_only_unusable_records) {
    BOOST_TEST((verdict(Domain({protected_host(), unusable_host()})) == Verdict::partial));
    BOOST_TEST((verdict(Domain({unusable_host()})) == Verdict::partial));
}

BOOST_AUTO_TEST_CASE(a_protected_host_that_was_not_reached_while_others_were) {
    BOOST_TEST((verdict(Domain({protected_host(), unreached_host()})) == Verdict::partial));
    auto elsewhere = protected_host("mx2.example.org").with([](HostFacts& facts) {
        facts.endpoints.front().not_probed = NotProbed{NotProbedReason::private_address, "private use"};
    });
    BOOST_TEST((verdict(Domain({protected_host(), elsewhere})) == Verdict::partial));
}

BOOST_AUTO_TEST_CASE(an_mx_that_is_an_address) {  // §2.2, D26
    auto address = plain_host("192.0.2.2").with([](HostFacts& facts) {
        facts.exchange_is_address = true;
        facts.lookups.a.reset();
        facts.lookups.aaaa.reset();
        facts.lookups.tlsa.clear();
    });
    BOOST_TEST((verdict(Domain({protected_host(), address})) == Verdict::partial));
    BOOST_TEST((verdict(Domain({address})) == Verdict::none));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
