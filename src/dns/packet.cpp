#include <danelaw/dns/packet.hpp>

#include <danelaw/dns/ldns_rdata.hpp>
#include <danelaw/dns/wire.hpp>

#include <danelaw/base/c_ptr.hpp>
#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>
#include <ldns/ldns.h>

#include <optional>
#include <utility>

namespace danelaw {

namespace {

using LdnsRecord = CPtr<ldns_rr, ldns_rr_free>;

constexpr std::uint16_t option_type = 41;

ByteView octets_of(const ldns_rdf& field) { return {ldns_rdf_data(&field), ldns_rdf_size(&field)}; }

Result<DomainName> owner_of(const ldns_rr& record) {
    const ldns_rdf* const owner = ldns_rr_owner(&record);
    if (owner == nullptr || ldns_rdf_get_type(owner) != LDNS_RDF_TYPE_DNAME)
        return failure("record: has no owner name");
    return name_from_wire(octets_of(*owner));
}

// RFC 2181 §8: a TTL with the top bit set counts as 0.
std::uint32_t ttl_of(const ldns_rr& record) {
    const std::uint32_t ttl = ldns_rr_ttl(&record);
    return (ttl & 0x80000000U) == 0 ? ttl : 0;
}

std::string malformed(std::string_view what) { return fmt::format("reply: {}, expected a DNS message", what); }

/// Reads a message from front to end. Where a record ends is taken from its length field: libldns goes by the fields
/// it knows, and would read octets that are left of a too long record as the next one.
class MessageReader {
public:
    explicit MessageReader(ByteView message) : message_(message) {}

    /// The question, or any record, up to its own end.
    Result<LdnsRecord> take(ldns_pkt_section section) {
        const auto end = end_of_record(section);
        if (!end) return end.error();
        ldns_rr* parsed = nullptr;
        const ldns_status status = ldns_wire2rr(&parsed, message_.data(), *end, &at_, section);
        LdnsRecord record(parsed);
        if (status != LDNS_STATUS_OK || !record) {
            const char* const why = ldns_get_errorstr_by_id(status);
            return failure(malformed(why == nullptr ? "malformed record" : why));
        }
        if (at_ != *end) return failure(malformed("record is longer than its type allows"));
        return record;
    }

    /// Reads `count` records of a section; those of other classes than IN are left out.
    Result<std::vector<ResourceRecord>> take_section(std::size_t count, ldns_pkt_section section) {
        std::vector<ResourceRecord> records;
        for (std::size_t i = 0; i < count; ++i) {
            const auto record = take(section);
            if (!record) return record.error();
            if (ldns_rr_get_class(record->get()) != LDNS_RR_CLASS_IN) continue;
            auto owner = owner_of(**record);
            if (!owner) return owner.error();
            const auto type = static_cast<std::uint16_t>(ldns_rr_get_type(record->get()));
            records.push_back({std::move(*owner), RecordType{type}, ttl_of(**record), rdata_of(**record)});
        }
        return records;
    }

    /// The upper bits of the rcode, from the OPT record among `count` records (RFC 6891 §6.1.3); the rest is passed
    /// over.
    Result<unsigned> take_extended_rcode(std::size_t count) {
        unsigned rcode = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const auto end = end_of_record(LDNS_SECTION_ADDITIONAL);
            if (!end) return end.error();
            if (read_u16(message_, fixed_part_) == option_type) rcode = message_[fixed_part_ + 4];
            at_ = *end;
        }
        return rcode;
    }

    [[nodiscard]] bool at_end() const { return at_ == message_.size(); }

private:
    ByteView message_;
    std::size_t at_ = header_octets;
    std::size_t fixed_part_ = 0;  ///< where the owner name of the record has ended

    [[nodiscard]] bool has(std::size_t at, std::size_t octets) const {
        return at <= message_.size() && message_.size() - at >= octets;
    }

    Result<std::size_t> end_of_record(ldns_pkt_section section) {
        std::size_t at = at_;
        while (has(at, 1) && message_[at] > 0 && message_[at] < 64) at += std::size_t{1} + message_[at];
        if (!has(at, 1)) return failure(malformed("name goes beyond the end"));
        at += message_[at] == 0 ? 1 : 2;  // a pointer ends a name; what else it may be is for libldns to refuse
        fixed_part_ = at;
        const std::size_t fixed_octets = section == LDNS_SECTION_QUESTION ? 4 : 10;
        if (!has(at, fixed_octets)) return failure(malformed("record goes beyond the end"));
        const std::size_t length = section == LDNS_SECTION_QUESTION ? 0 : read_u16(message_, at + 8);
        at += fixed_octets;
        if (!has(at, length)) return failure(malformed("record goes beyond the end"));
        return at + length;
    }
};

/// The header's fields, RFC 1035 §4.1.1.
std::optional<std::string> header_objection(ByteView message) {
    if (message.empty()) return "no reply, expected a DNS message";
    if (message.size() < header_octets || message.size() > limits::message_octets) {
        return fmt::format("reply: {} octets, expected 12 to 65535", message.size());
    }
    constexpr std::uint16_t response = 0x8000;
    constexpr std::uint16_t response_and_opcode = 0xF800;
    if ((read_u16(message, 2) & response_and_opcode) != response) return malformed("is no response to a query");
    if (read_u16(message, 4) != 1) return fmt::format("reply: {} questions, expected 1", read_u16(message, 4));
    const std::size_t records = std::size_t{read_u16(message, 6)} + read_u16(message, 8) + read_u16(message, 10);
    if (records > limits::records_per_answer) {
        return fmt::format("reply: {} records, expected at most {}", records, limits::records_per_answer);
    }
    return std::nullopt;
}

}  // namespace

Bytes rdata_of(const ldns_rr& record) {
    Bytes rdata;
    for (std::size_t i = 0; i < ldns_rr_rd_count(&record); ++i) {
        const ldns_rdf* const field = ldns_rr_rdf(&record, i);
        if (field == nullptr) continue;
        const auto octets = octets_of(*field);
        rdata.insert(rdata.end(), octets.begin(), octets.end());
    }
    return rdata;
}

Result<Packet> read_packet(ByteView message) {
    if (auto objection = header_objection(message)) return failure(std::move(*objection));
    MessageReader reader(message);
    const auto question = reader.take(LDNS_SECTION_QUESTION);
    if (!question) return question.error();
    if (ldns_rr_get_class(question->get()) != LDNS_RR_CLASS_IN)
        return failure("reply: question of another class, expected IN");
    auto name = owner_of(**question);
    if (!name) return name.error();
    auto answer = reader.take_section(read_u16(message, 6), LDNS_SECTION_ANSWER);
    if (!answer) return answer.error();
    auto authority = reader.take_section(read_u16(message, 8), LDNS_SECTION_AUTHORITY);
    if (!authority) return authority.error();
    const auto extended_rcode = reader.take_extended_rcode(read_u16(message, 10));
    if (!extended_rcode) return extended_rcode.error();
    if (!reader.at_end()) return failure(malformed("octets after its last record"));
    constexpr std::uint16_t truncation = 0x0200;
    constexpr std::uint16_t authoritative = 0x0400;
    const std::uint16_t flags = read_u16(message, 2);
    const auto type = static_cast<std::uint16_t>(ldns_rr_get_type(question->get()));
    return Packet{(flags & 0xFU) | *extended_rcode << 4U,
                  (flags & truncation) != 0,
                  std::move(*name),
                  RecordType{type},
                  std::move(*answer),
                  std::move(*authority),
                  (flags & authoritative) != 0};
}

Result<std::vector<ResourceRecord>> read_additional(ByteView message) {
    if (auto objection = header_objection(message)) return failure(std::move(*objection));
    MessageReader reader(message);
    const auto question = reader.take(LDNS_SECTION_QUESTION);
    if (!question) return question.error();
    const auto answer = reader.take_section(read_u16(message, 6), LDNS_SECTION_ANSWER);
    if (!answer) return answer.error();
    const auto authority = reader.take_section(read_u16(message, 8), LDNS_SECTION_AUTHORITY);
    if (!authority) return authority.error();
    return reader.take_section(read_u16(message, 10), LDNS_SECTION_ADDITIONAL);
}

}  // namespace danelaw
