#include <danelaw/mtasts/record.hpp>

#include <boost/test/unit_test.hpp>

// RFC 8461 §3.1, clause by clause; S numbers are those of the rules it comes to.

using namespace danelaw;

namespace {

std::string id_of(std::string_view text) {
    const auto record = parse_sts_record(text);
    return record ? record->id : "refused: " + record.error().detail;
}

bool refused(std::string_view text) { return !parse_sts_record(text); }

StsRecordSet read(const std::vector<std::string>& texts) { return read_sts_records(texts); }

DomainName domain(const std::string& text) { return *DomainName::from_presentation(text); }

}  // namespace

BOOST_AUTO_TEST_SUITE(sts_record)

BOOST_AUTO_TEST_CASE(the_example_of_the_rfc_is_read) {  // S02, S03
    BOOST_TEST(id_of("v=STSv1; id=20160831085700Z;") == "20160831085700Z");
}

BOOST_AUTO_TEST_CASE(white_space_may_stand_around_semicolons) {  // S02: sts-field-delim = *WSP ";" *WSP
    BOOST_TEST(id_of("v=STSv1;id=1") == "1");
    BOOST_TEST(id_of("v=STSv1 \t;\t id=1 ; ") == "1");
    BOOST_TEST(id_of("v=STSv1; id=1\t;\tx=y") == "1");
}

BOOST_AUTO_TEST_CASE(white_space_anywhere_else_is_refused) {  // S02
    BOOST_TEST(refused("v=STSv1; id=1 "));
    BOOST_TEST(refused("v=STSv1; id =1"));
    BOOST_TEST(refused("v=STSv1; id= 1"));
    BOOST_TEST(refused(" v=STSv1; id=1"));
    BOOST_TEST(refused("v=STSv1; id=1; x=a b"));
    BOOST_TEST(refused("v=STSv1;\nid=1"));
}

BOOST_AUTO_TEST_CASE(the_version_is_exact_and_comes_first) {  // S02: %s"v=STSv1"
    for (const auto* const text : {"v=STSv2; id=1", "v=stsv1; id=1", "V=STSv1; id=1", "v=STSv10; id=1", "id=1; v=STSv1",
                                   "v=STSv1", "v = STSv1; id=1"}) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(!is_sts_record(text));
            BOOST_TEST(refused(text));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_id_is_required) {  // S03
    BOOST_TEST(id_of("v=STSv1;") == "refused: the field id is missing");
    BOOST_TEST(id_of("v=STSv1; x=1;") == "refused: the field id is missing");
    BOOST_TEST(id_of("v=STSv1; ID=1;") == "refused: the field id is missing");
}

BOOST_AUTO_TEST_CASE(an_id_has_1_to_32_letters_and_digits) {  // S03
    BOOST_TEST(id_of("v=STSv1; id=" + std::string(32, 'a')) == std::string(32, 'a'));
    BOOST_TEST(refused("v=STSv1; id=" + std::string(33, 'a')));
    BOOST_TEST(id_of("v=STSv1; id=;") == "refused: id is \"\", 1 to 32 letters and digits were expected");
    BOOST_TEST(id_of("v=STSv1; id=2016-08-31") ==
               "refused: id is \"2016-08-31\", 1 to 32 letters and digits were expected");
}

BOOST_AUTO_TEST_CASE(of_a_repeated_field_the_first_counts) {  // S06
    const auto record = parse_sts_record("v=STSv1; id=first; id=second; v=STSv9; id=x-y");
    BOOST_REQUIRE(record.has_value());
    BOOST_TEST(record->id == "first");
    BOOST_TEST((record->repeated_fields == std::vector<std::string>{"id", "v"}));
    BOOST_TEST(refused("v=STSv1; id=x-y; id=good"));
}

BOOST_AUTO_TEST_CASE(unknown_fields_are_ignored_but_must_be_well_formed) {  // S06
    const auto record = parse_sts_record("v=STSv1; note-1.x_y=a,b<c>d:e; id=1; !=1");
    BOOST_TEST(!record.has_value());
    const auto good = parse_sts_record("v=STSv1; note-1.x_y=a,b<c>d:e; id=1;");
    BOOST_REQUIRE(good.has_value());
    BOOST_TEST((good->unknown_fields == std::vector<std::string>{"note-1.x_y"}));
    for (const auto* const field : {"x", "x=", "x==", "=y", "_x=y", "x=caf\xc3\xa9", "x=\x7f", ";"}) {
        BOOST_TEST_CONTEXT(field) { BOOST_TEST(refused(std::string("v=STSv1; id=1; ") + field + ";")); }
    }
    BOOST_TEST(refused("v=STSv1; id=1; " + std::string(33, 'x') + "=y"));
    BOOST_TEST(!refused("v=STSv1; id=1; " + std::string(32, 'x') + "=y"));
}

BOOST_AUTO_TEST_CASE(remote_octets_are_escaped_in_messages) {
    BOOST_TEST(id_of("v=STSv1; id=\x1b[2J") == "refused: id is \"\\x1b[2J\", 1 to 32 letters and digits were expected");
}

BOOST_AUTO_TEST_CASE(many_unknown_fields_are_not_all_kept) {
    std::string text = "v=STSv1; id=1";
    for (int i = 0; i < 1000; ++i) text += ";x" + std::to_string(i) + "=1";
    const auto record = parse_sts_record(text);
    BOOST_REQUIRE(record.has_value());
    BOOST_TEST(record->unknown_fields.size() == 10U);
}

BOOST_AUTO_TEST_CASE(records_for_other_purposes_are_discarded) {  // S04
    const auto set = read({"v=spf1 -all", "v=STSv1; id=1;", "v=STSv1.1; id=2", ""});
    BOOST_REQUIRE(set.record.has_value());
    BOOST_TEST(set.record->id == "1");
    BOOST_TEST(set.ignored == 3U);
    BOOST_TEST(!set.fault.has_value());
}

BOOST_AUTO_TEST_CASE(two_records_make_none) {  // S04
    const auto set = read({"v=STSv1; id=1;", "v=STSv1; id=1;"});
    BOOST_TEST(!set.record.has_value());
    BOOST_TEST(set.fault.value_or("") == "2 records begin with v=STSv1, one was expected");
    BOOST_TEST(read({"v=STSv1; id=1;", "v=STSv1 ; broken"}).fault.has_value());
}

BOOST_AUTO_TEST_CASE(a_record_that_breaks_the_grammar_is_a_fault_not_an_absence) {  // S04
    const auto set = read({"v=STSv1; id=1-2;"});
    BOOST_TEST(!set.record.has_value());
    BOOST_TEST(set.fault.has_value());
}

BOOST_AUTO_TEST_CASE(no_record_is_no_fault) {  // S04
    BOOST_TEST(!read({}).record.has_value());
    BOOST_TEST(!read({}).fault.has_value());
    BOOST_TEST(!read({"v=STSv1"}).fault.has_value());
}

BOOST_AUTO_TEST_CASE(names_of_record_and_policy_host) {  // S02, S07
    BOOST_TEST(sts_record_owner(domain("example.com"))->text() == "_mta-sts.example.com");
    BOOST_TEST(sts_policy_host(domain("example.com"))->text() == "mta-sts.example.com");
    std::string longest = std::string(61, 'a');
    for (int i = 0; i < 3; ++i) longest += "." + std::string(62, 'a');
    BOOST_TEST(!sts_record_owner(domain(longest)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
