// Changes that break nothing: told once, of what both checks saw, and with no effect on the exit code.
#include "checks.hpp"
#include "support/sts_domain.hpp"

#include <boost/test/unit_test.hpp>

namespace danelaw {
namespace {

using namespace test;

/// The codes of the changes, in order.
std::vector<std::string> told(const Report& report) {
    std::vector<std::string> codes;
    for (const auto& change : report.history.value().changes) codes.push_back(change.code);
    return codes;
}

using Codes = std::vector<std::string>;

/// What is told of two checks, and then of a third that sees the same.
Codes told_of(const Domain& before, const Domain& now) {
    Checks checks;
    checks.check(before);
    const auto report = checks.check(now);
    BOOST_TEST(told(checks.check(now)) == Codes());
    BOOST_TEST(report.exit_code == now.judged().exit_code);
    return told(report);
}

Host mail_host() { return Host("mx.example.org").at("192.0.2.1", tls_session({"leaf"})).tlsa({key_record("leaf")}); }

/// With an AAAA record, too; each family signed or not, or nothing where its lookup failed.
Domain with_families(std::optional<ValidationState> a, std::optional<ValidationState> aaaa) {
    const auto seen = [](RecordType type, const char* address, std::optional<ValidationState> state) {
        return state ? answer("mx.example.org", type, {address}, *state) : failed("mx.example.org", type);
    };
    return Domain({mail_host().with([&](HostFacts& facts) {
        facts.lookups.a = seen(RecordType::a, "192.0.2.1", a);
        facts.lookups.aaaa = seen(RecordType::aaaa, "2001:db8::1", aaaa);
    })});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plain_changes)

BOOST_AUTO_TEST_CASE(records_that_come_and_go) {
    const auto one = domain_with({"leaf"}, {key_record("leaf")});
    const auto two = domain_with({"leaf"}, {key_record("leaf"), key_record("ecdsa_384_leaf")});
    BOOST_TEST(told_of(one, two) == Codes{"change.tlsa_added"});
    BOOST_TEST(told_of(two, one) == Codes{"change.tlsa_removed"});
    Checks checks;
    checks.check(two);
    const auto report = checks.check(one);
    const auto& change = report.history->changes.front();
    BOOST_TEST(change.subject == "_25._tcp.mx.example.org");
    BOOST_TEST(change.before.value() == key_record("ecdsa_384_leaf"));
    BOOST_TEST(!change.now.has_value());
    BOOST_TEST(finding(report, "change.tlsa_removed").text ==
               "_25._tcp.mx.example.org: no longer published: " + key_record("ecdsa_384_leaf"));
    BOOST_TEST((finding(report, "change.tlsa_removed").severity == Severity::notice));
    BOOST_TEST((finding(checks.check(two), "change.tlsa_added").severity == Severity::info));
}

BOOST_AUTO_TEST_CASE(a_record_whose_loss_breaks_a_server_is_told_as_that) {
    const auto two = domain_with({"leaf"}, {key_record("leaf"), key_record("ecdsa_384_leaf")});
    Checks checks;
    checks.check(two);
    BOOST_TEST(told(checks.check(domain_with({"leaf"}, {key_record("ecdsa_384_leaf")}))) ==
               (Codes{"change.records_broke_tlsa", "change.verdict_worse"}));
}

BOOST_AUTO_TEST_CASE(what_a_failed_lookup_does_not_show_is_not_gone) {
    Checks checks;
    const auto domain = domain_with({"leaf"}, {key_record("leaf")});
    checks.check(domain);
    const Codes worse{"change.verdict_worse"};
    BOOST_TEST(told(checks.check(Domain().mx(failed("example.org", RecordType::mx)))) == worse);
    auto blind = mail_host().with(
        [](HostFacts& facts) { facts.lookups.tlsa = {failed("_25._tcp.mx.example.org", RecordType::tlsa)}; });
    BOOST_TEST(told(checks.check(Domain({blind}))) == Codes());
    const auto silent = Host("mx.example.org").at("192.0.2.1", silent_address()).tlsa({key_record("leaf")});
    BOOST_TEST(told(checks.check(Domain({silent}))) == Codes());
    BOOST_TEST(told(checks.check(domain)) == Codes{"change.verdict_better"});
}

BOOST_AUTO_TEST_CASE(a_certificate_with_the_same_key) {
    const auto before = domain_with({"intermediate"}, {key_record("intermediate")});
    const auto now = domain_with({"no_key_id"}, {key_record("intermediate")});
    BOOST_TEST(told_of(before, now) == Codes{"change.certificate_renewed"});
    Checks checks;
    checks.check(before);
    const auto report = checks.check(now);
    const auto& text = finding(report, "change.certificate_renewed").text;
    BOOST_TEST(
        text.starts_with("mx.example.org[192.0.2.1]:25: its certificate was renewed with the same key, the "
                         "certificate of SHA2-256 " +
                         to_hex(digest_of("no_key_id", "certificate")) + " took the place of " +
                         to_hex(digest_of("intermediate", "certificate")) + "; it is valid until "));
    BOOST_TEST(text.ends_with("; a TLSA record matches it"));
}

BOOST_AUTO_TEST_CASE(another_key) {
    const std::vector<std::string> records{key_record("leaf"), key_record("ecdsa_384_leaf")};
    BOOST_TEST(told_of(domain_with({"leaf"}, records), domain_with({"ecdsa_384_leaf"}, records)) ==
               Codes{"change.key_changed"});
    // Without DANE, too.
    const auto plain = [](const char* leaf) {
        return Domain({Host("mx.example.org").at("192.0.2.1", tls_session({leaf}))});
    };
    BOOST_TEST(told_of(plain("leaf"), plain("ecdsa_384_leaf")) == Codes{"change.key_changed"});
    // Of a server that may have a key of each kind nobody knows which it was asked for before.
    BOOST_TEST(told_of(plain("leaf"), plain("leaf_rsa")) == Codes());
}

BOOST_AUTO_TEST_CASE(the_only_key_is_of_another_kind) {
    const std::vector<std::string> records{key_record("leaf"), key_record("leaf_rsa")};
    const auto with_other = [&](const char* leaf, SmtpSession other) {
        return Domain(
            {Host("mx.example.org").at("192.0.2.1", tls_session({leaf})).other_key(std::move(other)).tlsa(records)});
    };
    auto none = ended_session(SmtpResult::tls_handshake_failed, SmtpStage::tls);
    none.no_such_key_type = true;
    BOOST_TEST(told_of(with_other("leaf_rsa", none), with_other("leaf", none)) == Codes{"change.key_changed"});
    BOOST_TEST(told_of(with_other("leaf_rsa", none), with_other("leaf", tls_session({"leaf_rsa"}))) == Codes());
}

BOOST_AUTO_TEST_CASE(mail_hosts) {
    const Host one = protected_host("mx1.example.org", 10);
    Checks checks;
    checks.check(Domain({one}));
    const auto report =
        checks.check(Domain({protected_host("mx1.example.org", 20), protected_host("mx2.example.org", 5)}));
    BOOST_TEST(told(report) == Codes{"change.mx"});
    BOOST_TEST(finding(report, "change.mx").text ==
               "example.org: the MX records changed; no longer there: 10 mx1.example.org; new: 5 mx2.example.org, 20 "
               "mx1.example.org");
    BOOST_TEST(told_of(Domain({one}), Domain().mx({"0 ."})) == Codes{"change.mx"});
    BOOST_TEST(
        checks.check(Domain().mx(nx_domain("example.org", RecordType::mx))).history->changes.back().now.has_value() ==
        false);
}

BOOST_AUTO_TEST_CASE(signatures_that_come_and_go) {
    const auto mx = [](ValidationState state) { return Domain({plain_host()}).mx(state); };
    BOOST_TEST(told_of(mx(ValidationState::secure), mx(ValidationState::insecure)) == Codes{"change.unsigned"});
    BOOST_TEST(told_of(mx(ValidationState::insecure), mx(ValidationState::secure)) == Codes{"change.signed"});
    BOOST_TEST(told_of(Domain({plain_host()}), Domain({plain_host().insecure()})) == Codes{"change.unsigned"});
    // How a zone denies is its own affair.
    BOOST_TEST(told_of(Domain({plain_host()}), Domain({plain_host().tlsa({}, ValidationState::insecure)})) == Codes());
    // Where DANE is lost that way, the warning is that of the verdict.
    const auto lost = told_of(domain_with({"leaf"}, {key_record("leaf")}), Domain({mail_host().insecure()}));
    BOOST_TEST(lost == (Codes{"change.verdict_worse", "change.unsigned"}));
    Checks checks;
    checks.check(mx(ValidationState::secure));
    BOOST_TEST(finding(checks.check(mx(ValidationState::insecure)), "change.unsigned").text ==
               "example.org: the MX answers are not secured by DNSSEC now, which they were");
}

// An answer for one family says nothing of the other.
BOOST_AUTO_TEST_CASE(each_family_of_addresses_is_compared_with_itself) {
    const auto secure = ValidationState::secure, insecure = ValidationState::insecure;
    const auto plain = [](const Codes& codes) {
        return std::any_of(codes.begin(), codes.end(), [](const std::string& code) {
            return code == "change.unsigned" || code == "change.signed";
        });
    };
    BOOST_TEST(!plain(told_of(with_families(secure, insecure), with_families(std::nullopt, insecure))));
    BOOST_TEST(!plain(told_of(with_families(std::nullopt, insecure), with_families(secure, insecure))));
    BOOST_TEST(plain(told_of(with_families(secure, insecure), with_families(insecure, insecure))));
    Checks checks;
    checks.check(with_families(secure, secure));
    checks.check(with_families(std::nullopt, std::nullopt));
    const auto report = checks.check(with_families(insecure, insecure));
    BOOST_TEST(finding(report, "change.unsigned").text ==
               "mx.example.org: the A and AAAA answers are not secured by DNSSEC now, which they were");
}

// Nothing is secure for a machine that cannot validate.
BOOST_AUTO_TEST_CASE(a_machine_that_cannot_validate_sees_no_change) {
    Checks checks;
    const auto domain = domain_with({"leaf"}, {key_record("leaf")});
    checks.check(domain);
    auto blind = Domain({mail_host().insecure()}).mx(ValidationState::insecure);
    blind.with([](DomainFacts& facts) {
        facts.trust.anchor_lookups = {failed(".", RecordType::dnskey)};
        facts.tls_rpt.record.reset();
    });
    BOOST_TEST(told(checks.check(blind)) == Codes());
    auto uncovered = Domain({mail_host().insecure()}).mx(ValidationState::insecure);
    uncovered.with([](DomainFacts& facts) { facts.trust.anchors = {name("example.net")}; });
    BOOST_TEST(told(checks.check(uncovered)) == Codes());
    BOOST_TEST(told(checks.check(domain)) == Codes());
}

BOOST_AUTO_TEST_CASE(policies) {
    const auto published = [](const std::string& id, const std::string& policy) {
        return StsDomain().records({"v=STSv1; id=" + id + ";"}).policy(policy);
    };
    const auto check = [](Checks& checks, const StsDomain& domain) {
        return checks.check(Domain().with([&](DomainFacts& facts) { facts = domain.facts(); }));
    };
    Checks checks;
    check(checks, published("1", policy_text("enforce")));
    auto report = check(checks, published("2", policy_text("enforce", {"mx.example.org", "*.example.net"})));
    BOOST_TEST(told(report) == Codes{"change.mta_sts"});
    BOOST_TEST(finding(report, "change.mta_sts").text ==
               "example.org: its MTA-STS changed; no longer: id 1; new: id 2, mx *.example.net");
    BOOST_TEST(report.exit_code == 0);
    report = check(checks, published("2", policy_text("testing", {"mx.example.org", "*.example.net"})));
    BOOST_TEST(finding(report, "change.mta_sts").text ==
               "example.org: its MTA-STS changed; no longer: mode enforce; new: mode testing; the id of the record "
               "stayed as it was, so senders that have the former policy keep to it until its max_age has passed");
    // A policy host that cannot be asked, and a lookup that fails, take nothing away.
    auto broken = served("");
    broken.status = 404;
    check(checks, published("2", "").exchange(broken));
    check(checks, published("2", "").with(
                      [](DomainFacts& facts) { facts.sts.record = bogus("_mta-sts.example.org", RecordType::txt); }));
    report = check(checks, published("2", policy_text("testing", {"mx.example.org", "*.example.net"})));
    BOOST_TEST(!has(report, "change.mta_sts"));
    report = check(checks, published("2", "").records({}));
    BOOST_TEST(finding(report, "change.mta_sts").text ==
               "example.org: its MTA-STS record is gone; no longer: id 2, mode testing, max_age 1209600, mx "
               "mx.example.org, and 1 more");
}

// What the first check did not see is not new.
BOOST_AUTO_TEST_CASE(policies_that_could_not_be_fetched_at_first) {
    const auto check = [](Checks& checks, const StsDomain& domain) {
        return checks.check(Domain().with([&](DomainFacts& facts) { facts = domain.facts(); }));
    };
    auto gone = served("");
    gone.status = 404;
    const auto unseen = [](Lookup lookup) {
        return StsDomain().with([&](DomainFacts& facts) { facts.sts.record = std::move(lookup); });
    };
    for (const auto& first :
         {StsDomain().exchange(gone), unseen(failed("_mta-sts.example.org", RecordType::txt)),
          unseen(bogus("_mta-sts.example.org", RecordType::txt)), StsDomain().records({"v=STSv1; id=a-b;"})}) {
        Checks checks;
        check(checks, first);
        BOOST_TEST(!has(check(checks, StsDomain()), "change.mta_sts"));
        BOOST_TEST(has(check(checks, StsDomain("testing")), "change.mta_sts"));
    }
    // Version 1 of the file knows the mode alone.
    DomainFacts facts = StsDomain().facts();
    DomainMemory memory;
    memory.sts = StsMemory{"1", PolicyMode::enforce, std::nullopt, {}};
    facts.past = PastFacts{memory, std::nullopt};
    BOOST_TEST(!has(judge(facts), "change.mta_sts"));
    facts.past->memory->sts->mode = PolicyMode::testing;
    BOOST_TEST(has(judge(facts), "change.mta_sts"));
    Checks checks;
    check(checks, StsDomain().records({}));
    BOOST_TEST(finding(check(checks, StsDomain()), "change.mta_sts").text ==
               "example.org: its MTA-STS changed; new: id 1, mode enforce, max_age 1209600, mx mx.example.org");
}

// RFC 8461 holds the verdict up where DANE is lost.
BOOST_AUTO_TEST_CASE(a_mechanism_that_is_lost_beside_the_other) {
    const auto domain = [](bool has_records) {
        return Domain().with([&](DomainFacts& facts) {
            facts = StsDomain().facts();
            auto host = mail_host();
            if (!has_records) host.tlsa({});
            facts.hosts.front().lookups = host.facts().lookups;
        });
    };
    Checks checks;
    BOOST_TEST(to_text(checks.check(domain(true)).dane) == "pass");
    const auto report = checks.check(domain(false));
    BOOST_TEST(to_text(report.verdict) == "pass");
    BOOST_TEST(told(report) == (Codes{"change.dane_worse", "change.tlsa_removed"}));
    BOOST_TEST(finding(report, "change.dane_worse").text ==
               "example.org: DANE is none, it was pass from " + time_of(1) + " to " + time_of(1));
    BOOST_TEST(report.exit_code == 1);
    BOOST_TEST(checks.check(domain(false)).exit_code == 0);
    BOOST_TEST(told(checks.check(domain(true))) == (Codes{"change.dane_better", "change.tlsa_added"}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
