#include <danelaw/dns/lookup.hpp>
#include <danelaw/dns/tlsa.hpp>

#include <boost/test/unit_test.hpp>

#include <support/conformance.hpp>
#include <support/dns_message.hpp>

using namespace danelaw;
using namespace danelaw::testing;

namespace {

void require_same(const TlsaRecord& record, const boost::json::object& expected) {
    const auto number = [&](const char* key) { return expected.at(key).as_int64(); };
    BOOST_TEST(static_cast<int>(record.usage) == number("usage"));
    BOOST_TEST(static_cast<int>(record.selector) == number("selector"));
    BOOST_TEST(static_cast<int>(record.matching_type) == number("matching_type"));
    BOOST_TEST(to_hex(record.association_data) == std::string(expected.at("data").as_string()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conformance_tlsa)

BOOST_AUTO_TEST_CASE(presentation_form_is_read_as_other_suites_expect) {
    for (const auto& one : conformance_cases("tlsa-record", {"presentation", "rfc3597"})) {
        const auto& expected = one.at("expected").as_object();
        BOOST_TEST_CONTEXT(one.at("id").as_string()) {
            const auto record = tlsa_from_text(one.at("input").as_string());
            BOOST_TEST(bool(record) == expected.at("valid").as_bool());
            if (record && expected.contains("usage")) require_same(*record, expected);
            if (record && expected.contains("canonical")) {
                BOOST_TEST(to_text(*record) == std::string(expected.at("canonical").as_string()));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(messages_are_read_as_other_suites_expect) {
    for (const auto& one : conformance_cases("tlsa-record", {"dns-message"})) {
        const auto& expected = one.at("expected").as_object();
        const auto& records = expected.at("records").as_array();
        BOOST_TEST_CONTEXT(one.at("id").as_string()) {
            BOOST_REQUIRE(!records.empty());
            const auto owner = name(records[0].at("owner").as_string());
            const auto packet = from_hex(one.at("input").as_string());
            BOOST_REQUIRE(bool(packet));
            const auto lookup = read_answer(owner, RecordType::tlsa, {*packet, expected.at("ad").as_bool(), false, ""});
            BOOST_TEST(lookup.answered() == expected.at("valid").as_bool());
            const auto read = tlsa_records(lookup);
            BOOST_REQUIRE(read.size() == records.size());
            for (std::size_t i = 0; i < read.size(); ++i) require_same(read[i], records[i].as_object());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
