#include "net/tls_session.hpp"

#include <danelaw/base/limits.hpp>

#include "support/certificates.hpp"
#include "support/tls_server.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

// TLS without a socket, with a server by GnuTLS on the other side. RFC 8446, RFC 7672 §8 (D65 to D68, D80).

using namespace danelaw;
using namespace danelaw::test;
using namespace std::string_literals;
using Progress = TlsSession::Progress;
using Settings = TlsServer::Settings;

namespace {

constexpr const char* tls12 = "NORMAL:%COMPAT:-VERS-ALL:+VERS-TLS1.2";
constexpr const char* tls13 = "NORMAL:%COMPAT:-VERS-ALL:+VERS-TLS1.3";

/// A client and a server, and the wire between them.
struct Pair {
    explicit Pair(const Settings& settings = {}, const TlsRequest& request = TlsRequest("mx.example.org"))
        : client(request), server(settings) {}

    /// Lets both go on until neither has more to say; `piece` octets at a time reach the client.
    Progress shake_hands(std::size_t piece = SIZE_MAX) {
        auto progress = client.handshake();
        while (progress == Progress::wants_input) {
            server.feed(client.take_output());
            server.handshake();
            auto said = server.take_output();
            if (said.empty()) return progress;
            while (!said.empty() && progress == Progress::wants_input) {
                client.feed(as_bytes(said).first(std::min(piece, said.size())));
                said.erase(0, piece);
                progress = client.handshake();
            }
        }
        server.feed(client.take_output());
        server.handshake();
        return progress;
    }
    TlsResult result_of_handshake() {
        shake_hands();
        return client.result();
    }
    std::string read_by_client() {
        client.feed(as_bytes(server.take_output()));
        Bytes data;
        const auto progress = client.read(data);
        if (progress == Progress::wants_input) return "wants input";
        if (progress == Progress::failed) return "failed";
        return data.empty() ? "end" : std::string(as_text(data));
    }

    TlsSession client;
    TlsServer server;
};

TlsResult shake(const Settings& settings, const TlsRequest& request = TlsRequest("mx.example.org")) {
    return Pair(settings, request).result_of_handshake();
}

enum class End { open, closed };

/// What a session makes of octets instead of a server.
TlsResult answer_with(const std::string& octets, Progress expected, End end = End::open) {
    TlsSession client{TlsRequest("mx.example.org")};
    client.handshake();
    client.feed(as_bytes(octets));
    auto progress = client.handshake();
    if (end == End::closed) client.end_of_input();
    // At its end a stream is read, and says so, again and again.
    for (int i = 0; end == End::closed && progress == Progress::wants_input; ++i) {
        BOOST_TEST_REQUIRE(i < 3);
        progress = client.handshake();
    }
    BOOST_TEST((progress == expected));
    return client.result();
}

std::string number(std::size_t value, int octets) {
    std::string text;
    for (int i = octets - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 0xFF);
    return text;
}

/// What a server says up to TLS 1.2 before it encrypts, with the body of the message of one type replaced. Each message
/// begins a record (GnuTLS writes them so).
std::string with_message(const std::string& flight, char type, const std::string& body) {
    std::string changed;
    bool found = false;
    for (std::size_t at = 0; at < flight.size();) {
        const auto length = static_cast<std::size_t>(static_cast<unsigned char>(flight.at(at + 3))) << 8U |
                            static_cast<unsigned char>(flight.at(at + 4));
        if (flight.at(at + 5) == type) {
            found = true;
            const auto message = type + number(body.size(), 3) + body;
            changed += "\x16\x03\x03" + number(message.size(), 2) + message;
        } else {
            changed += flight.substr(at, 5 + length);
        }
        at += 5 + length;
    }
    BOOST_TEST_REQUIRE(found);
    return changed;
}

/// What a client makes of a server with another message in the place of its own.
TlsResult shake_with_message(const Settings& settings, char type, const std::string& body) {
    Pair pair(settings);
    pair.client.handshake();
    pair.server.feed(pair.client.take_output());
    pair.server.handshake();
    pair.client.feed(as_bytes(with_message(pair.server.take_output(), type, body)));
    pair.client.handshake();
    return pair.client.result();
}

std::string leaf_of(const TlsResult& result) {
    for (const auto* const name : {"leaf", "leaf_rsa"}) {
        if (!result.chain.empty() && result.chain.front() == certificate(name).der) return name;
    }
    return result.chain.empty() ? "none" : "another";
}

std::string shown(IoStatus status) {
    constexpr const char* words[] = {"ok", "closed", "timeout", "failed"};
    return words[static_cast<int>(status)];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tls_sessions)

BOOST_AUTO_TEST_CASE(a_handshake_tells_what_was_negotiated_and_the_chain_as_presented) {
    for (const auto* const version : {tls12, tls13}) {
        Pair pair({{{"leaf", "intermediate"}}, version});
        const auto result = pair.result_of_handshake();
        BOOST_TEST(shown(result.status) == "ok");
        BOOST_TEST(result.detail == "");
        BOOST_TEST(result.parameters->version == (version == tls12 ? "TLS1.2" : "TLS1.3"));
        BOOST_TEST(result.parameters->cipher == "AES-256-GCM");
        BOOST_TEST(result.parameters->group == "X25519");
        BOOST_TEST(result.parameters->signature.starts_with("ECDSA"));
        BOOST_TEST(result.parameters->sni == "mx.example.org");
        BOOST_TEST(result.chain.size() == 2U);
        BOOST_TEST((result.chain.at(0) == certificate("leaf").der));
        BOOST_TEST((result.chain.at(1) == certificate("intermediate").der));
        BOOST_TEST(result.answered);
        BOOST_TEST(!result.key_usage_violation);
    }
}

BOOST_AUTO_TEST_CASE(octets_may_come_one_by_one) {
    Pair pair;
    BOOST_TEST((pair.shake_hands(1) == Progress::done));
    pair.server.write("220 mx\r\n");
    BOOST_TEST(pair.read_by_client() == "220 mx\r\n");
}

BOOST_AUTO_TEST_CASE(the_server_name_is_sent_where_there_is_one) {  // RFC 7672 §8.1, D65
    Pair named({}, TlsRequest("base.example.org"));
    named.shake_hands();
    BOOST_TEST(named.server.server_name() == "base.example.org");
    Pair unnamed({}, TlsRequest());
    BOOST_TEST(unnamed.result_of_handshake().parameters->sni == "");
    BOOST_TEST(unnamed.server.server_name() == "");
}

BOOST_AUTO_TEST_CASE(an_offer_of_one_key_family_gets_the_certificate_of_that_family) {  // §8.1, D67
    for (const auto* const version : {tls12, tls13}) {
        const Settings both{{{"leaf", "intermediate"}, {"leaf_rsa", "intermediate"}}, version};
        BOOST_TEST(leaf_of(shake(both, TlsRequest("mx.example.org", KeyOffer::rsa_only))) == "leaf_rsa");
        BOOST_TEST(leaf_of(shake(both, TlsRequest("mx.example.org", KeyOffer::ecdsa_only))) == "leaf");
        const Settings ecdsa{{{"leaf"}}, version};
        const Settings rsa{{{"leaf_rsa"}}, version};
        BOOST_TEST(leaf_of(shake(ecdsa, TlsRequest("", KeyOffer::ecdsa_only))) == "leaf");
        BOOST_TEST(leaf_of(shake(rsa, TlsRequest("", KeyOffer::rsa_only))) == "leaf_rsa");
        for (const auto& missing :
             {shake(ecdsa, TlsRequest("", KeyOffer::rsa_only)), shake(rsa, TlsRequest("", KeyOffer::ecdsa_only))}) {
            BOOST_TEST(shown(missing.status) == "failed");
            BOOST_TEST(missing.alert.value_or(-1) == 40);
            BOOST_TEST(missing.chain.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_key_usage_that_forbids_the_handshake_is_told_and_does_not_end_it) {  // RFC 5280 §4.2.1.3
    for (const auto* const version : {tls12, tls13}) {
        const auto result = shake({{{"crl_sign_server"}}, version});
        BOOST_TEST(shown(result.status) == "ok");
        BOOST_TEST(result.key_usage_violation);
        BOOST_TEST(leaf_of(result) == "another");
    }
}

BOOST_AUTO_TEST_CASE(a_chain_out_of_order_and_with_strangers_in_it_is_kept_as_it_came) {
    const std::vector<const char*> sent{"leaf", "other_root", "root", "root", "intermediate"};
    for (const auto* const version : {tls12, tls13}) {
        const auto result = shake({{{sent.begin(), sent.end()}}, version});
        BOOST_TEST(shown(result.status) == "ok");
        BOOST_TEST_REQUIRE(result.chain.size() == sent.size());
        for (std::size_t i = 0; i < sent.size(); ++i)
            BOOST_TEST((result.chain[i] == certificate(sent[i]).der), sent[i] << " at " << i);
    }
}

BOOST_AUTO_TEST_CASE(old_versions_are_spoken_so_that_they_can_be_told) {  // D80
    const auto result = shake({{{"leaf_rsa"}}, "NORMAL:%COMPAT:-VERS-ALL:+VERS-TLS1.0"});
    BOOST_TEST(shown(result.status) == "ok");
    BOOST_TEST(result.parameters->version == "TLS1.0");
}

BOOST_AUTO_TEST_CASE(words_pass_both_ways_and_the_end_is_seen_with_and_without_notice) {
    Pair pair;
    pair.shake_hands();
    BOOST_TEST((pair.client.write("EHLO a\r\n") == Progress::done));
    pair.server.feed(pair.client.take_output());
    BOOST_TEST(pair.server.read() == "EHLO a\r\n");
    BOOST_TEST(pair.read_by_client() == "wants input");
    pair.server.write("250 b\r\n");
    BOOST_TEST(pair.read_by_client() == "250 b\r\n");
    pair.server.close_notify();
    BOOST_TEST(pair.read_by_client() == "end");
    Pair abrupt;
    abrupt.shake_hands();
    abrupt.read_by_client();
    abrupt.client.end_of_input();
    BOOST_TEST(abrupt.read_by_client() == "end");
    Pair garbled;
    garbled.shake_hands();
    garbled.server.write("250 b\r\n");
    auto record = garbled.server.take_output();
    record.back() = static_cast<char>(record.back() ^ 1);
    garbled.client.feed(as_bytes(record));
    BOOST_TEST(garbled.read_by_client() == "failed");
}

BOOST_AUTO_TEST_CASE(text_instead_of_tls_is_kept_and_nothing_more_is_said) {  // RFC 3207 §5, D125
    const auto result = answer_with("250 injected\r\n\x16\x03\x03", Progress::failed);
    BOOST_TEST(shown(result.status) == "failed");
    BOOST_TEST(result.plaintext == "250 injected\r\n\x16\x03\x03");
    BOOST_TEST(answer_with(std::string(5000, 'a'), Progress::failed).plaintext.size() == limits::shown_octets);
    BOOST_TEST(answer_with("\x17\x03\x03\x00\x01\x00"s, Progress::failed).plaintext.size() ==
               6U);  // application data: not a handshake
}

BOOST_AUTO_TEST_CASE(an_alert_is_told_by_its_number) {  // RFC 8446 §6.2
    const auto result = answer_with("\x15\x03\x03\x00\x02\x02\x46"s, Progress::failed);
    BOOST_TEST(shown(result.status) == "failed");
    BOOST_TEST(result.alert.value_or(-1) == 70);
    BOOST_TEST(result.detail.starts_with("the server sent the alert 70 ("));
    BOOST_TEST(result.answered);
    // A warning is none of it: the handshake waits on.
    const auto warning = answer_with("\x15\x03\x03\x00\x02\x01\x70"s, Progress::wants_input);
    BOOST_TEST(!warning.alert.has_value());
}

BOOST_AUTO_TEST_CASE(a_connection_that_ends_in_the_handshake_is_closed_with_and_without_an_answer) {
    const auto silent = answer_with("", Progress::failed, End::closed);
    BOOST_TEST(shown(silent.status) == "closed");
    BOOST_TEST(!silent.answered);
    const auto cut = answer_with("\x16\x03\x03\x00"s, Progress::failed, End::closed);
    BOOST_TEST(shown(cut.status) == "closed");
    BOOST_TEST(cut.answered);
    BOOST_TEST(cut.detail == "the server closed the connection");
}

BOOST_AUTO_TEST_CASE(octets_that_are_no_tls_fail) {
    for (const auto& octets :
         {"\x16\xff\xff\xff\xff\x00\x00\x00\x00"s, "\x15\x03\x03\x00\x00"s, "\x16\x03\x03\x00\x04\x02\x00\x00\x00"s}) {
        const auto result = answer_with(octets, Progress::failed);
        BOOST_TEST(shown(result.status) == "failed");
        BOOST_TEST(!result.detail.empty());
        BOOST_TEST(!result.parameters.has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_server_that_never_comes_to_an_end_is_cut_off) {  // limits::handshake_octets
    const auto message_of_16_mib = "\x16\x03\x03\x00\x04\x02\xFF\xFF\xFF"s;
    for (const auto& [first, then] : {std::pair(""s, "\x15\x03\x03\x00\x02\x01\x70"s),  // a warning
                                      std::pair(message_of_16_mib, "\x16\x03\x03\x00\x02zz"s)}) {
        TlsSession client{TlsRequest("mx.example.org")};
        auto progress = client.handshake();
        std::string more = first;
        std::size_t fed = 0;
        while (progress == Progress::wants_input) {
            for (int i = 0; i < 1000; ++i) more += then;
            client.feed(as_bytes(more));
            fed += more.size();
            progress = client.handshake();
            BOOST_TEST_REQUIRE(fed <= limits::handshake_octets + more.size());
            more.clear();
        }
        BOOST_TEST(client.result().detail != "Success.");
    }
}

BOOST_AUTO_TEST_CASE(certificates_beyond_the_cap_are_left_out_and_that_is_told) {  // limits::chain_certificates
    std::vector<std::string> many(limits::chain_certificates, "leaf");
    BOOST_TEST(shake({{many}, tls13}).detail == "");
    many.insert(many.end(), 2, "intermediate");
    for (const auto* const version : {tls12, tls13}) {
        const auto result = shake({{many}, version});
        BOOST_TEST(shown(result.status) == "ok");
        BOOST_TEST(result.chain.size() == limits::chain_certificates);
        BOOST_TEST((result.chain.back() == certificate("leaf").der));
        BOOST_TEST(result.detail == "the server presented 12 certificates, the first 10 were looked at");
    }
}

BOOST_AUTO_TEST_CASE(a_certificate_message_cut_anywhere_fails_and_keeps_what_was_whole) {  // RFC 5246 §7.4.2
    const auto leaf = std::string(as_text(certificate("leaf").der));
    const auto entry = number(leaf.size(), 3) + leaf;
    const auto two = number(2 * entry.size(), 3) + entry + entry;
    for (const auto size : {0UL, 2UL, 3UL, 5UL, 6UL, 100UL, 3 + entry.size() + 2, two.size() - 1}) {
        const auto result = shake_with_message({{{"leaf"}}, tls12}, '\x0B', two.substr(0, size));
        BOOST_TEST(shown(result.status) == "failed", size);
        BOOST_TEST(result.chain.empty(), size);
    }
    const auto garbage = shake_with_message({{{"leaf"}}, tls12}, '\x0B', number(6, 3) + number(3, 3) + "abc");
    BOOST_TEST(shown(garbage.status) == "failed");
    BOOST_TEST(garbage.chain.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_key_that_costs_seconds_ends_the_handshake_and_keeps_the_chain) {
    for (const auto* const version : {tls12, tls13}) {
        const auto result = shake({{{"big_exponent_root", "root"}}, version});
        BOOST_TEST(shown(result.status) == "failed");
        BOOST_TEST(result.detail == "the server's certificate has a key whose exponent has more than 64 bits");
        BOOST_TEST(result.chain.size() == 2U);
    }
}

BOOST_AUTO_TEST_CASE(a_prime_that_costs_seconds_ends_the_handshake) {  // limits::dh_prime_bits
    const auto parameters = [](std::size_t prime_octets) {
        const std::string prime(prime_octets, '\xFF');
        return number(prime_octets, 2) + prime + number(1, 2) + "\x02" + number(1, 2) + "\x04" + "\x04\x01" +
               number(256, 2) + std::string(256, 'a');
    };
    const Settings dhe{{{"leaf_rsa"}}, std::string(tls12) + ":-KX-ALL:+DHE-RSA"};
    BOOST_TEST(shown(shake(dhe).status) == "ok");
    const auto long_one = shake_with_message(dhe, '\x0C', parameters(1251));
    BOOST_TEST(shown(long_one.status) == "failed");
    BOOST_TEST(long_one.detail == "the server chose a Diffie-Hellman prime of 10008 bits, at most 10000 are used");
    BOOST_TEST(long_one.chain.size() == 1U);
    // A shorter one is GnuTLS's to judge, which finds its signature wrong.
    BOOST_TEST(shown(shake_with_message(dhe, '\x0C', parameters(1250)).status) == "failed");
    BOOST_TEST(!shake_with_message(dhe, '\x0C', parameters(1250)).detail.starts_with("the server chose"));
}

BOOST_AUTO_TEST_SUITE_END()
