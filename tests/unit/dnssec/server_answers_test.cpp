// What an answer of a name server is worth that has no RRset with signatures to judge. RFC 4035 §3.1.3, §5.4.
#include <danelaw/report/servers.hpp>

#include "support/dns_message.hpp"
#include "unit/dnssec/tracing.hpp"

#include <boost/test/unit_test.hpp>

using namespace danelaw;
using danelaw::testing::Message;
using danelaw::testing::name;
using danelaw::testing::NameServer;

namespace {

/// An authoritative answer without any record: neither what was asked for, nor SOA, nor a proof.
ServerAnswerReport bare_denial(const std::string& zone, TrustedZones& trusted) {
    constexpr auto type = RecordType::tlsa;
    constexpr unsigned authoritative = 0x8400;  // QR, AA
    ServerAnswer answer;
    answer.name = name("www." + zone);
    answer.type = type;
    answer.message = Message("www." + zone, static_cast<std::uint16_t>(type)).flags(authoritative).wire();
    ServerFacts server;
    server.name = name("ns." + zone);
    server.address = boost::asio::ip::make_address("192.0.2.53");
    server.answers = {answer};
    ZoneServers facts;
    facts.zone = name(zone);
    facts.servers = {server};
    return judge_servers(facts, trusted).servers.at(0).answers.at(0);
}

TrustedZones zones_above(const std::string& question) {
    static const NameServer instance("tests/unit/dnssec/chain_zones.sh");
    const auto facts = danelaw::testing::trace(instance, question, RecordType::a);
    return {facts.anchors, facts.zones, facts.at, SignatureChecks::all};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(server_answers)

BOOST_AUTO_TEST_CASE(bare_denial_in_a_signed_zone_is_unproven) {
    auto trusted = zones_above("www.good");
    const auto answer = bare_denial("good", trusted);
    BOOST_TEST(to_text(answer.state) == "bogus");
    BOOST_TEST(answer.denial_unproven);
    BOOST_TEST(answer.reason == "no NSEC or NSEC3 record proves it");
}

BOOST_AUTO_TEST_CASE(bare_denial_in_an_unsigned_zone_is_insecure) {
    auto trusted = zones_above("www.unsigned");
    const auto answer = bare_denial("unsigned", trusted);
    BOOST_TEST(to_text(answer.state) == "insecure");
    BOOST_TEST(!answer.denial_unproven);
}

BOOST_AUTO_TEST_CASE(bare_denial_in_a_bogus_zone_is_bogus_by_its_keys) {  // RFC 4035 §4.3
    auto trusted = zones_above("www.wrongds");
    const auto answer = bare_denial("wrongds", trusted);
    BOOST_TEST(to_text(answer.state) == "bogus");
    BOOST_TEST(!answer.denial_unproven);
    BOOST_TEST(answer.reason.starts_with("no DNSKEY of wrongds ("), answer.reason);
}

BOOST_AUTO_TEST_CASE(bare_denial_below_no_trust_anchor_is_insecure) {
    TrustedZones trusted({}, {}, Timestamp{}, SignatureChecks::all);
    BOOST_TEST(to_text(bare_denial("good", trusted).state) == "insecure");
}

BOOST_AUTO_TEST_SUITE_END()
