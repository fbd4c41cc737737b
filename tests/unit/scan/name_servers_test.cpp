// What is asked of name servers themselves, and what of it is told of them. RFC 7672 §2.2.2.
#include <danelaw/scan/name_servers.hpp>

#include <danelaw/dns/wire.hpp>

#include "support/dns_message.hpp"
#include "support/gathering.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>

using namespace danelaw;
using namespace danelaw::test;
using namespace std::chrono_literals;

namespace {

/// A table, and the SOA of each name of two labels as a message.
class Zone final : public Resolver {
public:
    boost::asio::awaitable<Lookup> lookup(DomainName asked, RecordType type, Deadline deadline) override {
        if (type != RecordType::soa || asked.labels().size() != 2) {
            auto found = co_await table.lookup(std::move(asked), type, deadline);
            co_return found;
        }
        const auto& apex = asked.text();
        auto soa = answer(apex, RecordType::soa, {"ns.example.org"});
        soa.message = testing::Message(apex, 6).answer(apex, 6, 300, testing::soa_rdata(60)).wire();
        co_return soa;
    }
    FakeResolver table;
};

/// Answers by the number of the question to it, from 1.
class Scripted final : public NameServers {
public:
    boost::asio::awaitable<Exchange> ask(boost::asio::ip::address, DomainName, RecordType, Deadline) override {
        most = std::max(most, ++running);
        co_await boost::asio::post(boost::asio::use_awaitable);
        --running;
        co_return script(++asked);
    }
    std::size_t running = 0;
    std::size_t most = 0;
    std::size_t asked = 0;
    std::function<Exchange(std::size_t)> script = [](std::size_t) { return Exchange(IoStatus::ok); };
};

Exchange silence() { return Exchange(IoStatus::timeout, "no reply over UDP"); }

Exchange cut() {
    auto exchange = silence();
    exchange.cut_by_deadline = true;
    return exchange;
}

/// The name server ns.example.org at 192.0.2.1, asked for its SOA and `questions` of its names.
struct Inquest {
    Inquest() {
        zone.table.add("example.org", RecordType::ns, {"ns.example.org"});
        zone.table.add("ns.example.org", RecordType::a, {"192.0.2.1"});
        options.ipv6 = false;
        options.allow_private = true;
    }

    std::vector<ZoneServers> run(std::size_t questions, std::chrono::milliseconds time = 10s) {
        std::vector<Lookup> lookups;
        for (std::size_t i = 0; i < questions; ++i)
            lookups.push_back(answer("a" + std::to_string(i) + ".example.org", RecordType::a, {"192.0.2.9"}));
        return run(lookups, time);
    }

    std::vector<ZoneServers> run(const std::vector<Lookup>& lookups, std::chrono::milliseconds time = 10s) {
        std::vector<const Lookup*> wanted;
        wanted.reserve(lookups.size());
        for (const auto& lookup : lookups) wanted.push_back(&lookup);
        boost::asio::io_context io;
        ScanContext context{zone, connector, clock, options, TrustFacts{}};
        context.name_servers = &servers;
        std::vector<ZoneServers> zones;
        boost::asio::co_spawn(io, ask_about(context, wanted, std::chrono::steady_clock::now() + time),
                              [&](const std::exception_ptr& error, std::vector<ZoneServers> result) {
                                  if (error) std::rethrow_exception(error);
                                  zones = std::move(result);
                              });
        io.run();
        return zones;
    }

    ServerFacts only_server(std::size_t questions, std::chrono::milliseconds time = 10s) {
        const auto zones = run(questions, time);
        BOOST_REQUIRE(zones.size() == 1U);
        BOOST_REQUIRE(zones[0].servers.size() == 1U);
        return zones[0].servers[0];
    }

    Zone zone;
    Scripted servers;
    RefusingConnector connector;
    FakeClock clock{Timestamp{}};
    ScanOptions options;
};

/// The reason, `left open: ` before one that lies in the run.
std::string why_not(const ServerFacts& server) {
    if (!server.not_asked) return "";
    return (server.not_asked->left_open ? "left open: " : "") + server.not_asked->reason;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(name_servers)

BOOST_AUTO_TEST_CASE(server_is_asked_for_its_soa_and_each_question) {
    Inquest inquest;
    const auto server = inquest.only_server(4);
    BOOST_TEST(!server.not_asked);
    BOOST_REQUIRE(server.answers.size() == 5U);
    BOOST_TEST((server.answers[0].type == RecordType::soa));
}

BOOST_AUTO_TEST_CASE(end_of_our_own_time_is_not_told_of_the_server) {
    for (const std::size_t last : {1U, 3U}) {
        Inquest inquest;
        inquest.servers.script = [&](std::size_t n) { return n == last ? cut() : Exchange(IoStatus::ok); };
        const auto server = inquest.only_server(4);
        BOOST_TEST(why_not(server) == "left open: no time was left");
        BOOST_TEST(server.answers.size() == last - 1);
        for (const auto& one : server.answers) BOOST_TEST(!one.no_reply);
        BOOST_TEST(inquest.servers.asked == last);
    }
}

BOOST_AUTO_TEST_CASE(without_time_nothing_is_asked) {
    Inquest inquest;
    BOOST_TEST(why_not(inquest.only_server(4, 0ms)) == "left open: no time was left");
    BOOST_TEST(inquest.servers.asked == 0U);
}

BOOST_AUTO_TEST_CASE(fault_of_this_machine_is_not_told_of_the_server) {
    Inquest inquest;
    inquest.servers.script = [](std::size_t) {
        Exchange none(IoStatus::failed, "over UDP: Too many open files");
        none.local_fault = true;
        return none;
    };
    const auto server = inquest.only_server(4);
    BOOST_TEST(why_not(server) == "left open: this machine could not ask: over UDP: Too many open files");
    BOOST_TEST(server.answers.empty());
}

BOOST_AUTO_TEST_CASE(who_is_silent_for_the_soa_is_not_asked_on_and_who_is_silent_later_not_often) {
    Inquest dead;
    dead.servers.script = [](std::size_t) { return silence(); };
    const auto silent = dead.only_server(8);
    BOOST_TEST(dead.servers.asked == 1U);
    BOOST_TEST(!silent.not_asked);
    Inquest picky;
    picky.servers.script = [](std::size_t n) { return n > 2 ? silence() : Exchange(IoStatus::ok); };
    const auto server = picky.only_server(8);
    BOOST_TEST(picky.servers.asked == 5U);  // two replies, then three times silence
    BOOST_TEST(server.answers.size() == 5U);
    BOOST_TEST(why_not(server) == "after 3 questions without a reply it was not asked on");
}

BOOST_AUTO_TEST_CASE(name_whose_addresses_no_time_was_left_for_is_not_one_without_address) {
    Inquest inquest;
    inquest.zone.table.add("ns.example.org", RecordType::a, {}, FakeResolver::Status::failed);
    BOOST_TEST(why_not(inquest.only_server(1)).starts_with("its A records could not be looked up: "));
    inquest.zone.table.remove("ns.example.org", RecordType::a);
    BOOST_TEST(why_not(inquest.only_server(1)) == "the name has no address");
}

std::vector<std::string> addresses_from(std::size_t first, std::size_t count) {
    std::vector<std::string> all;
    for (std::size_t i = first; i < first + count; ++i) all.push_back("192.0.2." + std::to_string(i));
    return all;
}

std::string first_left_out(const std::vector<ZoneServers>& zones) {
    for (const auto& zone : zones) {
        for (const auto& server : zone.servers) {
            if (server.not_asked) return server.name.text() + ": " + why_not(server);
        }
    }
    return "nothing";
}

BOOST_AUTO_TEST_CASE(what_our_bounds_leave_out_is_said) {
    Inquest addresses;
    addresses.zone.table.add("ns.example.org", RecordType::a, addresses_from(1, 18));
    const auto zones = addresses.run(1);
    BOOST_TEST(first_left_out(zones) == "ns.example.org: left open: 2 of its A records were not asked, at most 16 are");
    BOOST_TEST(zones.at(0).servers.size() == 17U);

    Inquest names;
    std::vector<std::string> many;
    for (int i = 100; i < 134; ++i) many.push_back("n" + std::to_string(i) + ".example.org");
    names.zone.table.add("example.org", RecordType::ns, many);
    BOOST_TEST(first_left_out(names.run(1)) ==
               "n132.example.org: left open: 2 name servers were not asked, at most 32 are");

    Inquest questions;
    BOOST_TEST(first_left_out(questions.run(83)) ==
               "example.org: left open: 3 questions were not asked, at most 80 to one zone and 24 zones are");
    BOOST_TEST(questions.servers.asked == 81U);

    Inquest apexes;
    std::vector<Lookup> lookups;
    for (int i = 100; i < 126; ++i) {
        const auto apex = "z" + std::to_string(i) + ".org";
        apexes.zone.table.add(apex, RecordType::ns, {"ns.example.org"});
        lookups.push_back(answer(apex, RecordType::a, {}));
    }
    const auto all = apexes.run(lookups);
    BOOST_REQUIRE(all.size() == 26U);
    BOOST_TEST(first_left_out({all[23]}) == "nothing");
    BOOST_TEST(first_left_out({all[24]}).starts_with("z124.org: left open: 1 question was not asked"));
}

BOOST_AUTO_TEST_CASE(addresses_that_cannot_be_looked_up_are_said_beside_those_that_can) {
    Inquest inquest;
    inquest.options.ipv6 = true;
    inquest.zone.table.add("ns.example.org", RecordType::aaaa, {}, FakeResolver::Status::failed);
    const auto zones = inquest.run(1);
    BOOST_REQUIRE(zones.at(0).servers.size() == 2U);
    BOOST_TEST(zones[0].servers[0].address.has_value());
    BOOST_TEST(why_not(zones[0].servers[1]).starts_with("its AAAA records could not be looked up: "));
}

/// sub.example.org, which does not answer, below example.org, whose server gives these replies.
struct DeadZone : Inquest {
    DeadZone() {
        for (const auto type : {RecordType::soa, RecordType::ns})
            zone.table.add("sub.example.org", type, {}, FakeResolver::Status::failed);
        zone.table.add("ns.far.org", RecordType::a, {"192.0.2.7"});
    }
    std::vector<ZoneServers> run() { return Inquest::run({answer("sub.example.org", RecordType::a, {})}); }
};

BOOST_AUTO_TEST_CASE(zone_above_tells_who_serves_a_zone_that_does_not_answer) {  // RFC 1034 §4.2.1
    DeadZone dead;
    const auto server = name_to_wire(name("ns.far.org"));
    const auto referral = testing::Message("sub.example.org", 2).authority("sub.example.org", 2, 300, server).wire();
    dead.servers.script = [&](std::size_t n) {
        auto reply = n > 2 ? silence() : Exchange(IoStatus::ok);
        if (n <= 2) reply.message = referral;
        return reply;
    };
    const auto zones = dead.run();
    BOOST_REQUIRE(zones.size() == 1U);
    BOOST_TEST(zones[0].zone.text() == "sub.example.org");
    BOOST_REQUIRE(zones[0].servers.size() == 1U);
    BOOST_TEST(zones[0].servers[0].address.value().to_string() == "192.0.2.7");
    BOOST_TEST(zones[0].servers[0].answers.at(0).no_reply.value() == "no reply over UDP");
}

// The other may have addresses that nobody can find: what they say is not known.
BOOST_AUTO_TEST_CASE(glue_of_one_family_says_nothing_of_the_other) {
    DeadZone dead;
    dead.options.ipv6 = true;
    for (const auto type : {RecordType::a, RecordType::aaaa})
        dead.zone.table.add("ns.sub.example.org", type, {}, FakeResolver::Status::failed);
    const auto referral = testing::Message("sub.example.org", 2)
                              .authority("sub.example.org", 2, 300, name_to_wire(name("ns.sub.example.org")))
                              .additional("ns.sub.example.org", 1, 300, {192, 0, 2, 7})
                              .wire();
    dead.servers.script = [&](std::size_t n) {
        auto reply = n > 2 ? silence() : Exchange(IoStatus::ok);
        if (n <= 2) reply.message = referral;
        return reply;
    };
    const auto zones = dead.run();
    BOOST_REQUIRE(zones.size() == 1U);
    BOOST_REQUIRE(zones[0].servers.size() == 2U);
    BOOST_TEST(zones[0].servers[0].address.value().to_string() == "192.0.2.7");
    BOOST_TEST(!zones[0].servers[1].address.has_value());
    BOOST_TEST(why_not(zones[0].servers[1]).starts_with("left open: its AAAA records could not be looked up: "));
}

BOOST_AUTO_TEST_CASE(name_whose_zone_nobody_tells_is_said) {
    DeadZone dead;
    dead.servers.script = [](std::size_t) { return silence(); };
    BOOST_TEST(first_left_out(dead.run()) ==
               "sub.example.org: left open: no name server was asked, as the zone that holds it could not be found");
}

BOOST_AUTO_TEST_CASE(sockets_to_all_servers_of_all_zones_are_bounded_together) {
    Inquest inquest;
    std::vector<Lookup> lookups;
    for (std::size_t i = 0; i < 6; ++i) {
        const auto apex = "z" + std::to_string(i) + ".org";
        inquest.zone.table.add(apex, RecordType::ns, {"ns." + apex});
        inquest.zone.table.add("ns." + apex, RecordType::a, addresses_from(16 * i, 16));
        lookups.push_back(answer(apex, RecordType::a, {}));
    }
    inquest.run(lookups);
    BOOST_TEST(inquest.servers.asked == 2U * 6 * 16);
    BOOST_TEST(inquest.servers.most == 64U);
}

BOOST_AUTO_TEST_SUITE_END()
