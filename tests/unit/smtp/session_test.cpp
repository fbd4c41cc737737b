#include <danelaw/smtp/session.hpp>

#include <boost/test/unit_test.hpp>

// The words of the contract for sessions: scripts compare them.

using namespace danelaw;

BOOST_AUTO_TEST_SUITE(sessions)

BOOST_AUTO_TEST_CASE(results_stages_and_offers_are_called_what_the_json_calls_them) {
    using R = SmtpResult;
    const std::pair<R, const char*> results[] = {
        {R::tls_established, "tls_established"},
        {R::no_starttls, "no_starttls"},
        {R::refused_temporary, "refused_temporary"},
        {R::refused_permanent, "refused_permanent"},
        {R::starttls_refused_temporary, "starttls_refused_temporary"},
        {R::starttls_refused_permanent, "starttls_refused_permanent"},
        {R::starttls_protocol_error, "starttls_protocol_error"},
        {R::injection_detected, "injection_detected"},
        {R::tls_handshake_failed, "tls_handshake_failed"},
        {R::protocol_error, "protocol_error"},
        {R::connection_lost, "connection_lost"},
        {R::timeout, "timeout"},
        {R::connect_failed, "connect_failed"},
    };
    for (const auto& [result, word] : results) BOOST_TEST(to_text(result) == word);
    const std::pair<SmtpStage, const char*> stages[] = {{SmtpStage::connect, "connect"},
                                                        {SmtpStage::greeting, "greeting"},
                                                        {SmtpStage::ehlo, "ehlo"},
                                                        {SmtpStage::starttls, "starttls"},
                                                        {SmtpStage::tls, "tls"}};
    for (const auto& [stage, word] : stages) BOOST_TEST(to_text(stage) == word);
    const std::pair<StartTlsOffer, const char*> offers[] = {{StartTlsOffer::offered, "offered"},
                                                            {StartTlsOffer::not_offered, "not_offered"},
                                                            {StartTlsOffer::refused, "refused"},
                                                            {StartTlsOffer::not_reached, "not_reached"}};
    for (const auto& [offer, word] : offers) BOOST_TEST(to_text(offer) == word);
}

BOOST_AUTO_TEST_CASE(a_session_that_was_not_begun_reached_nothing) {
    const SmtpSession session;
    BOOST_TEST(to_text(session.result) == "connect_failed");
    BOOST_TEST(to_text(session.stage) == "connect");
    BOOST_TEST(to_text(session.starttls) == "not_reached");
    BOOST_TEST(!session.tls.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
