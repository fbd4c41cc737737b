#include "support/lookups.hpp"

#include <boost/asio/ip/address.hpp>
#include <sstream>

namespace danelaw::test {

namespace {

Bytes wire_name(const std::string& text) {
    Bytes wire;
    for (const auto& label : name(text).labels()) {
        wire.push_back(static_cast<std::uint8_t>(label.size()));
        wire.insert(wire.end(), label.begin(), label.end());
    }
    wire.push_back(0);
    return wire;
}

/// Cut into strings of at most 255 octets, as name servers do.
Bytes txt_rdata(std::string_view text) {
    Bytes wire;
    do {
        const auto part = text.substr(0, 255);
        wire.push_back(static_cast<std::uint8_t>(part.size()));
        wire.insert(wire.end(), part.begin(), part.end());
        text.remove_prefix(part.size());
    } while (!text.empty());
    return wire;
}

}  // namespace

Bytes rdata(RecordType type, const std::string& text) {
    if (type == RecordType::a) {
        const auto octets = boost::asio::ip::make_address_v4(text).to_bytes();
        return {octets.begin(), octets.end()};
    }
    if (type == RecordType::aaaa) {
        const auto octets = boost::asio::ip::make_address_v6(text).to_bytes();
        return {octets.begin(), octets.end()};
    }
    if (type == RecordType::mx) {
        std::istringstream fields(text);
        unsigned preference = 0;
        std::string exchange;
        fields >> preference >> exchange;
        Bytes wire{static_cast<std::uint8_t>(preference >> 8U), static_cast<std::uint8_t>(preference)};
        const auto host = wire_name(exchange);
        wire.insert(wire.end(), host.begin(), host.end());
        return wire;
    }
    if (type == RecordType::txt) return txt_rdata(text);
    if (type == RecordType::tlsa) return to_rdata(*tlsa_from_text(text));
    return wire_name(text);
}

Lookup answer(const std::string& owner, RecordType type, const std::vector<std::string>& records,
              ValidationState state) {
    Lookup lookup;
    lookup.name = lookup.canonical_name = name(owner);
    lookup.type = type;
    lookup.dnssec = state;
    lookup.presence = records.empty() ? Presence::no_data : Presence::records;
    lookup.rcode = 0;
    lookup.ttl = std::chrono::seconds{300};
    for (const auto& record : records) lookup.rdata.push_back(rdata(type, record));
    return lookup;
}

Lookup aliased(Lookup lookup, const std::vector<std::string>& chain) {
    for (const auto& target : chain) lookup.cname_chain.push_back(name(target));
    lookup.canonical_name = lookup.cname_chain.back();
    return lookup;
}

Lookup nx_domain(const std::string& owner, RecordType type, ValidationState state) {
    auto lookup = answer(owner, type, {}, state);
    lookup.presence = Presence::nx_domain;
    lookup.rcode = 3;
    return lookup;
}

Lookup bogus(const std::string& owner, RecordType type, const std::string& why) {
    return failed_lookup(name(owner), type, ValidationState::bogus, LookupFailure{why, extended_error_for(why), false});
}

Lookup failed(const std::string& owner, RecordType type, const std::string& why) {
    return failed_lookup(name(owner), type, ValidationState::indeterminate, LookupFailure{why, std::nullopt, false});
}

}  // namespace danelaw::test
