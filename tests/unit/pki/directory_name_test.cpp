#include "pki/directory_name.hpp"

#include <boost/test/unit_test.hpp>

// Names in certificates, compared. RFC 5280 §7.1, §4.2.1.10.

using namespace danelaw;

namespace {

Bytes element(std::uint8_t tag, const Bytes& content) {
    Bytes der{tag, static_cast<std::uint8_t>(content.size())};
    der.insert(der.end(), content.begin(), content.end());
    return der;
}

Bytes joined(const std::vector<Bytes>& parts) {
    Bytes all;
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

constexpr std::uint8_t utf8 = 0x0C;
constexpr std::uint8_t printable_string = 0x13;
constexpr std::uint8_t bmp_string = 0x1E;

/// An AttributeTypeAndValue of id-at-NUMBER.
Bytes attribute(std::uint8_t number, std::string_view text, std::uint8_t kind = utf8) {
    const Bytes value(text.begin(), text.end());
    return element(0x30, joined({{0x06, 0x03, 0x55, 0x04, number}, element(kind, value)}));
}

Bytes relative_name(const std::vector<Bytes>& attributes) { return element(0x31, joined(attributes)); }
Bytes name(const std::vector<Bytes>& relative_names) { return element(0x30, joined(relative_names)); }

Bytes organization(std::string_view text, std::uint8_t kind = utf8) {
    return relative_name({attribute(10, text, kind)});
}
Bytes common_name(std::string_view text) { return relative_name({attribute(3, text)}); }

}  // namespace

BOOST_AUTO_TEST_SUITE(directory_names)

BOOST_AUTO_TEST_CASE(names_are_the_same_without_regard_to_case_white_space_and_kind_of_string) {  // RFC 5280 §7.1
    const auto plain = name({organization("Example Ltd"), common_name("CA")});
    const struct {
        const char* why;
        Bytes other;
        bool same;
    } cases[] = {
        {"itself", plain, true},
        {"case", name({organization("EXAMPLE ltd"), common_name("ca")}), true},
        {"kind of string", name({organization("Example Ltd", printable_string), common_name("CA")}), true},
        {"white space", name({organization("  Example   Ltd "), common_name("CA")}), true},
        {"no white space", name({organization("ExampleLtd"), common_name("CA")}), false},
        {"a kind of string with two octets a character",
         name({organization("Example Ltd", bmp_string), common_name("CA")}), false},
        {"another value", name({organization("Example Inc"), common_name("CA")}), false},
        {"another attribute", name({organization("Example Ltd"), organization("CA")}), false},
        {"another order", name({common_name("CA"), organization("Example Ltd")}), false},
        {"more", name({organization("Example Ltd"), common_name("CA"), common_name("x")}), false},
        {"less", name({organization("Example Ltd")}), false},
        {"both in one relative name", name({relative_name({attribute(10, "Example Ltd"), attribute(3, "CA")})}), false},
        {"no name", Bytes{0x30, 0x05}, false},
        {"nothing", {}, false},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.why) {
            BOOST_TEST(is_same_name(plain, one.other) == one.same);
            BOOST_TEST(is_same_name(one.other, plain) == one.same);
        }
    }
}

BOOST_AUTO_TEST_CASE(letters_beyond_ascii_must_be_equal) {
    BOOST_TEST(is_same_name(name({organization("M\xc3\xbcller")}), name({organization("m\xc3\xbcLLER")})));
    BOOST_TEST(!is_same_name(name({organization("M\xc3\xbcller")}), name({organization("M\xc3\x9cller")})));
}

BOOST_AUTO_TEST_CASE(attributes_of_one_relative_name_are_compared_one_by_one) {
    const auto both = name({relative_name({attribute(3, "a"), attribute(10, "b")})});
    BOOST_TEST(is_same_name(both, name({relative_name({attribute(3, "A"), attribute(10, "B")})})));
    BOOST_TEST(!is_same_name(both, name({relative_name({attribute(3, "a"), attribute(10, "c")})})));
    BOOST_TEST(!is_same_name(both, name({relative_name({attribute(3, "a")})})));
    BOOST_TEST(!is_same_name(both, name({Bytes{0x31, 0x01, 0x00}})));
}

BOOST_AUTO_TEST_CASE(a_name_lies_in_a_subtree_where_it_begins_with_it) {  // RFC 5280 §4.2.1.10
    const auto base = name({organization("Example")});
    BOOST_TEST(is_in_directory_subtree(base, base));
    BOOST_TEST(is_in_directory_subtree(name({organization("example"), common_name("x")}), base));
    BOOST_TEST(is_in_directory_subtree(name({organization("Example")}), name({})));
    BOOST_TEST(!is_in_directory_subtree(name({common_name("x"), organization("Example")}), base));
    BOOST_TEST(!is_in_directory_subtree(name({}), base));
    BOOST_TEST(!is_in_directory_subtree(name({organization("Other")}), base));
    // One value, which RFC 4514 writes `a\,O=Example`, and which a comparison of text takes for two.
    BOOST_TEST(!is_in_directory_subtree(name({common_name("a,O=Example")}), base));
    BOOST_TEST(!is_in_directory_subtree(Bytes{0x30, 0x05}, base));
    BOOST_TEST(!is_in_directory_subtree(base, Bytes{0x30, 0x05}));
}

BOOST_AUTO_TEST_SUITE_END()
