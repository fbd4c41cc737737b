#include "pki/der.hpp"

#include "support/certificates.hpp"

#include <boost/test/unit_test.hpp>

// DER, X.690 §8.1 and §10.1: one way to write each length; hostile octets never lead outside of themselves.

using namespace danelaw;
using namespace danelaw::test;

namespace {

Bytes octets(std::string_view hex) { return *from_hex(hex); }

/// A SEQUENCE of so many octets, its length written in the digits given.
Bytes sequence(std::string_view header, std::size_t content) {
    auto der = octets(header);
    der.resize(der.size() + content, 0x05);
    return der;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(der)

BOOST_AUTO_TEST_CASE(an_element_is_taken_off_and_the_rest_stays) {
    const auto data = octets(
        "0203010203"
        "0500"
        "ff");
    ByteView rest(data);
    const auto integer = take_element(rest);
    BOOST_TEST(integer.has_value());
    BOOST_TEST(int{integer->tag} == 0x02);
    BOOST_TEST(to_hex(integer->content) == "010203");
    BOOST_TEST(to_hex(integer->whole) == "0203010203");
    const auto null = take_element(rest);
    BOOST_TEST(null->content.empty());
    BOOST_TEST(to_hex(rest) == "ff");
    BOOST_TEST(!take_element(rest).has_value());
    BOOST_TEST(to_hex(rest) == "ff");
}

BOOST_AUTO_TEST_CASE(long_lengths_are_read) {  // X.690 §8.1.3.5
    for (const auto& [header, size] : {std::pair("307f", 0x7fU), std::pair("308180", 0x80U),
                                       std::pair("3082abcd", 0xabcdU), std::pair("3083012345", 0x12345U)}) {
        BOOST_TEST_CONTEXT(header) {
            const auto data = sequence(header, size);
            ByteView rest(data);
            const auto element = take_element(rest);
            BOOST_TEST(element.has_value());
            BOOST_TEST(element->content.size() == size);
            BOOST_TEST(rest.empty());
            ByteView cut(data.data(), data.size() - 1);
            BOOST_TEST(!take_element(cut).has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_der_forbids_is_no_element) {
    const struct {
        const char* why;
        Bytes data;
    } cases[] = {{"nothing", {}},
                 {"a tag alone", octets("30")},
                 {"an indefinite length, X.690 §10.1", octets("30800000")},
                 {"a length not in its shortest form, short", sequence("30817f", 0x7f)},
                 {"a length not in its shortest form, long", sequence("3082007f", 0x7f)},
                 {"a length with a leading zero", sequence("308300abcd", 0xabcd)},
                 {"a length of four octets", sequence("308401000000", 16)},
                 {"a length of nine octets, whose last ones say 128", sequence("3089010000000000000080", 128)},
                 {"a length of 127 octets", sequence("30ff", 127)},
                 {"a length that is cut", octets("308201")},
                 {"less content than promised", octets("300305")},
                 {"a high tag number", octets("1f8101"
                                              "00")}};
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.why) {
            ByteView rest(one.data);
            BOOST_TEST(!take_element(rest).has_value());
            BOOST_TEST(rest.size() == one.data.size());
        }
    }
}

BOOST_AUTO_TEST_CASE(the_elements_of_a_sequence_are_listed_only_where_all_are_whole) {
    BOOST_TEST(elements_of_sequence(octets("3000"))->empty());
    const auto data = octets(
        "3005"
        "0500"
        "820161");
    const auto elements = elements_of_sequence(data);
    BOOST_TEST(elements->size() == 2U);
    BOOST_TEST(as_text(elements->at(1).content) == "a");
    for (const auto* const hex : {"", "0500", "31020500", "300205", "3003050002", "3004820261", "3002050000"}) {
        BOOST_TEST(!elements_of_sequence(octets(hex)).has_value(), hex);
    }
}

BOOST_AUTO_TEST_CASE(the_parts_of_a_certificate_are_where_rfc_5280_has_them) {  // §4.1
    const auto leaf = certificate("leaf");
    const auto parts = certificate_parts(leaf.der);
    BOOST_TEST(parts.has_value());
    BOOST_TEST(to_hex(sha256(parts->spki)) == to_hex(digest_of("leaf", "key")));
    const auto intermediate = certificate("intermediate");
    const auto above = certificate_parts(intermediate.der);
    BOOST_TEST(to_hex(parts->issuer) == to_hex(above->subject));
    BOOST_TEST(to_hex(parts->subject) != to_hex(above->subject));
    const auto v1 = certificate("v1_root");  // has no version element
    BOOST_TEST(to_hex(sha256(certificate_parts(v1.der)->spki)) == to_hex(digest_of("v1_root", "key")));
}

BOOST_AUTO_TEST_CASE(a_certificate_whose_shape_is_wrong_has_no_parts) {
    const auto leaf = certificate("leaf").der;
    const struct {
        const char* why;
        Bytes data;
    } cases[] = {{"nothing", {}},
                 {"an empty SEQUENCE", octets("3000")},
                 {"a SET", octets("3100")},
                 {"no algorithm", octets("30023000")},
                 {"no signature", octets("300430003000")},
                 {"an empty signature", octets("30063000"
                                               "3000"
                                               "0300")},
                 {"an empty tbsCertificate", octets("3009300030000303"
                                                    "000102")},
                 {"a version without an end", octets("300f3004a0050201"
                                                     "30000304"
                                                     "00010203")}};
    for (const auto& one : cases) BOOST_TEST(!certificate_parts(one.data).has_value(), one.why);

    ByteView within = elements_of_sequence(leaf)->at(0).whole;  // all is there, but the signature has no octet
    Bytes unsigned_leaf = octets("3082");
    const auto size = within.size() + 4;
    unsigned_leaf.push_back(static_cast<std::uint8_t>(size >> 8U));
    unsigned_leaf.push_back(static_cast<std::uint8_t>(size));
    unsigned_leaf.insert(unsigned_leaf.end(), within.begin(), within.end());
    const auto rest = octets("30000300");
    unsigned_leaf.insert(unsigned_leaf.end(), rest.begin(), rest.end());
    BOOST_TEST(elements_of_sequence(unsigned_leaf)->size() == 3U);
    BOOST_TEST(!certificate_parts(unsigned_leaf).has_value());

    // Each octet made another once: no answer leads outside of what was given (AddressSanitizer watches).
    for (std::size_t i = 0; i < leaf.size(); ++i) {
        auto changed = leaf;
        changed[i] ^= 0x80U;
        const auto parts = certificate_parts(changed);
        if (parts) BOOST_TEST(parts->spki.size() < changed.size());
    }
}

BOOST_AUTO_TEST_SUITE_END()
