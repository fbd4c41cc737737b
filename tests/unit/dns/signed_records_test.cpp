#include <danelaw/dns/signed_records.hpp>

#include "support/dns_message.hpp"

#include <boost/test/unit_test.hpp>

using namespace danelaw;
using danelaw::testing::Message;
using danelaw::testing::name;
using danelaw::testing::rrsig_rdata;
using danelaw::testing::wire_name;

namespace {

Bytes hex(std::string_view text) { return *from_hex(text); }

ResourceRecord record(std::string_view owner, RecordType type, Bytes rdata, std::uint32_t ttl = 300) {
    return {name(owner), type, ttl, std::move(rdata)};
}

/// The DNSKEY of RFC 4034 §5.4, tag 60485.
Dnskey example_key() {
    const auto material = from_base64(
        "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzK"
        "BaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==");
    Bytes rdata = hex("01000305");
    rdata.insert(rdata.end(), material->begin(), material->end());
    return *dnskey_from_rdata(rdata);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signed_records)

BOOST_AUTO_TEST_CASE(key_has_the_tag_and_the_size_of_its_rfc_example) {  // RFC 4034 §5.4
    const auto key = example_key();
    BOOST_TEST(key.key_tag == 60485);
    BOOST_TEST(key.bits == 1024U);
    BOOST_TEST(key.is_zone_key());
    BOOST_TEST(!key.is_entry_point());
    BOOST_TEST(!key.is_revoked());
}

BOOST_AUTO_TEST_CASE(key_without_material_has_no_size) {
    const auto key = dnskey_from_rdata(hex("01810308"));
    BOOST_REQUIRE(!!key);
    BOOST_TEST(key->bits == 0U);
    BOOST_TEST(key->is_revoked());
    BOOST_TEST(key->is_entry_point());
    BOOST_TEST(!dnskey_from_rdata(hex("010103")));
}

BOOST_AUTO_TEST_CASE(ds_is_read_field_by_field) {  // RFC 4034 §5.4
    const auto ds =
        ds_from_rdata(hex("ec450501"
                          "2bb183af5f22588179a53b0a98631fad1a292118"));
    BOOST_REQUIRE(!!ds);
    BOOST_TEST(ds->key_tag == 60485);
    BOOST_TEST(ds->algorithm == 5);
    BOOST_TEST(ds->digest_type == 1);
    BOOST_TEST(ds->digest.size() == 20U);
    BOOST_TEST(!ds_from_rdata(hex("ec4505")));
}

BOOST_AUTO_TEST_CASE(signature_is_read_with_its_signer) {
    const auto signature = rrsig_from_rdata(rrsig_rdata({52, 3, 1000, 2000}));
    BOOST_REQUIRE(!!signature);
    BOOST_TEST(to_text(signature->covered) == "TLSA");
    BOOST_TEST(signature->algorithm == 13);
    BOOST_TEST(signature->key_tag == 4711);
    BOOST_TEST(signature->signer.text() == "example.org");
    BOOST_TEST(signature->inception.time_since_epoch().count() == 1000);
    BOOST_TEST(signature->expires.time_since_epoch().count() == 2000);
    auto cut = rrsig_rdata({});
    cut.resize(20);
    BOOST_TEST(!rrsig_from_rdata(cut));  // within the signer
    cut.resize(17);
    BOOST_TEST(!rrsig_from_rdata(cut));
}

BOOST_AUTO_TEST_CASE(nsec3_parameters_are_read_from_both_records) {  // RFC 5155 §3.2, §4.2
    const auto parameters =
        nsec3_from_rdata(hex("01010096"
                             "04aabbccdd"));
    BOOST_REQUIRE(!!parameters);
    BOOST_TEST(parameters->opt_out);
    BOOST_TEST(parameters->iterations == 150);
    BOOST_TEST(parameters->salt_octets == 4U);
    BOOST_TEST(!nsec3_from_rdata(hex("01010096")));
}

BOOST_AUTO_TEST_CASE(denial_tells_the_types_at_its_name) {  // RFC 4034 §4.3: A MX RRSIG NSEC TYPE1234
    auto rdata = wire_name("host.example.com");
    const auto bitmap =
        hex("0006400100000003"
            "041b0000000000000000000000000000000000000000000000000000"
            "20");
    rdata.insert(rdata.end(), bitmap.begin(), bitmap.end());
    const auto nsec = record("alfa.example.com", nsec_type, rdata);
    for (const auto number : {1, 15, 46, 47, 1234}) {
        BOOST_TEST(denial_lists_type(nsec, RecordType(number)), number);
    }
    for (const auto number : {2, 6, 48, 52, 1233, 1235, 40000}) {
        BOOST_TEST(!denial_lists_type(nsec, RecordType(number)), number);
    }
}

BOOST_AUTO_TEST_CASE(nsec3_bitmap_follows_salt_and_hash) {
    const auto nsec3 = record("x.example", nsec3_type,
                              hex("01000001"
                                  "02aabb"
                                  "03010203"
                                  "000120"));
    BOOST_TEST(denial_lists_type(nsec3, RecordType::ns));
    BOOST_TEST(!denial_lists_type(nsec3, RecordType::a));
}

BOOST_AUTO_TEST_CASE(denial_that_ends_early_lists_nothing) {
    for (const auto* text :
         {"", "01", "0100000102", "01000001ff", "0100000100ff", "010000010003010203", "01000001000301020300"}) {
        BOOST_TEST(!denial_lists_type(record("x.example", nsec3_type, hex(text)), RecordType::a), text);
    }
    BOOST_TEST(!denial_lists_type(record("x.example", nsec_type, hex("0161")), RecordType::a));
    BOOST_TEST(!denial_lists_type(record("x.example", nsec_type,
                                         hex("00"
                                             "0020ff")),
                                  RecordType::a));
}

BOOST_AUTO_TEST_CASE(section_is_grouped_by_owner_and_type_with_signatures) {
    const std::vector<ResourceRecord> section{
        record("a.example", RecordType::a, hex("c0000201"), 300),
        record("a.example", rrsig_type, rrsig_rdata({1, 2, 1000, 2000})),
        record("a.example", RecordType::a, hex("c0000202"), 60),
        record("b.example", RecordType::a, hex("c0000203")),
        record("a.example", RecordType::a, hex("c0000201"), 300),           // RFC 2181 §5: once
        record("a.example", rrsig_type, rrsig_rdata({28, 2, 1000, 2000})),  // over nothing that is there
        record("a.example", rrsig_type, hex("0001")),
    };
    const auto rrsets = group_rrsets(section);
    BOOST_REQUIRE(rrsets.size() == 2U);
    BOOST_TEST(rrsets[0].rdata.size() == 2U);
    BOOST_TEST(rrsets[0].ttl == 60U);
    BOOST_TEST(rrsets[0].signatures.size() == 1U);
    BOOST_TEST(rrsets[1].signatures.empty());
    BOOST_TEST(find_rrset(rrsets, name("b.example"), RecordType::a) == &rrsets[1]);
    BOOST_TEST(find_rrset(rrsets, name("b.example"), RecordType::aaaa) == nullptr);
}

BOOST_AUTO_TEST_CASE(algorithms_and_digests_have_their_registry_names) {
    BOOST_TEST(algorithm_text(13) == "ECDSAP256SHA256(13)");
    BOOST_TEST(algorithm_text(7) == "RSASHA1-NSEC3-SHA1(7)");
    BOOST_TEST(algorithm_text(15) == "ED25519(15)");
    BOOST_TEST(algorithm_text(200) == "unassigned(200)");
    BOOST_TEST(digest_type_text(2) == "SHA-256(2)");
    BOOST_TEST(digest_type_text(99) == "unassigned(99)");
}

BOOST_AUTO_TEST_CASE(only_a_zone_above_the_records_can_have_signed_them) {  // RFC 4035 §5.3.1
    const auto message = Message("a.example.org", 1)
                             .answer("a.example.org", 1, 300, hex("c0000201"))
                             .signed_by("a.example.org", {})
                             .signed_by("a.example.org", {.signer = "attacker.example"})
                             .signed_by("a.example.org", {.signer = "below.a.example.org"})
                             .wire();
    BOOST_TEST((signers_of(message) == std::vector{name("example.org")}));
}

BOOST_AUTO_TEST_CASE(lookup_keeps_the_message_it_was_read_from) {
    const auto raw = Message("a.example.org", 1).answer("a.example.org", 1, 300, hex("c0000201")).bogus("why");
    const auto lookup = read_answer(name("a.example.org"), RecordType::a, raw);
    BOOST_TEST(lookup.rdata.empty());
    BOOST_TEST(lookup.message == raw.packet);
}

BOOST_AUTO_TEST_SUITE_END()
