// Whether a machine is fit to judge, from what it showed of itself.
#include <danelaw/report/doctor.hpp>

#include "support/dns_message.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace danelaw {
namespace {

using danelaw::testing::Message;

constexpr RecordType soa = RecordType::soa;

/// A machine of which all that can be seen without signed replies is in order.
DoctorFacts fit_machine() {
    DoctorFacts facts;
    facts.at = Timestamp{std::chrono::seconds{1'780'272'000}};
    facts.libunbound_version = "1.26.2";
    facts.gnutls_version = "3.8.13";
    facts.open_files = 1024;
    return facts;
}

PathTrial trial(const std::string& server, bool over_tcp, Bytes message) {
    PathTrial made;
    made.server = boost::asio::ip::make_address(server);
    made.over_tcp = over_tcp;
    made.message = std::move(message);
    if (made.message.empty()) made.no_reply = "no reply over UDP";
    return made;
}

Bytes signed_reply() {
    return Message(".", static_cast<std::uint16_t>(soa))
        .answer(".", static_cast<std::uint16_t>(soa), 300, danelaw::testing::soa_rdata(60))
        .signed_by(".", {static_cast<std::uint16_t>(soa), 0, 1000, 2000})
        .wire();
}

Bytes empty_reply(unsigned rcode) { return Message(".", static_cast<std::uint16_t>(soa), rcode).wire(); }

Bytes stripped_reply() {
    return Message(".", static_cast<std::uint16_t>(soa))
        .answer(".", static_cast<std::uint16_t>(soa), 300, danelaw::testing::soa_rdata(60))
        .wire();
}

std::string state_of(const DoctorFacts& facts, std::string_view name) {
    const auto report = judge_doctor(facts);
    const auto row = std::ranges::find(report.rows, name, &DoctorRow::name);
    if (row == report.rows.end()) return "no such row";
    if (!row->tested) return "not tested";
    return row->finding ? row->finding->code : "ok";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor)

BOOST_AUTO_TEST_CASE(what_was_not_seen_is_not_tested_and_no_fault) {
    const auto report = judge_doctor(fit_machine());
    BOOST_TEST(report.exit_code == 0);
    for (const auto* name :
         {"trust anchor", "clock", "validation", "IPv4 UDP 53", "IPv6 TCP 53", "DNSSEC on the way", "TCP 25 outward"})
        BOOST_TEST(state_of(fit_machine(), name) == "not tested", name);
    for (const auto* name : {"libraries", "open files"}) BOOST_TEST(state_of(fit_machine(), name) == "ok", name);
}

BOOST_AUTO_TEST_CASE(without_a_trust_anchor_nothing_can_be_judged) {
    auto facts = fit_machine();
    facts.setup_trouble = "no trust anchor";
    BOOST_TEST(state_of(facts, "trust anchor") == "machine.no_trust_anchor");
    BOOST_TEST(judge_doctor(facts).exit_code == 2);
}

/// The anchors of the root, as they are.
BOOST_AUTO_TEST_CASE(a_root_that_does_not_answer_says_nothing_of_the_trust_anchor) {
    auto facts = fit_machine();
    facts.anchor_records = {". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"};
    facts.root_keys =
        failed_lookup(DomainName(), RecordType::dnskey, ValidationState::indeterminate, {"SERVFAIL", {}, false});
    BOOST_TEST(state_of(facts, "trust anchor") == "not tested");
    BOOST_TEST(state_of(facts, "validation") == "machine.cannot_validate");
}

BOOST_AUTO_TEST_CASE(each_way_is_open_if_one_root_server_answers_on_it) {
    auto facts = fit_machine();
    facts.paths = {trial("192.0.2.1", false, {}), trial("192.0.2.2", false, signed_reply()),
                   trial("192.0.2.1", true, {}), trial("2001:db8::1", false, {})};
    BOOST_TEST(state_of(facts, "IPv4 UDP 53") == "ok");
    BOOST_TEST(state_of(facts, "IPv4 TCP 53") == "machine.no_dns");
    BOOST_TEST(state_of(facts, "IPv6 UDP 53") == "machine.no_ipv6_dns");
    BOOST_TEST(state_of(facts, "IPv6 TCP 53") == "not tested");
    facts.paths.pop_back();
    BOOST_TEST(judge_doctor(facts).exit_code == 2);
}

BOOST_AUTO_TEST_CASE(a_machine_without_ipv6_is_fit) {
    auto facts = fit_machine();
    facts.paths = {trial("192.0.2.2", false, signed_reply()), trial("2001:db8::1", false, {})};
    BOOST_TEST(judge_doctor(facts).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_machine_without_ipv4_is_fit) {
    auto facts = fit_machine();
    facts.paths = {trial("192.0.2.2", false, {}), trial("2001:db8::1", false, signed_reply())};
    BOOST_TEST(state_of(facts, "IPv4 UDP 53") == "machine.no_ipv4_dns");
    BOOST_TEST(judge_doctor(facts).exit_code == 0);
    // Over another protocol the other family does not help.
    facts.paths.push_back(trial("192.0.2.2", true, {}));
    facts.paths.push_back(trial("2001:db8::1", true, {}));
    BOOST_TEST(state_of(facts, "IPv4 TCP 53") == "machine.no_dns");
    BOOST_TEST(judge_doctor(facts).exit_code == 2);
}

BOOST_AUTO_TEST_CASE(without_either_family_the_one_that_was_tried_is_missed) {
    auto facts = fit_machine();
    facts.paths = {trial("2001:db8::1", false, {})};
    BOOST_TEST(state_of(facts, "IPv6 UDP 53") == "machine.no_dns");
}

BOOST_AUTO_TEST_CASE(a_reply_that_is_no_answer_closes_the_way_and_strips_nothing) {
    constexpr unsigned refused = 5;
    constexpr unsigned server_failure = 2;
    for (const unsigned rcode : {refused, server_failure, 0U}) {
        auto facts = fit_machine();
        facts.paths = {trial("192.0.2.1", false, empty_reply(rcode))};
        BOOST_TEST(state_of(facts, "IPv4 UDP 53") == "machine.no_dns");
        BOOST_TEST(state_of(facts, "DNSSEC on the way") == "not tested");
        facts.paths.push_back(trial("192.0.2.2", false, signed_reply()));
        BOOST_TEST(state_of(facts, "IPv4 UDP 53") == "ok");
        BOOST_TEST(state_of(facts, "DNSSEC on the way") == "ok");
    }
}

BOOST_AUTO_TEST_CASE(replies_without_their_signatures_were_stripped_on_the_way) {  // RFC 4035 §3
    auto facts = fit_machine();
    facts.paths = {trial("192.0.2.1", false, signed_reply())};
    BOOST_TEST(state_of(facts, "DNSSEC on the way") == "ok");
    facts.paths.push_back(trial("192.0.2.2", false, stripped_reply()));
    BOOST_TEST(state_of(facts, "DNSSEC on the way") == "machine.dnssec_stripped");
    BOOST_TEST(judge_doctor(facts).rows[7].seen == "SOA of the root came without signatures from 192.0.2.2 over UDP");
}

BOOST_AUTO_TEST_CASE(a_mail_server_that_can_be_connected_to_shows_that_port_25_is_open) {
    auto facts = fit_machine();
    facts.canary = "mx.example.org";
    BOOST_TEST(state_of(facts, "TCP 25 outward") == "machine.no_smtp");
    CanaryTrial trial;
    trial.session.stage = SmtpStage::connect;
    facts.canary_trials = {trial};
    BOOST_TEST(state_of(facts, "TCP 25 outward") == "machine.no_smtp");
    trial.session.stage = SmtpStage::greeting;  // whatever it says, the port is open
    facts.canary_trials.push_back(trial);
    BOOST_TEST(state_of(facts, "TCP 25 outward") == "ok");
}

BOOST_AUTO_TEST_CASE(versions_are_compared_as_numbers) {
    const auto state = [](const std::string& version) {
        auto facts = fit_machine();
        facts.libunbound_version = version;
        return state_of(facts, "libraries");
    };
    for (const auto* version : {"1.26.2", "1.26.10", "1.27.0", "2.0", "1.26.2-rc1"})
        BOOST_TEST(state(version) == "ok", version);
    for (const auto* version : {"1.17.1", "1.26.1", "1.9.9", "1.26", ""})
        BOOST_TEST(state(version) == "machine.old_libunbound", version);
}

BOOST_AUTO_TEST_CASE(few_open_files_are_a_warning) {
    auto facts = fit_machine();
    facts.open_files = 1023;
    BOOST_TEST(state_of(facts, "open files") == "machine.few_files");
    BOOST_TEST(judge_doctor(facts).exit_code == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
