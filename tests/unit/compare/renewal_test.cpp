// When too little is left of a certificate: two weeks, but of one that lives for days a third of its validity.
#include "report/findings.hpp"
#include "support/certificates.hpp"
#include "support/sts_domain.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace danelaw;
using namespace danelaw::test;
using std::chrono::days;
using std::chrono::hours;

namespace {

/// The end of a certificate of testdata is as it is; its beginning, and the clock, are set from there.
struct Life {
    hours validity;
    hours left;
};

bool has_code(const Findings& findings, std::string_view code) {
    return std::ranges::any_of(findings, [&](const Finding& finding) { return finding.code == code; });
}

/// Of every certificate; all of testdata's end together.
void set_life(CertificateChain& chain, const Life& life) {
    for (auto& one : chain) one.not_before = *one.not_after - life.validity;
}

Report judged_at_end_of(const char* certificate_name, const StsDomain& domain, const Life& life) {
    auto facts = domain.facts();
    facts.checked_at = *certificate(certificate_name).not_after - life.left;
    return judge(facts);
}

bool policy_host_warns(const Life& life) {
    auto report = judged_at_end_of("wildcard_leaf", StsDomain(), life);
    set_life(report.sts->policy_chain, life);
    Findings findings;
    find_sts(report, findings);
    return has_code(findings, "sts.policy_certificate_expires_soon");
}

bool mx_host_warns(const Life& life) {
    auto report = judged_at_end_of("leaf", StsDomain(), life);
    set_life(report.hosts[0].endpoints[0].chain, life);
    Findings findings;
    find_sts_hosts(report, findings);
    return has_code(findings, "sts.mx_certificate_expires_soon");
}

bool dane_ta_warns(const Life& life) {
    const auto domain = StsDomain().records({}).with([](DomainFacts& facts) {
        facts.hosts[0].lookups.tlsa = {
            answer("_25._tcp.mx.example.org", RecordType::tlsa, {to_text(tlsa("2 0 1", "intermediate"))})};
    });
    auto report = judged_at_end_of("leaf", domain, life);
    set_life(report.hosts[0].endpoints[0].chain, life);
    Findings findings;
    find_certificates(report, findings);
    return has_code(findings, "certificate.expires_soon");
}

/// A place that warns, or not, about a certificate of such a life.
using Warns = bool (*)(const Life&);
constexpr Warns places[] = {policy_host_warns, mx_host_warns, dane_ta_warns};

}  // namespace

BOOST_AUTO_TEST_SUITE(late_renewal)

BOOST_AUTO_TEST_CASE(an_ordinary_certificate_warns_with_two_weeks_left) {
    for (const auto warns : places) {
        BOOST_TEST(warns({days{90}, days{14}}));
        BOOST_TEST(!warns({days{90}, days{14} + hours{1}}));
        BOOST_TEST(warns({days{45}, days{14}}));
    }
}

BOOST_AUTO_TEST_CASE(a_certificate_of_days_warns_with_a_third_of_them_left) {
    for (const auto warns : places) {
        BOOST_TEST(!warns({days{6}, days{3}}));
        BOOST_TEST(!warns({days{6}, hours{49}}));
        BOOST_TEST(warns({days{6}, hours{48}}));
    }
}

/// What ends first is renewed in time, what ends with it is not.
BOOST_AUTO_TEST_CASE(each_certificate_of_the_path_goes_by_its_own_validity) {
    auto report = judged_at_end_of("leaf", StsDomain(), {days{6}, days{3}});
    auto& leaf = report.hosts[0].endpoints[0].chain.front();
    leaf.not_before = *leaf.not_after - days{6};
    Findings findings;
    find_sts_hosts(report, findings);
    BOOST_TEST(has_code(findings, "sts.mx_certificate_expires_soon"));
}

BOOST_AUTO_TEST_SUITE_END()
