#include "net/unbound_config.hpp"
#include "net/message_capture.hpp"
#include "net/root_hints.hpp"
#include "net/trust_anchors.hpp"

#include <boost/test/unit_test.hpp>

using namespace danelaw;
using namespace std::chrono_literals;

namespace {

bool has_line(const std::string& text, const std::string& line) {
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

const std::string digest(64, 'a');

}  // namespace

BOOST_AUTO_TEST_SUITE(unbound_config)

BOOST_AUTO_TEST_CASE(settings_of_the_user_come_as_configuration_lines) {
    UnboundSettings settings;
    settings.root_hints_file = "/etc/hints with space";
    settings.forwarder = "192.0.2.53@53";
    settings.at = Timestamp{1780272000s};
    const auto text = unbound_config_text(settings);
    BOOST_TEST(has_line(text, "root-hints: \"/etc/hints with space\""));
    BOOST_TEST(has_line(text, "val-override-date: \"1780272000\""));
    BOOST_TEST(text.ends_with("forward-zone:\nname: \".\"\nforward-addr: 192.0.2.53@53\n"));
}

BOOST_AUTO_TEST_CASE(without_choices_nothing_is_forwarded_and_the_clock_is_the_systems) {
    const auto text = unbound_config_text(UnboundSettings{});
    BOOST_TEST(text.find("forward-zone") == std::string::npos);
    BOOST_TEST(text.find("val-override-date") == std::string::npos);
    BOOST_TEST(text.find("root-hints") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_setting_hides_private_addresses_or_loopback_name_servers) {
    const auto text = unbound_config_text(UnboundSettings{});
    BOOST_TEST(has_line(text, "do-not-query-localhost: no"));
    BOOST_TEST(text.find("private-address") == std::string::npos);
    BOOST_TEST(text.find("do-not-query-address") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(built_in_zones_are_removed_but_localhost_and_onion) {
    const auto text = unbound_config_text(UnboundSettings{});
    BOOST_TEST(has_line(text, "local-zone: \"test.\" nodefault"));
    BOOST_TEST(text.find("localhost.\"") == std::string::npos);
    BOOST_TEST(text.find("onion") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(clock_never_becomes_a_value_that_switches_dates_off) {  // 0: system clock; -1: no dates
    BOOST_TEST(val_override_date(Timestamp{0s}) == 1);
    BOOST_TEST(val_override_date(Timestamp{0xffffffffs}) == -2);
    BOOST_TEST(val_override_date(Timestamp{-1s}) == -2);
    BOOST_TEST(val_override_date(Timestamp{0x100000000s}) == 1);
    BOOST_TEST(val_override_date(Timestamp{1780272000s}) == 1780272000);
}

BOOST_AUTO_TEST_CASE(forwarder_is_an_address_with_or_without_port) {
    BOOST_TEST(*forwarder_from_text("192.0.2.1") == "192.0.2.1@53");
    BOOST_TEST(*forwarder_from_text("192.0.2.1@5353") == "192.0.2.1@5353");
    BOOST_TEST(*forwarder_from_text("2001:db8::1@54") == "2001:db8::1@54");
    BOOST_TEST(*forwarder_from_text("[2001:db8::1]") == "2001:db8::1@53");
    for (const auto* wrong : {"", "dns.example", "192.0.2.1@", "192.0.2.1@0", "192.0.2.1@65536", "192.0.2.1@5x",
                              "192.0.2.1:53", "192.0.2.1@53\nserver:"}) {
        BOOST_TEST(!forwarder_from_text(wrong), wrong);
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(trust_anchors)

BOOST_AUTO_TEST_CASE(ds_and_dnskey_lines_are_anchors_and_other_types_are_not) {
    const auto anchors = trust_anchors_from_text("; comment\n\n. IN DS 20326 8 2 " + digest +
                                                 "\nexample. 3600 IN DNSKEY 257 3 13 AAAA ;{id = 1}\n"
                                                 "example. IN NS ns.example.\nexample. DS 1 13 2 " +
                                                 digest + "\n");
    BOOST_REQUIRE(!!anchors);
    BOOST_TEST(anchors->records.size() == 3U);
    BOOST_REQUIRE(anchors->owners.size() == 2U);
    BOOST_TEST(anchors->owners.at(0).text() == ".");
    BOOST_TEST(anchors->owners.at(1).text() == "example");
    BOOST_TEST(anchors->records.at(1).find(';') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(file_without_final_line_break_is_read_whole) {
    BOOST_TEST(trust_anchors_from_text(". IN DS 20326 8 2 " + digest)->records.size() == 1U);
}

BOOST_AUTO_TEST_CASE(keys_that_unbound_does_not_trust_are_left_out) {  // RFC 5011 §4: 1 is AddPend, 4 Revoked
    const auto line = [](char state) {
        return std::string(". 86400 IN DNSKEY 257 3 8 AAAA ;{id = 1 (ksk)} ;;state=") + state + " [ X ] ;;count=0\n";
    };
    BOOST_TEST(trust_anchors_from_text(line('2') + line('3'))->records.size() == 2U);
    BOOST_TEST(!trust_anchors_from_text(line('1') + line('4') + line('5')));
}

BOOST_AUTO_TEST_CASE(revoked_key_is_no_anchor) {  // RFC 5011 §2.1
    BOOST_TEST(!trust_anchors_from_text(". IN DNSKEY 385 3 8 AAAA\n"));
}

BOOST_AUTO_TEST_CASE(text_that_is_no_record_is_an_error_with_its_line) {
    const auto anchors = trust_anchors_from_text(". IN DS 20326 8 2 " + digest + "\n<html>not found</html>\n");
    BOOST_REQUIRE(!anchors);
    BOOST_TEST(anchors.error().detail.find("near line ") != std::string::npos, anchors.error().detail);
    BOOST_TEST(!trust_anchors_from_text(""));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(root_hints)

BOOST_AUTO_TEST_CASE(servers_of_the_root_and_their_addresses_are_enough) {
    BOOST_TEST(!root_hints_fault(";       comment\n.  3600000  NS  A.ROOT.\nA.ROOT.  3600000  A  192.0.2.1\n"));
    BOOST_TEST(!root_hints_fault(". 1 IN NS a.root.\na.root. 1 IN AAAA 2001:db8::1\n"));
}

BOOST_AUTO_TEST_CASE(what_resolving_cannot_begin_with_is_told) {
    const auto fault = [](std::string_view text) { return root_hints_fault(text).value_or(Error{}).detail; };
    BOOST_TEST(fault("") == "no NS record of the root is in it, at least one was expected");
    BOOST_TEST(fault("example. 1 NS a.root.\na.root. 1 A 192.0.2.1\n") ==
               "no NS record of the root is in it, at least one was expected");
    BOOST_TEST(fault(". 1 NS a.root.\n") ==
               "no A or AAAA record is in it, the addresses of the root servers were expected");
    BOOST_TEST(fault(". 1 NS a.root.\n<html>\n").starts_with("near line "));
    BOOST_TEST(fault("junk\n").ends_with(" is no DNS record, NS, A or AAAA was expected"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(message_capture)

BOOST_AUTO_TEST_CASE(complaints_keep_the_words_and_the_line) {
    BOOST_TEST(complaint_from("/etc/x.conf:3: error: syntax error\nread /etc/x.conf failed: 1 errors\n", "none") ==
               "line 3: syntax error");
    BOOST_TEST(complaint_from("[1780272000] libunbound[1:0] error: bad anchor\n[1] x info: more\n", "none") ==
               "bad anchor");
    BOOST_TEST(complaint_from("", "syntax error") == "syntax error");
}

BOOST_AUTO_TEST_SUITE_END()
