#include "support/dns_message.hpp"
#include "support/gathering.hpp"

#include <danelaw/base/limits.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

// The order of questions, and what is not asked or called. RFC 7672 §2.2, RFC 5321 §5.1, RFC 7505.

using namespace danelaw;
using namespace danelaw::test;
using Status = FakeResolver::Status;

namespace {

const std::string record = "3 1 1 " + std::string(64, 'a');

FakeResolver signed_domain() {
    FakeResolver resolver;
    resolver.add("example.org", RecordType::mx, {"10 mx.example.org"})
        .add("mx.example.org", RecordType::a, {"192.0.2.1"})
        .add("_25._tcp.mx.example.org", RecordType::tlsa, {record});
    return resolver;
}

/// The MX records of a domain, signed in the names of these zones.
Bytes mx_reply(const std::string& domain, const std::vector<std::string>& signers) {
    auto message = testing::Message(domain, 15).answer(domain, 15, 300, testing::mx_rdata(10, "mx.example.org"));
    for (const auto& signer : signers) message.signed_by(domain, {.covered = 15, .signer = signer});
    return message.wire();
}

std::vector<std::string> host_names(const DomainFacts& facts) {
    std::vector<std::string> names;
    for (const auto& host : facts.hosts) names.push_back(host.lookups.name.text());
    return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gathering)

BOOST_AUTO_TEST_CASE(a_signed_domain_is_asked_for_mx_addresses_and_tlsa_and_each_address_is_called) {
    auto resolver = signed_domain();
    Gathering gathering(resolver);
    const auto facts = gathering.run("example.org");
    BOOST_TEST(facts.hosts.size() == 1U);
    BOOST_TEST(resolver.count(RecordType::txt) == 1U);
    BOOST_TEST(resolver.count() == 6U);  // MX, A, AAAA, TLSA, TXT, and DNSKEY of the trust anchor
    BOOST_TEST(gathering.connector.called.size() == 1U);
    BOOST_TEST((facts.hosts[0].endpoints.at(0).session.result == SmtpResult::connect_failed));
}

BOOST_AUTO_TEST_CASE(insecure_addresses_are_not_followed_by_a_tlsa_query) {  // §2.2.2
    auto resolver = signed_domain();
    resolver.add("mx.example.org", RecordType::a, {"192.0.2.1"}, Status::insecure)
        .absence_is(ValidationState::insecure);
    Gathering gathering(resolver);
    gathering.run("example.org");
    BOOST_TEST(resolver.count("_25._tcp.mx.example.org", RecordType::tlsa) == 0U);
}

BOOST_AUTO_TEST_CASE(the_port_in_the_tlsa_name_is_the_real_one) {  // §2.2.3, D43
    auto resolver = signed_domain();
    Gathering gathering(resolver);
    gathering.options.port = 2525;
    gathering.run("example.org");
    BOOST_TEST(resolver.count("_2525._tcp.mx.example.org", RecordType::tlsa) == 1U);
}

BOOST_AUTO_TEST_CASE(a_failed_lookup_is_asked_twice_and_a_bogus_one_once) {  // contract 1
    for (const auto& [status, times] : {std::pair(Status::failed, 2U), std::pair(Status::bogus, 1U)}) {
        auto resolver = signed_domain();
        resolver.add("_25._tcp.mx.example.org", RecordType::tlsa, {record}, status);
        Gathering gathering(resolver);
        gathering.run("example.org");
        BOOST_TEST(resolver.count("_25._tcp.mx.example.org", RecordType::tlsa) == times);
        BOOST_TEST(gathering.connector.called.empty());  // §2.1.2: such a host is not delivered to
    }
}

BOOST_AUTO_TEST_CASE(a_lookup_that_succeeds_at_the_second_try_counts_and_is_kept_as_flapping) {
    auto resolver = signed_domain();
    resolver.flaps("_25._tcp.mx.example.org", RecordType::tlsa);
    Gathering gathering(resolver);
    const auto facts = gathering.run("example.org");
    BOOST_TEST(facts.hosts.at(0).lookups.tlsa.at(0).secure());
    BOOST_REQUIRE(facts.flapping.size() == 1U);
    BOOST_TEST(facts.flapping.front().name.text() == "_25._tcp.mx.example.org");
    BOOST_TEST(!facts.flapping.front().answered());
}

BOOST_AUTO_TEST_CASE(a_lookup_that_fails_twice_is_no_flapping_one) {
    auto resolver = signed_domain();
    resolver.add("_25._tcp.mx.example.org", RecordType::tlsa, {record}, Status::failed);
    Gathering gathering(resolver);
    BOOST_TEST(gathering.run("example.org").flapping.empty());
}

BOOST_AUTO_TEST_CASE(the_trust_anchor_is_asked_beside_the_domain) {  // contract 2
    auto resolver = signed_domain();
    resolver.add("example.org", RecordType::mx, {}, Status::failed);
    Gathering gathering(resolver);
    const auto facts = gathering.run("example.org");
    BOOST_TEST(facts.trust.anchor_lookups.size() == 1U);
    BOOST_TEST(resolver.count(".", RecordType::dnskey) == 1U);
    BOOST_TEST(facts.hosts.empty());
}

BOOST_AUTO_TEST_CASE(no_mx_makes_the_domain_its_own_host_and_nxdomain_does_not) {  // RFC 5321 §5.1
    FakeResolver resolver;
    resolver.add("example.org", RecordType::a, {"192.0.2.1"});
    Gathering gathering(resolver);
    BOOST_TEST(host_names(gathering.run("example.org")) == std::vector<std::string>{"example.org"});
    BOOST_TEST(gathering.run("absent.example").hosts.empty());
    BOOST_TEST(resolver.count("absent.example", RecordType::a) == 0U);
}

BOOST_AUTO_TEST_CASE(a_null_mx_ends_the_search) {  // RFC 7505 §3
    FakeResolver resolver;
    resolver.add("example.org", RecordType::mx, {"0 ."});
    Gathering gathering(resolver);
    BOOST_TEST(gathering.run("example.org").hosts.empty());
    BOOST_TEST(resolver.count() - resolver.count(RecordType::txt) == 2U);
}

BOOST_AUTO_TEST_CASE(hosts_come_by_preference_and_each_once) {  // RFC 5321 §5.1
    FakeResolver resolver;
    resolver.add("example.org", RecordType::mx,
                 {"20 b.example.org", "10 c.example.org", "20 a.example.org", "30 c.example.org", "5 ."});
    Gathering gathering(resolver);
    const std::vector<std::string> expected{"c.example.org", "a.example.org", "b.example.org"};
    BOOST_TEST(host_names(gathering.run("example.org")) == expected);
}

BOOST_AUTO_TEST_CASE(mx_rdata_that_is_an_address_is_called_without_lookups) {  // §2.2, D26
    FakeResolver resolver;
    resolver.add("example.org", RecordType::mx, {"10 192.0.2.7"});
    Gathering gathering(resolver);
    const auto facts = gathering.run("example.org");
    BOOST_TEST(facts.hosts.at(0).exchange_is_address);
    BOOST_TEST(resolver.count() - resolver.count(RecordType::txt) == 2U);
    BOOST_TEST(gathering.connector.called.size() == 1U);
}

BOOST_AUTO_TEST_CASE(more_hosts_than_are_probed_are_marked) {  // contract 2
    FakeResolver resolver;
    std::vector<std::string> records;
    for (int i = 10; i < 35; ++i) records.push_back("10 mx" + std::to_string(i) + ".example.org");
    resolver.add("example.org", RecordType::mx, records);
    Gathering gathering(resolver);
    const auto facts = gathering.run("example.org");
    BOOST_TEST(facts.hosts.size() == 25U);
    BOOST_TEST(!facts.hosts[19].not_examined);
    BOOST_TEST(facts.hosts[20].not_examined);
}

BOOST_AUTO_TEST_CASE(private_addresses_are_not_connected_to) {  // contract 5
    auto resolver = signed_domain();
    resolver.add("mx.example.org", RecordType::a, {"10.0.0.1", "127.0.0.1"});
    Gathering gathering(resolver);
    gathering.options.allow_private = false;
    const auto facts = gathering.run("example.org");
    BOOST_TEST(gathering.connector.called.empty());
    BOOST_TEST(facts.hosts[0].endpoints.size() == 2U);
    BOOST_TEST((facts.hosts[0].endpoints[0].not_probed.value().reason == NotProbedReason::private_address));
    BOOST_TEST(facts.hosts[0].endpoints[0].not_probed->text.find("RFC 1918") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(dns_only_connects_to_nothing) {
    auto resolver = signed_domain();
    Gathering gathering(resolver);
    gathering.options.dns_only = true;
    const auto facts = gathering.run("example.org");
    BOOST_TEST(gathering.connector.called.empty());
    BOOST_TEST((facts.hosts[0].endpoints.at(0).not_probed.value().reason == NotProbedReason::dns_only));
}

BOOST_AUTO_TEST_CASE(an_address_literal_needs_no_lookup) {  // RFC 5321 §4.1.3
    FakeResolver resolver;
    Gathering gathering(resolver);
    const auto facts = gathering.run("[192.0.2.9]");
    BOOST_TEST(resolver.count() == 0U);
    BOOST_TEST(gathering.connector.called.size() == 1U);
}

BOOST_AUTO_TEST_CASE(destinations_are_read_as_mail_operators_write_them) {
    BOOST_TEST(parse_destination("user@Example.ORG", false)->domain.text() == "example.org");
    BOOST_TEST((parse_destination("mx.example.org", true)->kind == DestinationKind::host));
    BOOST_TEST(parse_destination("[IPv6:2001:db8::1]", false)->address->to_string() == "2001:db8::1");
    for (const auto* text :
         {"", ".", "user@", "[2001:db8::1]", "[IPv6:192.0.2.1]", "[example.org]", "192.0.2.1", "a..b"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!parse_destination(text, false)); }
    }
}

BOOST_AUTO_TEST_CASE(keys_of_the_signing_zone_are_asked_for_twice_and_a_failure_is_kept) {
    auto resolver = signed_domain();
    resolver.came_in("example.org", RecordType::mx, mx_reply("example.org", {"example.org"}))
        .add("example.org", RecordType::ds, {})
        .flaps("example.org", RecordType::ds)
        .add("example.org", RecordType::dnskey, {}, Status::failed);
    Gathering gathering(resolver);
    const auto facts = gathering.run("example.org");
    const auto& seen = facts.trust.zone_lookups;
    BOOST_REQUIRE(seen.size() == 2U);
    BOOST_TEST(seen[0].secure());
    BOOST_TEST(!seen[1].answered());
    BOOST_TEST(resolver.count("example.org", RecordType::dnskey) == 2U);
}

BOOST_AUTO_TEST_CASE(signers_beyond_the_cap_are_not_asked_for_and_told) {
    std::string domain = "example.org";
    std::vector<std::string> signers;
    for (std::size_t i = 0; i < limits::chain_questions; ++i) signers.push_back(domain = "z." + domain);
    auto resolver = signed_domain();
    resolver.add(domain, RecordType::mx, {"10 mx.example.org"})
        .came_in(domain, RecordType::mx, mx_reply(domain, signers));
    Gathering gathering(resolver);
    const auto facts = gathering.run(domain);
    BOOST_TEST(resolver.count(RecordType::ds) + resolver.count(RecordType::dnskey) <= limits::chain_questions + 1);
    const auto& seen = facts.trust.zone_lookups;
    BOOST_TEST(std::ranges::any_of(seen, [](const Lookup& lookup) { return !lookup.answered(); }));
}

BOOST_AUTO_TEST_SUITE_END()
