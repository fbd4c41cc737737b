#include <danelaw/report/lint.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace danelaw;

namespace {

/// `code severity`, worst first.
std::vector<std::string> codes(const std::vector<Finding>& findings) {
    std::vector<std::string> texts;
    for (const auto& finding : findings) texts.push_back(finding.code + " " + to_text(finding.severity));
    return texts;
}

std::vector<std::string> policy_codes(const std::string& mode, const std::string& rest,
                                      const std::vector<DomainName>& hosts = {}) {
    return codes(lint_sts_policy("version: STSv1\nmode: " + mode + "\n" + rest, hosts).findings);
}

std::vector<std::string> record_codes(const std::vector<std::string>& texts) {
    return codes(lint_sts_record(texts).findings);
}

DomainName host(const std::string& text) { return *DomainName::from_presentation(text); }

using Codes = std::vector<std::string>;

const std::string good = "mx: mail.example.com\nmax_age: 1209600\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(sts_lint)

BOOST_AUTO_TEST_CASE(a_good_record_has_no_findings) {
    const std::vector<std::string> texts{"v=STSv1; id=20160831085700Z;"};
    const auto lint = lint_sts_record(texts);
    BOOST_TEST(lint.valid);
    BOOST_TEST(lint.record->id == "20160831085700Z");
    BOOST_TEST(!lint.reason.has_value());
    BOOST_TEST(lint.findings.empty());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_record_has_a_code) {  // RFC 8461 §3.1
    BOOST_TEST((record_codes({"v=STSv1; id=1;", "v=STSv1; id=2;"}) == Codes{"sts.record_multiple critical"}));
    BOOST_TEST((record_codes({"v=STSv1; id=a-b;"}) == Codes{"sts.record_invalid critical"}));
    BOOST_TEST((record_codes({"v=STSv1; id=1;", "v=spf1 -all"}) == Codes{"sts.record_ignored notice"}));
    BOOST_TEST((record_codes({"v=STSv1; id=1; x=y"}) == Codes{"sts.record_field notice"}));
    BOOST_TEST((record_codes({"v=STSv1; id=1; id=2"}) == Codes{"sts.record_field notice"}));
}

BOOST_AUTO_TEST_CASE(no_record_for_mta_sts_is_not_valid) {
    const std::vector<std::string> texts{"v=STSv1"};
    const auto lint = lint_sts_record(texts);
    BOOST_TEST(!lint.valid);
    BOOST_TEST(lint.reason.value_or("") == "no record begins with v=STSv1 and a semicolon");
    BOOST_TEST((codes(lint.findings) == Codes{"sts.record_ignored notice"}));
}

BOOST_AUTO_TEST_CASE(a_good_policy_has_no_findings) {
    const auto lint = lint_sts_policy("version: STSv1\nmode: enforce\n" + good, {});
    BOOST_TEST(lint.valid);
    BOOST_TEST(lint.findings.empty());
    BOOST_TEST(lint.matches.empty());
}

BOOST_AUTO_TEST_CASE(a_policy_that_breaks_the_grammar_says_where) {
    const auto lint = lint_sts_policy("version: STSv1\nmode: reject\n" + good, {});
    BOOST_TEST(!lint.valid);
    BOOST_TEST(!lint.policy.has_value());
    BOOST_TEST(lint.reason.value_or("") == "line 2: mode is \"reject\", enforce, testing or none was expected");
    BOOST_TEST((codes(lint.findings) == Codes{"sts.policy_invalid critical"}));
}

BOOST_AUTO_TEST_CASE(max_age_is_short_under_a_week_and_too_short_under_a_day) {  // S10
    const auto with = [](const std::string& max_age) {
        return policy_codes("enforce", "mx: mail.example.com\nmax_age: " + max_age);
    };
    BOOST_TEST((with("86399") == Codes{"sts.max_age_short warning"}));
    BOOST_TEST((with("86400") == Codes{"sts.max_age_short notice"}));
    BOOST_TEST((with("604799") == Codes{"sts.max_age_short notice"}));
    BOOST_TEST(with("604800").empty());
    BOOST_TEST((with("31557601") == Codes{"sts.max_age_capped warning"}));
}

BOOST_AUTO_TEST_CASE(a_policy_that_is_being_removed_may_be_forgotten_soon) {  // §8.3
    BOOST_TEST((policy_codes("none", "max_age: 86400") == Codes{"sts.mode_none notice"}));
}

BOOST_AUTO_TEST_CASE(wide_wildcards_are_told) {  // S29
    const auto with = [](const std::string& mx) { return policy_codes("enforce", "max_age: 1209600\nmx: " + mx); };
    BOOST_TEST((with("*.com") == Codes{"sts.wide_wildcard warning"}));
    BOOST_TEST((with("*.example.com") == Codes{"sts.wide_wildcard notice"}));
    BOOST_TEST(with("*.mx.example.com").empty());
    BOOST_TEST((with("192.0.2.1") == Codes{"sts.pattern_address warning"}));
}

BOOST_AUTO_TEST_CASE(lines_that_senders_ignore_are_told) {  // S09
    BOOST_TEST((policy_codes("enforce", good + "max-age: 5\nmode: none\n") ==
                Codes{"sts.policy_key notice", "sts.policy_key notice"}));
}

BOOST_AUTO_TEST_CASE(hosts_are_matched_with_the_policy) {  // S19
    const std::vector<DomainName> hosts{host("mail.example.com"), host("backup.example.net")};
    const auto lint = lint_sts_policy(
        "version: STSv1\nmode: enforce\nmx: *.example.com\nmx: mx.example.org\nmax_age: 1209600", hosts);
    BOOST_TEST(lint.valid);
    BOOST_REQUIRE(lint.matches.size() == 2U);
    BOOST_TEST(lint.matches[0].pattern->text() == "*.example.com");
    BOOST_TEST(!lint.matches[1].pattern.has_value());
    BOOST_TEST((codes(lint.findings) ==
                Codes{"sts.mx_not_in_policy warning", "sts.wide_wildcard notice", "sts.pattern_unmatched notice"}));
}

BOOST_AUTO_TEST_CASE(a_policy_of_thousands_of_lines_gives_few_findings) {
    std::string file = "version: STSv1\nmode: enforce\nmax_age: 1209600\n";
    for (int i = 0; i < 2000; ++i) file += "mx: *.x" + std::to_string(i) + "\n";
    const std::vector<DomainName> hosts{host("mail.example.com")};
    BOOST_TEST(lint_sts_policy(file, hosts).findings.size() == 21U);
}

BOOST_AUTO_TEST_SUITE_END()
