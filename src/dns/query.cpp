#include <danelaw/dns/query.hpp>

#include <danelaw/base/c_ptr.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/dns/packet.hpp>
#include <danelaw/dns/wire.hpp>

#include <cstdlib>

#include <ldns/ldns.h>  // after the standard headers: defines true and false

namespace danelaw {

namespace {

using LdnsPacket = CPtr<ldns_pkt, ldns_pkt_free>;
using Octets = CPtr<std::uint8_t, std::free>;

/// RFC 9715 and the DNS flag day of 2020: what passes every path unfragmented.
constexpr std::uint16_t udp_octets = 1232;

}  // namespace

Bytes make_query(const DomainName& name, RecordType type, std::uint16_t id) {
    ldns_rdf* const owner = ldns_dname_new_frm_str(name.text().c_str());
    if (owner == nullptr) return {};
    constexpr std::uint16_t no_flags = 0;
    const LdnsPacket packet(
        ldns_pkt_query_new(owner, static_cast<ldns_rr_type>(type), LDNS_RR_CLASS_IN, no_flags));  // takes the name
    if (!packet) return {};
    ldns_pkt_set_id(packet.get(), id);
    ldns_pkt_set_edns_udp_size(packet.get(), udp_octets);
    ldns_pkt_set_edns_do(packet.get(), true);
    std::uint8_t* wire = nullptr;
    std::size_t size = 0;
    if (ldns_pkt2wire(&wire, packet.get(), &size) != LDNS_STATUS_OK) return {};
    const Octets owned(wire);
    return Bytes(wire, wire + size);
}

bool is_reply_to(ByteView message, ByteView query) {
    if (message.size() < header_octets || query.size() < header_octets) return false;
    constexpr std::uint16_t response = 0x8000;
    if (read_u16(message, 0) != read_u16(query, 0) || (read_u16(message, 2) & response) == 0) return false;
    const auto questions = read_u16(message, 4);
    const unsigned rcode = message[3] & 0xFU;
    if (questions == 0) return rcode == LDNS_RCODE_FORMERR || rcode == LDNS_RCODE_NOTIMPL;
    const auto name = name_octets(query.subspan(header_octets));
    if (questions != 1 || !name) return false;
    const auto question_octets = *name + 4;
    if (message.size() < header_octets + question_octets) return false;
    // Lengths of labels are below 64 and no letters, so that the whole question folds like text.
    return ascii_iequal(as_text(message.subspan(header_octets, question_octets)),
                        as_text(query.subspan(header_octets, question_octets)));
}

bool is_truncated(ByteView message) {
    constexpr std::uint16_t truncation = 0x0200;
    return message.size() >= header_octets && (read_u16(message, 2) & truncation) != 0;
}

}  // namespace danelaw
