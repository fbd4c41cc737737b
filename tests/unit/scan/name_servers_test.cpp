// What is asked of name servers themselves, and what of it is told of them. RFC 7672 §2.2.2.
#include <danelaw/scan/name_servers.hpp>

#include "support/dns_message.hpp"
#include "support/gathering.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>

using namespace danelaw;
using namespace danelaw::test;
using namespace std::chrono_literals;

namespace {

/// A table, and the SOA of example.org as a message.
class Zone final : public Resolver {
public:
    boost::asio::awaitable<Lookup> lookup(DomainName asked, RecordType type, Deadline deadline) override {
        if (type != RecordType::soa || asked != name("example.org")) {
            auto found = co_await table.lookup(std::move(asked), type, deadline);
            co_return found;
        }
        auto soa = answer("example.org", RecordType::soa, {"ns.example.org"});
        soa.message = testing::Message("example.org", 6).answer("example.org", 6, 300, testing::soa_rdata(60)).wire();
        co_return soa;
    }
    FakeResolver table;
};

/// Answers by the number of the question to it, from 1.
class Scripted final : public NameServers {
public:
    boost::asio::awaitable<Exchange> ask(boost::asio::ip::address, DomainName, RecordType, Deadline) override {
        co_return script(++asked);
    }
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
        BOOST_TEST(server.not_asked.value_or("") == "left open: no time was left");
        BOOST_TEST(server.answers.size() == last - 1);
        for (const auto& one : server.answers) BOOST_TEST(!one.no_reply);
        BOOST_TEST(inquest.servers.asked == last);
    }
}

BOOST_AUTO_TEST_CASE(without_time_nothing_is_asked) {
    Inquest inquest;
    BOOST_TEST(inquest.only_server(4, 0ms).not_asked.value_or("") == "left open: no time was left");
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
    BOOST_TEST(server.not_asked.value_or("") == "left open: this machine could not ask: over UDP: Too many open files");
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
    BOOST_TEST(server.not_asked.value_or("") == "after 3 questions without a reply it was not asked on");
}

BOOST_AUTO_TEST_CASE(name_whose_addresses_no_time_was_left_for_is_not_one_without_address) {
    Inquest inquest;
    inquest.zone.table.add("ns.example.org", RecordType::a, {}, FakeResolver::Status::failed);
    BOOST_TEST(inquest.only_server(1).not_asked.value_or("").starts_with("its addresses could not be looked up: "));
    inquest.zone.table.remove("ns.example.org", RecordType::a);
    BOOST_TEST(inquest.only_server(1).not_asked.value_or("") == "the name has no address");
}

BOOST_AUTO_TEST_SUITE_END()
