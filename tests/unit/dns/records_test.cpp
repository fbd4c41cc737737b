#include <danelaw/dns/lookup.hpp>

#include <boost/test/unit_test.hpp>

#include <support/dns_message.hpp>

using namespace danelaw;
using namespace danelaw::testing;

namespace {

Lookup with(RecordType type, std::vector<Bytes> rdata) {
    Lookup lookup;
    lookup.name = name("example.org");
    lookup.type = type;
    lookup.dnssec = ValidationState::secure;
    lookup.presence = Presence::records;
    lookup.rdata = std::move(rdata);
    return lookup;
}

Bytes text_rdata(std::string_view text) {
    Bytes rdata{static_cast<std::uint8_t>(text.size())};
    for (const char c : text) rdata.push_back(static_cast<std::uint8_t>(c));
    return rdata;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(records)

BOOST_AUTO_TEST_CASE(mx_records_are_sorted_by_preference_and_name) {  // RFC 5321 §5.1
    const auto lookup = with(
        RecordType::mx, {mx_rdata(20, "a.example.org"), mx_rdata(5, "Z.example.org"), mx_rdata(5, "b.example.org")});
    const auto records = mx_records(lookup);
    BOOST_REQUIRE(records.size() == 3U);
    BOOST_TEST(records[0].exchange.text() == "b.example.org");
    BOOST_TEST(records[1].exchange.text() == "z.example.org");
    BOOST_TEST(records[2].preference == 20);
}

BOOST_AUTO_TEST_CASE(null_mx_is_the_root) {  // RFC 7505 §3
    const auto records = mx_records(with(RecordType::mx, {mx_rdata(0, ".")}));
    BOOST_REQUIRE(records.size() == 1U);
    BOOST_TEST(records[0].exchange.is_root());
}

BOOST_AUTO_TEST_CASE(addresses_of_both_families_are_read) {
    BOOST_TEST(addresses(with(RecordType::a, {{192, 0, 2, 1}})).at(0).to_string() == "192.0.2.1");
    const Bytes v6{0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    BOOST_TEST(addresses(with(RecordType::aaaa, {v6})).at(0).to_string() == "2001:db8::1");
}

BOOST_AUTO_TEST_CASE(strings_of_a_txt_record_are_joined_without_anything_between) {  // RFC 7208 §3.3
    const Bytes two{3, 'v', '=', 'T', 0, 2, 'L', 'S'};
    const auto texts = txt_records(with(RecordType::txt, {two, text_rdata("v=spf1 -all")}));
    const std::vector<std::string> wanted{"v=TLS", "v=spf1 -all"};
    BOOST_TEST(texts == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_txt_string_cannot_reach_beyond_its_rdata) {
    BOOST_TEST(txt_records(with(RecordType::txt, {{200, 'a', 'b'}})).at(0) == "ab");
}

BOOST_AUTO_TEST_CASE(records_of_another_type_are_not_reinterpreted) {
    const auto lookup = with(RecordType::txt, {{3, 1, 1, 0}});
    BOOST_TEST(mx_records(lookup).empty());
    BOOST_TEST(addresses(lookup).empty());
    BOOST_TEST(tlsa_records(lookup).empty());
    BOOST_TEST(txt_records(with(RecordType::a, {{192, 0, 2, 1}})).empty());
}

BOOST_AUTO_TEST_CASE(tlsa_rdata_without_data_stays_a_record_that_nothing_can_use) {  // RFC 6698 §2.1, §4.1
    const auto records = tlsa_records(with(RecordType::tlsa, {{}, {3}, {3, 1}, {3, 1, 1}, {3, 1, 1, 0xAA}}));
    BOOST_REQUIRE(records.size() == 5U);
    for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(to_text(records[i]) == "255 255 255 ");
    BOOST_TEST(to_text(records[4]) == "3 1 1 aa");
}

BOOST_AUTO_TEST_CASE(short_tlsa_rdata_in_a_packet_keeps_the_rrset_binding) {  // RFC 6698 §4.1, RFC 7672 §2.2
    for (const auto& rdata : {Bytes{}, Bytes{3}, Bytes{3, 1}, Bytes{3, 1, 1}}) {
        const auto raw =
            Message("_25._tcp.mx.example.org", 52).answer("_25._tcp.mx.example.org", 52, 300, rdata).secure();
        const auto lookup = read_answer(name("_25._tcp.mx.example.org"), RecordType::tlsa, raw);
        BOOST_TEST_CONTEXT(rdata.size() << " octets: " << lookup.failure.value_or(LookupFailure{}).detail) {
            BOOST_TEST((lookup.presence == Presence::records));
            BOOST_TEST(tlsa_records(lookup).size() == 1U);
        }
    }
}

BOOST_AUTO_TEST_CASE(records_are_printed_in_presentation_form) {  // RFC 1035 §5.1
    const auto text = [](RecordType type, const Bytes& rdata) { return record_texts(with(type, {rdata})).at(0); };
    BOOST_TEST(text(RecordType::a, {192, 0, 2, 1}) == "192.0.2.1");
    BOOST_TEST(text(RecordType::mx, mx_rdata(10, "mx.example.org")) == "10 mx.example.org.");
    BOOST_TEST(text(RecordType::mx, mx_rdata(0, ".")) == "0 .");
    BOOST_TEST(text(RecordType::tlsa, {3, 1, 1, 0xAA, 0xBB}) == "3 1 1 aabb");
    BOOST_TEST(text(RecordType::txt, text_rdata("v=STSv1; id=1;")) == "\"v=STSv1; id=1;\"");
    BOOST_TEST(text(RecordType::txt, text_rdata("a\"b\\c\x1b\xff")) == "\"a\\\"b\\\\c\\027\\255\"");
    BOOST_TEST(text(RecordType{65400}, {1, 2, 3}) == "\\# 3 010203");
    BOOST_TEST(text(RecordType::ns, wire_name("ns.example.org")) == "ns.example.org.");
}

BOOST_AUTO_TEST_CASE(rdata_that_has_no_presentation_form_is_printed_as_octets) {  // RFC 3597 §5
    const auto text = [](RecordType type, const Bytes& rdata) { return record_texts(with(type, {rdata})).at(0); };
    BOOST_TEST(text(RecordType::a, {192, 0, 2}) == "\\# 3 c00002");
    BOOST_TEST(text(RecordType::a, {}) == "\\# 0");
    BOOST_TEST(text(RecordType::tlsa, {}) == "\\# 0");
    BOOST_TEST(text(RecordType::tlsa, {3, 1}) == "\\# 2 0301");
    BOOST_TEST(text(RecordType::txt, {5, 'a'}) == "\\# 2 0561");
}

BOOST_AUTO_TEST_CASE(record_types_have_mnemonics_and_numbers) {  // RFC 3597 §5
    BOOST_TEST(to_text(RecordType::tlsa) == "TLSA");
    BOOST_TEST(to_text(RecordType{65400}) == "TYPE65400");
    BOOST_TEST((*record_type_from_text("tlsa") == RecordType::tlsa));
    BOOST_TEST((*record_type_from_text("TYPE52") == RecordType::tlsa));
    BOOST_TEST((*record_type_from_text("type65535") == RecordType{65535}));
    BOOST_TEST((*record_type_from_text("NSEC3PARAM") == RecordType{51}));
    BOOST_TEST(static_cast<int>(*record_type_from_text("any")) == 255);
    for (const auto* text : {"", "TLSB", "TYPE", "TYPE65536", "TYPE-1", "TYPE52x", "TYPE 52", "52", "AXFR", "MAILB",
                             "OPT", "TYPE0", "\x1b", "MX "}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!record_type_from_text(text)); }
    }
}

BOOST_AUTO_TEST_CASE(states_are_named_as_in_the_json) {
    BOOST_TEST(to_text(ValidationState::secure) == "secure");
    BOOST_TEST(to_text(ValidationState::insecure) == "insecure");
    BOOST_TEST(to_text(ValidationState::bogus) == "bogus");
    BOOST_TEST(to_text(ValidationState::indeterminate) == "indeterminate");
    BOOST_TEST(to_text(Presence::records) == "records");
    BOOST_TEST(to_text(Presence::no_data) == "no_data");
    BOOST_TEST(to_text(Presence::nx_domain) == "nx_domain");
    BOOST_TEST(to_text(Presence::failed) == "failed");
}

BOOST_AUTO_TEST_SUITE_END()
