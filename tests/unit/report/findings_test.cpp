// Each finding of the catalogue: a domain that has it, one that just misses it, and its text word for word (style.md
// 5).
#include "finding_cases.hpp"
#include "report/catalogue.hpp"

#include <danelaw/base/text.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

namespace danelaw {
namespace {

using namespace test;

/// Needs a fault of ours: made where danelaw is wired together.
const std::set<std::string> without_domain = {"internal_error"};

std::vector<FindingCase> all_cases() {
    std::vector<FindingCase> all;
    for (const auto part :
         {run_cases, opinion_cases, mx_cases, lookup_cases, tlsa_cases, session_cases, certificate_cases}) {
        for (auto& one : part()) all.push_back(std::move(one));
    }
    return all;
}

/// `SUBJECT: WHAT`, no full stop, nothing a terminal would act on.
void check_form(const Finding& finding) {
    BOOST_TEST(finding.text.starts_with(finding.subject + ": "), finding.text);
    BOOST_TEST(!finding.text.ends_with('.'), finding.text);
    BOOST_TEST(finding.text == printable(finding.text));
    BOOST_TEST(!finding.advice.empty());
    BOOST_TEST(finding.text.find("  ") == std::string::npos, finding.text);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(findings)

BOOST_AUTO_TEST_CASE(advice_names_the_domain_and_its_only_host) {
    const auto silent = [](const char* name) {
        return Host(name)
            .at("192.0.2.1", ended_session(SmtpResult::no_starttls, SmtpStage::starttls))
            .tlsa({record_of(stand_in_certificate(1))});
    };
    const auto advice = [](const Report& report) { return finding(report, "session.no_starttls").advice; };
    BOOST_TEST(advice(Domain({silent("mx1.example.org")}).judged()).find("danelaw probe -v mx1.example.org shows") !=
               std::string::npos);
    // Two hosts share the advice, which then stands once.
    BOOST_TEST(advice(Domain({silent("mx1.example.org"), silent("mx2.example.org")}).judged())
                   .find("danelaw probe -v HOST shows") != std::string::npos);
    const auto bogus_mx = Domain().mx(bogus("example.org", RecordType::mx)).judged();
    BOOST_TEST(finding(bogus_mx, "mx.lookup_bogus").advice.find("danelaw lookup --trace example.org MX shows") !=
               std::string::npos);
}

// Names come from the network, and advice is copied into shells.
BOOST_AUTO_TEST_CASE(advice_names_no_host_that_a_shell_or_a_command_would_act_on) {
    for (const auto* const name : {"mx;reboot.example.org", "-x.example.org"}) {
        const auto report = Domain({Host(name)
                                        .at("192.0.2.1", ended_session(SmtpResult::no_starttls, SmtpStage::starttls))
                                        .tlsa({record_of(stand_in_certificate(1))})})
                                .judged();
        BOOST_TEST(finding(report, "session.no_starttls").advice.find("danelaw probe -v HOST shows") !=
                   std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(each_is_found_and_its_near_miss_is_not) {
    for (const auto& one : all_cases()) {
        BOOST_TEST_CONTEXT(one.code) {
            const auto report = one.hit.judged();
            BOOST_TEST(has(report, one.code));
            if (has(report, one.code)) BOOST_TEST(finding(report, one.code).text == one.text);
            BOOST_TEST(!has(one.near_miss.judged(), one.code));
        }
    }
}

BOOST_AUTO_TEST_CASE(all_have_the_form_of_a_message) {
    for (const auto& one : all_cases()) {
        for (const auto* const domain : {&one.hit, &one.near_miss}) {
            for (const auto& found : domain->judged().findings) check_form(found);
        }
    }
}

BOOST_AUTO_TEST_CASE(they_come_worst_first) {
    for (const auto& one : all_cases()) {
        const auto found = one.hit.judged().findings;
        BOOST_TEST(std::is_sorted(found.begin(), found.end(),
                                  [](const Finding& a, const Finding& b) { return a.severity > b.severity; }));
    }
}

BOOST_AUTO_TEST_CASE(every_code_has_a_case) {
    std::set<std::string> shown = without_domain;
    for (const auto& one : all_cases()) shown.insert(one.code);
    std::set<std::string> known;
    for (const auto& entry : dane_catalogue()) known.emplace(entry.code);
    for (const auto& code : known) BOOST_TEST(shown.contains(code), code << " has no case");
    for (const auto& code : shown) BOOST_TEST(known.contains(code), code << " has no row");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
