#include <danelaw/dane/match.hpp>
#include <danelaw/dns/lookup.hpp>

#include <support/conformance.hpp>
#include <support/dns_message.hpp>

// TLSA records as other tools read, use and make them (family tlsa-record).

using namespace danelaw;
using namespace danelaw::testing;
namespace json = boost::json;

namespace {

void require_same(const TlsaRecord& record, const json::object& expected) {
    const auto number = [&](const char* key) { return expected.at(key).as_int64(); };
    BOOST_TEST(static_cast<int>(record.usage) == number("usage"));
    BOOST_TEST(static_cast<int>(record.selector) == number("selector"));
    BOOST_TEST(static_cast<int>(record.matching_type) == number("matching_type"));
    BOOST_TEST(to_hex(record.association_data) == text(expected.at("data")));
}

bool is_usable(const TlsaRecord& record) { return !unusable_reason(record, UsageProfile::smtp); }

TlsaRecord record_of(const json::object& fields) {
    const auto number = [&](const char* key) { return fields.at(key).to_number<std::uint8_t>(); };
    TlsaRecord record;
    record.usage = static_cast<CertificateUsage>(number("usage"));
    record.selector = static_cast<Selector>(number("selector"));
    record.matching_type = static_cast<MatchingType>(number("matching_type"));
    return record;
}

template <class Check>
void each(const std::vector<std::string>& kinds, Check check) {
    for (const auto& one : conformance_cases("tlsa-record", kinds)) {
        if (one.contains("disputed")) continue;
        BOOST_TEST_CONTEXT(text(one.at("id"))) { check(one.at("input"), one.at("expected").as_object()); }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(other_peoples_tlsa_records)

BOOST_AUTO_TEST_CASE(presentation_form_is_read_as_other_suites_expect) {
    each({"presentation", "rfc3597"}, [](const json::value& input, const json::object& expected) {
        const auto record = tlsa_from_text(text(input));
        BOOST_TEST(bool(record) == expected.at("valid").as_bool());
        if (record && expected.contains("usage")) require_same(*record, expected);
        if (record && expected.contains("canonical")) BOOST_TEST(to_text(*record) == text(expected.at("canonical")));
        if (record && expected.contains("smtp_usable"))
            BOOST_TEST(is_usable(*record) == expected.at("smtp_usable").as_bool());
    });
}

BOOST_AUTO_TEST_CASE(messages_are_read_as_other_suites_expect) {
    each({"dns-message"}, [](const json::value& input, const json::object& expected) {
        const auto& records = expected.at("records").as_array();
        BOOST_REQUIRE(!records.empty());
        const auto owner = name(text(records[0].at("owner")));
        const auto packet = from_hex(text(input));
        BOOST_REQUIRE(bool(packet));
        const auto lookup = read_answer(owner, RecordType::tlsa, {*packet, expected.at("ad").as_bool(), false, ""});
        BOOST_TEST(lookup.answered() == expected.at("valid").as_bool());
        const auto read = tlsa_records(lookup);
        BOOST_REQUIRE(read.size() == records.size());
        for (std::size_t i = 0; i < read.size(); ++i) {
            require_same(read[i], records[i].as_object());
            BOOST_TEST(is_usable(read[i]) == records[i].at("smtp_usable").as_bool());
        }
    });
}

/// A host with this record; whether it is used shows in the action.
BOOST_AUTO_TEST_CASE(records_are_used_where_other_suites_use_them) {
    each({"rdata-usability"}, [](const json::value& input, const json::object& expected) {
        const auto& fields = input.as_object();
        auto record = record_of(fields);
        record.association_data = *from_hex(text(fields.at("data")));
        const bool secure = text(fields.at("dnssec")) == "secure";
        const auto answered = [](std::string_view owner, RecordType type, Bytes rdata, bool is_secure) {
            Lookup lookup;
            lookup.name = lookup.canonical_name = name(owner);
            lookup.type = type;
            lookup.dnssec = is_secure ? ValidationState::secure : ValidationState::insecure;
            lookup.presence = Presence::records;
            lookup.rdata = {std::move(rdata)};
            return lookup;
        };
        HostLookups lookups;
        lookups.name = name("mx.example");
        lookups.a = answered("mx.example", RecordType::a, {192, 0, 2, 1}, true);
        lookups.tlsa = {answered("_25._tcp.mx.example", RecordType::tlsa, to_rdata(record), secure)};
        const auto decision = decide_host(lookups, UsageProfile::smtp);
        BOOST_TEST((decision.action == DaneAction::authenticate) == expected.at("smtp_usable").as_bool());
        // A secure record that cannot be used still demands TLS, RFC 7672 §2.2; an insecure one demands nothing.
        BOOST_TEST((decision.action == DaneAction::opportunistic) == !secure);
    });
}

BOOST_AUTO_TEST_CASE(records_are_made_as_danetool_and_openssl_make_them) {
    each({"generate"}, [](const json::value& input, const json::object& expected) {
        const auto chain = read_pem_chain(conformance_file("tlsa-record", text(input.at("cert_pem"))));
        BOOST_REQUIRE(bool(chain));
        auto record = record_of(input.as_object());
        record.association_data = association_of(chain->front(), record.selector, record.matching_type);
        BOOST_TEST(to_text(record) == text(expected.at("rdata")));
    });
}

BOOST_AUTO_TEST_SUITE_END()
