#include <danelaw/dane/match.hpp>

#include "support/certificates.hpp"

#include <boost/test/unit_test.hpp>

// Which records can authenticate at all, and which digest counts. RFC 6698 §4.1 (D110, D115), RFC 7671 §4 (D81) and §9
// (D64, D98), RFC 7672 §3.1.3 (D54).

using namespace danelaw;
using namespace danelaw::test;

namespace {

TlsaRecord record(unsigned usage, unsigned selector, unsigned matching_type, Bytes data) {
    TlsaRecord made;
    made.usage = CertificateUsage(usage);
    made.selector = Selector(selector);
    made.matching_type = MatchingType(matching_type);
    made.association_data = std::move(data);
    return made;
}

Bytes octets(std::size_t count) { return Bytes(count, 0xAB); }

/// What is left of an RRset: for each record `+` considered, `-` set aside by digest agility, `x` unusable.
std::string considered(const std::vector<TlsaRecord>& records, UsageProfile profile = UsageProfile::smtp) {
    std::string result;
    for (const auto& use : select_records(records, profile)) {
        BOOST_TEST(use.considered == !use.reason.has_value());
        BOOST_TEST((use.usable || !use.considered));
        result += !use.usable ? 'x' : use.considered ? '+' : '-';
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(usability)

BOOST_AUTO_TEST_CASE(a_record_is_unusable_by_itself_and_says_why) {  // RFC 6698 §4.1, D115
    const auto leaf = certificate("leaf");
    auto longer_certificate = leaf.der;
    longer_certificate.push_back(0);
    auto longer_key = leaf.spki;
    longer_key.push_back(0);
    const struct {
        TlsaRecord record;
        std::string reason;
    } cases[] = {
        {record(3, 1, 1, octets(32)), ""},
        {record(3, 1, 2, octets(64)), ""},
        {record(2, 0, 1, octets(32)), ""},
        {record(3, 0, 0, leaf.der), ""},
        {record(3, 1, 0, leaf.spki), ""},
        {record(2, 1, 0, leaf.spki), ""},
        {record(4, 1, 1, octets(32)), "unknown certificate usage 4"},
        {record(255, 1, 1, octets(32)), "unknown certificate usage 255"},
        {record(3, 2, 1, octets(32)), "unknown selector 2"},
        {record(3, 255, 1, octets(32)), "unknown selector 255"},
        {record(3, 1, 3, octets(32)), "unknown matching type 3"},
        {record(3, 1, 255, octets(32)), "unknown matching type 255"},
        {record(3, 1, 1, {}), "no association data"},
        {record(3, 1, 0, {}), "no association data"},
        {record(3, 1, 1, octets(31)), "association data has 31 octets, SHA2-256(1) needs 32"},
        {record(3, 1, 1, octets(33)), "association data has 33 octets, SHA2-256(1) needs 32"},
        {record(3, 1, 1, octets(20)), "association data has 20 octets, SHA2-256(1) needs 32"},  // SHA-1
        {record(3, 1, 2, octets(32)), "association data has 32 octets, SHA2-512(2) needs 64"},
        {record(3, 0, 0, octets(32)), "association data is no certificate"},
        {record(3, 0, 0, leaf.spki), "association data is no certificate"},
        {record(3, 0, 0, longer_certificate), "association data is no certificate"},
        {record(3, 1, 0, octets(32)), "association data is no public key"},
        {record(3, 1, 0, leaf.der), "association data is no public key"},
        {record(3, 1, 0, longer_key), "association data is no public key"},
        {record(0, 0, 1, octets(32)), "usage PKIX-TA(0) is not used on port 25, DANE-TA(2) or DANE-EE(3) are"},
        {record(1, 1, 1, octets(32)), "usage PKIX-EE(1) is not used on port 25, DANE-TA(2) or DANE-EE(3) are"},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(describe(one.record) << " " << one.record.association_data.size()) {
            BOOST_TEST(unusable_reason(one.record, UsageProfile::smtp).value_or("") == one.reason);
        }
    }
}

BOOST_AUTO_TEST_CASE(usages_0_and_1_are_for_other_ports) {  // RFC 7671 §4, D54, D81
    for (const unsigned usage : {0U, 1U}) {
        BOOST_TEST(unusable_reason(record(usage, 1, 1, octets(32)), UsageProfile::smtp).has_value());
        BOOST_TEST(!unusable_reason(record(usage, 1, 1, octets(32)), UsageProfile::any).has_value());
    }
    BOOST_TEST(unusable_reason(record(4, 1, 1, octets(32)), UsageProfile::any).has_value());
    BOOST_TEST(unusable_reason(record(0, 1, 1, octets(31)), UsageProfile::any).has_value());
}

BOOST_AUTO_TEST_CASE(one_unusable_record_leaves_the_others) {  // D115
    BOOST_TEST(considered({record(3, 1, 1, octets(31)), record(3, 1, 1, octets(32)), record(9, 1, 1, octets(32))}) ==
               "x+x");
    BOOST_TEST(considered({}) == "");
}

BOOST_AUTO_TEST_CASE(the_strongest_digest_of_a_usage_and_selector_counts_and_full_data_beside_it) {  // RFC 7671 §9
    const auto sha256 = record(3, 1, 1, octets(32));
    const auto sha512 = record(3, 1, 2, octets(64));
    const auto full = record(3, 1, 0, certificate("leaf").spki);
    const struct {
        const char* why;
        std::vector<TlsaRecord> records;
        std::string expected;
    } cases[] = {
        {"one digest", {sha256, sha256}, "++"},
        {"both digests", {sha256, sha512}, "-+"},
        {"both digests, the other way round", {sha512, sha256}, "+-"},
        {"several of each", {sha256, sha512, sha256, sha512}, "-+-+"},
        {"Full is no digest", {full, sha256}, "++"},
        {"Full stays beside the stronger", {full, sha256, sha512}, "+-+"},
        {"another usage", {sha256, record(2, 1, 2, octets(64))}, "++"},
        {"another selector", {sha256, record(3, 0, 2, octets(64))}, "++"},
        {"malformed ones are dropped first", {sha256, record(3, 1, 2, octets(63))}, "+x"},
        {"unknown ones are dropped first", {sha256, record(3, 1, 3, octets(64))}, "+x"},
    };
    for (const auto& one : cases) BOOST_TEST(considered(one.records) == one.expected, one.why);
    BOOST_TEST(considered({record(1, 1, 1, octets(32)), record(1, 1, 2, octets(64))}) == "xx");
    BOOST_TEST(considered({record(1, 1, 1, octets(32)), record(1, 1, 2, octets(64))}, UsageProfile::any) == "-+");
}

BOOST_AUTO_TEST_SUITE_END()
