#include <danelaw/base/bytes.hpp>

#include <boost/test/unit_test.hpp>

using namespace danelaw;

BOOST_AUTO_TEST_SUITE(bytes)

BOOST_AUTO_TEST_CASE(hexadecimal_survives_a_round_trip_in_lower_case) {
    const auto octets = from_hex("00ffA9");
    BOOST_REQUIRE(bool(octets));
    BOOST_TEST(to_hex(*octets) == "00ffa9");
}

BOOST_AUTO_TEST_CASE(hexadecimal_that_is_odd_or_has_another_character_is_refused) {
    for (const auto* text : {"a", "abc", "0g", "0x00", " 00", "00 "}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!from_hex(text)); }
    }
}

BOOST_AUTO_TEST_CASE(base64_gives_the_vectors_of_rfc_4648_section_10) {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, coded] : vectors) {
        BOOST_TEST_CONTEXT(plain) {
            BOOST_TEST(to_base64(as_bytes(plain)) == coded);
            const auto back = from_base64(coded);
            BOOST_REQUIRE(bool(back));
            BOOST_TEST(as_text(*back) == plain);
        }
    }
}

BOOST_AUTO_TEST_CASE(base64_that_is_not_canonical_is_refused) {
    for (const auto* text : {"Zg", "Zg=", "Z===", "====", "Zm9v\n", "Zh==", "Zm9=", "Zg==Zg==", "Zm 9v"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!from_base64(text)); }
    }
}

BOOST_AUTO_TEST_SUITE_END()
