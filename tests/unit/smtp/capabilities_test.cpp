#include <danelaw/smtp/capabilities.hpp>

#include <boost/test/unit_test.hpp>

// What a server offers. RFC 5321 §4.1.1.1; RFC 3207 §6: the missing STARTTLS is the attack that DANE answers (D126).

using namespace danelaw;
using namespace std::string_literals;

namespace {

Capabilities read(std::vector<std::string> lines) {
    Reply reply;
    reply.code = 250;
    reply.lines = std::move(lines);
    return read_capabilities(reply);
}

bool offers_starttls(const std::string& line) { return read({"mx.example.org", line}).offers("STARTTLS"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(capabilities)

BOOST_AUTO_TEST_CASE(the_first_line_names_the_server_and_each_other_has_a_keyword_and_parameters) {
    const auto found = read({"mx.example.org says hello", "SIZE 1000", "AUTH  PLAIN\tLOGIN ", "8BITMIME", ""});
    BOOST_TEST(found.server_name == "mx.example.org");
    BOOST_TEST(found.extensions.size() == 3U);
    BOOST_TEST(found.extensions.at(0).keyword == "SIZE");
    const std::vector<std::string> words{"PLAIN", "LOGIN"};
    BOOST_TEST(found.extensions.at(1).parameters == words, boost::test_tools::per_element());
    BOOST_TEST(found.extensions.at(2).keyword == "8BITMIME");
    BOOST_TEST(read({}).server_name == "");
    BOOST_TEST(read({"", "STARTTLS"}).server_name == "");
}

BOOST_AUTO_TEST_CASE(
    starttls_is_offered_by_a_keyword_of_its_own_in_any_case_and_by_nothing_else) {  // RFC 3207 §4, D126
    const struct {
        std::string line;
        bool offered;
    } cases[] = {
        {"STARTTLS", true},          {"starttls", true},    {"StartTLS", true},     {"STARTTLS ", true},
        {" STARTTLS", true},         {"STARTTLS\r", true},  // CR CR LF
        {"STARTTLS REQUIRED", true},                        // parameters that RFC 3207 does not know
        {"XSTARTTLS", false},        {"STARTTLSX", false},  {"X-STARTTLS", false},  {"AUTH STARTTLS", false},
        {"XXXXXXXA", false},  // what a Cisco firewall makes of it
        {"START TLS", false},        {"STARTTLS=1", false}, {"STARTTLS\0"s, false}, {"", false},
    };
    for (const auto& one : cases) BOOST_TEST(offers_starttls(one.line) == one.offered, one.line);
    BOOST_TEST(!read({"STARTTLS"}).offers("STARTTLS"));  // the server's name
    BOOST_TEST(!read({"STARTTLS STARTTLS"}).offers("STARTTLS"));
    BOOST_TEST(read({"mx", "SIZE", "STARTTLS", "HELP"}).offers("starttls"));
    BOOST_TEST(read({"", "STARTTLS"}).offers("STARTTLS"));
}

BOOST_AUTO_TEST_SUITE_END()
