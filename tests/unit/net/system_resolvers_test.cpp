#include "net/system_resolvers.hpp"

#include <boost/test/unit_test.hpp>

using namespace danelaw;

BOOST_AUTO_TEST_SUITE(resolvers_of_the_system)

BOOST_AUTO_TEST_CASE(each_nameserver_line_is_one) {
    const auto found = resolvers_from_text(
        "# nameserver 192.0.2.9\nsearch example.org\nnameserver 192.0.2.1\nnameserver\t2001:db8::1 # ours\n");
    BOOST_REQUIRE(found.size() == 2U);
    BOOST_TEST(found[0] == "192.0.2.1@53");
    BOOST_TEST(found[1] == "2001:db8::1@53");
}

BOOST_AUTO_TEST_CASE(no_more_than_the_c_library_takes) {  // resolv.conf(5): MAXNS
    const auto found = resolvers_from_text(
        "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver here\nnameserver 192.0.2.3\nnameserver 192.0.2.4");
    BOOST_REQUIRE(found.size() == 3U);
    BOOST_TEST(found[2] == "192.0.2.3@53");
}

BOOST_AUTO_TEST_CASE(none_means_this_machine) {
    BOOST_REQUIRE(resolvers_from_text("options edns0\n").size() == 1U);
    BOOST_TEST(resolvers_from_text("").front() == "127.0.0.1@53");
}

BOOST_AUTO_TEST_SUITE_END()
