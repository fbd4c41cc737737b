#include <danelaw/scan/gather.hpp>

#include "support/certificates.hpp"
#include "support/fake_resolver.hpp"
#include "support/fake_servers.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>

// RFC 8461 §3, §7.1: what is asked of whom, and what is not.

using namespace danelaw;
using namespace danelaw::test;

namespace {

const std::string enforce = "version: STSv1\nmode: enforce\nmx: mx.example.org\nmax_age: 1209600\n";

/// `example.org` with one MX host and an MTA-STS record; everything can be changed before the run.
struct World {
    World() {
        resolver.add("example.org", RecordType::mx, {"10 mx.example.org"})
            .add("mx.example.org", RecordType::a, {"192.0.2.1"})
            .add("_mta-sts.example.org", RecordType::txt, {"v=STSv1; id=1;"})
            .add("mta-sts.example.org", RecordType::a, {"192.0.2.9"});
        fetcher.answers["192.0.2.9"] = policy_answer(enforce);
        options.allow_private = true;
        options.retry_pause = std::chrono::milliseconds{0};
        source.name = "store.pem";
        source.store = [this]() -> const TrustStore& {
            ++store_reads;
            return store;
        };
    }

    DomainFacts run(const std::string& asked = "example.org", bool no_mx = false) {
        boost::asio::io_context io;
        ScanContext context{resolver, servers, clock, options, TrustFacts{{DomainName()}, {}, {}, {}},
                            &fetcher, &source};
        DomainFacts facts;
        std::exception_ptr thrown;
        auto destination = *parse_destination(asked, no_mx);
        boost::asio::co_spawn(io, gather(context, destination), [&](std::exception_ptr error, DomainFacts result) {
            thrown = std::move(error);
            facts = std::move(result);
        });
        io.run();
        if (thrown) std::rethrow_exception(thrown);
        return facts;
    }

    /// A host whose TLSA base domain is another name than that in the MX record.
    void alias_the_mx_host() {
        resolver.add("mx.example.org", RecordType::cname, {"host.example.net"})
            .add("host.example.net", RecordType::a, {"192.0.2.1"})
            .add("_25._tcp.host.example.net", RecordType::tlsa, {"3 1 1 " + std::string(64, 'a')});
        resolver.remove("mx.example.org", RecordType::a);
    }

    FakeResolver resolver;
    FakeMailServers servers;
    FakeFetcher fetcher;
    FakeClock clock{judged_at};
    ScanOptions options;
    TrustStore store;
    CaSource source;
    int store_reads = 0;
};

using Texts = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(gather_mta_sts)

BOOST_AUTO_TEST_CASE(record_and_policy_are_kept) {  // S02, S07
    World world;
    const auto facts = world.run();
    BOOST_TEST(facts.sts.record->name.text() == "_mta-sts.example.org");
    BOOST_TEST((txt_records(*facts.sts.record) == Texts{"v=STSv1; id=1;"}));
    BOOST_TEST((world.fetcher.asked == Texts{"mta-sts.example.org 192.0.2.9"}));
    BOOST_REQUIRE(facts.sts.attempts.size() == 1U);
    BOOST_TEST((facts.sts.attempts[0].exchange == policy_answer(enforce)));
}

BOOST_AUTO_TEST_CASE(without_exactly_one_valid_record_nobody_is_asked_for_a_policy) {  // S04
    for (const auto& texts :
         {Texts{}, Texts{"v=spf1 -all"}, Texts{"v=STSv1; id=1;", "v=STSv1; id=2;"}, Texts{"v=STSv1; id=a-b;"}}) {
        World world;
        world.resolver.add("_mta-sts.example.org", RecordType::txt, texts);
        const auto facts = world.run();
        BOOST_TEST(facts.sts.record.has_value());
        BOOST_TEST(!facts.sts.a.has_value());
        BOOST_TEST(world.fetcher.asked.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_record_lookup_that_fails_is_kept_as_such) {
    World world;
    world.resolver.add("_mta-sts.example.org", RecordType::txt, {}, FakeResolver::Status::bogus);
    BOOST_TEST(!world.run().sts.record->answered());
    BOOST_TEST(world.fetcher.asked.empty());
}

BOOST_AUTO_TEST_CASE(aliases_of_record_and_policy_host_are_followed) {  // S05, S26
    World world;
    world.resolver.remove("_mta-sts.example.org", RecordType::txt);
    world.resolver.remove("mta-sts.example.org", RecordType::a);
    world.resolver.add("_mta-sts.example.org", RecordType::cname, {"_mta-sts.example.net"})
        .add("_mta-sts.example.net", RecordType::txt, {"v=STSv1; id=9;"})
        .add("mta-sts.example.org", RecordType::cname, {"www.example.net"})
        .add("www.example.net", RecordType::a, {"192.0.2.9"});
    world.run();
    BOOST_TEST((world.fetcher.asked == Texts{"mta-sts.example.org 192.0.2.9"}));
}

BOOST_AUTO_TEST_CASE(addresses_are_tried_in_turn_until_one_can_be_connected_to) {
    World world;
    world.resolver.add("mta-sts.example.org", RecordType::a, {"192.0.2.7", "192.0.2.9", "192.0.2.10"});
    world.resolver.add("mta-sts.example.org", RecordType::aaaa, {"2001:db8::7"});
    const auto facts = world.run();
    BOOST_TEST((world.fetcher.asked == Texts{"mta-sts.example.org 192.0.2.7", "mta-sts.example.org 2001:db8::7",
                                             "mta-sts.example.org 192.0.2.9"}));
    BOOST_TEST(facts.sts.attempts.back().exchange.body == enforce);
}

BOOST_AUTO_TEST_CASE(a_server_that_answers_wrongly_is_not_passed_over) {
    World world;
    world.resolver.add("mta-sts.example.org", RecordType::a, {"192.0.2.7", "192.0.2.9"});
    auto broken = policy_answer("");
    broken.result = FetchResult::tls_failed;
    broken.stage = FetchStage::tls;
    world.fetcher.answers["192.0.2.7"] = broken;
    world.run();
    BOOST_TEST(world.fetcher.asked.size() == 1U);
}

BOOST_AUTO_TEST_CASE(no_more_than_a_few_addresses_are_tried) {
    World world;
    Texts many;
    for (int i = 0; i < 50; ++i) many.push_back("198.51.100." + std::to_string(i));
    world.resolver.add("mta-sts.example.org", RecordType::a, many);
    world.run();
    BOOST_TEST(world.fetcher.asked.size() == 4U);
}

BOOST_AUTO_TEST_CASE(families_that_are_switched_off_are_not_asked) {
    World world;
    world.options.ipv4 = false;
    const auto facts = world.run();
    BOOST_TEST(!facts.sts.a.has_value());
    BOOST_TEST(facts.sts.aaaa.has_value());
    BOOST_TEST(world.fetcher.asked.empty());
}

BOOST_AUTO_TEST_CASE(private_addresses_and_dns_only_connect_to_nobody) {
    World world;
    world.options.allow_private = false;
    auto facts = world.run();
    BOOST_TEST(world.fetcher.asked.empty());
    BOOST_REQUIRE(facts.sts.attempts.size() == 1U);
    BOOST_TEST((facts.sts.attempts[0].not_probed->reason == NotProbedReason::private_address));

    World quiet;
    quiet.options.dns_only = true;
    facts = quiet.run();
    BOOST_TEST(quiet.fetcher.asked.empty());
    BOOST_TEST((facts.sts.attempts.at(0).not_probed->reason == NotProbedReason::dns_only));
}

BOOST_AUTO_TEST_CASE(an_address_literal_has_no_policy_and_no_host_its_parents) {  // S17
    World world;
    const auto facts = world.run("[192.0.2.1]");
    BOOST_TEST(!facts.sts.record.has_value());
    BOOST_TEST(world.resolver.count(RecordType::txt) == 0U);

    World host;
    host.run("mx.example.org", true);
    BOOST_TEST(host.resolver.count("_mta-sts.mx.example.org", RecordType::txt) == 1U);
    BOOST_TEST(host.resolver.count("_mta-sts.example.org", RecordType::txt) == 0U);
}

BOOST_AUTO_TEST_CASE(where_dane_and_mta_sts_ask_for_other_names_both_are_asked) {  // S23
    World world;
    world.alias_the_mx_host();
    world.servers.chains["mx.example.org"] = {Bytes{7}};
    const auto facts = world.run();
    BOOST_TEST((world.servers.asked == Texts{"host.example.net", "mx.example.org"}));
    const auto& endpoint = facts.hosts.at(0).endpoints.at(0);
    BOOST_TEST((endpoint.session.chain == std::vector<Bytes>{{1}}));
    BOOST_REQUIRE(endpoint.sts_probe.has_value());
    BOOST_TEST((endpoint.sts_probe->chain == std::vector<Bytes>{{7}}));
}

BOOST_AUTO_TEST_CASE(the_second_session_is_made_only_where_a_policy_asks_for_it) {  // S23
    const auto sessions = [](World& world) {
        world.alias_the_mx_host();
        world.run();
        return world.servers.asked.size();
    };
    World no_policy;
    no_policy.resolver.remove("_mta-sts.example.org", RecordType::txt);
    BOOST_TEST(sessions(no_policy) == 1U);
    World none;
    none.fetcher.answers["192.0.2.9"] = policy_answer("version: STSv1\nmode: none\nmax_age: 86400\n");
    BOOST_TEST(sessions(none) == 1U);
    World broken;
    broken.fetcher.answers["192.0.2.9"] = policy_answer("<html>");
    BOOST_TEST(sessions(broken) == 1U);
    World cached;
    cached.resolver.remove("_mta-sts.example.org", RecordType::txt);
    cached.options.cached_policy = enforce;
    BOOST_TEST(sessions(cached) == 2U);
    World same_name;
    same_name.run();
    BOOST_TEST(same_name.servers.asked.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_ca_store_is_read_only_where_a_chain_has_to_be_judged) {
    World world;
    BOOST_TEST(world.run().ca.has_value());
    BOOST_TEST(world.store_reads == 1);

    World no_policy;
    no_policy.resolver.remove("_mta-sts.example.org", RecordType::txt);
    BOOST_TEST(!no_policy.run().ca.has_value());
    BOOST_TEST(no_policy.store_reads == 0);
}

BOOST_AUTO_TEST_CASE(a_usage_2_record_asks_for_the_ca_store_too) {
    World world;
    world.resolver.remove("_mta-sts.example.org", RecordType::txt);
    world.resolver.add("_25._tcp.mx.example.org", RecordType::tlsa, {"2 0 1 " + std::string(64, 'a')});
    BOOST_TEST(world.run().ca.has_value());

    World usage_3;
    usage_3.resolver.remove("_mta-sts.example.org", RecordType::txt);
    usage_3.resolver.add("_25._tcp.mx.example.org", RecordType::tlsa, {"3 0 1 " + std::string(64, 'a')});
    BOOST_TEST(!usage_3.run().ca.has_value());
}

BOOST_AUTO_TEST_CASE(the_facts_keep_the_anchors_that_matter_and_no_others) {
    World world;
    world.store = *TrustStore::from_pem(certificate_file("root.pem") + certificate_file("other_root.pem"));
    world.servers.chains[""] = {certificate("leaf").der, certificate("intermediate").der};
    const auto facts = world.run();
    BOOST_TEST(facts.ca->source == "store.pem");
    BOOST_TEST(facts.ca->certificates == 2U);
    BOOST_TEST((facts.ca->anchors == std::vector<Bytes>{certificate("root").der}));
}

BOOST_AUTO_TEST_CASE(what_was_gathered_survives_a_round_trip) {
    World world;
    world.alias_the_mx_host();
    world.options.cached_policy = enforce;
    const auto facts = world.run();
    const auto read = facts_from_json(facts_to_json(facts));
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST((*read == facts));
}

BOOST_AUTO_TEST_SUITE_END()
