#include "unit/dns/answer_checks.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/dns/validator_message.hpp>

using namespace danelaw;
using namespace danelaw::testing;

namespace {

ByteView body_of(const Bytes& message) { return ByteView(message).subspan(4); }

ValidatorRequest a_request() {
    ValidatorRequest request;
    request.name = name("_25._tcp.mx\\.1.example.org");
    request.type = RecordType::tlsa;
    request.upstreams = {"192.0.2.53@53", "2001:db8::53@853"};
    request.tls_name = "dns.example.net";
    request.tls_pin = Bytes(32, 7);
    request.ca_file = "/etc/ssl/ca.pem";
    request.anchors = {". IN DS 20326 8 2 aa", ". IN DS 38696 8 2 bb"};
    request.at = Timestamp(std::chrono::seconds(-1));
    request.until = std::chrono::steady_clock::time_point(std::chrono::milliseconds(9700));
    return request;
}

ValidatorReply a_reply(const RawAnswer& raw, ValidatorStatus status) {
    ValidatorReply reply;
    reply.packet = raw.packet;
    reply.status = status;
    return reply;
}

Message message_of(std::string_view owner) { return Message(owner, a).answer(owner, a, 300, localhost); }

Lookup read_reply(const ValidatorReply& reply) {
    return read_getdns_reply(name("mx.example.org"), RecordType::a, reply);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(validator_message)

BOOST_AUTO_TEST_CASE(a_request_is_read_as_it_was_written) {
    auto request = a_request();
    BOOST_TEST((*decode_validator_request(body_of(encode(request))) == request));
    request.at.reset();
    BOOST_TEST((*decode_validator_request(body_of(encode(request))) == request));
}

BOOST_AUTO_TEST_CASE(a_reply_is_read_as_it_was_written) {
    ValidatorReply reply;
    reply.packet = Bytes(65535, 3);
    reply.status = ValidatorStatus::bogus;
    reply.only_dates = reply.no_library = true;
    reply.trouble = "none";
    const auto message = encode(reply);
    BOOST_TEST(*message_length(ByteView(message).first(4)) == message.size() - 4);
    BOOST_TEST((*decode_validator_reply(body_of(message)) == reply));
}

BOOST_AUTO_TEST_CASE(no_part_of_a_message_is_a_message) {
    const auto request = encode(a_request());
    const auto reply = encode(a_reply(message_of("mx.example.org").secure(), ValidatorStatus::secure));
    for (std::size_t length = 0; length + 4 < request.size(); ++length) {
        BOOST_TEST(!decode_validator_request(body_of(request).first(length)));
    }
    for (std::size_t length = 0; length + 4 < reply.size(); ++length) {
        BOOST_TEST(!decode_validator_reply(body_of(reply).first(length)));
    }
    auto longer = reply;
    longer.push_back(0);
    BOOST_TEST(!decode_validator_reply(body_of(longer)));
}

BOOST_AUTO_TEST_CASE(what_nobody_writes_is_not_read) {
    auto reply = encode(ValidatorReply());
    reply[8] = 1;  // status 256
    BOOST_TEST(!decode_validator_reply(body_of(reply)));
    reply = encode(ValidatorReply());
    reply[10] = 2;  // neither yes nor no
    BOOST_TEST(!decode_validator_reply(body_of(reply)));
    BOOST_TEST(!message_length(Bytes{0xff, 0xff, 0xff, 0xff}));
    BOOST_TEST(*message_length(Bytes{0, 4, 0, 0}) == limits::validator_message_octets);
    BOOST_TEST(!message_length(Bytes{0, 4, 0, 1}));
}

BOOST_AUTO_TEST_CASE(getdns_says_secure_insecure_or_bogus) {
    const auto raw = message_of("mx.example.org").secure();
    BOOST_TEST((read_reply(a_reply(raw, ValidatorStatus::secure)).dnssec == ValidationState::secure));
    const auto insecure = read_reply(a_reply(raw, ValidatorStatus::insecure));
    BOOST_TEST((insecure.dnssec == ValidationState::insecure));
    BOOST_TEST(insecure.rdata.size() == 1U);
    require_failure(read_reply(a_reply(raw, ValidatorStatus::bogus)), ValidationState::bogus);
}

BOOST_AUTO_TEST_CASE(bogus_says_what_getdns_knows_of_it) {
    auto reply = a_reply(message_of("mx.example.org").secure(), ValidatorStatus::bogus);
    const auto told = [&] { return read_reply(reply).failure->detail; };
    BOOST_TEST(told().ends_with("is missing or does not hold"));
    reply.only_dates = true;
    BOOST_TEST(told().ends_with("a signature is expired or not valid yet, all else holds"));
    reply.unsupported_algorithm = true;
    BOOST_TEST(told().ends_with("it does not know the algorithm of a zone's keys"));
}

BOOST_AUTO_TEST_CASE(a_servfail_is_a_failure_whatever_getdns_calls_it) {  // pitfalls: dnssec_status says INSECURE
    for (const auto status : {ValidatorStatus::insecure, ValidatorStatus::secure, ValidatorStatus::bogus}) {
        const auto lookup = read_reply(a_reply(Message("mx.example.org", a, 2).insecure(), status));
        require_failure(lookup, ValidationState::indeterminate);
        BOOST_TEST(lookup.rcode == 2U);
    }
}

BOOST_AUTO_TEST_CASE(no_verdict_is_a_failure) {  // RFC 7672 §2.1.1
    const auto raw = message_of("mx.example.org").secure();
    for (const auto status : {ValidatorStatus::indeterminate, ValidatorStatus::unknown}) {
        require_failure(read_reply(a_reply(raw, status)), ValidationState::indeterminate);
    }
}

BOOST_AUTO_TEST_CASE(no_reply_is_a_failure) {
    ValidatorReply reply;
    reply.status = ValidatorStatus::secure;
    BOOST_TEST(read_reply(reply).failure->detail == "getdns: no reply");
    reply.trouble = "no resolver answered in time\x1b";
    BOOST_TEST(read_reply(reply).failure->detail == "getdns: no resolver answered in time\\x1b");
    require_failure(read_reply(reply), ValidationState::indeterminate);
}

BOOST_AUTO_TEST_CASE(a_reply_to_another_question_is_a_failure) {
    const auto reply = a_reply(message_of("other.example.org").secure(), ValidatorStatus::secure);
    require_failure(read_reply(reply), ValidationState::indeterminate);
}

BOOST_AUTO_TEST_SUITE_END()
