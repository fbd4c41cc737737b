#include <danelaw/mtasts/policy.hpp>
#include <danelaw/mtasts/record.hpp>

#include <danelaw/base/bytes.hpp>

#include <support/conformance.hpp>

// Cases of other people's test suites: what they say of records, policies, names and media types.

using namespace danelaw;
namespace json = boost::json;

namespace {

bool is_disputed(const json::object& one) { return one.contains("disputed"); }

std::string text(const json::value& value) { return std::string(value.as_string()); }

std::string file_of(const json::object& input) {
    if (!input.contains("hex")) return text(input.at("text"));
    const auto octets = from_hex(text(input.at("hex")));
    return std::string(as_text(*octets));
}

template <class Check>
void each(const char* kind, Check check) {
    for (const auto& one : testing::conformance_cases("mta-sts", {kind})) {
        if (is_disputed(one)) continue;
        BOOST_TEST_CONTEXT(text(one.at("id"))) { check(one.at("input").as_object(), one.at("expected").as_object()); }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(other_peoples_mta_sts)

BOOST_AUTO_TEST_CASE(records) {
    each("txt", [](const json::object& input, const json::object& expected) {
        std::vector<std::string> texts;
        for (const auto& record : input.at("txt_rrset").as_array()) {
            texts.emplace_back();
            for (const auto& part : record.as_array()) texts.back() += text(part);
        }
        const auto set = read_sts_records(texts);
        BOOST_TEST(set.record.has_value() == (text(expected.at("result")) == "ok"));
        if (set.record && expected.contains("id")) BOOST_TEST(set.record->id == text(expected.at("id")));
    });
}

BOOST_AUTO_TEST_CASE(policies) {
    each("policy", [](const json::object& input, const json::object& expected) {
        const auto policy = parse_policy(file_of(input));
        BOOST_TEST(policy.has_value() == expected.at("valid").as_bool());
        if (!policy) return;
        if (expected.contains("mode")) BOOST_TEST(to_text(policy->mode) == text(expected.at("mode")));
        if (expected.contains("max_age")) BOOST_TEST(policy->max_age.count() == expected.at("max_age").as_int64());
        if (!expected.contains("mx")) return;
        const auto& mx = expected.at("mx").as_array();
        BOOST_REQUIRE(mx.size() == policy->mx.size());
        for (std::size_t i = 0; i < mx.size(); ++i) BOOST_TEST(policy->mx[i].text() == text(mx[i]));
    });
}

BOOST_AUTO_TEST_CASE(names) {
    each("mx-match", [](const json::object& input, const json::object& expected) {
        std::string file = "version: STSv1\nmode: enforce\nmax_age: 604800\n";
        for (const auto& pattern : input.at("patterns").as_array()) file += "mx: " + text(pattern) + "\n";
        const auto policy = parse_policy(file);
        const auto host = DomainName::from_user(text(input.at("mx_host")));
        const bool match = policy && host && matching_pattern(*policy, *host).has_value();
        const bool invalid_policy = !policy && expected.at("match").as_bool();
        if (!invalid_policy) BOOST_TEST(match == expected.at("match").as_bool());
    });
}

BOOST_AUTO_TEST_CASE(media_types) {
    each("content-type", [](const json::object& input, const json::object& expected) {
        BOOST_TEST(is_plain_text(text(input.at("content_type"))) == expected.at("accepted").as_bool());
    });
}

BOOST_AUTO_TEST_CASE(addresses_of_policies) {
    each("url", [](const json::object& input, const json::object& expected) {
        const auto domain = DomainName::from_user(text(input.at("domain")));
        BOOST_TEST(sts_policy_url(*domain) == text(expected.at("url")));
    });
}

BOOST_AUTO_TEST_SUITE_END()
