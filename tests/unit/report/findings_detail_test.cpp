// What a case each does not show of the findings: severities that depend, limits, lists that are cut, and causes told
// apart.
#include "support/dns_message.hpp"
#include "support/domain.hpp"

#include <boost/test/unit_test.hpp>

namespace danelaw {
namespace {

using namespace test;
using enum SmtpResult;
using enum SmtpStage;

std::string record(const std::string& numbers, const std::string& of) { return to_text(tlsa(numbers, of)); }

Report judged(std::initializer_list<const char*> chain, const std::vector<std::string>& published) {
    return Domain({Host("mx.example.org").at("192.0.2.1", tls_session(chain)).tlsa(published)}).judged();
}

/// One host without TLS, bound by these records.
Severity severity_without_tls(const std::vector<std::string>& published) {
    auto host = Host("mx1.example.org").at("192.0.2.1", ended_session(no_starttls, ehlo)).tlsa(published);
    return finding(Domain({host}).judged(), "session.no_starttls").severity;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(severities_that_depend)

BOOST_AUTO_TEST_CASE(no_tls_is_critical_only_where_records_bind) {  // RFC 7672 §2.2
    BOOST_TEST((severity_without_tls({record_of(stand_in_certificate(1))}) == Severity::critical));
    BOOST_TEST((severity_without_tls({"3 1 1 abcd"}) == Severity::critical));
    BOOST_TEST((severity_without_tls({}) == Severity::warning));
}

BOOST_AUTO_TEST_CASE(a_short_key_is_critical_only_where_senders_refuse_it) {  // OpenSSL from security level 1
    const auto severity = [](const char* of) {
        return finding(judged({of}, {record("3 1 1", of)}), "certificate.short_key").severity;
    };
    BOOST_TEST((severity("rsa_768") == Severity::critical));
    BOOST_TEST((severity("rsa_1024") == Severity::warning));
}

BOOST_AUTO_TEST_CASE(a_failed_family_is_critical_only_where_the_host_is_skipped) {  // contract 2
    const auto without_aaaa = [](HostFacts& facts) {
        facts.lookups.aaaa = failed("mx1.example.org", RecordType::aaaa);
    };
    const auto beside_a = Domain({protected_host().with(without_aaaa)}).judged();
    BOOST_TEST((finding(beside_a, "address.lookup_failed").severity == Severity::warning));
    const auto alone = Domain({Host("mx1.example.org").with(without_aaaa)}).judged();
    BOOST_TEST((finding(alone, "address.lookup_failed").severity == Severity::critical));
}

BOOST_AUTO_TEST_CASE(a_session_that_we_cut_ourselves_is_no_finding_of_its_own) {
    for (const auto& session : {cut(ended_session(timeout, starttls)), cut(silent_address())}) {
        const auto report = Domain({protected_host().at("192.0.2.9", session)}).judged();
        BOOST_TEST((codes(report, Severity::warning) == std::vector<std::string>{"check.deadline"}));
        BOOST_TEST(finding(report, "check.deadline").text ==
                   "example.org: --timeout ran out before everything was seen, it cut the session with "
                   "mx1.example.org[192.0.2.9]:25");
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(since_when)

/// What is said of a bogus MX lookup whose reply has signatures that end at these times.
std::string told_of_bogus_mx(std::initializer_list<std::int64_t> ends) {
    testing::Message message("example.org", 15);
    message.answer("example.org", 15, 300, {0, 10, 2, 'm', 'x', 0});
    for (const auto end : ends) message.signed_by("example.org", {15, 2, 1000, static_cast<std::uint32_t>(end)});
    auto lookup = bogus("example.org", RecordType::mx, "signature expired");
    lookup.message = message.wire();
    return finding(Domain().mx(lookup).judged(), "mx.lookup_bogus").text;
}

BOOST_AUTO_TEST_CASE(an_expired_signature_is_told_with_its_date) {
    const auto now = judged_at.time_since_epoch().count();
    const auto told = [](const std::string& when) {
        return "example.org: the MX lookup is bogus (signature expired" + when +
               "), a chain of valid signatures was expected";
    };
    const auto yesterday = told("; the signature of example.org MX expired at 2025-12-31T00:00:00Z, 24 hours ago");
    BOOST_TEST(told_of_bogus_mx({now - 86400}) == yesterday);
    BOOST_TEST(told_of_bogus_mx({now - 86400, now - 90000}) == yesterday);
    BOOST_TEST(told_of_bogus_mx({now - 86400, now}) == told(""));  // one that holds will do, RFC 4035 §5.3.1
    BOOST_TEST(told_of_bogus_mx({}) == told(""));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(what_was_left_out)

BOOST_AUTO_TEST_CASE(hosts_and_addresses_beyond_a_cap_are_told_apart) {
    const auto hosts = Domain({protected_host(), Host("mx21.example.org").with([](HostFacts& facts) {
                                   facts.lookups = {name("mx21.example.org"), {}, {}, {}, {}};
                                   facts.not_examined = true;
                               })});
    BOOST_TEST(finding(hosts.judged(), "check.left_out").text ==
               "mx21.example.org: not looked at, at most 20 hosts are");
    const auto addresses = Domain({protected_host().at("192.0.2.17", {}).with([](HostFacts& facts) {
        facts.endpoints.back().not_probed = NotProbed{NotProbedReason::address_cap, "enough"};
        facts.not_examined = true;
    })});
    BOOST_TEST(finding(addresses.judged(), "check.left_out").text ==
               "mx1.example.org: 1 address was not probed, at most 16 of a family are");
}

BOOST_AUTO_TEST_CASE(long_lists_are_cut) {
    auto host = Host("mx1.example.org");
    for (int i = 1; i <= 6; ++i) host.at("192.0.2." + std::to_string(i), silent_address());
    BOOST_TEST(finding(Domain({host}).judged(), "session.host_silent").text ==
               "mx1.example.org: no session with any of 6 addresses: connect: no answer within 10 s (192.0.2.1, "
               "192.0.2.2, 192.0.2.3, 192.0.2.4, and 2 more)");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(causes_of_a_mismatch)

BOOST_AUTO_TEST_CASE(every_mismatch_has_one_finding) {
    for (const char* const leaf : {"expired_leaf", "future_leaf", "other_name_leaf", "leaf_rsa", "self_signed"}) {
        const auto report = judged({leaf, "intermediate", "root"}, {record("2 0 1", "root"), record("3 1 1", "leaf")});
        const bool matches = std::string(leaf) == "leaf_rsa";
        BOOST_TEST(codes(report, Severity::critical).size() == (matches ? 0U : 1U), leaf);
    }
}

BOOST_AUTO_TEST_CASE(a_certificate_of_tomorrow_is_told_by_its_date) {
    const auto report = judged({"future_leaf", "intermediate", "root"}, {record("2 0 1", "root")});
    BOOST_TEST(finding(report, "certificate.expired").text ==
               "mx.example.org[192.0.2.1]:25: certificate \"CN=future_leaf\" is not valid before 2040-01-01T00:00:00Z, "
               "and dates count with DANE-TA(2)");
    BOOST_TEST(finding(report, "certificate.expired").tls_rpt.value() == "certificate-expired");
}

/// Neither the date nor the name alone would mend it.
BOOST_AUTO_TEST_CASE(dates_of_a_chain_under_another_anchor_are_not_to_blame) {
    const auto report = judged({"expired_leaf", "intermediate", "root"}, {record("2 0 1", "other_root")});
    BOOST_TEST(!has(report, "certificate.expired"));
    BOOST_TEST(has(report, "tlsa.mismatch"));
}

BOOST_AUTO_TEST_CASE(a_wildcard_of_another_domain_is_a_wrong_name) {
    const auto wildcard = judged({"wildcard_leaf", "intermediate", "root"}, {record("2 0 1", "root")});
    BOOST_TEST(!has(wildcard, "certificate.wrong_name"));
    auto elsewhere = Domain({Host("mx.sub.example.net")
                                 .at("192.0.2.1", tls_session({"wildcard_leaf", "intermediate", "root"}))
                                 .tlsa({record("2 0 1", "root")})})
                         .mx(ValidationState::insecure)
                         .judged();
    BOOST_TEST(
        finding(elsewhere, "certificate.wrong_name").text ==
        "mx.sub.example.net[192.0.2.1]:25: the certificate names *.example.org, mx.sub.example.net was expected");
}

BOOST_AUTO_TEST_CASE(a_part_of_a_label_is_no_wildcard) {  // RFC 7672 §3.2.3
    const auto report = judged({"partial_wildcard_leaf", "intermediate", "root"}, {record("2 0 1", "root")});
    BOOST_TEST(has(report, "certificate.wrong_name"));
}

BOOST_AUTO_TEST_CASE(a_trust_anchor_that_was_not_found_is_told_with_why) {
    const auto report = judged({"leaf", "intermediate"}, {record("2 0 1", "root")});
    BOOST_TEST(
        finding(report, "tlsa.mismatch").text ==
        "mx.example.org[192.0.2.1]:25: no TLSA record matches, record 1: no certificate that was presented leads "
        "to a trust anchor; published at _25._tcp.mx.example.org: " +
            record("2 0 1", "root") + "; the certificate needs: " + record("3 1 1", "leaf") +
            "; that certificate is valid since 2024-01-01T00:00:00Z");
}

/// The digest of nothing is never proposed.
BOOST_AUTO_TEST_CASE(a_certificate_whose_key_cannot_be_read_needs_a_record_of_the_whole) {
    const auto certificate = stand_in_certificate(7);
    const auto report = Domain({Host("mx1.example.org")
                                    .at("192.0.2.1", tls_session({certificate}))
                                    .tlsa({record_of(stand_in_certificate(1))})})
                            .judged();
    BOOST_TEST(finding(report, "tlsa.mismatch").text.ends_with("the certificate needs: " + record_of(certificate)));
}

BOOST_AUTO_TEST_CASE(no_certificate_at_all_is_told) {
    const auto report = Domain({Host("mx1.example.org")
                                    .at("192.0.2.1", tls_session(std::vector<Bytes>{}))
                                    .tlsa({record_of(stand_in_certificate(1))})})
                            .judged();
    BOOST_TEST(finding(report, "tlsa.mismatch").text ==
               "mx1.example.org[192.0.2.1]:25: the server presented no certificate, one was expected");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(dates_that_come)

/// RFC 7671 §5.2.2: the trust anchor is in the DNS alone, and expires all the same.
BOOST_AUTO_TEST_CASE(a_trust_anchor_from_dns_expires_too) {
    const auto in_2043 = [](DomainFacts& facts) { facts.checked_at = *parse_time("2043-12-31T00:00:00Z"); };
    auto domain = Domain({Host("mx.example.org")
                              .at("192.0.2.1", tls_session({"leaf", "intermediate"}))
                              .tlsa({"2 0 0 " + to_hex(certificate("root").der)})});
    const auto report = domain.with(in_2043).judged();
    BOOST_TEST((report.hosts[0].endpoints[0].outcome == Outcome::authenticated));
    const auto expiring = std::count_if(report.findings.begin(), report.findings.end(),
                                        [](const Finding& f) { return f.code == "certificate.expires_soon"; });
    BOOST_TEST(expiring == 3);
}

/// The limits: less than a fifth of the validity and less than three days, both.
BOOST_AUTO_TEST_CASE(a_signature_is_short_only_below_both_limits) {
    const auto is_short = [](std::chrono::hours ago, std::chrono::hours ahead) {
        return has(Domain({protected_host().with([&](HostFacts& facts) {
                       facts.lookups.a->signature_inception = checked_at - ago;
                       facts.lookups.a->signature_expires = checked_at + ahead;
                   })}).judged(),
                   "signature.expires_soon");
    };
    using std::chrono::hours;
    BOOST_TEST(is_short(hours{24 * 12}, hours{71}));   // 71 of 359 hours
    BOOST_TEST(!is_short(hours{24 * 30}, hours{72}));  // three days
    BOOST_TEST(!is_short(hours{80}, hours{20}));       // a fifth
    BOOST_TEST(is_short(hours{81}, hours{20}));
}

/// Validators grant some time after the end; ours did, the next may not.
BOOST_AUTO_TEST_CASE(a_signature_that_has_just_expired_is_told_so) {
    const auto report = Domain({protected_host().with([](HostFacts& facts) {
                            facts.lookups.a->signature_inception = checked_at - std::chrono::hours{100};
                            facts.lookups.a->signature_expires = checked_at - std::chrono::hours{1};
                        })}).judged();
    BOOST_TEST(
        finding(report, "signature.expires_soon").text ==
        "mx1.example.org A: the signature expired at 2025-12-31T23:00:00Z, and validators differ in their patience");
}

BOOST_AUTO_TEST_CASE(the_signature_of_an_absence_counts_too) {
    const auto report = Domain({protected_host().with([](HostFacts& facts) {
                            facts.lookups.aaaa->signature_inception = checked_at - std::chrono::hours{1000};
                            facts.lookups.aaaa->signature_expires = checked_at + std::chrono::hours{10};
                        })}).judged();
    BOOST_TEST(finding(report, "signature.expires_soon").subject == "mx1.example.org AAAA");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(oddities)

/// peers.md N07: localhost, private and reserved targets.
BOOST_AUTO_TEST_CASE(an_mx_that_is_localhost_is_told_by_its_address) {
    auto local = Host("localhost").at("127.0.0.1", {}).insecure().with([](HostFacts& facts) {
        facts.endpoints.front().not_probed =
            NotProbed{NotProbedReason::private_address, "not a public address (loopback)"};
    });
    const auto report = Domain({local, protected_host()}).judged();
    BOOST_TEST(finding(report, "check.private_address").subject == "localhost[127.0.0.1]:25");
    BOOST_TEST((report.dane == Verdict::partial));
    BOOST_TEST(report.exit_code == 1);
}

BOOST_AUTO_TEST_CASE(an_address_literal_is_told_that_dane_does_not_apply) {
    const auto report = Domain({literal_host("192.0.2.1")})
                            .with([](DomainFacts& facts) {
                                facts.kind = DestinationKind::address;
                                facts.domain = DomainName();
                                facts.mx.reset();
                            })
                            .judged();
    BOOST_TEST(finding(report, "tlsa.none").text ==
               "[192.0.2.1]: DANE does not apply to an address, a host or a domain was expected");
}

BOOST_AUTO_TEST_CASE(an_mx_that_is_an_address_is_not_told_to_publish_records) {  // §2.2
    auto address = plain_host("192.0.2.2").with([](HostFacts& facts) {
        facts.exchange_is_address = true;
        facts.lookups = {name("192.0.2.2"), {}, {}, {}, {}};
    });
    const auto report = Domain({protected_host(), address}).judged();
    BOOST_TEST(has(report, "mx.host_is_address"));
    BOOST_TEST(!has(report, "tlsa.missing_on_host"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
