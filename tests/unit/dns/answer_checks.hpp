#pragma once

#include <danelaw/dns/lookup.hpp>

#include <boost/test/unit_test.hpp>

#include <support/dns_message.hpp>

namespace danelaw::testing {

inline constexpr std::uint16_t a = 1, cname = 5, soa = 6, mx = 15, aaaa = 28, dname = 39, rrsig = 46, nsec = 47,
                               tlsa = 52;

inline const Bytes localhost{127, 0, 0, 1};

inline Lookup read(std::string_view question, RecordType type, const RawAnswer& raw) {
    return read_answer(name(question), type, raw);
}

/// The invariant of Lookup: a failure has a reason and nothing to read.
inline void require_failure(const Lookup& lookup, ValidationState state) {
    BOOST_REQUIRE(lookup.presence == Presence::failed);
    BOOST_TEST((lookup.dnssec == state));
    BOOST_REQUIRE(lookup.failure.has_value());
    BOOST_TEST(!lookup.failure->detail.empty());
    BOOST_TEST(lookup.rdata.empty());
    BOOST_TEST(lookup.cname_chain.empty());
    BOOST_TEST((lookup.canonical_name == lookup.name));
    BOOST_TEST(!lookup.ttl.has_value());
    BOOST_TEST(!lookup.signature_expires.has_value());
}

inline long long seconds(const std::optional<Timestamp>& moment) {
    BOOST_REQUIRE(moment.has_value());
    return moment->time_since_epoch().count();
}

}  // namespace danelaw::testing
