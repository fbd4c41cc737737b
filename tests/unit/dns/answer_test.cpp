#include "unit/dns/answer_checks.hpp"

using namespace danelaw;
using namespace danelaw::testing;

BOOST_AUTO_TEST_SUITE(answer)

BOOST_AUTO_TEST_CASE(a_secure_answer_carries_records_ttl_and_signature_times) {
    const auto raw = Message("mx.example.org", a)
                         .answer("mx.example.org", a, 300, localhost)
                         .answer("mx.example.org", a, 200, {192, 0, 2, 1})
                         .signed_by("mx.example.org", {a, 3, 1000, 2000})
                         .secure();
    const auto lookup = read("mx.example.org", RecordType::a, raw);
    BOOST_REQUIRE((lookup.presence == Presence::records));
    BOOST_TEST((lookup.dnssec == ValidationState::secure));
    BOOST_TEST(lookup.rcode == 0U);
    BOOST_TEST(lookup.rdata.size() == 2U);
    BOOST_TEST(lookup.ttl->count() == 200);
    BOOST_TEST(seconds(lookup.signature_inception) == 1000);
    BOOST_TEST(seconds(lookup.signature_expires) == 2000);
    BOOST_TEST((lookup.canonical_name == name("mx.example.org")));
    BOOST_TEST(!lookup.failure.has_value());
}

BOOST_AUTO_TEST_CASE(an_insecure_answer_is_an_answer_without_signature_times) {  // RFC 7672 §2.1.1
    const auto raw = Message("mx.example.org", a)
                         .answer("mx.example.org", a, 300, localhost)
                         .signed_by("mx.example.org", {a, 3, 1000, 2000})
                         .insecure();
    const auto lookup = read("mx.example.org", RecordType::a, raw);
    BOOST_TEST((lookup.dnssec == ValidationState::insecure));
    BOOST_TEST((lookup.presence == Presence::records));
    BOOST_TEST(!lookup.signature_expires.has_value());
}

BOOST_AUTO_TEST_CASE(names_in_the_reply_match_without_regard_to_case) {  // RFC 4343
    const auto raw = Message("mX.eXample.ORG", a).answer("MX.example.org", a, 300, localhost).secure();
    BOOST_TEST((read("mx.example.org", RecordType::a, raw).presence == Presence::records));
}

BOOST_AUTO_TEST_CASE(a_bogus_answer_has_a_reason_and_nothing_to_read) {  // RFC 4035 §4.3, RFC 7672 §2.1.1
    const auto message = Message("mx.example.org", a).answer("mx.example.org", a, 300, localhost);
    const auto lookup =
        read("mx.example.org", RecordType::a,
             message.bogus("validation failure <mx.example.org. A IN>: signature expired from 127.0.0.1\x1b"));
    require_failure(lookup, ValidationState::bogus);
    BOOST_TEST(lookup.failure->detail == "signature expired from 127.0.0.1\\x1b");
    BOOST_TEST(lookup.failure->extended_error.value() == 7);
    BOOST_TEST(lookup.rcode == 0U);
}

BOOST_AUTO_TEST_CASE(the_validators_words_name_each_server_once) {
    const auto told = [](const std::string& words) {
        return read("mx.example.org", RecordType::a, Message("mx.example.org", a).bogus(words)).failure->detail;
    };
    const std::string lead = "validation failure <mx.example.org. A IN>: ";
    BOOST_TEST(
        told(lead + "signature expired from 192.0.2.1 and 192.0.2.1 and 192.0.2.10 and 192.0.2.1 for key e.org.") ==
        "signature expired from 192.0.2.1 and 192.0.2.10 for key e.org.");
    BOOST_TEST(told(lead + "no DS from ::1 and ::1") == "no DS from ::1");
    BOOST_TEST(told(lead + "one from ::1 and ::2 two from ::2 and ::1") == "one from ::1 and ::2 two from ::2 and ::1");
    BOOST_TEST(told(lead + "here and here and") == "here and here and");
    const std::string other = "validation failure <alias.example.org. A IN>: no signatures";  // an alias led there
    BOOST_TEST(told(other) == other);
}

BOOST_AUTO_TEST_CASE(a_bogus_answer_without_a_reason_may_be_too_long_for_libunbound) {
    const auto raw =
        Message("mx.example.org", a)
            .bogus("validation failure <mx.example.org. A IN>: from 192.0.2.1 and 192.0.2.1 for key e.org.");
    BOOST_TEST(read("mx.example.org", RecordType::a, raw).failure->detail ==
               "no reason given from 192.0.2.1 for key e.org., as where a record set of more than 65535 octets, names "
               "spelt out, is too long for Unbound, here and at senders");
}

BOOST_AUTO_TEST_CASE(a_cname_below_a_dname_into_an_unsigned_zone_is_bogus_to_libunbound_alone) {  // RFC 6672 §5.3.1
    const auto raw = Message("mx.old.example.org", a)
                         .bogus("validation failure <mx.old.example.org. A IN>: DS got DNAME answer from 192.0.2.1");
    BOOST_TEST(read("mx.old.example.org", RecordType::a, raw).failure->detail ==
               "DS got DNAME answer from 192.0.2.1: below a DNAME into an unsigned zone Unbound, here and at senders, "
               "does not accept a CNAME by itself");
}

BOOST_AUTO_TEST_CASE(bogus_outweighs_secure_and_every_rcode) {
    auto raw = Message("mx.example.org", a, 2).bogus("");
    raw.secure = true;
    const auto lookup = read("mx.example.org", RecordType::a, raw);
    require_failure(lookup, ValidationState::bogus);
    BOOST_TEST(lookup.failure->detail == "mx.example.org A: validation failed, no reason given");
    BOOST_TEST(lookup.failure->extended_error.value() == 6);
}

BOOST_AUTO_TEST_CASE(an_rcode_other_than_noerror_and_nxdomain_is_a_failure_even_when_called_secure) {  // D04
    const std::pair<unsigned, const char*> cases[] = {{1, "FORMERR"}, {2, "SERVFAIL"}, {4, "NOTIMPL"},
                                                      {5, "REFUSED"}, {6, "YXDOMAIN"}, {11, "11"}};
    for (const auto& [rcode, word] : cases) {
        const auto raw = Message("mx.example.org", a, rcode).answer("mx.example.org", a, 300, localhost).secure();
        const auto lookup = read("mx.example.org", RecordType::a, raw);
        require_failure(lookup, ValidationState::indeterminate);
        BOOST_TEST(lookup.failure->detail ==
                   std::string("mx.example.org A: rcode ") + word + ", expected NOERROR or NXDOMAIN");
        BOOST_TEST(!lookup.failure->extended_error.has_value());
        BOOST_TEST(lookup.rcode == rcode);
    }
}

BOOST_AUTO_TEST_CASE(the_upper_bits_of_an_rcode_count) {  // RFC 6891 §6.1.3: BADVERS is 16, its low bits are 0
    auto wire = Message("mx.example.org", a).answer("mx.example.org", a, 300, localhost).wire();
    wire[11] = 1;
    const Bytes opt{0, 0, 41, 4, 208, 1, 0, 0, 0, 0, 0};
    wire.insert(wire.end(), opt.begin(), opt.end());
    const auto lookup = read("mx.example.org", RecordType::a, {wire, true, false, ""});
    require_failure(lookup, ValidationState::indeterminate);
    BOOST_TEST(lookup.rcode == 16U);
}

BOOST_AUTO_TEST_CASE(a_reply_to_another_question_is_a_failure) {
    const auto raw = Message("mx.example.org", a).answer("mx.example.org", a, 300, localhost).secure();
    require_failure(read("mx.example.net", RecordType::a, raw), ValidationState::indeterminate);
    require_failure(read("mx.example.org", RecordType::aaaa, raw), ValidationState::indeterminate);
}

BOOST_AUTO_TEST_CASE(a_query_or_a_truncated_reply_is_a_failure) {
    auto message = Message("mx.example.org", a).answer("mx.example.org", a, 300, localhost);
    require_failure(read("mx.example.org", RecordType::a, message.flags(0x0180).secure()),
                    ValidationState::indeterminate);
    require_failure(read("mx.example.org", RecordType::a, message.flags(0x8380).secure()),
                    ValidationState::indeterminate);
    require_failure(read("mx.example.org", RecordType::a, message.flags(0xA980).secure()),
                    ValidationState::indeterminate);
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_reply_is_a_failure) {  // RFC 7672 §2.1.1: a malformed reply is a lookup error
    const auto wire = Message("_25._tcp.mx.example.org", tlsa)
                          .cname("_25._tcp.mx.example.org", "tlsa.example.org")
                          .answer("tlsa.example.org", tlsa, 300, {3, 1, 1, 0xAA, 0xBB})
                          .wire();
    for (std::size_t size = 0; size < wire.size(); ++size) {
        const RawAnswer raw{Bytes(wire.begin(), wire.begin() + static_cast<std::ptrdiff_t>(size)), true, false, ""};
        BOOST_TEST_CONTEXT(size) {
            require_failure(read("_25._tcp.mx.example.org", RecordType::tlsa, raw), ValidationState::indeterminate);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_reply_is_kept_also_of_a_bogus_answer_but_not_one_that_cannot_be_read) {
    const auto message = Message("mx.example.org", a).answer("mx.example.org", a, 300, localhost);
    const auto wire = message.wire();
    BOOST_TEST((read("mx.example.org", RecordType::a, message.secure()).message == wire));
    BOOST_TEST((read("mx.example.org", RecordType::a, message.bogus("why")).message == wire));
    const Bytes cut(wire.begin(), wire.end() - 1);
    BOOST_TEST(read("mx.example.org", RecordType::a, {cut, true, false, ""}).message.empty());
}

BOOST_AUTO_TEST_CASE(more_records_than_the_cap_or_more_octets_than_a_message_are_a_failure) {
    Message message("mx.example.org", a);
    for (int i = 0; i < 4097; ++i) message.answer("", a, 300, localhost);
    auto wire = message.wire();
    BOOST_REQUIRE(wire.size() < 65535U);
    require_failure(read("mx.example.org", RecordType::a, {wire, true, false, ""}), ValidationState::indeterminate);
    wire.resize(65536);
    require_failure(read("mx.example.org", RecordType::a, {wire, true, false, ""}), ValidationState::indeterminate);
}

BOOST_AUTO_TEST_CASE(an_address_of_the_wrong_length_is_a_malformed_reply) {  // RFC 1035 §3.4.1, RFC 3596 §2.2
    for (const auto& rdata : {Bytes{}, Bytes{127, 0, 0}, Bytes{127, 0, 0, 1, 9}}) {
        const auto raw = Message("mx.example.org", a)
                             .answer("mx.example.org", a, 300, localhost)
                             .answer("mx.example.org", a, 300, rdata)
                             .secure();
        require_failure(read("mx.example.org", RecordType::a, raw), ValidationState::indeterminate);
    }
    const auto raw = Message("mx.example.org", aaaa).answer("mx.example.org", aaaa, 300, localhost).secure();
    require_failure(read("mx.example.org", RecordType::aaaa, raw), ValidationState::indeterminate);
}

BOOST_AUTO_TEST_CASE(octets_left_over_in_a_record_are_not_read_as_the_next_one) {
    // 4 octets of address, then what would be a whole second answer where lengths are not held
    const Bytes hidden = Message("mx.example.org", a).answer("", a, 300, {6, 6, 6, 6}).wire();
    Bytes rdata = localhost;
    rdata.insert(rdata.end(), hidden.end() - 15, hidden.end());
    auto wire = Message("mx.example.org", a).answer("mx.example.org", a, 300, rdata).wire();
    wire[7] = 2;
    require_failure(read("mx.example.org", RecordType::a, {wire, true, false, ""}), ValidationState::indeterminate);
}

BOOST_AUTO_TEST_CASE(octets_after_the_last_record_are_a_failure) {
    auto wire = Message("mx.example.org", a).answer("mx.example.org", a, 300, localhost).wire();
    wire.push_back(0);
    require_failure(read("mx.example.org", RecordType::a, {wire, true, false, ""}), ValidationState::indeterminate);
}

BOOST_AUTO_TEST_CASE(an_mx_record_without_its_exchange_is_a_malformed_reply) {  // RFC 1035 §3.3.9
    for (const auto& rdata : {Bytes{}, Bytes{0}, Bytes{0, 10}, Bytes{0, 10, 3, 'a'}, Bytes{0, 10, 1, 'a', 0, 0}}) {
        const auto raw = Message("example.org", mx).answer("example.org", mx, 300, rdata).secure();
        require_failure(read("example.org", RecordType::mx, raw), ValidationState::indeterminate);
    }
}

BOOST_AUTO_TEST_CASE(the_rcode_of_a_malformed_reply_is_that_of_its_header) {
    auto wire = Message("mx.example.org", a, 5).answer("mx.example.org", a, 300, localhost).wire();
    wire.pop_back();
    const auto lookup = read("mx.example.org", RecordType::a, {wire, false, false, ""});
    require_failure(lookup, ValidationState::indeterminate);
    BOOST_TEST(lookup.rcode == 5U);
    const auto none = read("mx.example.org", RecordType::a, RawAnswer{});
    BOOST_TEST(none.failure->detail == "mx.example.org A: no reply, expected a DNS message");
    BOOST_TEST(none.rcode == 2U);
}

BOOST_AUTO_TEST_CASE(of_several_signatures_over_one_rrset_the_last_to_end_counts) {  // RFC 4035 §5.3.1
    const auto raw = Message("mx.example.org", a)
                         .answer("mx.example.org", a, 300, localhost)
                         .signed_by("mx.example.org", {a, 3, 100, 200})
                         .signed_by("mx.example.org", {a, 3, 1000, 2000})
                         .signed_by("mx.example.org", {aaaa, 3, 1, 9000})
                         .signed_by("other.example.org", {a, 3, 1, 9000})
                         .secure();
    const auto lookup = read("mx.example.org", RecordType::a, raw);
    BOOST_TEST(seconds(lookup.signature_inception) == 1000);
    BOOST_TEST(seconds(lookup.signature_expires) == 2000);
}

BOOST_AUTO_TEST_CASE(an_expanded_wildcard_also_stands_on_the_denial_of_the_name_itself) {  // RFC 4035 §5.3.4
    const auto with_labels = [](std::uint8_t labels) {
        return read("mx.example.org", RecordType::a,
                    Message("mx.example.org", a)
                        .answer("mx.example.org", a, 300, localhost)
                        .signed_by("mx.example.org", {a, labels, 1000, 2000})
                        .authority("example.org", nsec, 300, Bytes{0, 0, 1, 0x40})
                        .authority("example.org", rrsig, 300, rrsig_rdata({nsec, 2, 1000, 1200}))
                        .secure());
    };
    BOOST_TEST(seconds(with_labels(3).signature_expires) == 2000);
    BOOST_TEST(seconds(with_labels(2).signature_expires) == 1200);
}

BOOST_AUTO_TEST_CASE(signature_times_are_unsigned_32_bit_numbers) {  // RFC 4034 §3.1.5
    const auto raw = Message("mx.example.org", a)
                         .answer("mx.example.org", a, 300, localhost)
                         .signed_by("mx.example.org", {a, 3, 0x80000000U, 0xFFFFFFFFU})
                         .secure();
    BOOST_TEST(seconds(read("mx.example.org", RecordType::a, raw).signature_expires) == 4294967295LL);
}

BOOST_AUTO_TEST_CASE(a_ttl_with_its_top_bit_set_is_zero) {  // RFC 2181 §8
    const auto raw = Message("mx.example.org", a).answer("mx.example.org", a, 0x80000001U, localhost).secure();
    BOOST_TEST(read("mx.example.org", RecordType::a, raw).ttl->count() == 0);
}

BOOST_AUTO_TEST_CASE(records_of_another_class_are_not_read) {
    auto wire = Message("mx.example.org", a).answer("mx.example.org", a, 300, localhost).wire();
    wire[wire.size() - 11] = 3;  // class CH of the answer: 2 of class, 4 of TTL, 2 of length, 4 of rdata
    BOOST_TEST((read("mx.example.org", RecordType::a, {wire, true, false, ""}).presence == Presence::no_data));
}

BOOST_AUTO_TEST_CASE(compressed_names_in_rdata_are_written_out) {  // RFC 1035 §4.1.4
    auto wire = Message("example.org", mx).answer("example.org", mx, 300, {0, 10, 2, 'm', 'x', 0xC0, 12}).wire();
    const auto lookup = read("example.org", RecordType::mx, {wire, true, false, ""});
    BOOST_REQUIRE(lookup.rdata.size() == 1U);
    BOOST_TEST((lookup.rdata[0] == mx_rdata(10, "mx.example.org")));
}

BOOST_AUTO_TEST_CASE(a_failed_lookup_holds_the_invariant_whatever_state_is_named) {
    for (const auto state : {ValidationState::secure, ValidationState::insecure, ValidationState::indeterminate}) {
        const auto lookup = failed_lookup(name("mx.example.org"), RecordType::a, state, {"no reply", std::nullopt});
        require_failure(lookup, ValidationState::indeterminate);
        BOOST_TEST(lookup.rcode == 2U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
