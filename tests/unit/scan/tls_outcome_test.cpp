#include "scan/tls_outcome.hpp"

#include <boost/test/unit_test.hpp>

// What a handshake means in the contract's words, and which failure says that a key type is missing. RFC 8446 §6.2.

using namespace danelaw;

namespace {

std::string outcome(const TlsResult& tls) {
    const auto [result, detail] = tls_outcome(tls, false);
    return to_text(result) + ": " + detail;
}

TlsResult ended(IoStatus how, bool answered = true) {
    TlsResult tls(how, "so");
    tls.answered = answered;
    return tls;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tls_outcomes)

BOOST_AUTO_TEST_CASE(each_end_of_a_handshake_has_its_result) {
    BOOST_TEST(outcome(TlsResult()) == "tls_established: ");
    BOOST_TEST(outcome(ended(IoStatus::closed)) == "connection_lost: TLS handshake: so");
    BOOST_TEST(outcome(ended(IoStatus::failed)) == "tls_handshake_failed: TLS handshake: so");
    BOOST_TEST(outcome(ended(IoStatus::timeout)).starts_with("timeout: "));
    TlsResult clear(IoStatus::failed, "");
    clear.plaintext = "250 a";
    BOOST_TEST(outcome(clear).starts_with("injection_detected: STARTTLS: \"250 a\" came in clear"));
    BOOST_TEST(to_text(tls_outcome(clear, true).result) == "tls_handshake_failed");
}

BOOST_AUTO_TEST_CASE(a_missing_key_type_is_told_by_few_alerts_and_by_a_connection_closed_at_once) {
    const auto alert = [](int number) {
        auto tls = ended(IoStatus::failed);
        tls.alert = number;
        return tls;
    };
    BOOST_TEST(lacks_key_type(alert(40)));  // handshake_failure: OpenSSL, GnuTLS, BoringSSL, Java, Go
    BOOST_TEST(lacks_key_type(alert(71)));  // insufficient_security
    BOOST_TEST(lacks_key_type(alert(49)));  // access_denied: rustls
    for (const int other : {0, 10, 20, 42, 47, 50, 51, 70, 80, 90, 109, 112, 255}) {
        BOOST_TEST(!lacks_key_type(alert(other)), other);
    }
    BOOST_TEST(lacks_key_type(ended(IoStatus::closed, false)));  // Windows
    BOOST_TEST(!lacks_key_type(ended(IoStatus::closed, true)));
    BOOST_TEST(!lacks_key_type(ended(IoStatus::timeout, false)));
    BOOST_TEST(!lacks_key_type(ended(IoStatus::failed)));
    BOOST_TEST(!lacks_key_type(TlsResult()));
    auto with_chain = alert(40);  // it has a certificate after all: another reason
    with_chain.chain = {Bytes{1}};
    BOOST_TEST(!lacks_key_type(with_chain));
    auto clear = ended(IoStatus::closed, false);
    clear.plaintext = "250 a";
    BOOST_TEST(!lacks_key_type(clear));
}

BOOST_AUTO_TEST_SUITE_END()
