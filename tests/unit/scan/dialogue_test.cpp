#include "scan/dialogue.hpp"

#include "support/run.hpp"
#include "support/scripted_stream.hpp"

#include <boost/test/unit_test.hpp>

// Commands and replies over one stream. RFC 5321 §4.2, RFC 3207 §4.2.

using namespace danelaw;
using namespace danelaw::test;
using namespace std::chrono_literals;

namespace {

struct Talk {
    explicit Talk(std::vector<Step> steps) { script->steps = std::move(steps); }

    PhaseDeadline within(std::chrono::seconds limit) const {
        return PhaseDeadline(clock.steady(), limit, clock.steady() + 1h);
    }
    Answer ask(const std::string& command, std::chrono::seconds limit = 15s) {
        boost::asio::io_context io;
        return run(io, dialogue.ask(command, within(limit)));
    }

    std::shared_ptr<Script> script = std::make_shared<Script>();
    ManualClock clock;
    ScriptedStream stream{script, clock};
    SmtpSession session;
    Dialogue dialogue{stream, clock, session};
};

std::string shown(const Answer& answer) {
    return answer.reply ? answer.reply->transcript() : to_text(answer.result) + ": " + answer.detail;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dialogues)

BOOST_AUTO_TEST_CASE(the_end_of_a_wait_is_the_phases_or_the_domains_whichever_comes_first) {
    const Deadline now{1h};
    const PhaseDeadline phase(now, 15s, now + 16s);
    BOOST_TEST((phase.at == now + 15s));
    BOOST_TEST(!phase.is_whole);
    BOOST_TEST(phase.text() == "within 15 seconds");
    const PhaseDeadline whole(now, 15s, now + 14s);
    BOOST_TEST((whole.at == now + 14s));
    BOOST_TEST(whole.is_whole);
    BOOST_TEST(whole.text() == "before the time for the whole domain was over");
    BOOST_TEST(PhaseDeadline(now, 15s, now - 1s).is_whole);
}

BOOST_AUTO_TEST_CASE(a_command_gets_the_reply_that_follows_it_and_both_are_written_down) {
    Talk talk({client("EHLO a"), server("250-b"), server("250 c"), client("NOOP"), server("250 d")});
    BOOST_TEST(shown(talk.ask("EHLO a")) == "250-b\n250 c");
    BOOST_TEST(shown(talk.ask("NOOP")) == "250 d");
    std::string lines;
    for (const auto& [side, line] : talk.session.dialogue) lines += side + ": " + line + "\n";
    BOOST_TEST(lines == "C: EHLO a\nS: 250-b\nS: 250 c\nC: NOOP\nS: 250 d\n");
    BOOST_TEST(talk.session.replies.size() == 2U);
}

BOOST_AUTO_TEST_CASE(how_a_wait_ended_is_told) {
    Talk closed({client("a")});
    closed.script->failing_step = 0;
    closed.script->failure = Failure::closed;
    BOOST_TEST(shown(closed.ask("a")) == "connection_lost: the server closed the connection, expected a reply");
    Talk silent({client("a"), server("250 b", 16s)});
    BOOST_TEST(shown(silent.ask("a")) == "timeout: no reply within 15 seconds");
    Talk late({client("a"), server("250 b", 0s)});
    BOOST_TEST(shown(late.ask("a", 0s)) == "timeout: no reply within 0 seconds");  // what comes too late is not read
}

BOOST_AUTO_TEST_CASE(a_server_that_says_why_before_it_closes_is_heard) {  // the write fails, the reply is there
    Talk talk({server_octets("421 4.3.2 shutting down\r\n")});
    boost::asio::io_context io;
    const auto told = run(io, talk.dialogue.receive(talk.within(15s)));
    BOOST_TEST(shown(told) == "421 4.3.2 shutting down");
}

BOOST_AUTO_TEST_CASE(nothing_is_asked_while_octets_stand_there_that_nobody_asked_for) {
    Talk talk({client("a"), server_octets("250 b\r\n250 c")});
    BOOST_TEST(shown(talk.ask("a")) == "250 b");
    BOOST_TEST(talk.dialogue.unasked() == "250 c");
    BOOST_TEST(shown(talk.ask("d")) ==
               "protocol_error: \"250 c\" follows the last reply, expected one reply to each command");
    BOOST_TEST(talk.script->said.size() == 1U);
    talk.dialogue.forget();  // RFC 3207 §4.2: inside TLS all starts anew
    BOOST_TEST(talk.dialogue.unasked().empty());
}

BOOST_AUTO_TEST_SUITE_END()
