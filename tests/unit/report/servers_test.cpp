// In what the name servers of a zone differ, told from what each of them answered.
#include "support/domain.hpp"

#include <danelaw/report/servers.hpp>

#include <boost/test/unit_test.hpp>

namespace danelaw {
namespace {

using namespace test;

const std::string owner = "_25._tcp.mx.example.org";

ServerAnswerReport says(Lookup lookup, LinkState state = LinkState::secure) {
    ServerAnswerReport answer;
    answer.lookup = std::move(lookup);
    answer.state = state;
    return answer;
}

ServerReport server(const std::string& address, std::uint32_t serial, std::vector<ServerAnswerReport> answers) {
    ServerReport report;
    report.name = name("ns.example.net");
    report.address = boost::asio::ip::make_address(address);
    report.serial = serial;
    report.answers.push_back(says(answer("example.org", RecordType::soa, {"ns.example.net"})));
    for (auto& one : answers) report.answers.push_back(std::move(one));
    return report;
}

ServerReport with_tlsa(const std::string& address, const std::vector<std::string>& records, std::uint32_t serial = 7) {
    return server(address, serial, {says(answer(owner, RecordType::tlsa, records))});
}

ServerReport silent(const std::string& address) {
    ServerReport report;
    report.name = name("ns.example.net");
    report.address = boost::asio::ip::make_address(address);
    report.trouble = "no reply over UDP";
    ServerAnswerReport nothing;
    nothing.replied = false;
    report.answers.push_back(nothing);
    return report;
}

std::vector<Finding> find(std::vector<ServerReport> servers) {
    ZoneServersReport zone;
    zone.zone = name("example.org");
    zone.servers = std::move(servers);
    return server_findings(std::vector{zone}, checked_at);
}

/// The one finding that is expected, as `severity code: text`.
std::string only(const std::vector<Finding>& findings) {
    if (findings.size() != 1) return std::to_string(findings.size()) + " findings";
    const auto& one = findings.front();
    return to_text(one.severity) + " " + one.code + ": " + one.text;
}

const std::string first = "ns.example.net[192.0.2.1]: for the zone example.org, ";
const std::string second = "ns.example.net[192.0.2.2]: for the zone example.org, ";

}  // namespace

BOOST_AUTO_TEST_SUITE(name_servers)

BOOST_AUTO_TEST_CASE(servers_that_say_the_same_are_in_order) {
    BOOST_TEST(
        find({with_tlsa("192.0.2.1", {"3 1 1 ab", "3 1 1 cd"}), with_tlsa("192.0.2.2", {"3 1 1 cd", "3 1 1 ab"})})
            .empty());
}

BOOST_AUTO_TEST_CASE(records_that_one_lacks_are_missing_there_also_where_only_two_are_asked) {
    BOOST_TEST(only(find({with_tlsa("192.0.2.1", {}), with_tlsa("192.0.2.2", {"3 1 1 ab"})})) ==
               "critical nameserver.tlsa_missing: " + first + "it has no " + owner + " TLSA, other servers have");
}

BOOST_AUTO_TEST_CASE(the_newest_serial_says_what_is_right) {  // RFC 1982 §3.2: serials wrap
    const auto findings =
        find({with_tlsa("192.0.2.1", {"3 1 1 ab"}, 4294967295U), with_tlsa("192.0.2.3", {"3 1 1 ab"}, 4294967295U),
              with_tlsa("192.0.2.2", {"3 1 1 cd"}, 1)});
    BOOST_REQUIRE(findings.size() == 4U);
    BOOST_TEST(findings[0].text == first + "it has the zone of serial 4294967295, another server that of 1");
    BOOST_TEST(findings[1].text == first + "its " + owner + " TLSA are others than those of other servers");
}

BOOST_AUTO_TEST_CASE(addresses_that_differ_are_a_note_other_records_a_warning) {
    const auto with = [](RecordType type, const std::string& record, const std::string& address) {
        return server(address, 7, {says(answer("mx.example.org", type, {record}))});
    };
    const auto severity = [&](RecordType type, const std::string& one, const std::string& other) {
        return to_text(find({with(type, one, "192.0.2.1"), with(type, other, "192.0.2.2")}).front().severity);
    };
    BOOST_TEST(severity(RecordType::a, "192.0.2.9", "192.0.2.8") == "notice");
    BOOST_TEST(severity(RecordType::mx, "10 a.example", "20 a.example") == "warning");
}

BOOST_AUTO_TEST_CASE(a_failure_for_one_type_alone_is_told_with_its_reason) {  // RFC 7672 §2.1.2
    auto fails =
        says(failed_lookup(name(owner), RecordType::tlsa, ValidationState::indeterminate, {"SERVFAIL", {}, false}),
             LinkState::failed);
    fails.reason = "SERVFAIL";
    BOOST_TEST(only(find({server("192.0.2.1", 7, {fails}), with_tlsa("192.0.2.2", {"3 1 1 ab"})})) ==
               "warning nameserver.fails_for_type: " + first + "it answers for SOA, but not for " + owner +
                   " TLSA: SERVFAIL");
}

BOOST_AUTO_TEST_CASE(signatures_that_do_not_count_and_denials_without_proof) {  // RFC 4035 §5.3, §3.1.3
    auto bad = says(answer(owner, RecordType::tlsa, {"3 1 1 ab"}), LinkState::bogus);
    bad.reason = "it expired";
    BOOST_TEST(only(find({server("192.0.2.1", 7, {bad}), with_tlsa("192.0.2.2", {"3 1 1 ab"})})) ==
               "warning nameserver.bogus_answer: " + first + "it expired");
    auto bare = says(answer(owner, RecordType::tlsa, {}), LinkState::bogus);
    bare.denial_unproven = true;
    bare.reason = "no NSEC";
    BOOST_TEST(only(find({server("192.0.2.1", 7, {bare}), with_tlsa("192.0.2.2", {})})) ==
               "warning nameserver.unsigned_denial: " + first + "that there is no " + owner +
                   " TLSA is not proven: no NSEC");
}

BOOST_AUTO_TEST_CASE(signatures_that_were_not_all_checked_leave_it_open) {
    auto open = says(answer(owner, RecordType::tlsa, {"3 1 1 ab"}), LinkState::failed);
    open.reason = "they were not all checked";
    BOOST_TEST(only(find({server("192.0.2.1", 7, {open}), with_tlsa("192.0.2.2", {"3 1 1 ab"})})) ==
               "unknown nameserver.not_asked: " + first + "they were not all checked");
}

BOOST_AUTO_TEST_CASE(the_server_whose_signatures_end_first_and_soon) {
    const auto until = [](const std::string& address, int hours) {
        auto one = says(answer(owner, RecordType::tlsa, {"3 1 1 ab"}));
        one.signature_expires = checked_at + std::chrono::hours{hours};
        return server(address, 7, {one});
    };
    BOOST_TEST(find({until("192.0.2.1", 72), until("192.0.2.2", 300)}).empty());
    BOOST_TEST(find({until("192.0.2.1", 71), until("192.0.2.2", 71)}).empty());  // the signer's, not this server's
    BOOST_TEST(only(find({until("192.0.2.1", 300), until("192.0.2.2", 71)}))
                   .starts_with("warning nameserver.signature_ends_first: " + second + "its signatures for "));
}

BOOST_AUTO_TEST_CASE(who_is_silent_is_unreachable_who_refuses_is_lame) {
    BOOST_TEST(only(find({silent("192.0.2.1"), with_tlsa("192.0.2.2", {"3 1 1 ab"})})) ==
               "warning nameserver.unreachable: " + first + "no reply over UDP");
    auto lame = with_tlsa("192.0.2.1", {"3 1 1 ab"});
    lame.trouble = "REFUSED";
    BOOST_TEST(only(find({lame, with_tlsa("192.0.2.2", {"3 1 1 ab"})})) ==
               "warning nameserver.lame: " + first + "REFUSED");
}

BOOST_AUTO_TEST_CASE(a_family_from_which_nobody_answers_is_this_machines_affair) {
    const auto findings = find({silent("2001:db8::1"), with_tlsa("192.0.2.2", {"3 1 1 ab"})});
    BOOST_TEST(only(findings) ==
               "notice nameserver.not_asked: ns.example.net[2001:db8::1]: for the zone example.org, no name server "
               "answered over IPv6, which this machine may not have");
    BOOST_TEST((find({silent("2001:db8::1"), with_tlsa("2001:db8::2", {"3 1 1 ab"})}).front().code ==
                "nameserver.unreachable"));
    // Where nobody answers at all, it is told of each.
    BOOST_TEST((find({silent("2001:db8::1"), silent("192.0.2.1")}).front().code == "nameserver.unreachable"));
}

BOOST_AUTO_TEST_CASE(who_has_no_address_or_a_private_one_was_not_asked) {
    auto without = with_tlsa("192.0.2.1", {});
    without.address.reset();
    without.not_asked = NotAsked{"the name has no address", false};
    BOOST_TEST(only(find({without})) ==
               "warning nameserver.no_address: ns.example.net: for the zone example.org, the name has no address");
    auto cut = with_tlsa("192.0.2.1", {});  // what it said before still counts
    cut.not_asked = NotAsked{"no time was left", true};
    const auto findings = find({cut, with_tlsa("192.0.2.2", {"3 1 1 ab"})});
    BOOST_REQUIRE(findings.size() == 2U);
    BOOST_TEST(only({findings[0]}) == "unknown nameserver.not_asked: " + first + "no time was left");
    BOOST_TEST(findings[1].code == "nameserver.tlsa_missing");
    auto reserved = silent("10.0.0.1");
    reserved.not_asked = NotAsked{"private use", false};
    BOOST_TEST((find({reserved}).front().code == "nameserver.not_asked"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
