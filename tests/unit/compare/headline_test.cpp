// The first sentence of a report: true of DANE and of MTA-STS, whichever of them the verdict goes by. Contract 4.
#include "support/certificates.hpp"
#include "support/sts_domain.hpp"

#include <danelaw/report/headline.hpp>

#include <boost/test/unit_test.hpp>

using namespace danelaw;
using namespace danelaw::test;

namespace {

const std::string matching_record = record_of(certificate("leaf").der);
const std::string other_record = record_of(stand_in_certificate(7));

StsDomain with_tlsa(StsDomain domain, const std::string& record) {
    return domain.with([&](DomainFacts& facts) {
        facts.hosts[0].lookups.tlsa = {answer("_25._tcp.mx.example.org", RecordType::tlsa, {record})};
    });
}

StsDomain with_dane(StsDomain domain) { return with_tlsa(std::move(domain), matching_record); }
StsDomain with_broken_dane(StsDomain domain) { return with_tlsa(std::move(domain), other_record); }

StsDomain without_sts() { return StsDomain().records({}); }
StsDomain broken_sts() { return StsDomain().policy("mode: enforce"); }
StsDomain unanswered_sts() {
    return StsDomain().with(
        [](DomainFacts& facts) { facts.sts.record = failed("_mta-sts.example.org", RecordType::txt); });
}

/// `VERDICT: SENTENCE` where the verdict goes by `require`.
std::string told(const StsDomain& domain, Require require = Require::any) {
    const auto report = judge(domain.facts(), require);
    return to_text(report.verdict) + ": " + headline(report);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(headlines)

BOOST_AUTO_TEST_CASE(either_protects_or_both) {
    BOOST_TEST(told(with_dane(StsDomain())) == "pass: DANE and MTA-STS protect mail to every host");
    BOOST_TEST(told(with_dane(without_sts())) == "pass: DANE protects mail to every host");
    BOOST_TEST(told(StsDomain()) == "pass: MTA-STS protects mail from senders that hold its policy, no DANE the rest");
    BOOST_TEST(told(StsDomain("testing")) ==
               "partial: MTA-STS is in mode testing: failures are reported, and nobody is protected");
    BOOST_TEST(told(without_sts()) == "none: neither DANE nor MTA-STS: nothing tells senders to encrypt");
}

BOOST_AUTO_TEST_CASE(what_was_asked_for_is_missing_and_the_other_protects) {
    for (const auto require : {Require::mta_sts, Require::both}) {
        BOOST_TEST(told(with_dane(without_sts()), require) ==
                   "none: MTA-STS protects nobody; DANE protects mail to every host");
    }
    for (const auto require : {Require::dane, Require::both}) {
        BOOST_TEST(told(StsDomain(), require) ==
                   "none: MTA-STS protects mail from senders that hold its policy, no DANE the rest");
    }
    BOOST_TEST(told(with_dane(StsDomain("testing")), Require::both) ==
               "partial: MTA-STS is in mode testing, and protects nobody; DANE protects mail to every host");
    BOOST_TEST(told(StsDomain("testing"), Require::dane) ==
               "none: MTA-STS is in mode testing: failures are reported, and nobody is protected");
}

BOOST_AUTO_TEST_CASE(what_fails_is_told_where_the_other_was_asked_for) {
    BOOST_TEST(
        told(with_broken_dane(StsDomain()), Require::mta_sts) ==
        "pass: MTA-STS protects mail from senders that hold its policy; senders that use DANE do not deliver: their "
        "mail waits, then is returned");
    BOOST_TEST(
        told(with_broken_dane(without_sts()), Require::mta_sts) ==
        "none: MTA-STS protects nobody; senders that use DANE do not deliver: their mail waits, then is returned");
    BOOST_TEST(
        told(broken_sts(), Require::dane) ==
        "none: no DANE: nothing signed tells senders to encrypt; MTA-STS is broken: senders get no policy; those that "
        "hold one keep to it");
    BOOST_TEST(told(with_dane(broken_sts()), Require::dane) == "pass: DANE protects mail to every host");
}

BOOST_AUTO_TEST_CASE(a_failure_is_told_of_the_one_that_fails) {
    const std::string broken = "fail: MTA-STS is broken: senders get no policy; those that hold one keep to it";
    for (const auto require : {Require::any, Require::mta_sts, Require::both}) {
        BOOST_TEST(told(broken_sts(), require) == broken);
        BOOST_TEST(told(with_dane(broken_sts()), require) == broken);
    }
    for (const auto require : {Require::any, Require::dane, Require::both}) {
        BOOST_TEST(told(with_broken_dane(StsDomain()), require) ==
                   "fail: senders that use DANE do not deliver: their mail waits, then is returned");
    }
}

// Whom it hits: nobody gets through, or there is another server, or that is not known.
BOOST_AUTO_TEST_CASE(who_is_hit_is_told) {
    const auto with_second = [](SmtpSession session) {
        return with_dane(without_sts()).with([&](DomainFacts& facts) {
            EndpointFacts second = facts.hosts[0].endpoints[0];
            second.address = boost::asio::ip::make_address("192.0.2.2");
            second.session = std::move(session);
            facts.hosts[0].endpoints.push_back(second);
            facts.hosts[0].lookups.a = answer("mx.example.org", RecordType::a, {"192.0.2.1", "192.0.2.2"});
        });
    };
    BOOST_TEST(told(with_second(tls_session({"leaf_rsa"}))) ==
               "fail: senders that use DANE do not deliver to every server");
    const auto two_keys = with_dane(without_sts()).with([](DomainFacts& facts) {
        facts.hosts[0].endpoints[0].other_key_probe = tls_session({"leaf_rsa"});
    });
    BOOST_TEST(told(two_keys) ==
               "fail: some senders that use DANE do not deliver: those that take the other kind of key");
    const auto silent =
        with_broken_dane(without_sts()).add_host(Host("mx2.example.org").at("192.0.2.9", silent_address()));
    BOOST_TEST(told(silent) == "fail: senders that use DANE do not deliver, or not to every server");
    const auto wrong_name = [](const char* mode) {
        return StsDomain(mode).policy(policy_text(mode, {"mx9.example.org"}));
    };
    BOOST_TEST(told(wrong_name("enforce")) == "fail: MTA-STS is broken: senders that hold its policy do not deliver");
}

BOOST_AUTO_TEST_CASE(what_is_certain_is_told_beside_what_is_not) {
    BOOST_TEST(told(with_dane(unanswered_sts())) ==
               "unknown: of MTA-STS nothing certain can be said from here; DANE protects mail to every host");
    BOOST_TEST(told(unanswered_sts()) ==
               "unknown: of MTA-STS nothing certain can be said from here; no DANE: nothing signed tells senders to "
               "encrypt");
    const auto silent = with_dane(StsDomain().session(silent_address()));
    BOOST_TEST(told(silent) == "unknown: a mail host does not answer this machine: nothing is certain");
    const auto dane_unseen = with_dane(without_sts().session(silent_address()));
    BOOST_TEST(told(dane_unseen) == "unknown: a mail host does not answer this machine: nothing is certain");
    BOOST_TEST(told(dane_unseen, Require::mta_sts) ==
               "none: MTA-STS protects nobody; of DANE nothing certain can be said from here");
    const auto older = with_dane(StsDomain().with([](DomainFacts& facts) { facts.sts = {}; }));
    BOOST_TEST(told(older) == "pass: DANE protects mail to every host");
    BOOST_TEST(told(older, Require::both) == "unknown: MTA-STS was not looked up; DANE protects mail to every host");
}

BOOST_AUTO_TEST_SUITE_END()
