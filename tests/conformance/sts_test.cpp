#include <danelaw/mtasts/record.hpp>
#include <danelaw/scan/gather.hpp>

#include "support/certificates.hpp"
#include "support/conformance.hpp"
#include "support/sts_domain.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

// Policies of other people's test suites as they are found and fetched (family mta-sts), judged from facts that say
// what the cases say. The table in tests/conformance/README.md explains the case that is answered otherwise here.

using namespace danelaw;
using namespace danelaw::test;
using danelaw::testing::text;
namespace json = boost::json;

namespace {

// max_age above the greatest value: the RFC names no consequence.
const std::set<std::string> capped{"end-to-end-snawoot-16"};

template <class Check>
void each(const char* kind, Check check) {
    for (const auto& one : danelaw::testing::conformance_cases("mta-sts", {kind})) {
        const auto id = text(one.at("id"));
        if (one.contains("disputed")) continue;
        BOOST_TEST_CONTEXT(id) { check(one.at("input").as_object(), one.at("expected").as_object(), id); }
    }
}

std::string or_empty(const json::object& object, std::string_view key) {
    const auto* const value = object.if_contains(key);
    return value != nullptr && value->is_string() ? text(*value) : std::string();
}

std::string header(const json::object& input, std::string_view wanted) {
    const auto* const headers = input.if_contains("headers");
    return headers == nullptr ? std::string() : or_empty(headers->as_object(), wanted);
}

std::string body_of(const json::object& input) {
    if (const auto* const repeat = input.if_contains("body_repeat")) {
        const auto& one = repeat->as_object();
        return std::string(static_cast<std::size_t>(one.at("count").as_int64()),
                           static_cast<char>(std::stoi(text(one.at("hex")), nullptr, 16)));
    }
    return or_empty(input, "body");
}

void show_certificate(const std::string& kind, PolicyExchange& exchange) {
    const auto with = [&](std::initializer_list<const char*> names) {
        exchange.chain.clear();
        for (const auto& read : chain(names)) exchange.chain.push_back(read.der);
    };
    if (kind == "cn-only") return with({"cn_wildcard_leaf", "intermediate"});
    if (kind == "partial-wildcard") return with({"partial_wildcard_leaf", "intermediate"});
    if (kind == "untrusted-ca" || kind == "wrong-cert") return with({"self_signed"});
    BOOST_TEST((kind.empty() || kind == "ok" || kind == "wildcard"), kind);
}

StsDomain without_policy_host() {
    return StsDomain().with([](DomainFacts& facts) {
        facts.sts.a = nx_domain("mta-sts.example.org", RecordType::a);
        facts.sts.aaaa = nx_domain("mta-sts.example.org", RecordType::aaaa);
        facts.sts.attempts.clear();
    });
}

/// The domain whose policy host answers as a case of kind `fetch` says.
StsDomain fetched(const json::object& input) {
    if (!input.at("status").is_int64()) return without_policy_host();
    auto exchange = served(body_of(input));
    exchange.status = static_cast<unsigned>(input.at("status").as_int64());
    exchange.content_type = header(input, "Content-Type");
    if (exchange.content_type.empty() && input.at("headers").as_object().empty()) exchange.content_type = "text/plain";
    exchange.location = header(input, "Location");
    if (input.contains("close_early")) exchange.result = FetchResult::connection_lost;
    show_certificate(or_empty(input, "cert"), exchange);
    return StsDomain().exchange(exchange);
}

void expect(const Report& report, const json::object& expected) {
    const bool ok = text(expected.at("result")) == "ok";
    BOOST_TEST((report.sts->state == PolicyState::usable) == ok, report.sts->failure.value_or("no failure"));
    if (text(expected.at("result")) == "none")
        BOOST_TEST((report.sts->state == PolicyState::absent || report.sts->record.fault.has_value()));
    if (!ok || !report.sts->served) return;
    if (expected.contains("mode")) BOOST_TEST(to_text(report.sts->served->mode) == text(expected.at("mode")));
    if (expected.contains("max_age"))
        BOOST_TEST(report.sts->served->max_age.count() == expected.at("max_age").as_int64());
    if (!expected.contains("mx")) return;
    std::vector<std::string> patterns, wanted;
    for (const auto& pattern : report.sts->served->mx) patterns.push_back(pattern.text());
    for (const auto& mx : expected.at("mx").as_array()) wanted.push_back(text(mx));
    BOOST_TEST(patterns == wanted, boost::test_tools::per_element());
}

std::vector<std::string> texts_of(const json::value& records) {
    std::vector<std::string> texts;
    if (!records.is_array()) return texts;
    for (const auto& record : records.as_array()) texts.push_back(text(record));
    return texts;
}

/// What senders held before, and what the domain gives now.
StsDomain cached_and_given(const json::object& input) {
    auto domain = StsDomain();
    const auto& http = input.at("http");
    if (http.is_object()) {
        const auto body = text(http.at("body"));
        domain.policy(body == "(70000 octets)" ? std::string(70'000, 'a') : body);
    } else if (http.is_string() && text(http) == "no-address") {
        domain = without_policy_host();
    } else if (http.is_string()) {
        auto exchange = served(policy_text("none"));
        show_certificate(text(http), exchange);
        domain.exchange(exchange);
    }
    domain.records(texts_of(input.at("txt")));
    if (!input.at("cached").is_object() || input.at("cache_valid") != json::value(true)) return domain;
    const auto& cached = input.at("cached").as_object();
    return domain.with([&](DomainFacts& facts) {
        facts.sts.cached_policy = policy_text(text(cached.at("mode")), texts_of(cached.at("mx")));
    });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(policies_of_others)

BOOST_AUTO_TEST_CASE(fetched_policies) {
    each("fetch", [](const json::object& input, const json::object& expected, const std::string&) {
        expect(fetched(input).judged(), expected);
    });
}

BOOST_AUTO_TEST_CASE(records_and_policies_together) {
    each("end-to-end", [](const json::object& input, const json::object& expected, const std::string& id) {
        auto exchange = served(or_empty(input, "policy"));
        if (input.contains("content_type")) exchange.content_type = text(input.at("content_type"));
        show_certificate(or_empty(input, "cert"), exchange);
        const auto report = StsDomain().exchange(exchange).records(texts_of(input.at("txt"))).judged();
        if (!capped.contains(id)) return expect(report, expected);
        BOOST_TEST(has(report, "sts.max_age_capped"));
        BOOST_TEST((report.sts->state == PolicyState::usable));
    });
}

BOOST_AUTO_TEST_CASE(policies_that_senders_hold) {  // RFC 8461 §5.1
    each("cache", [](const json::object& input, const json::object& expected, const std::string&) {
        const auto report = cached_and_given(input).judged();
        const auto status = text(expected.at("status"));
        if (status == "errored") {
            BOOST_TEST((report.sts->state != PolicyState::usable));
            BOOST_REQUIRE(report.sts->applied() != nullptr);
            BOOST_TEST(to_text(report.sts->applied()->mode) == text(expected.at("mode")));
            BOOST_TEST(!matching_pattern(*report.sts->applied(), name("evil.example.test")).has_value());
        } else {
            BOOST_TEST((report.sts->state == PolicyState::usable));
            if (expected.contains("mode")) BOOST_TEST(to_text(report.sts->served->mode) == text(expected.at("mode")));
        }
    });
}

BOOST_AUTO_TEST_CASE(lookups_of_the_record) {
    each("txt-lookup", [](const json::object& input, const json::object& expected, const std::string&) {
        const auto row = text(input.at("dns").as_array().at(0));
        auto lookup = nx_domain("_mta-sts.example.org", RecordType::txt);
        if (row.ends_with("SERVFAIL")) lookup = failed("_mta-sts.example.org", RecordType::txt);
        const auto report = StsDomain().with([&](DomainFacts& facts) { facts.sts.record = lookup; }).judged();
        const auto state = text(expected.at("result")) == "none" ? PolicyState::absent : PolicyState::unknown;
        BOOST_TEST((report.sts->state == state));
    });
}

BOOST_AUTO_TEST_CASE(names_that_are_asked) {
    each("qname", [](const json::object& input, const json::object& expected, const std::string&) {
        const auto destination = parse_destination(text(input.at("domain")), false);
        BOOST_REQUIRE(bool(destination));
        BOOST_TEST(sts_record_owner(destination->domain)->text() == text(expected.at("qname")));
    });
}

BOOST_AUTO_TEST_SUITE_END()
