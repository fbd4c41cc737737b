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

// What this version added to it is not known; the rest is as it was.
BOOST_AUTO_TEST_CASE(version_1_is_read) {
    auto value = json::parse(memory_to_json(full_memory()));
    value.as_object()["schema"] = "danelaw.state/1";
    auto& host = value.as_object()["hosts"].as_array()[0].as_object();
    host["addresses_secure"] = true;
    host.erase("a_secure");
    host.erase("aaaa_secure");
    auto& sts = value.as_object()["sts"].as_object();
    sts.erase("max_age");
    sts.erase("mx");
    const auto read = memory_from_json(json::serialize(value));
    BOOST_REQUIRE(bool(read));
    auto expected = full_memory();
    expected.hosts[0].aaaa_secure.reset();
    expected.sts = StsMemory{"20260101", PolicyMode::testing, std::nullopt, {}};
    BOOST_TEST((*read == expected));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_named) {
    BOOST_TEST(error_of("").starts_with("not JSON ("));
    BOOST_TEST(error_of("[]") == "not a JSON object, expected danelaw.state/2");
    BOOST_TEST(error_of("{\"schema\":\"danelaw.state/3\"}") ==
               "schema: the text \"danelaw.state/3\" stands there, expected danelaw.state/2");
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
