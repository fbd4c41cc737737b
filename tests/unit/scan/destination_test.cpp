#include <danelaw/scan/gather.hpp>

#include <boost/test/unit_test.hpp>

// Where mail is to go, as people write it. RFC 5321 §4.1.2, §4.1.3; contract 5.

using namespace danelaw;

namespace {

std::string shown(const std::string& text, bool no_mx = false) {
    const auto read = parse_destination(text, no_mx);
    if (!read) return read.error().detail;
    switch (read->kind) {
        case DestinationKind::domain:
            return "domain " + read->domain.text();
        case DestinationKind::host:
            return "host " + read->domain.text();
        case DestinationKind::address:
            return "address " + read->address->to_string();
    }
    return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(destinations)

BOOST_AUTO_TEST_CASE(a_domain_a_mailbox_and_a_u_label_are_domains) {
    BOOST_TEST(shown("example.org") == "domain example.org");
    BOOST_TEST(shown(" Example.ORG. \n") == "domain example.org");
    BOOST_TEST(shown("user@example.org") == "domain example.org");
    BOOST_TEST(shown("\"a@b\"@example.org") == "domain example.org");
    BOOST_TEST(shown("m\xc3\xbcller.example") == "domain xn--mller-kva.example");
    BOOST_TEST(shown("mx.example.org", true) == "host mx.example.org");
    BOOST_TEST(parse_destination(" user@example.org", false)->asked == "user@example.org");
}

BOOST_AUTO_TEST_CASE(an_address_literal_is_one_in_brackets_with_its_tag) {  // RFC 5321 §4.1.3
    BOOST_TEST(shown("[192.0.2.1]") == "address 192.0.2.1");
    BOOST_TEST(shown("user@[192.0.2.1]") == "address 192.0.2.1");
    BOOST_TEST(parse_destination("user@[192.0.2.1]", false)->asked == "[192.0.2.1]");  // contract 5: as its domain
    BOOST_TEST(shown("[IPv6:2001:db8::1]") == "address 2001:db8::1");
    BOOST_TEST(shown("[ipv6:2001:DB8::1]") == "address 2001:db8::1");
    for (const std::string text : {"[2001:db8::1]", "[IPv6:192.0.2.1]", "[IPv6:fe80::1%1]", "[IPv6:::1%lo]",
                                   "[192.0.2]", "[192.0.2.1.]", "[]", "[IPv6:]", "[mx.example.org]", "[192.0.2.1 ]"}) {
        BOOST_TEST(shown(text) == "\"" + text + "\" is no address literal, expected [192.0.2.1] or [IPv6:2001:db8::1]");
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_domain_is_said_to_be_none) {
    for (const std::string text : {"", "@", "user@"})
        BOOST_TEST(shown(text) == "\"" + text + "\" has no domain, expected a name such as example.org");
    for (const std::string text : {"a..b", "a b.example", "[192.0.2.1", "192.0.2.1]", "-a.example"})
        BOOST_TEST(shown(text).starts_with("\"" + text + "\": "), text << " is " << shown(text));
    BOOST_TEST(shown("192.0.2.1") ==
               "\"192.0.2.1\" is an address, expected a domain, or an address literal such as [192.0.2.1]");
    BOOST_TEST(shown("2001:db8::1") ==
               "\"2001:db8::1\" is an address, expected a domain, or an address literal such as [IPv6:2001:db8::1]");
    BOOST_TEST(shown("\x1b[31m").starts_with("\"\\x1b[31m\": "));
    BOOST_TEST(shown("a\\b.example").ends_with(": a character that no domain name has, expected a domain name"));
    BOOST_TEST(shown(".") == "\".\" is no domain that takes mail, expected a name such as example.org");
    BOOST_TEST(shown(std::string(5000, 'a')).size() < 1000U);
}

BOOST_AUTO_TEST_SUITE_END()
