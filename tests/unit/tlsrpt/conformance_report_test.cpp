#include <danelaw/tlsrpt/source.hpp>

#include "support/conformance.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

// Reports of other test suites (family tlsrpt, kinds report-json and report-mail): the same numbers come out.

using namespace danelaw;
namespace json = boost::json;

namespace {

std::string octets_of(const json::object& one) {
    const char* const shared = std::getenv("DANELAW_SHARED");
    const std::filesystem::path root =
        shared == nullptr ? std::filesystem::path(DANELAW_SOURCE_DIR) / ".." / "shared" : std::filesystem::path(shared);
    const std::string name(one.at("input").as_object().at("file").as_string());
    std::ifstream file(root / "conformance" / "tlsrpt" / name, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(bool(file), name);
    return {std::istreambuf_iterator<char>(file), {}};
}

json::value count(const std::optional<std::uint64_t>& sessions) {
    return sessions ? json::value(static_cast<std::int64_t>(*sessions)) : json::value();
}

/// The report in the words of the cases.
json::object summary(const TlsReport& report) {
    json::array policies;
    for (const auto& policy : report.policies) {
        json::array types;
        for (const auto& failure : policy.failures) types.emplace_back(failure.result_type);
        policies.push_back(json::object{{"policy-type", policy.type},
                                        {"policy-domain", policy.domain ? json::value(*policy.domain) : json::value()},
                                        {"ok", count(policy.successful)},
                                        {"failed", count(policy.failed)},
                                        {"result-types", std::move(types)}});
    }
    return {{"result", "report"},
            {"valid", true},
            {"organization-name", report.organization},
            {"report-id", report.id},
            {"start", format_time(report.start)},
            {"end", format_time(report.end)},
            {"policies", std::move(policies)}};
}

json::object answer(const std::string& octets) {
    const auto source = read_report_source(octets);
    if (source.found.empty()) return {{"result", "no-report"}};
    const auto& report = source.found.front().report;
    if (!report) return {{"result", "report"}, {"valid", false}, {"reason", report.error().detail}};
    return summary(*report);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conformance_reports)

BOOST_AUTO_TEST_CASE(reports_of_other_test_suites_are_read_as_there) {
    for (const auto& one : danelaw::testing::conformance_cases("tlsrpt", {"report-json", "report-mail"})) {
        if (one.contains("disputed")) continue;
        BOOST_TEST_CONTEXT(std::string_view(one.at("id").as_string())) {
            const auto answered = answer(octets_of(one));
            for (const auto& [key, wanted] : one.at("expected").as_object()) {
                const auto* const got = answered.if_contains(key);
                BOOST_REQUIRE_MESSAGE(got != nullptr, key << " is missing in " << json::serialize(answered));
                BOOST_TEST(json::serialize(*got) == json::serialize(wanted), key << ": " << json::serialize(answered));
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
