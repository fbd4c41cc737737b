#include <danelaw/base/time.hpp>

#include <boost/test/unit_test.hpp>

using namespace danelaw;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(moments)

BOOST_AUTO_TEST_CASE(a_time_is_read_as_rfc_3339_or_as_seconds) {
    for (const auto* text :
         {"1767323045", "2026-01-02T03:04:05Z", "2026-01-02T04:04:05+01:00", "2026-01-01T21:34:05.25-05:30"}) {
        BOOST_TEST_CONTEXT(text) {
            const auto moment = parse_time(text);
            BOOST_REQUIRE(bool(moment));
            BOOST_TEST(format_time(*moment) == "2026-01-02T03:04:05Z");
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_time_is_refused) {
    for (const auto* text :
         {"", "now", "-5", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-01-02", "2026-01-02T03:04:05",
          "2026-01-02T24:00:00Z", "2026-01-02T03:04:05+25:00", "2026-01-02T03:04:05.Z", "99999999999999999999",
          "2026-01-02T03:04:05Z ", "9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+01:00"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!parse_time(text)); }
    }
}

BOOST_AUTO_TEST_CASE(a_duration_is_told_in_the_unit_a_person_would_use) {
    BOOST_TEST(format_duration(1s) == "1 second");
    BOOST_TEST(format_duration(119s) == "119 seconds");
    BOOST_TEST(format_duration(120s) == "2 minutes");
    BOOST_TEST(format_duration(36h) == "36 hours");
    BOOST_TEST(format_duration(48h) == "2 days");
    BOOST_TEST(format_duration(-72h) == "3 days");
}

BOOST_AUTO_TEST_SUITE_END()
