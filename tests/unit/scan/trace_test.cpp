// What is asked on the way from an anchor to a name.
#include <danelaw/scan/trace.hpp>

#include <danelaw/base/limits.hpp>

#include "support/gathering.hpp"

#include <boost/test/unit_test.hpp>

using namespace danelaw;
using namespace danelaw::test;

BOOST_AUTO_TEST_SUITE(trace)

BOOST_AUTO_TEST_CASE(name_of_too_many_labels_ends_in_a_lookup_that_says_so) {
    FakeResolver resolver;
    std::string asked = "test";
    for (std::size_t i = 0; i < limits::chain_questions; ++i) {
        asked.insert(0, "a.");
        resolver.add(asked, RecordType::a, {"192.0.2.1"});
    }
    resolver.add("test", RecordType::a, {"192.0.2.1"});
    RefusingConnector connector;
    const FakeClock clock{Timestamp{}};
    const ScanOptions options;
    ScanContext context{resolver, connector, clock, options, TrustFacts{{DomainName()}, {}, {}, {}}};
    ChainFacts facts;
    boost::asio::io_context io;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    boost::asio::co_spawn(io, gather_chain(context, name(asked), RecordType::a, deadline),
                          [&](const std::exception_ptr& error, ChainFacts result) {
                              if (error) std::rethrow_exception(error);
                              facts = std::move(result);
                          });
    io.run();
    BOOST_REQUIRE(facts.zones.size() == limits::chain_questions + 1);
    const auto& last = facts.zones.back();
    BOOST_TEST((last.type == RecordType::ds));
    BOOST_TEST(last.failure.value().detail == "too many names on the way");
}

BOOST_AUTO_TEST_SUITE_END()
