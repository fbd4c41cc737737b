#include <danelaw/dns/tlsa.hpp>

#include <boost/test/unit_test.hpp>

using namespace danelaw;

BOOST_AUTO_TEST_SUITE(tlsa)

BOOST_AUTO_TEST_CASE(presentation_form_is_read_in_all_its_spellings) {  // RFC 6698 §2.2, RFC 7218 §2, RFC 3597 §5
    for (const auto* text :
         {"3 1 1 aabbccdd", "3 1 1 AABBCCDD", "  3\t1  1 aa bb\tCC dd \n", "DANE-EE SPKI SHA2-256 aabbccdd",
          "dane-ee spki sha2-256 aabbccdd", "3 1 1 ( aabb\n ccdd )", "( 3 1 1\r\n aabb ; half\n ccdd )",
          "3 1 1 (aabb)ccdd", "3 1 1 aabbccdd ; rollover in May", "\\# 7 030101aabbccdd", "\\# 7 0301 01aabb ( ccdd )",
          "3 1 1 a abbc cd d"}) {
        BOOST_TEST_CONTEXT(text) {
            const auto record = tlsa_from_text(text);
            BOOST_REQUIRE_MESSAGE(bool(record), (record ? "" : record.error().detail));
            BOOST_TEST(to_text(*record) == "3 1 1 aabbccdd");
        }
    }
}

BOOST_AUTO_TEST_CASE(unassigned_numbers_are_records_all_the_same) {  // RFC 6698 §7.2, §4.1
    BOOST_TEST(to_text(*tlsa_from_text("4 17 254 00")) == "4 17 254 00");
    BOOST_TEST(to_text(*tlsa_from_text("PrivCert PrivSel PrivMatch 00")) == "255 255 255 00");
}

BOOST_AUTO_TEST_CASE(text_that_only_resembles_a_record_is_refused) {  // libldns takes the first two
    const std::pair<const char*, const char*> cases[] = {
        {"259 257 257 aabb",
         "TLSA usage: \"259\" is neither a number nor a name, expected 0 to 255 or a name such as PKIX-EE"},
        {"3 1 1 aab", "TLSA association data: 3 hexadecimal digits, expected an even number"},
        {"3 1 1", "TLSA record: 3 of 4 fields, expected usage, selector, matching type and hexadecimal data"},
        {"", "TLSA record: 0 of 4 fields, expected usage, selector, matching type and hexadecimal data"},
        {"-1 1 1 aabb",
         "TLSA usage: \"-1\" is neither a number nor a name, expected 0 to 255 or a name such as PKIX-EE"},
        {"+3 1 1 aabb",
         "TLSA usage: \"+3\" is neither a number nor a name, expected 0 to 255 or a name such as PKIX-EE"},
        {"3 0x1 1 aabb",
         "TLSA selector: \"0x1\" is neither a number nor a name, expected 0 to 255 or a name such as SPKI"},
        {"3 1 256 aa",
         "TLSA matching type: \"256\" is neither a number nor a name, expected 0 to 255 or a name such as SHA2-256"},
        {"3 Full 1 aabb",
         "TLSA selector: \"Full\" is neither a number nor a name, expected 0 to 255 or a name such as SPKI"},
        {"3 1 1 aabx", "TLSA association data: \"x\" at digit 4, expected hexadecimal digits"},
        {"3 1 1 aa:bb", "TLSA association data: \":\" at digit 3, expected hexadecimal digits"},
        {"3 1 1 (aabb", "TLSA record: parentheses do not pair, expected \"( .. )\""},
        {"3 1 1 aabb)", "TLSA record: parentheses do not pair, expected \"( .. )\""},
        {"3 1 1 ((aabb))", "TLSA record: parentheses do not pair, expected \"( .. )\""},
        {"3 1 1 aabb\n3 1 1 ccdd", "TLSA record: text after the end of its line, expected one record"},
        {"\\#", "TLSA record: no length after \\#, expected a number up to 65535"},
        {"\\# 70000 00", "TLSA record: no length after \\#, expected a number up to 65535"},
        {"\\# 8 030101aabbccdd", "TLSA record: 7 octets after \\# 8, expected 8"},
        {"\\# 3 030101", "TLSA record: 3 octets, expected at least 4"},
        {"\\# 0", "TLSA association data: missing, expected hexadecimal digits"},
    };
    for (const auto& [text, message] : cases) {
        BOOST_TEST_CONTEXT(text) {
            const auto record = tlsa_from_text(text);
            BOOST_REQUIRE(!record);
            BOOST_TEST(record.error().detail == message);
        }
    }
}

BOOST_AUTO_TEST_CASE(remote_octets_in_a_message_are_printable) {
    const auto record = tlsa_from_text("3 1 \x1b[2J aa");
    BOOST_REQUIRE(!record);
    BOOST_TEST(record.error().detail.find("\\x1b") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(data_beyond_what_rdata_can_hold_is_refused) {
    BOOST_TEST(bool(tlsa_from_text("3 0 0 " + std::string(std::size_t{2} * 65532, 'a'))));
    BOOST_TEST(!tlsa_from_text("3 0 0 " + std::string(std::size_t{2} * 65533, 'a')));
}

BOOST_AUTO_TEST_CASE(rdata_survives_a_round_trip) {  // RFC 6698 §2.1
    const Bytes rdata{2, 0, 1, 0xDE, 0xAD};
    const auto record = tlsa_from_rdata(rdata);
    BOOST_REQUIRE(bool(record));
    BOOST_TEST((record->usage == CertificateUsage::dane_ta));
    BOOST_TEST((record->selector == Selector::cert));
    BOOST_TEST((record->matching_type == MatchingType::sha2_256));
    BOOST_TEST(to_hex(record->association_data) == "dead");
    BOOST_TEST((to_rdata(*record) == rdata));
}

BOOST_AUTO_TEST_CASE(rdata_without_its_three_fixed_octets_is_refused) {
    BOOST_TEST(!tlsa_from_rdata({}));
    BOOST_TEST(!tlsa_from_rdata(Bytes{3, 1}));
    BOOST_TEST(bool(tlsa_from_rdata(Bytes{3, 1, 1})));
}

BOOST_AUTO_TEST_CASE(a_record_is_described_by_the_names_of_rfc_7218) {
    BOOST_TEST(describe(*tlsa_from_text("3 1 1 00")) == "DANE-EE(3) SPKI(1) SHA2-256(1)");
    BOOST_TEST(describe(*tlsa_from_text("2 0 2 00")) == "DANE-TA(2) Cert(0) SHA2-512(2)");
    BOOST_TEST(describe(*tlsa_from_text("0 0 0 00")) == "PKIX-TA(0) Cert(0) Full(0)");
    BOOST_TEST(describe(*tlsa_from_text("4 2 3 00")) == "unassigned(4) unassigned(2) unassigned(3)");
}

BOOST_AUTO_TEST_SUITE_END()
