#include <danelaw/scan/special_address.hpp>

#include <boost/test/unit_test.hpp>

using namespace danelaw;

namespace {

bool is_special(const char* text) { return special_purpose(boost::asio::ip::make_address(text)).has_value(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(special_addresses)

BOOST_AUTO_TEST_CASE(the_first_and_the_last_address_of_each_registry_block_is_special) {  // IANA registries
    for (const auto* text : {"0.0.0.0",
                             "0.255.255.255",
                             "10.0.0.0",
                             "10.255.255.255",
                             "100.64.0.0",
                             "100.127.255.255",
                             "127.0.0.1",
                             "127.255.255.255",
                             "169.254.169.254",
                             "172.16.0.0",
                             "172.31.255.255",
                             "192.0.0.0",
                             "192.0.0.255",
                             "192.0.2.1",
                             "192.88.99.1",
                             "192.168.0.0",
                             "192.168.255.255",
                             "198.18.0.0",
                             "198.19.255.255",
                             "198.51.100.1",
                             "203.0.113.255",
                             "224.0.0.1",
                             "239.255.255.255",
                             "240.0.0.0",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "64:ff9b:1::1",
                             "100::1",
                             "2001::1",
                             "2001:1ff::1",
                             "2001:db8::1",
                             "3fff::1",
                             "5f00::1",
                             "fc00::1",
                             "fdff::1",
                             "fe80::1",
                             "febf::1",
                             "fec0::1",
                             "ff02::1",
                             "::7f00:1"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(is_special(text)); }
    }
}

BOOST_AUTO_TEST_CASE(their_neighbours_are_not) {
    for (const auto* text : {"1.0.0.0",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255", "100.128.0.0",
                             "126.255.255.255", "128.0.0.0",       "169.253.255.255", "172.15.255.255", "172.32.0.0",
                             "192.0.1.0",       "192.0.3.0",       "192.167.255.255", "198.17.255.255", "198.20.0.0",
                             "203.0.112.255",   "223.255.255.255", "2001:200::1",     "2001:db9::1",    "2a00::1",
                             "4000::1",         "fbff::1"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!is_special(text)); }
    }
}

BOOST_AUTO_TEST_CASE(an_embedded_ipv4_address_decides) {  // RFC 4291 §2.5.5.2, RFC 6052, RFC 3056
    BOOST_TEST(is_special("::ffff:127.0.0.1"));
    BOOST_TEST(is_special("64:ff9b::10.0.0.1"));
    BOOST_TEST(is_special("2002:a00:1::"));
    BOOST_TEST(!is_special("::ffff:9.9.9.9"));
    BOOST_TEST(!is_special("64:ff9b::9.9.9.9"));
}

BOOST_AUTO_TEST_SUITE_END()
