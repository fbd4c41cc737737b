#include <danelaw/dns/query.hpp>

#include <danelaw/dns/packet.hpp>
#include <danelaw/dns/wire.hpp>

#include "support/dns_message.hpp"

#include <boost/test/unit_test.hpp>

using namespace danelaw;
using danelaw::testing::name;

namespace {

/// The query as its own reply, for a start.
Bytes reply_to(const Bytes& query) {
    Bytes reply = query;
    reply[2] |= 0x84;  // QR, AA
    return reply;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(queries)

BOOST_AUTO_TEST_CASE(query_wants_dnssec_records_and_no_recursion) {  // RFC 1035 §4.1.1, RFC 3225 §3, RFC 6891 §6.1.2
    const auto query = make_query(name("_25._tcp.mx.example"), RecordType::tlsa, 0xABCD);
    BOOST_REQUIRE(query.size() == 12U + 21U + 4U + 11U);
    BOOST_TEST(read_u16(query, 0) == 0xABCD);
    BOOST_TEST(read_u16(query, 2) == 0);  // no flag, no recursion
    BOOST_TEST(read_u16(query, 4) == 1);
    BOOST_TEST(read_u16(query, 10) == 1);
    const std::size_t option = query.size() - 11;
    BOOST_TEST(read_u16(query, option + 1) == 41);
    BOOST_TEST(read_u16(query, option + 3) == 1232);
    BOOST_TEST(read_u16(query, option + 7) == 0x8000);  // DO
    const auto read = read_packet(reply_to(query));
    BOOST_REQUIRE(!!read);
    BOOST_TEST(read->question.text() == "_25._tcp.mx.example");
    BOOST_TEST(to_text(read->question_type) == "TLSA");
    BOOST_TEST(read->authoritative);
}

BOOST_AUTO_TEST_CASE(query_may_be_for_any_name) {
    BOOST_TEST(read_packet(reply_to(make_query(DomainName(), RecordType::dnskey, 1)))->question.is_root());
    const auto odd = name("\\042.a\\.b\\000.example");
    BOOST_TEST((read_packet(reply_to(make_query(odd, RecordType::a, 1)))->question == odd));
}

BOOST_AUTO_TEST_CASE(reply_is_known_by_id_and_question) {  // RFC 5452 §9.1
    const auto query = make_query(name("mx.example"), RecordType::a, 77);
    const auto reply = reply_to(query);
    BOOST_TEST(is_reply_to(reply, query));
    BOOST_TEST(!is_reply_to(query, query));  // no response
    auto other_id = reply;
    other_id[1] ^= 1U;
    BOOST_TEST(!is_reply_to(other_id, query));
    auto other_name = reply;
    other_name[13] = 'n';
    BOOST_TEST(!is_reply_to(other_name, query));
    auto other_type = reply;
    other_type[12 + 12 + 1] = 28;
    BOOST_TEST(!is_reply_to(other_type, query));
    auto upper_case = reply;
    upper_case[13] = 'M';
    BOOST_TEST(is_reply_to(upper_case, query));
    for (std::size_t size = 0; size < 28; ++size) {
        BOOST_TEST(!is_reply_to(ByteView(reply).first(size), query), size);
    }
}

BOOST_AUTO_TEST_CASE(reply_without_question_counts_only_as_not_understood) {  // RFC 6891 §7
    const auto query = make_query(name("mx.example"), RecordType::a, 77);
    Bytes bare = reply_to(query);
    bare.resize(12);
    bare[5] = bare[11] = 0;
    BOOST_TEST(!is_reply_to(bare, query));
    bare[3] = 1;  // FORMERR
    BOOST_TEST(is_reply_to(bare, query));
    bare[3] = 4;  // NOTIMP
    BOOST_TEST(is_reply_to(bare, query));
    bare[3] = 5;  // REFUSED
    BOOST_TEST(!is_reply_to(bare, query));
}

BOOST_AUTO_TEST_CASE(cut_reply_is_known_by_its_flag) {
    auto reply = reply_to(make_query(name("mx.example"), RecordType::a, 77));
    BOOST_TEST(!is_truncated(reply));
    reply[2] |= 2;
    BOOST_TEST(is_truncated(reply));
    BOOST_TEST(!is_truncated(Bytes{1, 2, 3}));
}

BOOST_AUTO_TEST_SUITE_END()
