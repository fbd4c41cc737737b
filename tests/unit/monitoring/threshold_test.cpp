#include <danelaw/report/threshold.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <support/conformance.hpp>

using namespace danelaw;
using namespace danelaw::testing;
namespace json = boost::json;

namespace {

double number(const json::value& value) {
    if (value.is_string()) return value.as_string() == "inf" ? INFINITY : value.as_string() == "-inf" ? -INFINITY : NAN;
    return value.to_number<double>();
}

std::optional<Range> optional_range(const json::value& value) {
    if (value.is_null()) return std::nullopt;
    const auto range = parse_range(value.as_string(), RangeUnit::plain);
    BOOST_REQUIRE(bool(range));
    return *range;
}

/// Cases on which upstreams disagree count in the guidelines' reading, which their note gives: invalid.
bool is_valid(const json::object& one) {
    return !one.contains("disputed") && one.at("expected").as_object().at("valid").as_bool();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(threshold)

BOOST_AUTO_TEST_CASE(ranges_are_read_as_other_suites_expect) {
    for (const auto& one : conformance_cases("nagios-range", {"range-parse"})) {
        BOOST_TEST_CONTEXT(one.at("id").as_string()) {
            const auto range = parse_range(one.at("range").as_string(), RangeUnit::plain);
            BOOST_TEST(bool(range) == is_valid(one));
            if (!range) continue;
            const auto& expected = one.at("expected").as_object();
            BOOST_TEST(range->start == number(expected.at("start")));
            BOOST_TEST(range->end == number(expected.at("end")));
            const auto* const inside = expected.if_contains("alert_inside");
            BOOST_TEST(range->alert_inside == (inside != nullptr && inside->as_bool()));
            const auto again = parse_range(to_text(*range), RangeUnit::plain);
            BOOST_REQUIRE(bool(again));
            BOOST_TEST((*again == *range));
        }
    }
}

BOOST_AUTO_TEST_CASE(values_are_judged_as_other_suites_expect) {
    for (const auto& one : conformance_cases("nagios-range", {"range-check"})) {
        BOOST_TEST_CONTEXT(one.at("id").as_string()) {
            const auto range = parse_range(one.at("range").as_string(), RangeUnit::plain);
            BOOST_REQUIRE(bool(range));
            BOOST_TEST(alerts(*range, number(one.at("value"))) == one.at("alert").as_bool());
        }
    }
}

BOOST_AUTO_TEST_CASE(states_follow_as_other_suites_expect) {
    for (const auto& one : conformance_cases("nagios-range", {"status"})) {
        BOOST_TEST_CONTEXT(one.at("id").as_string()) {
            const Thresholds thresholds{optional_range(one.at("warning")), optional_range(one.at("critical"))};
            const State state = state_of(thresholds, number(one.at("value")));
            BOOST_TEST(to_text(state) == std::string(one.at("state").as_string()));
            BOOST_TEST(static_cast<int>(state) == one.at("exit_code").as_int64());
        }
    }
}

BOOST_AUTO_TEST_CASE(names_of_states_are_read_as_other_suites_expect) {
    for (const auto& one : conformance_cases("nagios-range", {"state-name"})) {
        BOOST_TEST_CONTEXT(one.at("id").as_string()) {
            const auto state = parse_state(one.at("input").as_string());
            const auto& code = one.at("expected").as_object().at("exit_code");
            BOOST_TEST(bool(state) == !code.is_null());
            if (state) BOOST_TEST(static_cast<int>(*state) == code.as_int64());
        }
    }
}

BOOST_AUTO_TEST_CASE(numbers_are_written_as_other_suites_expect) {
    for (const auto& one : conformance_cases("nagios-range", {"number-format"})) {
        BOOST_TEST_CONTEXT(one.at("id").as_string()) {
            BOOST_TEST(number_text(number(one.at("input"))) == one.at("expected").as_object().at("text").as_string());
        }
    }
    BOOST_TEST(number_text(1e21) == "1000000000000000000000");
    BOOST_TEST(number_text(-0.00001) == "-0.00001");
}

// The guidelines' table, which needs no file.
BOOST_AUTO_TEST_CASE(the_guidelines_own_examples_hold) {
    struct Case {
        const char* range;
        double good, bad;
    };
    for (const Case& one : {Case{"10", 0, 11}, Case{"10", 10, -1}, Case{"10:", 10, 9}, Case{"~:10", -100, 11},
                            Case{"10:20", 20, 21}, Case{"@10:20", 21, 10}, Case{"@10:20", 9, 20}}) {
        BOOST_TEST_CONTEXT(one.range) {
            const auto range = parse_range(one.range, RangeUnit::plain);
            BOOST_REQUIRE(bool(range));
            BOOST_TEST(!alerts(*range, one.good));
            BOOST_TEST(alerts(*range, one.bad));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_range_is_refused) {
    for (const char* text :
         {"", ":", "@", "@:", "~", "10:~", "20:10", "inf", "nan:", "1-10", "1,5", "0x10", "+5", "10 ", "14d:", "--1"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!parse_range(text, RangeUnit::plain)); }
    }
}

BOOST_AUTO_TEST_CASE(days_may_be_said_in_hours_and_seconds) {
    const auto seconds = [](const char* text) { return parse_range(text, RangeUnit::days)->start; };
    BOOST_TEST(seconds("14:") == 14 * 86400);
    BOOST_TEST(seconds("1.5d:") == 129600);
    BOOST_TEST(seconds("36h:") == 129600);
    BOOST_TEST(seconds("129600s:") == 129600);
    BOOST_TEST(parse_range("@0:2d", RangeUnit::days)->end == 172800);
    BOOST_TEST(!parse_range("2w:", RangeUnit::days));
    BOOST_TEST(!parse_range("d:", RangeUnit::days));
}

BOOST_AUTO_TEST_CASE(critical_is_worse_than_unknown_and_unknown_than_warning) {
    BOOST_TEST((worse(State::critical, State::unknown) == State::critical));
    BOOST_TEST((worse(State::unknown, State::warning) == State::unknown));
    BOOST_TEST((worse(State::ok, State::warning) == State::warning));
}

BOOST_AUTO_TEST_SUITE_END()
