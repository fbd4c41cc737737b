#include <danelaw/tlsrpt/record.hpp>

#include "support/conformance.hpp"

#include <boost/test/unit_test.hpp>

using namespace danelaw;

namespace {

std::vector<std::string> rua_of(const TlsRptRecord& record) {
    std::vector<std::string> texts;
    for (const auto& uri : record.rua) texts.push_back(uri.text);
    return texts;
}

void accepts(const std::string& text, const std::vector<std::string>& rua) {
    BOOST_TEST_CONTEXT(text) {
        const auto record = read_tlsrpt_record(text);
        BOOST_REQUIRE_MESSAGE(bool(record), (record ? "" : record.error().detail));
        BOOST_TEST(rua_of(*record) == rua, boost::test_tools::per_element());
    }
}

void refuses(const std::string& text, const std::string& why) {
    BOOST_TEST_CONTEXT(text) {
        const auto record = read_tlsrpt_record(text);
        BOOST_REQUIRE(!record);
        BOOST_TEST_CONTEXT(record.error().detail) { BOOST_TEST(record.error().detail.find(why) != std::string::npos); }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tlsrpt_record)

BOOST_AUTO_TEST_CASE(the_rfc_s_own_examples_are_read) {  // RFC 8460 §3.1
    accepts("v=TLSRPTv1;rua=mailto:reports@example.com", {"mailto:reports@example.com"});
    accepts("v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt", {"https://reporting.example.com/v1/tlsrpt"});
}

BOOST_AUTO_TEST_CASE(white_space_may_stand_around_delimiters_only) {  // RFC 8460 §3, ABNF
    accepts("v=TLSRPTv1 \t; \trua=mailto:a@b.example \t; ", {"mailto:a@b.example"});
    accepts("v=TLSRPTv1;rua=mailto:a@b.example , \thttps://c.example/", {"mailto:a@b.example", "https://c.example/"});
    refuses("v=TLSRPTv1;rua= mailto:a@b.example", "not followed by a URI");
    refuses("v=TLSRPTv1;rua =mailto:a@b.example", "no name of a field");
    refuses("v=TLSRPTv1;rua=mailto:a@b.example ", "white space at the end");
    refuses(" v=TLSRPTv1;rua=mailto:a@b.example", "does not begin with");
    refuses("v=TLSRPTv1;\nrua=mailto:a@b.example", "no name of a field");
}

BOOST_AUTO_TEST_CASE(version_and_rua_are_case_sensitive) {  // T01; RFC 8460 §3: %s"v=TLSRPTv1", %s"rua="
    refuses("V=TLSRPTv1;rua=mailto:a@b.example", "case and all");
    refuses("v=tlsrptv1;rua=mailto:a@b.example", "case and all");
    refuses("v=TLSRPTv10;rua=mailto:a@b.example", "does not begin with");
    refuses("v = TLSRPTv1;rua=mailto:a@b.example", "does not begin with");
    refuses("v=TLSRPTv1;RUA=mailto:a@b.example", "in lower case");
}

BOOST_AUTO_TEST_CASE(rua_is_required) {  // T02
    refuses("v=TLSRPTv1;", "no field");
    refuses("v=TLSRPTv1; ", "no field");
    refuses("v=TLSRPTv1;x=y", "no rua field");
    refuses("v=TLSRPTv1;rua=", "not followed by a URI");
    refuses("v=TLSRPTv1;rua=mailto:a@b.example,", "an empty URI");
    refuses("v=TLSRPTv1;;rua=mailto:a@b.example", "an empty field");
}

BOOST_AUTO_TEST_CASE(comma_exclamation_mark_and_semicolon_must_be_encoded) {  // T02
    accepts("v=TLSRPTv1;rua=mailto:a%2Cb%21c%3Bd@e.example", {"mailto:a%2Cb%21c%3Bd@e.example"});
    refuses("v=TLSRPTv1;rua=mailto:a@b.example!10m", "%21");
    refuses("v=TLSRPTv1;rua=https://a.example/x,y", "is no URI");
    refuses("v=TLSRPTv1;rua=https://a.example/x;y", "has no =");
    refuses("v=TLSRPTv1;rua=mailto:a%2@b.example", "two hexadecimal digits");
}

BOOST_AUTO_TEST_CASE(what_is_no_uri_spoils_the_record) {  // RFC 3986 §3
    refuses("v=TLSRPTv1;rua=not_a_valid_uri", "is no URI");
    refuses("v=TLSRPTv1;rua=://a.example", "is no URI");
    refuses("v=TLSRPTv1;rua=1s:a", "is no URI");
    refuses("v=TLSRPTv1;rua=mailto:<a@b.example>", "no URI may have");
    refuses("v=TLSRPTv1;rua=mailto:a@b\xC3\xBC.example", "no URI may have");
    refuses("v=TLSRPTv1;rua=https://a.example/[x]", "is no URI");
    refuses("v=TLSRPTv1;rua=https://a.example/#x#y", "is no URI");
    accepts("v=TLSRPTv1;rua=https://[2001:db8::1]:8443/x?y=z#w", {"https://[2001:db8::1]:8443/x?y=z#w"});
}

BOOST_AUTO_TEST_CASE(only_mailto_and_https_can_be_used) {  // RFC 8460 §3: "Two URI schemes are supported"
    refuses("v=TLSRPTv1;rua=http://a.example/", "its scheme is \"http\"");
    refuses("v=TLSRPTv1;rua=mailto:", "no address");
    refuses("v=TLSRPTv1;rua=mailto:reports", "no address");
    refuses("v=TLSRPTv1;rua=mailto:a@-", "is no domain");
    refuses("v=TLSRPTv1;rua=https:///x", "no host");
    const auto record = read_tlsrpt_record("v=TLSRPTv1;rua=ftp://a.example/,MAILTO:Reports%40x@B.example?subject=a");
    BOOST_REQUIRE(bool(record));
    BOOST_TEST(record->rua.at(0).unfit.has_value());
    BOOST_TEST(!record->rua.at(1).unfit.has_value());
    BOOST_TEST(record->rua.at(1).mailbox.value().text() == "b.example");
}

BOOST_AUTO_TEST_CASE(all_rua_fields_count_and_unknown_fields_are_ignored) {  // T01
    const auto record = read_tlsrpt_record("v=TLSRPTv1; x-1._=a; rua=mailto:a@x.example; rua=mailto:b@x.example");
    BOOST_REQUIRE(bool(record));
    const std::vector<std::string> rua{"mailto:a@x.example", "mailto:b@x.example"};
    BOOST_TEST(rua_of(*record) == rua, boost::test_tools::per_element());
    BOOST_TEST(record->extensions.at(0) == "x-1._");
}

BOOST_AUTO_TEST_CASE(names_and_values_of_unknown_fields_keep_the_grammar) {
    const std::string longest(32, 'a');
    accepts("v=TLSRPTv1;rua=mailto:a@b.example;" + longest + "=1", {"mailto:a@b.example"});
    refuses("v=TLSRPTv1;rua=mailto:a@b.example;" + longest + "a=1", "no name of a field");
    refuses("v=TLSRPTv1;rua=mailto:a@b.example;-a=1", "no name of a field");
    refuses("v=TLSRPTv1;rua=mailto:a@b.example;a=", "is empty");
    refuses("v=TLSRPTv1;rua=mailto:a@b.example;a=b=c", "or has a space, =");
    refuses("v=TLSRPTv1;rua=mailto:a@b.example;a=b c", "or has a space, =");
}

BOOST_AUTO_TEST_CASE(an_error_escapes_what_it_quotes) {
    refuses("v=TLSRPTv1;rua=mailto:a@b.example;\x1b[31m=1", "\\x1b[31m");
}

BOOST_AUTO_TEST_CASE(other_txt_records_are_discarded_and_exactly_one_must_remain) {  // T01
    const std::vector<std::string> good{"site=1", "v=TLSRPTv1;rua=mailto:a@b.example", "v=TLSRPTv1"};
    const auto one = read_tlsrpt_records(good);
    BOOST_TEST(one.candidates == 1U);
    BOOST_TEST(one.record.has_value());
    const std::vector<std::size_t> ignored{0, 2};
    BOOST_TEST(one.ignored == ignored, boost::test_tools::per_element());

    const std::vector<std::string> two{good[1], good[1]};
    const auto both = read_tlsrpt_records(two);
    BOOST_TEST(!both.record.has_value());
    BOOST_TEST(both.failure.value().find("2 records") != std::string::npos);

    // A second one that breaks the grammar begins with the version all the same.
    const std::vector<std::string> broken{good[1], "v=TLSRPTv1;"};
    BOOST_TEST(!read_tlsrpt_records(broken).record.has_value());

    const auto none = read_tlsrpt_records({});
    BOOST_TEST(none.candidates == 0U);
    BOOST_TEST(!none.failure.has_value());
}

BOOST_AUTO_TEST_CASE(records_of_other_test_suites_are_read_as_there) {
    for (const auto& one : danelaw::testing::conformance_cases("tlsrpt", {"txt"})) {
        if (one.contains("disputed")) continue;
        BOOST_TEST_CONTEXT(std::string_view(one.at("id").as_string())) {
            std::vector<std::string> texts;
            for (const auto& record : one.at("input").as_object().at("txt_rrset").as_array()) {
                texts.emplace_back();
                for (const auto& part : record.as_array()) texts.back() += std::string_view(part.as_string());
            }
            const auto& expected = one.at("expected").as_object();
            const auto records = read_tlsrpt_records(texts);
            BOOST_TEST(records.record.has_value() == (expected.at("result").as_string() == "ok"));
            if (!records.record) continue;
            std::vector<std::string> rua;
            for (const auto& field : expected.at("rua").as_array()) {
                for (const auto& uri : field.as_array()) rua.emplace_back(std::string_view(uri.as_string()));
            }
            BOOST_TEST(rua_of(*records.record) == rua, boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
