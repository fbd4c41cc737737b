#include "unit/dns/answer_checks.hpp"

using namespace danelaw;
using namespace danelaw::testing;

BOOST_AUTO_TEST_SUITE(answer_chain)

BOOST_AUTO_TEST_CASE(a_chain_of_aliases_is_followed_to_its_end) {  // RFC 7672 §2.1.3, D11
    const auto raw = Message("mx.example.org", a)
                         .answer("host.example.net", a, 50, localhost)
                         .cname("b.example.org", "Host.Example.Net", 40)
                         .cname("mx.example.org", "b.example.org", 60)
                         .signed_by("mx.example.org", {cname, 3, 1000, 5000})
                         .signed_by("b.example.org", {cname, 3, 1500, 3000})
                         .signed_by("host.example.net", {a, 3, 900, 4000})
                         .secure();
    const auto lookup = read("mx.example.org", RecordType::a, raw);
    BOOST_REQUIRE((lookup.presence == Presence::records));
    BOOST_TEST((lookup.name == name("mx.example.org")));
    BOOST_TEST((lookup.canonical_name == name("host.example.net")));
    BOOST_TEST((lookup.cname_chain == std::vector{name("b.example.org"), name("host.example.net")}));
    BOOST_TEST(lookup.ttl->count() == 40);
    BOOST_TEST(seconds(lookup.signature_inception) == 1500);
    BOOST_TEST(seconds(lookup.signature_expires) == 3000);
    BOOST_TEST(lookup.rdata.size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_alias_asked_for_by_itself_is_a_record_and_not_followed) {  // D13
    const auto raw = Message("mx.example.org", cname).cname("mx.example.org", "host.example.net").secure();
    const auto lookup = read("mx.example.org", RecordType::cname, raw);
    BOOST_TEST((lookup.presence == Presence::records));
    BOOST_TEST(lookup.cname_chain.empty());
    BOOST_TEST((lookup.canonical_name == name("mx.example.org")));
    BOOST_TEST(record_texts(lookup).at(0) == "host.example.net.");
}

BOOST_AUTO_TEST_CASE(a_question_for_any_type_gets_all_records_of_the_name) {
    const auto raw = Message("mx.example.org", 255)
                         .cname("mx.example.org", "host.example.net", 60)
                         .answer("mx.example.org", nsec, 300, Bytes{0, 0, 1, 0x40})
                         .signed_by("mx.example.org", {cname, 3, 1000, 2000})
                         .signed_by("mx.example.org", {nsec, 3, 1000, 1900})
                         .answer("host.example.net", a, 300, localhost)
                         .secure();
    const auto lookup = read("mx.example.org", RecordType{255}, raw);
    BOOST_REQUIRE((lookup.presence == Presence::records));
    BOOST_TEST(lookup.rdata.size() == 2U);
    BOOST_TEST(lookup.cname_chain.empty());
    BOOST_TEST(lookup.ttl->count() == 60);
    BOOST_TEST(seconds(lookup.signature_expires) == 1900);
    BOOST_TEST(record_texts(lookup).at(1) == "\\# 4 00000140");
}

BOOST_AUTO_TEST_CASE(records_beside_the_chain_are_not_read) {
    const auto raw = Message("mx.example.org", a)
                         .answer("evil.example.org", a, 300, localhost)
                         .authority("mx.example.org", a, 300, localhost)
                         .secure();
    const auto lookup = read("mx.example.org", RecordType::a, raw);
    BOOST_TEST((lookup.presence == Presence::no_data));
    BOOST_TEST(lookup.rdata.empty());
}

BOOST_AUTO_TEST_CASE(a_loop_of_aliases_is_a_failure) {  // D11
    const auto self = Message("a.example.org", a).cname("a.example.org", "a.example.org").secure();
    require_failure(read("a.example.org", RecordType::a, self), ValidationState::indeterminate);
    const auto circle = Message("a.example.org", a)
                            .cname("a.example.org", "b.example.org")
                            .cname("b.example.org", "A.example.org")
                            .secure();
    const auto lookup = read("a.example.org", RecordType::a, circle);
    require_failure(lookup, ValidationState::indeterminate);
    BOOST_TEST(lookup.failure->detail ==
               "a.example.org A: CNAME of b.example.org leads back to a.example.org, expected an end");
}

BOOST_AUTO_TEST_CASE(a_chain_of_eleven_aliases_is_followed_and_one_of_twelve_is_a_failure) {
    const auto chain_of = [](int length) {
        Message message("c0.example.org", a);
        for (int i = 0; i < length; ++i)
            message.cname("c" + std::to_string(i) + ".example.org", "c" + std::to_string(i + 1) + ".example.org");
        message.answer("c" + std::to_string(length) + ".example.org", a, 300, localhost);
        return read("c0.example.org", RecordType::a, message.secure());
    };
    BOOST_TEST((chain_of(11).presence == Presence::records));
    require_failure(chain_of(12), ValidationState::indeterminate);
}

BOOST_AUTO_TEST_CASE(two_aliases_of_one_name_are_a_failure) {  // RFC 2181 §10.1
    const auto raw = Message("a.example.org", a)
                         .cname("a.example.org", "b.example.org")
                         .cname("a.example.org", "c.example.org")
                         .secure();
    require_failure(read("a.example.org", RecordType::a, raw), ValidationState::indeterminate);
}

BOOST_AUTO_TEST_CASE(a_synthesized_alias_stands_on_the_signature_of_its_dname) {  // RFC 6672 §5.3.1, D10
    const auto raw = Message("mx.old.example.org", a)
                         .answer("old.example.org", dname, 30, wire_name("new.example.org"))
                         .signed_by("old.example.org", {dname, 3, 1000, 1800})
                         .cname("mx.old.example.org", "mx.new.example.org", 300)
                         .answer("mx.new.example.org", a, 300, localhost)
                         .signed_by("mx.new.example.org", {a, 4, 1000, 2000})
                         .secure();
    const auto lookup = read("mx.old.example.org", RecordType::a, raw);
    BOOST_REQUIRE((lookup.presence == Presence::records));
    BOOST_TEST((lookup.canonical_name == name("mx.new.example.org")));
    BOOST_TEST(lookup.ttl->count() == 30);
    BOOST_TEST(seconds(lookup.signature_expires) == 1800);
}

BOOST_AUTO_TEST_CASE(a_dname_without_its_alias_is_a_failure_and_no_denial) {  // RFC 6672 §3.1
    const auto raw =
        Message("mx.old.example.org", a).answer("old.example.org", dname, 30, wire_name("new.example.org")).secure();
    require_failure(read("mx.old.example.org", RecordType::a, raw), ValidationState::indeterminate);
}

BOOST_AUTO_TEST_CASE(a_dname_does_not_stand_for_its_own_owner) {  // RFC 6672 §2.2: only what is below is redirected
    const auto raw =
        Message("old.example.org", a).answer("old.example.org", dname, 30, wire_name("new.example.org")).secure();
    BOOST_TEST((read("old.example.org", RecordType::a, raw).presence == Presence::no_data));
}

BOOST_AUTO_TEST_CASE(a_denial_lives_as_long_as_soa_ttl_and_minimum_allow) {  // RFC 2308 §5
    for (const auto& [soa_ttl, minimum] : {std::pair{900U, 60U}, std::pair{60U, 900U}}) {
        const auto raw = Message("mx.example.org", tlsa)
                             .authority("example.org", soa, soa_ttl, soa_rdata(minimum))
                             .authority("example.org", rrsig, 300, rrsig_rdata({soa, 2, 1000, 2500}))
                             .authority("mx.example.org", nsec, 300, Bytes{0, 0, 1, 0x40})
                             .authority("mx.example.org", rrsig, 300, rrsig_rdata({nsec, 3, 1100, 2400}))
                             .secure();
        const auto lookup = read("mx.example.org", RecordType::tlsa, raw);
        BOOST_REQUIRE_MESSAGE((lookup.presence == Presence::no_data), lookup.failure.value_or(LookupFailure{}).detail);
        BOOST_TEST((lookup.dnssec == ValidationState::secure));
        BOOST_TEST(lookup.ttl->count() == 60);
        BOOST_TEST(seconds(lookup.signature_inception) == 1100);
        BOOST_TEST(seconds(lookup.signature_expires) == 2400);
    }
}

BOOST_AUTO_TEST_CASE(nxdomain_is_an_answer) {  // D05
    const auto lookup = read("mx.example.org", RecordType::a, Message("mx.example.org", a, 3).insecure());
    BOOST_TEST((lookup.presence == Presence::nx_domain));
    BOOST_TEST((lookup.dnssec == ValidationState::insecure));
    BOOST_TEST(lookup.rcode == 3U);
    BOOST_TEST(!lookup.ttl.has_value());
}

BOOST_AUTO_TEST_CASE(a_chain_that_ends_in_nothing_denies_its_last_name) {  // RFC 6604 §2.1
    for (const auto& [rcode, presence] : {std::pair{0U, Presence::no_data}, std::pair{3U, Presence::nx_domain}}) {
        const auto raw = Message("mx.example.org", a, rcode)
                             .cname("mx.example.org", "gone.example.net", 20)
                             .signed_by("mx.example.org", {cname, 3, 1000, 1900})
                             .authority("example.net", soa, 60, soa_rdata(50))
                             .authority("example.net", rrsig, 60, rrsig_rdata({soa, 2, 1000, 2000}))
                             .secure();
        const auto lookup = read("mx.example.org", RecordType::a, raw);
        BOOST_TEST((lookup.presence == presence));
        BOOST_TEST((lookup.canonical_name == name("gone.example.net")));
        BOOST_TEST(lookup.ttl->count() == 20);
        BOOST_TEST(seconds(lookup.signature_expires) == 1900);
    }
}

BOOST_AUTO_TEST_CASE(records_with_nxdomain_contradict_each_other) {
    const auto raw = Message("mx.example.org", a, 3).answer("mx.example.org", a, 300, localhost).secure();
    require_failure(read("mx.example.org", RecordType::a, raw), ValidationState::indeterminate);
}

BOOST_AUTO_TEST_SUITE_END()
