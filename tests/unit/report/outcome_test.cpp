// The second table of contract 1: action and what a session showed give the outcome of an endpoint, cell by cell.
#include "report/judge_host.hpp"
#include "support/domain.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>

namespace danelaw {
namespace {

using namespace test;
using enum SmtpResult;
using enum SmtpStage;
using enum Outcome;

/// One row: a result at one of some stages, and what it is under each action.
struct Row {
    SmtpResult result;
    std::initializer_list<SmtpStage> stages;
    Outcome authenticate;
    Outcome encrypt;
    Outcome opportunistic;
};

const Row rows[] = {
    {no_starttls, {ehlo}, tls_failed, tls_failed, cleartext},
    {starttls_refused_temporary, {starttls}, tls_failed, tls_failed, cleartext},
    {starttls_refused_permanent, {starttls}, tls_failed, tls_failed, cleartext},
    {starttls_protocol_error, {starttls}, tls_failed, tls_failed, cleartext},
    {injection_detected, {starttls}, tls_failed, tls_failed, cleartext},
    {tls_handshake_failed, {tls}, tls_failed, tls_failed, cleartext},
    {timeout, {starttls, tls}, tls_failed, tls_failed, cleartext},
    {connection_lost, {starttls, tls}, tls_failed, tls_failed, cleartext},
    {protocol_error, {starttls, tls}, tls_failed, tls_failed, cleartext},
    {connect_failed, {connect}, unreachable, unreachable, unreachable},
    {refused_temporary, {greeting, ehlo}, unreachable, unreachable, unreachable},
    {refused_permanent, {greeting, ehlo}, unreachable, unreachable, unreachable},
    {timeout, {connect, greeting, ehlo}, unreachable, unreachable, unreachable},
    {protocol_error, {greeting, ehlo}, unreachable, unreachable, unreachable},
    {connection_lost, {connect, greeting, ehlo}, unreachable, unreachable, unreachable},
};

const SmtpResult all_results[] = {tls_established,
                                  no_starttls,
                                  refused_temporary,
                                  refused_permanent,
                                  starttls_refused_temporary,
                                  starttls_refused_permanent,
                                  starttls_protocol_error,
                                  injection_detected,
                                  tls_handshake_failed,
                                  protocol_error,
                                  connection_lost,
                                  timeout,
                                  connect_failed};

MatchResult match(MatchOutcome outcome) {
    MatchResult result;
    result.outcome = outcome;
    return result;
}

Outcome outcome(DaneAction action, const SmtpSession& session) {
    return outcome_of(action, session, match(MatchOutcome::authenticated));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(outcome_of_an_endpoint)

BOOST_AUTO_TEST_CASE(sessions_without_tls_are_as_the_table_has_them) {
    for (const auto& row : rows) {
        for (const auto stage : row.stages) {
            BOOST_TEST_CONTEXT(to_text(row.result) << " at " << to_text(stage)) {
                const auto session = ended_session(row.result, stage);
                BOOST_TEST((outcome(DaneAction::authenticate, session) == row.authenticate));
                BOOST_TEST((outcome(DaneAction::encrypt, session) == row.encrypt));
                BOOST_TEST((outcome(DaneAction::opportunistic, session) == row.opportunistic));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_result_has_a_row) {
    for (const auto result : all_results) {
        const bool listed =
            std::any_of(std::begin(rows), std::end(rows), [&](const Row& r) { return r.result == result; });
        BOOST_TEST((listed || result == tls_established), to_text(result));
    }
}

BOOST_AUTO_TEST_CASE(tls_is_judged_by_the_records_under_authenticate) {
    const auto session = tls_session({stand_in_certificate(1)});
    const auto judged = [&](MatchOutcome of) { return outcome_of(DaneAction::authenticate, session, match(of)); };
    BOOST_TEST((judged(MatchOutcome::authenticated) == authenticated));
    BOOST_TEST((judged(MatchOutcome::mismatch) == mismatch));
    BOOST_TEST((judged(MatchOutcome::unusable) == mismatch));
    BOOST_TEST((outcome_of(DaneAction::authenticate, session, std::nullopt) == mismatch));
}

BOOST_AUTO_TEST_CASE(tls_is_encrypted_where_nothing_is_to_be_authenticated) {
    const auto session = tls_session({stand_in_certificate(1)});
    BOOST_TEST((outcome(DaneAction::encrypt, session) == encrypted));
    BOOST_TEST((outcome(DaneAction::opportunistic, session) == encrypted));
}

BOOST_AUTO_TEST_CASE(a_host_that_is_skipped_is_not_probed) {
    for (const auto result : all_results)
        BOOST_TEST((outcome(DaneAction::skip, ended_session(result, tls)) == not_probed));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_second_handshake)  // contract 1, RFC 7672 §8.1

BOOST_AUTO_TEST_CASE(a_chain_of_the_other_key_type_that_matches_too_is_fine) {
    const auto other = stand_in_certificate(2);
    const auto report = Domain({protected_host()
                                    .tlsa({record_of(stand_in_certificate(1)), record_of(other)})
                                    .other_key(tls_session({other}))})
                            .judged();
    BOOST_TEST((report.hosts[0].endpoints[0].outcome == authenticated));
    BOOST_TEST((report.hosts[0].endpoints[0].other_key_outcome == authenticated));
}

BOOST_AUTO_TEST_CASE(a_chain_of_the_other_key_type_that_does_not_match_is_a_mismatch) {
    const auto report = Domain({protected_host().other_key(tls_session({stand_in_certificate(2)}))}).judged();
    BOOST_TEST((report.hosts[0].endpoints[0].outcome == mismatch));
    BOOST_TEST((report.hosts[0].endpoints[0].other_key_outcome == mismatch));
    BOOST_TEST((report.verdict == Verdict::fail));
}

BOOST_AUTO_TEST_CASE(a_server_without_that_key_type_is_fine) {
    auto none = ended_session(tls_handshake_failed, tls);
    none.no_such_key_type = true;
    const auto report = Domain({protected_host().other_key(none)}).judged();
    BOOST_TEST((report.hosts[0].endpoints[0].outcome == authenticated));
    BOOST_TEST(!report.hosts[0].endpoints[0].other_key_outcome.has_value());
    BOOST_TEST((report.verdict == Verdict::pass));
    BOOST_TEST(report.exit_code == 0);
}

/// The chain was presented: who gets it defers, whatever became of the handshake.
BOOST_AUTO_TEST_CASE(a_handshake_that_failed_after_a_chain_that_does_not_match_is_a_mismatch) {
    auto broken = ended_session(tls_handshake_failed, tls);
    broken.chain = {stand_in_certificate(2)};
    const auto report = Domain({protected_host().other_key(broken)}).judged();
    BOOST_TEST((report.hosts[0].endpoints[0].outcome == mismatch));
    BOOST_TEST(has(report, "tlsa.other_key_mismatch"));
    BOOST_TEST((report.verdict == Verdict::fail));
}

BOOST_AUTO_TEST_CASE(a_handshake_that_failed_after_a_chain_that_matches_leaves_a_doubt) {
    const auto other = stand_in_certificate(2);
    auto broken = ended_session(tls_handshake_failed, tls);
    broken.chain = {other};
    const auto report =
        Domain({protected_host().tlsa({record_of(stand_in_certificate(1)), record_of(other)}).other_key(broken)})
            .judged();
    BOOST_TEST((report.hosts[0].endpoints[0].outcome == authenticated));
    BOOST_TEST(!report.hosts[0].endpoints[0].other_key_outcome.has_value());
    BOOST_TEST(has(report, "session.other_key_untested"));
}

BOOST_AUTO_TEST_CASE(a_server_that_answers_with_the_certificate_it_has_is_one_without_another) {
    auto same = ended_session(tls_handshake_failed, tls);
    same.chain = {stand_in_certificate(1)};
    const auto report = Domain({protected_host().other_key(same)}).judged();
    BOOST_TEST((report.hosts[0].endpoints[0].outcome == authenticated));
    BOOST_TEST((report.verdict == Verdict::pass));
    BOOST_TEST(report.exit_code == 0);
}

/// Whether another chain is there is not known then: no green exit.
BOOST_AUTO_TEST_CASE(a_second_session_that_did_not_show_its_chain_leaves_a_doubt) {
    for (const auto& session : {ended_session(timeout, connect), ended_session(refused_temporary, greeting),
                                ended_session(starttls_refused_temporary, starttls), ended_session(timeout, tls),
                                ended_session(tls_handshake_failed, tls), ended_session(connection_lost, tls)}) {
        BOOST_TEST_CONTEXT(session.detail) {
            const auto report = Domain({protected_host().other_key(session)}).judged();
            BOOST_TEST(has(report, "session.other_key_untested"));
            BOOST_TEST(report.exit_code == 3);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
