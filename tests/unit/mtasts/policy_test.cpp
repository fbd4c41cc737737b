#include <danelaw/mtasts/policy.hpp>

#include <danelaw/base/limits.hpp>

#include <boost/test/unit_test.hpp>

// RFC 8461 §3.2 and §4.1, clause by clause; S numbers are those of the rules it comes to.

using namespace danelaw;

namespace {

const std::string head = "version: STSv1\nmode: enforce\n";
const std::string good = head + "mx: mail.example.com\nmax_age: 604800\n";

std::string fault_of(const std::string& file) {
    const auto policy = parse_policy(file);
    return policy ? "accepted" : policy.error().detail;
}

Policy read(const std::string& file) {
    const auto policy = parse_policy(file);
    if (!policy) throw std::invalid_argument(policy.error().detail);
    return *policy;
}

std::vector<std::string> patterns(const Policy& policy) {
    std::vector<std::string> texts;
    for (const auto& pattern : policy.mx) texts.push_back(pattern.text());
    return texts;
}

/// The pattern of a policy with this `mx` that matches a host, or `none`.
std::string matched(const std::string& pattern, const std::string& host) {
    const auto found =
        matching_pattern(read(head + "max_age: 1\nmx: " + pattern), *DomainName::from_presentation(host));
    return found ? found->text() : "none";
}

}  // namespace

namespace danelaw {
std::ostream& operator<<(std::ostream& out, PolicyMode mode) { return out << to_text(mode); }
}  // namespace danelaw

BOOST_AUTO_TEST_SUITE(sts_policy)

BOOST_AUTO_TEST_CASE(the_example_of_the_rfc_is_read) {  // S08, S09
    const auto policy = read(
        "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\n"
        "mx: backupmx.example.com\r\nmax_age: 604800\r\n");
    BOOST_TEST(policy.mode == PolicyMode::enforce);
    BOOST_TEST(policy.max_age.count() == 604800);
    BOOST_TEST(
        (patterns(policy) == std::vector<std::string>{"mail.example.com", "*.example.net", "backupmx.example.com"}));
    BOOST_TEST(policy.unknown_keys.empty());
    BOOST_TEST(policy.repeated_keys.empty());
}

BOOST_AUTO_TEST_CASE(lines_end_with_lf_or_crlf_and_the_last_need_not_end) {  // S08
    BOOST_TEST(fault_of("version: STSv1\nmode: none\r\nmax_age: 1") == "accepted");
    BOOST_TEST(fault_of("version: STSv1\rmode: none\rmax_age: 1") != "accepted");
    BOOST_TEST(fault_of("version: STSv1\nmode: none\nmax_age: 1\r") != "accepted");
    BOOST_TEST(fault_of("version: STSv1\vmode: none\vmax_age: 1") != "accepted");
}

BOOST_AUTO_TEST_CASE(an_empty_line_is_no_field) {  // S08: sts-policy-record
    BOOST_TEST(fault_of(good + "\n") == "line 5: the line is empty, key: value was expected");
    BOOST_TEST(fault_of("\n" + good) == "line 1: the line is empty, key: value was expected");
    BOOST_TEST(fault_of("") == "the policy is empty");
}

BOOST_AUTO_TEST_CASE(white_space_may_follow_colon_and_value_only) {  // S08: *WSP
    BOOST_TEST(fault_of("version:STSv1\nmode: \t none \t\nmax_age:1 \n") == "accepted");
    BOOST_TEST(fault_of("version : STSv1\nmode: none\nmax_age: 1") != "accepted");
    BOOST_TEST(fault_of(" version: STSv1\nmode: none\nmax_age: 1") != "accepted");
}

BOOST_AUTO_TEST_CASE(keys_and_values_are_case_sensitive) {  // S08: %s
    for (const auto* const file : {"version: stsv1\nmode: none\nmax_age: 1", "Version: STSv1\nmode: none\nmax_age: 1",
                                   "version: STSv1\nmode: None\nmax_age: 1", "version: STSv1\nmode: none\nMax_Age: 1"})
        BOOST_TEST_CONTEXT(file) { BOOST_TEST(fault_of(file) != "accepted"); }
}

BOOST_AUTO_TEST_CASE(version_mode_and_max_age_are_required) {  // S09
    BOOST_TEST(fault_of("mode: none\nmax_age: 1") == "missing: version");
    BOOST_TEST(fault_of("version: STSv1\nmax_age: 1\nmx: a") == "missing: mode");
    BOOST_TEST(fault_of("version: STSv1\nmode: none") == "missing: max_age");
    BOOST_TEST(fault_of("x: y") == "missing: version, mode, max_age, mx");
}

BOOST_AUTO_TEST_CASE(mx_may_be_missing_only_under_mode_none) {  // S09
    BOOST_TEST(fault_of(head + "max_age: 1") == "missing: mx");
    BOOST_TEST(fault_of("version: STSv1\nmode: testing\nmax_age: 1") == "missing: mx");
    BOOST_TEST(fault_of("version: STSv1\nmode: none\nmax_age: 1") == "accepted");
}

BOOST_AUTO_TEST_CASE(of_a_repeated_key_the_first_counts) {  // S09, S06
    const auto policy = read(good + "mode: none\nmax_age: nonsense\nversion: STSv2\nmode: x\n");
    BOOST_TEST(policy.mode == PolicyMode::enforce);
    BOOST_TEST(policy.max_age.count() == 604800);
    BOOST_TEST((policy.repeated_keys == std::vector<std::string>{"mode", "max_age", "version"}));
    BOOST_TEST(fault_of("version: STSv1\nmode: x\nmode: none\nmax_age: 1") ==
               "line 2: mode is \"x\", enforce, testing or none was expected");
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_ignored_but_must_be_well_formed) {  // S09: sts-policy-extension
    const auto policy = read(good + "max-age: 5\ncomment: {caf\xc3\xa9} x\n");
    BOOST_TEST((policy.unknown_keys == std::vector<std::string>{"max-age", "comment"}));
    for (const auto* const line : {"comment:", "comment", "_x: y", "x+y: z", "x: a\tb", "x: a\x01", "x: \xff",
                                   "x: \xc0\x80", "x: \xed\xa0\x80", "x: \xf4\x90\x80\x80", "x: \xe2\x82"}) {
        BOOST_TEST_CONTEXT(line) { BOOST_TEST(fault_of(good + line + "\n") != "accepted"); }
    }
    BOOST_TEST(fault_of(good + std::string(33, 'k') + ": v\n") != "accepted");
    BOOST_TEST(fault_of("\xef\xbb\xbf" + good) != "accepted");
}

BOOST_AUTO_TEST_CASE(max_age_has_1_to_10_digits) {  // S10
    const auto with = [](const std::string& max_age) { return fault_of(head + "mx: a\nmax_age: " + max_age); };
    BOOST_TEST(with("0000000060") == "accepted");
    for (const auto* const text : {"00000000060", "-1", "+1", "0x10", "1.5", "1_0", "5 5", "1s"})
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(with(text) != "accepted"); }
    BOOST_TEST(with("x") == "line 4: max_age is \"x\", 1 to 10 digits were expected");
}

BOOST_AUTO_TEST_CASE(max_age_beyond_a_year_is_capped) {  // S10
    const auto policy = read(head + "mx: a\nmax_age: 9999999999");
    BOOST_TEST(policy.max_age.count() == 31557600);
    BOOST_TEST(policy.stated_max_age.count() == 9999999999);
    BOOST_TEST(read(head + "mx: a\nmax_age: 31557600").max_age.count() == 31557600);
}

BOOST_AUTO_TEST_CASE(an_mx_is_a_host_name_perhaps_behind_a_wildcard) {  // S11: ["*."] Domain
    BOOST_TEST(parse_mx_pattern("*.EXAMPLE.com")->text() == "*.example.com");
    BOOST_TEST(parse_mx_pattern("xn--mnchen-3ya.example")->text() == "xn--mnchen-3ya.example");
    for (const auto* const text :
         {"", "*", "*.", ".example.com", "*.*.example", "*example.com", "mail.*.com", "a..b", "mail.example.com.",
          "mail_x.example.com", "-a.example", "a-.example", "..--", "not a host", "a@example.com", "[192.0.2.1]",
          "a.example;", "m\xc3\xbcnchen.example"})
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!parse_mx_pattern(text).has_value()); }
    BOOST_TEST(!parse_mx_pattern(std::string(64, 'a') + ".example").has_value());
}

BOOST_AUTO_TEST_CASE(a_wrong_mx_is_told_with_its_line) {  // S11
    BOOST_TEST(fault_of(head + "max_age: 1\nmx: m\xc3\xbcnchen.example") ==
               "line 4: mx is \"m\xc3\xbcnchen.example\", a name in A-labels (xn--...) was expected");
    BOOST_TEST(fault_of(head + "max_age: 1\nmx: a_b") ==
               "line 4: mx is \"a_b\", a host name, or *. and a name was expected");
}

BOOST_AUTO_TEST_CASE(a_policy_has_at_most_64_kib) {  // S14
    const auto padded = [](std::size_t size) {
        auto file = good;
        while (file.size() < size)
            file += "x: " + std::string(std::min<std::size_t>(size - file.size(), 900), 'y') + "\n";
        file.resize(size, 'y');
        return file;
    };
    BOOST_TEST(fault_of(padded(limits::policy_octets)) == "accepted");
    BOOST_TEST(fault_of(padded(limits::policy_octets + 1)) ==
               "the policy has 65537 octets, at most 65536 were expected");
}

BOOST_AUTO_TEST_CASE(a_wildcard_stands_for_exactly_one_label) {  // S19
    BOOST_TEST(matched("*.example.com", "mail.example.com") == "*.example.com");
    BOOST_TEST(matched("*.example.com", "example.com") == "none");
    BOOST_TEST(matched("*.example.com", "a.mail.example.com") == "none");
    BOOST_TEST(matched("*.example.com", "mail.example.com.evil.com") == "none");
    BOOST_TEST(matched("*.com", "example.com") == "*.com");
}

BOOST_AUTO_TEST_CASE(a_name_matches_itself_in_any_case) {  // S19
    BOOST_TEST(matched("MAIL.example.com", "mail.EXAMPLE.com") == "mail.example.com");
    BOOST_TEST(matched("example.com", "bad-example.com") == "none");
    BOOST_TEST(matched("example.com", "mail.example.com") == "none");
    BOOST_TEST(matched("example.com", ".") == "none");
}

BOOST_AUTO_TEST_CASE(the_first_pattern_that_matches_is_named) {
    BOOST_TEST(matched("*.example.com\nmx: a.example.com", "a.example.com") == "*.example.com");
}

BOOST_AUTO_TEST_CASE(the_media_type_is_text_plain_with_any_parameters) {  // S07
    for (const auto* const text : {"text/plain", "TEXT/Plain", "text/plain; charset=iso-8859-1", "text/plain ;x=y"})
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(is_plain_text(text)); }
    for (const auto* const text : {"", "text/html", "text/plainer", "text", "text/plain, text/html", "text / plain"})
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!is_plain_text(text)); }
}

BOOST_AUTO_TEST_CASE(a_body_that_is_encoded_is_no_policy) {
    BOOST_TEST(is_identity(""));
    BOOST_TEST(is_identity(" Identity "));
    BOOST_TEST(!is_identity("gzip"));
    BOOST_TEST(!is_identity("identity, gzip"));
}

BOOST_AUTO_TEST_CASE(the_policy_has_one_address) {  // S07
    BOOST_TEST(sts_policy_url(*DomainName::from_presentation("example.com")) ==
               "https://mta-sts.example.com/.well-known/mta-sts.txt");
}

BOOST_AUTO_TEST_SUITE_END()
