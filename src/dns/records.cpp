#include <danelaw/dns/wire.hpp>

#include <danelaw/base/c_ptr.hpp>
#include <danelaw/dns/lookup.hpp>

#include <fmt/format.h>
#include <ldns/ldns.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

namespace danelaw {

namespace {

using LdnsRecord = CPtr<ldns_rr, ldns_rr_free>;

/// RFC 3597 §5
std::string generic_text(ByteView rdata) {
    return rdata.empty() ? std::string("\\# 0") : fmt::format("\\# {} {}", rdata.size(), to_hex(rdata));
}

/// A whole record with the root as its owner, for libldns to read.
Bytes record_wire(RecordType type, ByteView rdata) {
    const auto number = static_cast<std::uint16_t>(type);
    const auto high = [](std::size_t value) { return static_cast<std::uint8_t>(value >> 8U & 0xFFU); };
    const auto low = [](std::size_t value) { return static_cast<std::uint8_t>(value & 0xFFU); };
    Bytes wire{0, high(number), low(number), 0, LDNS_RR_CLASS_IN, 0, 0, 0, 0, high(rdata.size()), low(rdata.size())};
    wire.insert(wire.end(), rdata.begin(), rdata.end());
    return wire;
}

/// The rdata as libldns prints it, or nothing where it cannot, or prints what is no plain text.
std::optional<std::string> ldns_text(RecordType type, ByteView rdata) {
    const auto wire = record_wire(type, rdata);
    ldns_rr* parsed = nullptr;
    std::size_t at = 0;
    const auto status = ldns_wire2rr(&parsed, wire.data(), wire.size(), &at, LDNS_SECTION_ANSWER);
    const LdnsRecord record(parsed);
    if (status != LDNS_STATUS_OK || !record || at != wire.size()) return std::nullopt;
    // libldns reads rdata that ends early without a word, and would print what there is.
    const auto* const described = ldns_rr_descript(static_cast<std::uint16_t>(type));
    if (described == nullptr || ldns_rr_rd_count(record.get()) < ldns_rr_descriptor_minimum(described))
        return std::nullopt;
    const CPtr<char, std::free> line(ldns_rr2str_fmt(ldns_output_format_nocomments, record.get()));
    if (!line) return std::nullopt;
    // owner TAB ttl TAB class TAB type TAB rdata NEWLINE
    std::string_view text(line.get());
    for (int field = 0; field < 4; ++field) {
        const auto tab = text.find('\t');
        if (tab == std::string_view::npos) return std::nullopt;
        text.remove_prefix(tab + 1);
    }
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
    if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; })) return std::nullopt;
    return std::string(text);
}

template <class Address>
boost::asio::ip::address address_from(ByteView rdata) {
    typename Address::bytes_type octets{};
    std::ranges::copy(rdata, octets.begin());
    return Address(octets);
}

/// RFC 6698 §2.1: three octets and data. A shorter record is there all the same, as one that nothing can use.
TlsaRecord tlsa_or_unusable(ByteView rdata) {
    constexpr std::size_t least_octets = 4;
    auto record = tlsa_from_rdata(rdata);
    if (record && rdata.size() >= least_octets) return std::move(*record);
    return {CertificateUsage::priv_cert, Selector::priv_sel, MatchingType::priv_match, {}};
}

}  // namespace

std::vector<MxRecord> mx_records(const Lookup& lookup) {
    std::vector<MxRecord> records;
    if (lookup.type != RecordType::mx) return records;
    for (const auto& rdata : lookup.rdata) {
        if (rdata.size() < 3) continue;
        auto exchange = name_from_wire(ByteView(rdata).subspan(2));
        if (exchange) records.push_back({read_u16(rdata, 0), std::move(*exchange)});
    }
    std::ranges::sort(records);
    return records;
}

std::vector<boost::asio::ip::address> addresses(const Lookup& lookup) {
    std::vector<boost::asio::ip::address> result;
    for (const auto& rdata : lookup.rdata) {
        if (lookup.type == RecordType::a && rdata.size() == 4) {
            result.push_back(address_from<boost::asio::ip::address_v4>(rdata));
        } else if (lookup.type == RecordType::aaaa && rdata.size() == 16) {
            result.push_back(address_from<boost::asio::ip::address_v6>(rdata));
        }
    }
    return result;
}

std::vector<TlsaRecord> tlsa_records(const Lookup& lookup) {
    std::vector<TlsaRecord> records;
    if (lookup.type != RecordType::tlsa) return records;
    for (const auto& rdata : lookup.rdata) records.push_back(tlsa_or_unusable(rdata));
    return records;
}

std::vector<std::string> txt_records(const Lookup& lookup) {
    std::vector<std::string> texts;
    if (lookup.type != RecordType::txt) return texts;
    for (const ByteView rdata : lookup.rdata) {
        std::string text;
        for (std::size_t at = 0; at < rdata.size();) {
            const std::size_t length = rdata[at++];
            const auto octets = rdata.subspan(at, std::min(length, rdata.size() - at));
            text += as_text(octets);
            at += octets.size();
        }
        texts.push_back(std::move(text));
    }
    return texts;
}

std::vector<std::string> record_texts(const Lookup& lookup) {
    std::vector<std::string> texts;
    for (const auto& rdata : lookup.rdata) {
        texts.push_back(ldns_text(lookup.type, rdata).value_or(generic_text(rdata)));
    }
    return texts;
}

}  // namespace danelaw
