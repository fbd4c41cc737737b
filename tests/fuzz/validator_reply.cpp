// A message between the program and the process that validates with getdns: as a request, as a reply, and the lookup
// that the reply gives. What reads is written as it was read.

#include "property.hpp"

#include <danelaw/dns/packet.hpp>
#include <danelaw/dns/validator_message.hpp>

#include <algorithm>

using namespace danelaw;

namespace {

bool is_written_as(const Bytes& message, ByteView body) {
    return std::ranges::equal(ByteView(message).subspan(4), body);
}

void check_reply(const ValidatorReply& reply) {
    const auto packet = read_packet(reply.packet);
    const auto name = packet ? packet->question : DomainName();
    const auto type = packet ? packet->question_type : RecordType::a;
    const auto lookup = read_getdns_reply(name, type, reply);
    must_hold(lookup.answered() != lookup.failure.has_value(), "a failure has its reason");
    must_hold(reply.status == ValidatorStatus::secure || !lookup.secure(), "only secure is secure");
    must_hold(
        !lookup.answered() || reply.status == ValidatorStatus::secure || reply.status == ValidatorStatus::insecure,
        "an answer has a verdict");
    must_hold(!lookup.answered() || lookup.rcode == 0 || lookup.rcode == 3, "an answer is data or a denial");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView body(data, size);
    if (const auto request = decode_validator_request(body)) {
        const auto again = decode_validator_request(ByteView(encode(*request)).subspan(4));
        must_hold(again && *again == *request, "a request is read as it was written");
    }
    if (const auto reply = decode_validator_reply(body)) {
        must_hold(is_written_as(encode(*reply), body), "a reply is written as it was read");
        check_reply(*reply);
    }
    return 0;
}
