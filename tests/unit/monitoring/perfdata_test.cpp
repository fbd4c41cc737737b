#include <danelaw/render/perfdata.hpp>

#include <boost/test/unit_test.hpp>

#include <support/conformance.hpp>

using namespace danelaw;
using namespace danelaw::testing;
namespace json = boost::json;

namespace {

std::string text_or_empty(const json::object& object, const char* key) {
    const auto* const value = object.if_contains(key);
    return value == nullptr || value->is_null() ? std::string() : std::string(value->as_string());
}

std::optional<double> number_if_any(const json::object& object, const char* key) {
    const auto* const value = object.if_contains(key);
    if (value == nullptr || value->is_null()) return std::nullopt;
    return value->to_number<double>();
}

PerformanceValue value_of(const json::object& input) {
    PerformanceValue value;
    value.label = text_or_empty(input, "label");
    value.value = input.at("value").to_number<double>();
    value.unit = text_or_empty(input, "uom");
    value.warning = text_or_empty(input, "warn");
    value.critical = text_or_empty(input, "crit");
    value.least = number_if_any(input, "min");
    value.greatest = number_if_any(input, "max");
    return value;
}

/// Empty fields at the end may be there or not.
std::string without_empty_end(std::string text) {
    while (text.ends_with(';')) text.pop_back();
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(perfdata)

BOOST_AUTO_TEST_CASE(values_are_written_as_other_suites_expect) {
    for (const auto& one : conformance_cases("nagios-range", {"perfdata"})) {
        BOOST_TEST_CONTEXT(one.at("id").as_string()) {
            const auto text = performance_text(value_of(one.at("input").as_object()));
            const auto& expected = one.at("expected").as_object();
            BOOST_TEST(bool(text) == expected.at("valid").as_bool());
            if (text) BOOST_TEST(*text == without_empty_end(std::string(expected.at("text").as_string())));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_label_with_a_blank_is_quoted) {
    PerformanceValue value;
    value.label = "first expiry";
    value.value = 5;
    value.unit = "s";
    value.least = 0;
    BOOST_TEST(*performance_text(value) == "'first expiry'=5s;;;0");
}

BOOST_AUTO_TEST_CASE(no_label_can_forge_another_value) {
    for (const char* label : {"", "a=1 b", "a'b", "a|b", "a\nb", "a\x7f"}) {
        PerformanceValue value;
        value.label = label;
        BOOST_TEST_CONTEXT(label) { BOOST_TEST(!performance_text(value)); }
    }
}

BOOST_AUTO_TEST_SUITE_END()
