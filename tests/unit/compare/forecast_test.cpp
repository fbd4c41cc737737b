// What ends by itself: each kind of expiry, what is lost with it, and which comes first.
#include "support/dns_message.hpp"
#include "support/sts_domain.hpp"

#include <danelaw/report/forecast.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace danelaw {
namespace {

using namespace test;

constexpr std::chrono::hours day{24};

/// The signature of a lookup that ends so long after the check.
void sign(std::optional<Lookup>& lookup, std::chrono::seconds rest) { lookup->signature_expires = checked_at + rest; }

/// A domain whose MX is signed for 9 days, the addresses of its host for 8, the TLSA records for 7.
Domain signed_domain() {
    Domain domain({protected_host()});
    domain.with([](DomainFacts& facts) {
        sign(facts.mx, 9 * day);
        auto& lookups = facts.hosts.front().lookups;
        sign(lookups.a, 8 * day);
        sign(lookups.aaaa, std::chrono::hours{1});
        lookups.tlsa.front().signature_expires = checked_at + 7 * day;
    });
    return domain;
}

const Expiry* find(const Report& report, std::string_view what) {
    const auto found = std::ranges::find(report.forecast, what, &Expiry::what);
    return found == report.forecast.end() ? nullptr : &*found;
}

/// With a host whose one record is of the CA, and one of usage 3 where wanted.
Report anchored(bool beside_end_entity) {
    std::vector<std::string> records{"2 0 1 " + to_hex(sha256(certificate("root").der))};
    if (beside_end_entity) records.push_back("3 0 1 " + to_hex(sha256(certificate("leaf").der)));
    Host host("mx.example.org");
    host.at("192.0.2.1", tls_session({"leaf", "intermediate", "root"})).tlsa(records);
    return Domain({host}).judged();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(forecasts)

BOOST_AUTO_TEST_CASE(signatures_come_soonest_first_and_say_what_is_lost) {
    const auto report = signed_domain().judged();
    std::vector<std::string> told;
    for (const auto& expiry : report.forecast) told.push_back(expiry.what + " " + to_text(expiry.loss));
    const std::vector<std::string> expected{
        "signature of mx1.example.org AAAA nothing",  // no address to lose
        "signature of _25._tcp.mx1.example.org TLSA mail",
        "signature of mx1.example.org A mail",
        "signature of example.org MX mail",
    };
    BOOST_TEST(told == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_first_that_stops_mail_is_the_first_to_fail) {
    const auto report = signed_domain().judged();
    const auto* const first = first_to_fail(report.forecast);
    BOOST_REQUIRE(first != nullptr);
    BOOST_TEST(first->what == "signature of _25._tcp.mx1.example.org TLSA");
    BOOST_TEST((first->at == checked_at + 7 * day));
    BOOST_TEST(first->then == "senders that use DANE do not deliver to mx1.example.org");
}

BOOST_AUTO_TEST_CASE(what_a_parent_keeps_up_is_never_the_first_to_fail) {
    std::vector<Expiry> all(1);
    all.front().kind = ExpiryKind::parent_signature;
    BOOST_TEST(first_to_fail(all) == nullptr);
    all.front().kind = ExpiryKind::zone_signature;
    BOOST_TEST(first_to_fail(all) == &all.front());
    all.front().loss = Loss::protection;
    BOOST_TEST(first_to_fail(all) == nullptr);
}

/// A zone whose keys are signed until so long after the check.
ZoneReport signed_zone(const std::string& apex, std::chrono::seconds rest) {
    ZoneReport zone;
    zone.apex = name(apex);
    zone.dnskey_rrset = RrsetReport();
    zone.dnskey_rrset->rrset.type = RecordType::dnskey;
    Rrsig signature;
    signature.expires = checked_at + rest;
    zone.dnskey_rrset->signatures = {{signature, std::nullopt}};
    return zone;
}

// RFC 4035 §5.3.1: the signer has to be the zone that holds the records; what else is there validates nothing.
BOOST_AUTO_TEST_CASE(a_signature_in_anothers_name_does_not_make_its_zone_carry_mail) {
    auto report = signed_domain().judged();
    report.zones = {signed_zone("org", std::chrono::hours{2}), signed_zone("example.org", 5 * day)};
    const Bytes mx = testing::mx_rdata(10, "mx1.example.org");
    report.facts.mx->message = testing::Message("example.org", 15)
                                   .answer("example.org", 15, 300, mx)
                                   .signed_by("example.org", {15, 2, 1000, 2000, "org"})
                                   .signed_by("example.org", {15, 2, 1000, 2000, "example.org"})
                                   .authority("org", 6, 300, testing::soa_rdata(60))
                                   .authority("org", 46, 300, testing::rrsig_rdata({6, 1, 1000, 2000, "org"}))
                                   .wire();
    const auto all = forecast(report);
    const auto kind_of = [&](std::string_view what) {
        const auto found = std::ranges::find(all, what, &Expiry::what);
        return found == all.end() ? std::string("none") : to_text(found->kind);
    };
    BOOST_TEST(kind_of("signature of org DNSKEY") == "parent_signature");
    BOOST_TEST(kind_of("signature of example.org DNSKEY") == "zone_signature");
    BOOST_TEST(first_to_fail(all)->what == "signature of example.org DNSKEY");
}

BOOST_AUTO_TEST_CASE(insecure_answers_have_no_signature_to_lose) {
    auto domain = signed_domain();
    domain.with([](DomainFacts& facts) { facts.mx->dnssec = ValidationState::insecure; });
    BOOST_TEST(find(domain.judged(), "signature of example.org MX") == nullptr);
}

BOOST_AUTO_TEST_CASE(who_takes_no_mail_has_none_to_lose) {  // RFC 7505 §3
    Domain domain;
    domain.mx({"0 ."}).with([](DomainFacts& facts) { sign(facts.mx, day); });
    const auto report = domain.judged();
    BOOST_REQUIRE(report.null_mx);
    BOOST_REQUIRE(find(report, "signature of example.org MX") != nullptr);
    BOOST_TEST(first_to_fail(report.forecast) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_domain_that_does_not_exist_has_no_mail_to_lose) {
    Domain domain;
    domain.with([](DomainFacts& facts) {
        facts.mx = nx_domain("example.org", RecordType::mx);
        facts.hosts.clear();
        sign(facts.mx, day);
    });
    const auto report = domain.judged();
    BOOST_REQUIRE(find(report, "signature of example.org MX") != nullptr);
    BOOST_TEST(first_to_fail(report.forecast) == nullptr);
}

BOOST_AUTO_TEST_CASE(certificates_count_with_dane_ta_at_the_earliest_end_of_the_path) {  // RFC 7671 §5.2
    const auto report = anchored(false);
    const auto* const expiry = find(report, "certificate of mx.example.org[192.0.2.1]:25, or of its issuer");
    BOOST_REQUIRE(expiry != nullptr);
    BOOST_TEST((expiry->loss == Loss::mail));
    auto earliest = *certificate("leaf").not_after;
    for (const auto* name : {"intermediate", "root"}) earliest = std::min(earliest, *certificate(name).not_after);
    BOOST_TEST((expiry->at == earliest));
}

BOOST_AUTO_TEST_CASE(beside_a_dane_ee_record_that_matches_dates_do_not_count) {  // RFC 7671 §5.1
    BOOST_TEST(find(anchored(true), "certificate of mx.example.org[192.0.2.1]:25, or of its issuer") == nullptr);
}

BOOST_AUTO_TEST_CASE(mta_sts_stands_on_two_certificates_and_max_age) {  // RFC 8461 §3.2, §3.3, §4.2
    const auto report = StsDomain("enforce").judged();
    const auto* const server = find(report, "certificate of mx.example.org[192.0.2.1]:25, or of its issuer");
    const auto* const policy_host = find(report, "certificate of mta-sts.example.org, or of its issuer");
    const auto* const max_age = find(report, "max_age of the MTA-STS policy of example.org");
    BOOST_REQUIRE(server != nullptr && policy_host != nullptr && max_age != nullptr);
    BOOST_TEST((server->loss == Loss::mail));
    BOOST_TEST((policy_host->loss == Loss::protection));
    BOOST_TEST((max_age->loss == Loss::nothing));
    BOOST_TEST((max_age->at == report.facts.checked_at + report.sts->served->max_age));
}

BOOST_AUTO_TEST_CASE(under_mode_testing_no_mail_is_lost) {  // RFC 8461 §5
    const auto report = StsDomain("testing").judged();
    const auto* const server = find(report, "certificate of mx.example.org[192.0.2.1]:25, or of its issuer");
    BOOST_REQUIRE(server != nullptr);
    BOOST_TEST((server->loss == Loss::nothing));
}

BOOST_AUTO_TEST_CASE(the_limits_of_the_user_decide_what_is_soon) {
    const auto with_limits = [](std::optional<double> warn_days, std::optional<double> critical_days) {
        auto domain = signed_domain();
        domain.with([&](DomainFacts& facts) { facts.expiry_limits = {warn_days, critical_days}; });
        return domain.judged();
    };
    BOOST_TEST(!has(with_limits(std::nullopt, std::nullopt), "expiry.soon"));
    BOOST_TEST(!has(with_limits(7, 6), "expiry.soon"));
    BOOST_TEST((finding(with_limits(7.5, 7), "expiry.soon").severity == Severity::warning));
    BOOST_TEST((finding(with_limits(10, 7.5), "expiry.soon").severity == Severity::critical));
    BOOST_TEST((finding(with_limits(std::nullopt, 8), "expiry.soon").severity == Severity::critical));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
