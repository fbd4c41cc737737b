#include "support/probing.hpp"

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

// Whole sessions, as servers hold them, and each of their steps gone wrong once: the connection closed, silence, octets
// that are no SMTP. RFC 5321 §3, RFC 3207 §4 (D125, D126).

using namespace danelaw;
using namespace danelaw::test;

namespace {

struct Played {
    SmtpSession session;
    std::shared_ptr<Script> script;
};

Played play(const Transcript& transcript, std::size_t failing_step, Failure failure) {
    Probing probing(transcript.steps);
    probing.script->failing_step = failing_step;
    probing.script->failure = failure;
    probing.target.tls_on_connect = transcript.tls_first();
    auto session = probing.run();
    return {std::move(session), probing.script};
}

/// The stage that a step belongs to, or "over" where nothing that happens can change the result any more.
std::string stage_of(const Transcript& transcript, std::size_t step) {
    std::string stage = "greeting";
    for (std::size_t i = 0; i <= step; ++i) {
        const auto& kind = transcript.steps[i].kind;
        const auto& line = transcript.steps[i].line;
        if (line == "QUIT" || stage == "established") return "over";
        if (kind == Step::Kind::tls) stage = "tls";
        if (kind == Step::Kind::client && stage != "tls") stage = line == "STARTTLS" ? "starttls" : "ehlo";
        if (stage == "tls" && i < step) stage = "established";
    }
    return stage == "established" ? "over" : stage;
}

/// Whether a step is the EHLO inside TLS or its reply.
bool is_hello_inside_tls(const Transcript& transcript, std::size_t step) {
    bool inside = false;
    bool greeted = !transcript.tls_first();
    for (std::size_t i = 0; i <= step; ++i) {
        const auto& one = transcript.steps[i];
        if (one.line == "QUIT") return false;
        if (inside && one.kind == Step::Kind::client) greeted = true;
        if (one.kind == Step::Kind::tls) inside = true;
        if (i == step) return inside && greeted && one.kind != Step::Kind::tls;
    }
    return false;
}

std::string expected_inside_tls(Failure failure) {
    switch (failure) {
        case Failure::closed:
            return "EHLO inside TLS: the server closed the connection, expected a reply";
        case Failure::timeout:
            return "EHLO inside TLS: no reply within 15 seconds";
        case Failure::garbage:
        case Failure::none:
            break;
    }
    return "EHLO inside TLS: ";
}

std::string expected_after(const Transcript& transcript, std::size_t step, Failure failure) {
    const auto stage = stage_of(transcript, step);
    if (stage == "over") return transcript.result + " " + transcript.stage;
    const bool helo =
        std::any_of(transcript.steps.begin(), transcript.steps.begin() + static_cast<std::ptrdiff_t>(step) + 1,
                    [](const Step& one) { return one.line.starts_with("HELO"); });
    switch (failure) {
        case Failure::closed:
            return (helo ? "refused_permanent " : "connection_lost ") + stage;  // EHLO was answered 5yz before
        case Failure::timeout:
            return "timeout " + stage;
        case Failure::garbage:
            return (stage == "tls" ? "tls_handshake_failed " : "protocol_error ") + stage;
        case Failure::none:
            break;
    }
    return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(transcripts)

BOOST_AUTO_TEST_CASE(every_transcript_ends_as_it_says_and_with_quit) {
    const auto names = transcript_names();
    BOOST_TEST(names.size() >= 18U);
    for (const auto& name : names) {
        BOOST_TEST_CONTEXT(name) {
            const auto transcript = read_transcript(name);
            const auto [session, script] = play(transcript, SIZE_MAX, Failure::none);
            BOOST_TEST(shown(session) == transcript.result + " " + transcript.stage);
            BOOST_TEST(script->violations.empty(), fmt::format("{}", fmt::join(script->violations, "; ")));
            BOOST_TEST(to_text(session.starttls) == transcript.starttls);
            BOOST_TEST(script->at == transcript.steps.size());
            BOOST_TEST(script->said.back() == "QUIT");
            BOOST_TEST(script->closed);
            const bool established = session.result == SmtpResult::tls_established;
            BOOST_TEST(session.tls.has_value() == established);
            BOOST_TEST(session.chain.size() == (established ? 1U : 0U));
            BOOST_TEST(session.detail.empty() == (established && name != "refused-inside-tls"));
        }
    }
}

BOOST_AUTO_TEST_CASE(every_step_gone_wrong_ends_the_session_at_its_stage) {
    for (const auto& name : transcript_names()) {
        const auto transcript = read_transcript(name);
        for (std::size_t step = 0; step < transcript.steps.size(); ++step) {
            for (const auto failure : {Failure::closed, Failure::timeout, Failure::garbage}) {
                if (failure == Failure::garbage && transcript.steps[step].kind == Step::Kind::client) continue;
                BOOST_TEST_CONTEXT(name << " step " << step << " failure " << static_cast<int>(failure)) {
                    const auto [session, script] = play(transcript, step, failure);
                    BOOST_TEST(shown(session) == expected_after(transcript, step, failure));
                    BOOST_TEST(script->violations.empty(), fmt::format("{}", fmt::join(script->violations, "; ")));
                    BOOST_TEST(!session.cut_by_deadline);
                    BOOST_TEST(script->closed);
                    // Who still listens is told goodbye, and nobody is asked to take mail.
                    if (session.result == SmtpResult::protocol_error) BOOST_TEST(script->said.back() == "QUIT");
                    for (const auto& line : script->said) BOOST_TEST(!line.starts_with("MAIL"));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_step_gone_wrong_inside_tls_is_told_and_what_tls_showed_is_kept) {  // RFC 3207 §4.2
    int tried = 0;
    for (const auto& name : transcript_names()) {
        const auto transcript = read_transcript(name);
        for (std::size_t step = 0; step < transcript.steps.size(); ++step) {
            if (!is_hello_inside_tls(transcript, step)) continue;
            for (const auto failure : {Failure::closed, Failure::timeout, Failure::garbage}) {
                if (failure == Failure::garbage && transcript.steps[step].kind == Step::Kind::client) continue;
                BOOST_TEST_CONTEXT(name << " step " << step << " failure " << static_cast<int>(failure)) {
                    const auto session = play(transcript, step, failure).session;
                    BOOST_TEST(session.detail.starts_with(expected_inside_tls(failure)), session.detail);
                    BOOST_TEST(session.tls.has_value());
                    BOOST_TEST(session.chain.size() == 1U);
                    ++tried;
                }
            }
        }
    }
    BOOST_TEST(tried >= 20);
}

BOOST_AUTO_TEST_SUITE_END()
