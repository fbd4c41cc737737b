#include "support/probing.hpp"

#include <danelaw/base/limits.hpp>

#include <boost/test/unit_test.hpp>

// What transcripts cannot show: octets that nobody asked for, time, what the handshake says. RFC 3207 §4 and §5 (D125),
// RFC 7672 §8.1 (D65).

using namespace danelaw;
using namespace danelaw::test;
using namespace std::chrono_literals;

namespace {

const Step hello = client("EHLO client.example.net");

std::vector<Step> up_to_starttls() {
    return {server("220 mx.example.org ESMTP"), hello, server("250-mx.example.org"), server("250 STARTTLS"),
            client("STARTTLS")};
}

std::vector<Step> up_to_tls() {
    auto steps = up_to_starttls();
    steps.push_back(server("220 ready"));
    steps.push_back(tls_begins());
    return steps;
}

std::vector<Step> with(std::vector<Step> steps, std::initializer_list<Step> more) {
    steps.insert(steps.end(), more);
    return steps;
}

/// A session whose handshake gives this.
SmtpSession after(const TlsResult& tls, KeyOffer keys = KeyOffer::all) {
    Probing probing(with(up_to_tls(), {hello, server("250 mx"), client("QUIT"), server("221 bye")}));
    probing.script->tls = tls;
    probing.target.tls.keys = keys;
    return probing.run();
}

TlsResult failed_with_alert(int alert) {
    TlsResult tls(IoStatus::failed, "the server sent an alert");
    tls.alert = alert;
    tls.answered = true;
    return tls;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(probing)

BOOST_AUTO_TEST_CASE(octets_behind_the_220_to_starttls_are_an_injection) {  // RFC 3207 §5, CVE-2011-0411, D125
    for (const std::string octets : {"220 ready\r\n250 injected\r\n", "220 ready\r\n2", "220 ready\r\n\r\n",
                                     "220 ready\r\nMAIL FROM:<a@example.org>\r\n"}) {
        Probing probing(with(up_to_starttls(), {server_octets(octets)}));
        const auto session = probing.run();
        BOOST_TEST(shown(session) == "injection_detected starttls");
        BOOST_TEST(probing.script->requests.empty());           // no handshake with who knows whom
        BOOST_TEST(probing.script->said.back() == "STARTTLS");  // and not a word more
        BOOST_TEST(session.detail.starts_with("STARTTLS: \""));
    }
}

BOOST_AUTO_TEST_CASE(octets_in_clear_where_the_handshake_was_to_begin_are_an_injection) {
    TlsResult tls(IoStatus::failed, "");
    tls.plaintext = "250 injected\r\n";
    const auto session = after(tls);
    BOOST_TEST(shown(session) == "injection_detected starttls");
    BOOST_TEST(session.detail.find("\"250 injected\\x0d\\x0a\" came in clear") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(text_where_tls_comes_first_is_a_handshake_that_failed) {  // port 465 that speaks plain SMTP
    Probing probing({tls_begins()});
    probing.target.tls_on_connect = true;
    probing.script->tls = TlsResult(IoStatus::failed, "");
    probing.script->tls.plaintext = "220 mx.example.org";
    const auto session = probing.run();
    BOOST_TEST(shown(session) == "tls_handshake_failed tls");
    BOOST_TEST(session.detail ==
               "TLS handshake: the server sent \"220 mx.example.org\" in clear, expected a TLS record");
}

BOOST_AUTO_TEST_CASE(a_reply_that_nobody_asked_for_ends_the_session_before_the_next_command) {
    Probing early({server_octets("220 mx\r\n250 already\r\n"), client("QUIT")});
    BOOST_TEST(shown(early.run()) == "protocol_error ehlo");
    Probing late({server("220 mx"), hello, server_octets("250-mx\r\n250 STARTTLS\r\n220 go\r\n"), client("QUIT")});
    const auto session = late.run();
    BOOST_TEST(shown(session) == "protocol_error starttls");
    BOOST_TEST(session.detail ==
               "STARTTLS: \"220 go\\x0d\\x0a\" follows the last reply, expected one reply to each command");
    BOOST_TEST(late.script->violations.empty());
}

BOOST_AUTO_TEST_CASE(what_was_said_before_tls_counts_for_nothing_inside_it) {  // RFC 3207 §4.2
    Probing probing(with(up_to_tls(), {hello, server("250 mx"), client("QUIT"), server("221 bye")}));
    const auto session = probing.run();
    BOOST_TEST(shown(session) == "tls_established tls");
    BOOST_TEST(session.replies.size() == 5U);
    BOOST_TEST(session.banner == "mx.example.org ESMTP");
    BOOST_TEST(session.replies.at(1) == "250-mx.example.org\n250 STARTTLS");
}

BOOST_AUTO_TEST_CASE(the_handshake_asks_for_the_name_and_the_keys_it_is_told_to) {  // RFC 7672 §8.1, D65
    Probing probing(with(up_to_tls(), {hello, server("250 mx"), client("QUIT"), server("221 bye")}));
    probing.target.tls = TlsRequest("base.example.org", KeyOffer::ecdsa_only);
    probing.run();
    BOOST_TEST(probing.script->requests.size() == 1U);
    BOOST_TEST(probing.script->requests.at(0).sni == "base.example.org");
    BOOST_TEST((probing.script->requests.at(0).keys == KeyOffer::ecdsa_only));
}

BOOST_AUTO_TEST_CASE(a_handshake_that_fails_is_told_with_its_chain_and_nobody_is_spoken_to_after_it) {
    TlsResult tls(IoStatus::failed, "the server's signature is wrong");
    tls.answered = true;
    tls.chain = {Bytes{7}};
    tls.key_usage_violation = true;
    Probing probing(up_to_tls());
    probing.script->tls = tls;
    const auto session = probing.run();
    BOOST_TEST(shown(session) == "tls_handshake_failed tls");
    BOOST_TEST(session.detail == "TLS handshake: the server's signature is wrong");
    BOOST_TEST(session.chain.size() == 1U);
    BOOST_TEST(session.key_usage_violation);
    BOOST_TEST(!session.tls.has_value());
    BOOST_TEST(probing.script->said.back() == "STARTTLS");
    BOOST_TEST(probing.script->closed);
}

BOOST_AUTO_TEST_CASE(only_a_limited_offer_can_show_that_a_key_type_is_missing) {
    BOOST_TEST(after(failed_with_alert(40), KeyOffer::rsa_only).no_such_key_type);
    BOOST_TEST(!after(failed_with_alert(40), KeyOffer::all).no_such_key_type);
    BOOST_TEST(!after(failed_with_alert(80), KeyOffer::rsa_only).no_such_key_type);
}

BOOST_AUTO_TEST_CASE(connections_that_do_not_come_about_are_told_apart) {
    Probing refused({});
    refused.connector.failure = IoStatus::failed;
    refused.connector.refused = true;
    auto session = refused.run();
    BOOST_TEST(shown(session) == "connect_failed connect");
    BOOST_TEST(session.connection_refused);
    Probing silent({});
    silent.connector.failure = IoStatus::timeout;
    session = silent.run();
    BOOST_TEST(shown(session) == "timeout connect");
    BOOST_TEST(session.detail == "connect: no answer within 10 seconds");
    BOOST_TEST(!session.cut_by_deadline);
    BOOST_TEST(!session.connection_refused);
    silent.whole_limit = 4s;
    session = silent.run();
    BOOST_TEST(session.cut_by_deadline);
    BOOST_TEST(session.detail == "connect: no answer before the time for the whole domain was over");
}

BOOST_AUTO_TEST_CASE(each_phase_has_its_own_limit_and_slowness_within_it_is_no_fault) {
    auto steps = up_to_starttls();
    steps[0].delay = 35s;
    steps[2].delay = 10s;
    steps[3].delay = 5s;
    steps.insert(steps.end(), {server("220 ready", 15s), tls_begins(), hello, server("250 mx", 15s), client("QUIT"),
                               server("221 bye", 5s)});
    Probing patient(steps);
    auto session = patient.run();
    BOOST_TEST(shown(session) == "tls_established tls");
    BOOST_TEST(session.times.size() == 7U);
    BOOST_TEST(session.times.at(1).first == "greeting");
    BOOST_TEST((session.times.at(1).second == 35s));

    steps[3].delay = 6s;  // EHLO: 16 s in all
    Probing slow(steps);
    session = slow.run();
    BOOST_TEST(shown(session) == "timeout ehlo");
    BOOST_TEST(session.detail == "EHLO: no reply within 15 seconds");
}

BOOST_AUTO_TEST_CASE(a_server_that_always_has_one_more_octet_does_not_outrun_the_clock) {
    std::vector<Step> drip;
    for (int i = 0; i < 1000; ++i) drip.push_back(server_octets(i < 4 ? std::string(1, "220-"[i]) : "x", 1s));
    Probing probing(drip);
    const auto before = probing.clock.steady();
    const auto session = probing.run();
    BOOST_TEST(shown(session) == "timeout greeting");
    BOOST_TEST((probing.clock.steady() - before == 35s));
}

BOOST_AUTO_TEST_CASE(the_time_of_the_whole_domain_cuts_every_phase_and_says_so) {
    auto steps = with(up_to_tls(), {hello, server("250 mx"), client("QUIT"), server("221 bye")});
    for (auto& step : steps) step.delay = 10s;
    const struct {
        std::chrono::seconds whole;
        std::string expected;
        bool cut;
    } cases[] = {
        {5s, "timeout greeting", true},
        {15s, "timeout ehlo", true},
        {35s, "timeout starttls", true},
        {45s, "tls_established tls", false},  // what follows changes nothing
    };
    for (const auto& one : cases) {
        Probing probing(steps);
        probing.options.command_timeout = 60s;
        probing.whole_limit = one.whole;
        const auto session = probing.run();
        BOOST_TEST(shown(session) == one.expected);
        BOOST_TEST(session.cut_by_deadline == one.cut);
    }
    Probing handshake(steps);
    handshake.script->failing_step = 6;
    handshake.script->failure = Failure::timeout;
    handshake.options.command_timeout = 60s;
    handshake.whole_limit = 45s;
    const auto session = handshake.run();
    BOOST_TEST(shown(session) == "timeout tls");
    BOOST_TEST(session.cut_by_deadline);
    BOOST_TEST(session.detail == "TLS handshake: not finished before the time for the whole domain was over");
}

BOOST_AUTO_TEST_CASE(silence_on_port_465_comes_with_the_hint_that_tls_is_first_there) {
    Probing probing({server("220 mx", 100s)});
    probing.target.port = 465;
    BOOST_TEST(probing.run().detail ==
               "greeting: no reply within 35 seconds, on port 465 TLS comes first (--tls-on-connect)");
    BOOST_TEST(probing.connector.called.at(0) == "192.0.2.1 465");
}

BOOST_AUTO_TEST_CASE(what_a_server_says_is_kept_raw_and_within_bounds) {
    std::vector<Step> steps;
    for (int i = 0; i < 30; ++i) steps.push_back(server("220-" + std::string(1800, 'a')));
    steps.push_back(server("220 \x1b[31m\xff"));
    steps.insert(steps.end(), {hello, server("550 " + std::string(1800, 'b')), client("HELO client.example.net"),
                               server("550 no"), client("QUIT"), server("221 bye")});
    Probing probing(steps);
    const auto session = probing.run();
    BOOST_TEST(shown(session) == "refused_permanent ehlo");
    BOOST_TEST(session.banner.size() == limits::kept_session_octets);
    std::size_t kept = 0;
    for (const auto& reply : session.replies) kept += reply.size();
    BOOST_TEST(kept <= limits::kept_session_octets);
    kept = 0;
    for (const auto& [side, line] : session.dialogue) kept += line.size();
    BOOST_TEST(kept <= limits::kept_session_octets + limits::reply_line_octets);
    Probing odd({server("554 \x1b[31m\xff"), client("QUIT"), server("221 bye")});
    BOOST_TEST(odd.run().detail == "greeting: \"554 \\x1b[31m\\xff\", expected 220");
}

BOOST_AUTO_TEST_SUITE_END()
