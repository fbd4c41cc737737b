#include "scan/gather_host.hpp"
#include "support/probing.hpp"

#include <danelaw/base/limits.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

// Which addresses are called, by which name, and the second handshake. RFC 7672 §8.1 (D65, D67), contract 1 and 5.

using namespace danelaw;
using namespace danelaw::test;

namespace {

std::vector<Step> whole_session() {
    return {server("220 mx"),   client("EHLO client.example.net"),
            server("250-mx"),   server("250 STARTTLS"),
            client("STARTTLS"), server("220 go"),
            tls_begins(),       client("EHLO client.example.net"),
            server("250 mx"),   client("QUIT"),
            server("221 bye")};
}

std::string record(const std::string& numbers, const std::string& name) { return to_text(tlsa(numbers, name)); }

/// One host with its lookups done, and scripted servers.
struct Gathered {
    Gathered() {
        options.ehlo_name = "client.example.net";
        host.lookups.name = name("mx.example.org");
        host.lookups.a = answer("mx.example.org", RecordType::a, {"203.0.113.1"});
        options.allow_private = true;
        at({"203.0.113.1"});
    }

    void at(const std::vector<std::string>& addresses) {
        host.endpoints.clear();
        for (const auto& text : addresses) {
            EndpointFacts endpoint;
            endpoint.address = boost::asio::ip::make_address(text);
            host.endpoints.push_back(endpoint);
        }
    }
    void publish(const std::vector<std::string>& records, const std::string& base = "mx.example.org") {
        host.lookups.tlsa.push_back(answer("_25._tcp." + base, RecordType::tlsa, records));
    }
    /// The next connection shows this chain.
    Gathered& shows(std::initializer_list<const char*> certificates) {
        TlsResult tls;
        tls.parameters = TlsParameters{"TLS1.3", "AES-256-GCM", "X25519", "ECDSA", ""};
        for (const auto& certificate : chain(certificates)) tls.chain.push_back(certificate.der);
        return gives(std::move(tls));
    }
    Gathered& gives(TlsResult tls) {
        auto script = std::make_shared<Script>();
        script->steps = whole_session();
        script->tls = std::move(tls);
        connector.scripts.push_back(std::move(script));
        return *this;
    }

    /// What was asked for in each handshake: `SNI` and `/rsa` or `/ecdsa` where the offer was limited.
    std::string run() {
        FakeResolver resolver;
        boost::asio::io_context io;
        ScanContext context{resolver, connector, clock, options, {}};
        facts.checked_at = judged_at;
        facts.domain = name("example.org");
        facts.mx = answer("example.org", RecordType::mx, {"10 mx.example.org"});
        const auto deadline = clock.steady() + std::chrono::hours{1};
        ConnectionSlots slots(io.get_executor(), std::chrono::steady_clock::now() + std::chrono::hours{1});
        DomainScan scan(context, facts, slots, deadline);
        test::run(io, gather_endpoints(scan, host));
        std::string asked;
        for (const auto& script : connector.scripts) {
            for (const auto& request : script->requests) {
                constexpr const char* offers[] = {"", "/rsa", "/ecdsa"};
                asked += fmt::format("{}{}{}", asked.empty() ? "" : " ", request.sni.empty() ? "-" : request.sni,
                                     offers[static_cast<int>(request.keys)]);
            }
        }
        return asked;
    }
    /// The handshake of the first connection begins once the client has said so much in the second one.
    void first_waits_for(std::size_t commands) {
        connector.scripts[0]->meanwhile = [this, commands]() -> boost::asio::awaitable<void> {
            constexpr int patience = 100;  // turns of the event loop
            for (int turn = 0; turn < patience && connector.scripts[1]->said.size() < commands; ++turn)
                co_await boost::asio::post(boost::asio::use_awaitable);
            said_before_handshake = connector.scripts[1]->said;
        };
    }
    [[nodiscard]] std::string not_probed(std::size_t index = 0) const {
        const auto& reason = host.endpoints.at(index).not_probed;
        return reason ? reason->text : "probed";
    }

    HostFacts host;
    DomainFacts facts;
    ManualClock clock;
    ScriptedConnector connector{clock};
    ScanOptions options;
    std::vector<std::string> said_before_handshake;  ///< in the second connection, where the first waited
};

/// A server that takes one connection of a client at a time.
std::shared_ptr<Script> busy() {
    auto script = std::make_shared<Script>();
    script->steps = {server("421 one at a time"), client("QUIT"), server("221 bye")};
    return script;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gathering_endpoints)

BOOST_AUTO_TEST_CASE(
    a_chain_that_matched_is_followed_by_a_handshake_for_the_other_key_family) {  // contract 1, §8.1, D67
    Gathered ecdsa;
    ecdsa.publish({record("3 1 1", "leaf")});
    BOOST_TEST(ecdsa.shows({"leaf", "intermediate"}).shows({"leaf_rsa"}).run() == "mx.example.org mx.example.org/rsa");
    BOOST_TEST(ecdsa.host.endpoints[0].other_key_probe->chain.size() == 1U);
    Gathered rsa;
    rsa.publish({record("3 1 1", "leaf_rsa")});
    BOOST_TEST(rsa.shows({"leaf_rsa"}).shows({"leaf"}).run() == "mx.example.org mx.example.org/ecdsa");
    Gathered eddsa;
    eddsa.publish({record("3 1 1", "ed25519_leaf")});
    BOOST_TEST(eddsa.shows({"ed25519_leaf"}).shows({"leaf"}).run() == "mx.example.org mx.example.org/rsa");
    Gathered trust_anchor;
    trust_anchor.publish({record("2 0 1", "root")});
    BOOST_TEST(trust_anchor.shows({"leaf", "intermediate", "root"}).shows({"leaf"}).run() ==
               "mx.example.org mx.example.org/rsa");
}

BOOST_AUTO_TEST_CASE(there_is_no_second_handshake_where_it_could_change_nothing) {
    Gathered mismatch;
    mismatch.publish({record("3 1 1", "leaf_rsa")});
    BOOST_TEST(mismatch.shows({"leaf"}).shows({"leaf"}).run() == "mx.example.org");
    BOOST_TEST(!mismatch.host.endpoints[0].other_key_probe.has_value());
    Gathered single;
    single.publish({record("3 1 1", "leaf")});
    single.options.single_probe = true;
    BOOST_TEST(single.shows({"leaf"}).shows({"leaf"}).run() == "mx.example.org");
    Gathered unusable;  // action encrypt
    unusable.publish({record("1 1 1", "leaf")});
    BOOST_TEST(unusable.shows({"leaf"}).shows({"leaf"}).run() == "mx.example.org");
    Gathered none;
    BOOST_TEST(none.shows({"leaf"}).shows({"leaf"}).run() == "mx.example.org");
    Gathered broken;
    broken.publish({record("3 1 1", "leaf")});
    BOOST_TEST(broken.gives(TlsResult(IoStatus::failed, "x")).shows({"leaf"}).run() == "mx.example.org");
    Gathered without_chain;
    without_chain.publish({record("3 1 1", "leaf")});
    BOOST_TEST(without_chain.shows({}).shows({"leaf"}).run() == "mx.example.org");
}

BOOST_AUTO_TEST_CASE(the_second_session_goes_beside_the_first_up_to_starttls) {
    Gathered both;
    both.publish({record("3 1 1", "leaf")});
    both.shows({"leaf"}).shows({"leaf_rsa"});
    both.first_waits_for(1);
    BOOST_TEST(both.run() == "mx.example.org mx.example.org/rsa");
    BOOST_TEST(both.said_before_handshake == std::vector<std::string>{"EHLO client.example.net"});
    BOOST_TEST(both.host.endpoints[0].other_key_probe->chain.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_second_session_that_is_not_needed_ends_with_quit) {
    Gathered mismatch;
    mismatch.publish({record("3 1 1", "leaf_rsa")});
    mismatch.shows({"leaf"}).shows({"leaf"});
    mismatch.first_waits_for(1);
    BOOST_TEST(mismatch.run() == "mx.example.org");
    BOOST_TEST(mismatch.connector.scripts[1]->said == (std::vector<std::string>{"EHLO client.example.net", "QUIT"}));
    BOOST_TEST(!mismatch.host.endpoints[0].other_key_probe.has_value());
}

BOOST_AUTO_TEST_CASE(a_server_that_takes_one_connection_at_a_time_is_asked_again) {
    Gathered one;
    one.publish({record("3 1 1", "leaf")});
    one.shows({"leaf"});
    one.connector.scripts.push_back(busy());
    one.shows({"leaf_rsa"});
    one.first_waits_for(1);
    BOOST_TEST(one.run() == "mx.example.org mx.example.org/rsa");
    BOOST_TEST(one.host.endpoints[0].session.chain.size() == 1U);
    BOOST_TEST(one.host.endpoints[0].other_key_probe->chain.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_second_handshake_that_fails_is_kept_as_it_was) {
    TlsResult alert(IoStatus::failed, "alert");
    alert.alert = 40;
    alert.answered = true;
    Gathered missing;
    missing.publish({record("3 1 1", "leaf")});
    missing.shows({"leaf"}).gives(alert).run();
    BOOST_TEST(missing.host.endpoints[0].other_key_probe->no_such_key_type);
    alert.alert = 80;
    Gathered unclear;
    unclear.publish({record("3 1 1", "leaf")});
    unclear.shows({"leaf"}).gives(alert).run();
    BOOST_TEST(!unclear.host.endpoints[0].other_key_probe->no_such_key_type);
}

BOOST_AUTO_TEST_CASE(the_server_name_is_the_tlsa_base_domain_else_the_hosts) {  // §8.1, D65, D92
    Gathered expanded;
    expanded.host.lookups.a = aliased(*expanded.host.lookups.a, {"real.example.net"});
    expanded.publish({record("3 1 1", "leaf")}, "real.example.net");
    BOOST_TEST(expanded.shows({"leaf"}).shows({"leaf"}).run() == "real.example.net real.example.net/rsa");
    Gathered initial;
    initial.host.lookups.a = aliased(*initial.host.lookups.a, {"real.example.net"});
    initial.publish({}, "real.example.net");
    initial.publish({record("3 1 1", "leaf")});
    BOOST_TEST(initial.shows({"leaf"}).shows({"leaf"}).run() == "mx.example.org mx.example.org/rsa");
    Gathered address;  // MX rdata that is an address
    address.host.exchange_is_address = true;
    address.host.lookups = {};
    address.host.lookups.name = name("203.0.113.1");
    BOOST_TEST(address.shows({"leaf"}).run() == "-");
}

BOOST_AUTO_TEST_CASE(a_name_that_tls_cannot_say_is_not_sent) {  // RFC 6066 §3; the TLS stack would refuse it
    BOOST_TEST(server_name(name("mx.example.org")) == "mx.example.org");
    BOOST_TEST(server_name(name("_mx.-a-.example.org")) == "_mx.-a-.example.org");
    BOOST_TEST(server_name(DomainName()) == "");
    BOOST_TEST(server_name(name("a\\032b.example.org")) == "");
    BOOST_TEST(server_name(name("a\\.b.example.org")) == "");
    Gathered odd;
    odd.host.lookups.name = name("a\\000b.example.org");
    odd.host.lookups.a = answer("a\\000b.example.org", RecordType::a, {"203.0.113.1"});
    BOOST_TEST(odd.shows({"leaf"}).run() == "-");
}

BOOST_AUTO_TEST_CASE(who_is_not_to_be_connected_to_is_not_and_it_says_why) {  // contract 1 and 5
    Gathered private_address;
    private_address.options.allow_private = false;
    private_address.at({"192.168.1.1", "::1", "10.0.0.1"});
    BOOST_TEST(private_address.shows({"leaf"}).run() == "");
    BOOST_TEST(private_address.connector.called.empty());
    BOOST_TEST(private_address.not_probed() != "probed");
    Gathered dns_only;
    dns_only.options.dns_only = true;
    BOOST_TEST(dns_only.shows({"leaf"}).run() == "");
    BOOST_TEST(dns_only.not_probed() == "--dns-only");
    Gathered skipped;
    skipped.host.lookups.tlsa.push_back(bogus("_25._tcp.mx.example.org", RecordType::tlsa));
    BOOST_TEST(skipped.shows({"leaf"}).run() == "");
    BOOST_TEST(skipped.not_probed() == "senders that use DANE do not connect to this host");
}

BOOST_AUTO_TEST_CASE(each_family_is_called_up_to_its_cap_and_the_rest_is_told) {
    Gathered many;
    std::vector<std::string> addresses;
    for (std::size_t i = 1; i <= limits::addresses_per_family + 2; ++i)
        addresses.push_back(fmt::format("203.0.113.{}", i));
    addresses.emplace_back("2001:db8::1");
    many.at(addresses);
    many.connector.failure = IoStatus::failed;
    many.run();
    BOOST_TEST(many.connector.called.size() == limits::addresses_per_family + 1);
    BOOST_TEST(many.not_probed(limits::addresses_per_family - 1) == "probed");
    BOOST_TEST(many.not_probed(limits::addresses_per_family) == "only the first 16 addresses of a family are probed");
    BOOST_TEST(many.not_probed(limits::addresses_per_family + 2) == "probed");
    BOOST_TEST(many.host.not_examined);
}

BOOST_AUTO_TEST_SUITE_END()
