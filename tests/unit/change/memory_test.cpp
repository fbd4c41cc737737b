// The JSON of what is remembered: everything survives, what later versions add is passed over, what is wrong is named.
#include "checks.hpp"
#include "support/full_facts.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace danelaw {
namespace {

namespace json = boost::json;
using namespace test;

std::string error_of(std::string_view text) {
    const auto read = memory_from_json(text);
    return read ? std::string() : read.error().detail;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(memories)

BOOST_AUTO_TEST_CASE(everything_survives_a_round_trip) {
    const auto memory = full_memory();
    const auto text = memory_to_json(memory);
    const auto read = memory_from_json(text);
    BOOST_REQUIRE(bool(read));
    BOOST_TEST((*read == memory));
    BOOST_TEST(std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; }));
}

BOOST_AUTO_TEST_CASE(what_a_later_version_adds_is_passed_over) {
    auto value = json::parse(memory_to_json(full_memory()));
    value.as_object()["weather"] = "fine";
    value.as_object()["hosts"].as_array()[0].as_object()["mood"] = json::array{1, 2};
    const auto read = memory_from_json(json::serialize(value));
    BOOST_REQUIRE(bool(read));
    BOOST_TEST((*read == full_memory()));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_named) {
    BOOST_TEST(error_of("").starts_with("not JSON ("));
    BOOST_TEST(error_of("[]") == "not a JSON object, expected danelaw.state/1");
    BOOST_TEST(error_of("{\"schema\":\"danelaw.state/2\"}") ==
               "schema: the text \"danelaw.state/2\" stands there, expected danelaw.state/1");
    auto value = json::parse(memory_to_json(full_memory()));
    value.as_object()["verdict"].as_object()["known"].as_object()["verdict"] = "fine";
    BOOST_TEST(
        error_of(json::serialize(value)) ==
        "verdict.known.verdict: the text \"fine\" stands there, expected one of pass, partial, fail, none, unknown");
}

// What is known of a host stays while its lookups fail, and goes with the host.
BOOST_AUTO_TEST_CASE(what_was_not_seen_is_kept_and_what_is_gone_is_not) {
    Checks checks;
    checks.check(domain_with({"leaf"}, {key_record("leaf")}));
    const auto known = checks.memory();
    checks.check(Domain().mx(failed("example.org", RecordType::mx)));
    BOOST_TEST((checks.memory().hosts == known.hosts));
    BOOST_TEST((checks.memory().mx == known.mx));
    Domain blind = domain_with({"leaf"}, {key_record("leaf")});
    blind.with([](DomainFacts& facts) {
        auto& host = facts.hosts.front();
        host.lookups.a = failed("mx.example.org", RecordType::a);
        host.lookups.aaaa = failed("mx.example.org", RecordType::aaaa);
        host.lookups.tlsa.clear();
        host.endpoints.clear();
    });
    checks.check(blind);
    BOOST_TEST((checks.memory().hosts == known.hosts));
    checks.check(Domain({protected_host("mx1.example.org")}));
    BOOST_REQUIRE(checks.memory().hosts.size() == 1U);
    BOOST_TEST(checks.memory().hosts.front().name.text() == "mx1.example.org");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
