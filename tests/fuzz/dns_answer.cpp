// A message from the network, as the answer to each question that danelaw asks. The first octet chooses the validator's
// verdict, the second the record type; the question's name is taken from the message, or no message would be an answer.

#include <danelaw/dns/packet.hpp>
#include "property.hpp"

#include <danelaw/dns/lookup.hpp>

#include <algorithm>
#include <array>

using namespace danelaw;

namespace {

/// Valid UTF-8 may stay in the validator's words, what acts on a terminal may not.
bool has_no_controls(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
}

bool is_printable_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

void check_invariant(const Lookup& lookup) {
    must_hold(lookup.answered() !=
                  (lookup.dnssec == ValidationState::bogus || lookup.dnssec == ValidationState::indeterminate),
              "failed exactly when bogus or indeterminate");
    must_hold(lookup.answered() != lookup.failure.has_value(), "a failure has its reason");
    must_hold(lookup.presence == Presence::records || lookup.rdata.empty(), "rdata only with records");
    must_hold(lookup.presence != Presence::records || !lookup.rdata.empty(), "records have rdata");
    must_hold(lookup.canonical_name == (lookup.cname_chain.empty() ? lookup.name : lookup.cname_chain.back()),
              "the canonical name ends the chain");
    must_hold(!lookup.failure || has_no_controls(lookup.failure->detail), "the reason is printable");
}

void check_records(const Lookup& lookup) {
    const std::size_t count = lookup.rdata.size();
    must_hold(mx_records(lookup).size() == (lookup.type == RecordType::mx ? count : 0), "every MX is read");
    must_hold(tlsa_records(lookup).size() == (lookup.type == RecordType::tlsa ? count : 0), "every TLSA is read");
    const bool is_address = lookup.type == RecordType::a || lookup.type == RecordType::aaaa;
    must_hold(addresses(lookup).size() == (is_address ? count : 0), "every address is read");
    const auto texts = record_texts(lookup);
    must_hold(texts.size() == count, "every record is printed");
    for (const auto& text : texts) must_hold(!text.empty() && is_printable_ascii(text), "records print as plain text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array types{RecordType::a,     RecordType::mx,   RecordType::tlsa, RecordType::txt,
                               RecordType::cname, RecordType::aaaa, RecordType::ns,   RecordType::soa};
    if (size < 2) return 0;
    RawAnswer raw;
    raw.secure = (data[0] & 1U) != 0;
    raw.bogus = (data[0] & 0x80U) != 0;
    raw.why_bogus.assign(data + 2, data + std::min<std::size_t>(size, 300));
    raw.packet.assign(data + 2, data + size);
    const auto packet = read_packet(raw.packet);
    const auto name = packet ? packet->question : DomainName();
    const auto type = packet ? packet->question_type : types[data[1] % types.size()];
    const auto lookup = read_answer(name, type, raw);
    check_invariant(lookup);
    check_records(lookup);
    must_hold(!raw.bogus || !lookup.answered(), "bogus is never an answer");
    must_hold(raw.secure || lookup.dnssec != ValidationState::secure, "only secure is secure");
    return 0;
}
