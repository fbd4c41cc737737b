#include <danelaw/scan/special_address.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace danelaw {

namespace {

using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;

struct Block {
    const char* network;
    unsigned prefix;
    const char* name;
};

// IANA IPv4 Special-Purpose Address Registry, without the blocks that are globally reachable; the more special first.
constexpr Block v4_blocks[] = {
    {"0.0.0.0", 8, "this network, RFC 791"},
    {"10.0.0.0", 8, "private use, RFC 1918"},
    {"100.64.0.0", 10, "shared address space, RFC 6598"},
    {"127.0.0.0", 8, "loopback, RFC 1122"},
    {"169.254.0.0", 16, "link local, RFC 3927"},
    {"172.16.0.0", 12, "private use, RFC 1918"},
    {"192.0.0.0", 24, "IETF protocol assignments, RFC 6890"},
    {"192.0.2.0", 24, "documentation, RFC 5737"},
    {"192.88.99.0", 24, "deprecated 6to4 relay, RFC 7526"},
    {"192.168.0.0", 16, "private use, RFC 1918"},
    {"198.18.0.0", 15, "benchmarking, RFC 2544"},
    {"198.51.100.0", 24, "documentation, RFC 5737"},
    {"203.0.113.0", 24, "documentation, RFC 5737"},
    {"224.0.0.0", 4, "multicast, RFC 5771"},
    {"240.0.0.0", 4, "reserved, RFC 1112"},
};

// IANA IPv6 Special-Purpose Address Registry, and multicast.
constexpr Block v6_blocks[] = {
    {"::", 128, "unspecified, RFC 4291"},
    {"::1", 128, "loopback, RFC 4291"},
    {"64:ff9b:1::", 48, "local-use translation, RFC 8215"},
    {"100::", 64, "discard only, RFC 6666"},
    {"100:0:0:1::", 64, "dummy prefix, RFC 9780"},
    {"2001::", 23, "IETF protocol assignments, RFC 2928"},
    {"2001:db8::", 32, "documentation, RFC 3849"},
    {"3fff::", 20, "documentation, RFC 9637"},
    {"5f00::", 16, "segment routing, RFC 9602"},
    {"fc00::", 7, "unique local, RFC 4193"},
    {"fe80::", 10, "link local, RFC 4291"},
    {"fec0::", 10, "deprecated site local, RFC 3879"},
    {"ff00::", 8, "multicast, RFC 4291"},
    {"::", 96, "deprecated IPv4-compatible, RFC 4291"},
};

bool in_block(std::span<const std::uint8_t> address, std::span<const std::uint8_t> network, unsigned prefix) {
    const std::size_t whole = prefix / 8;
    if (!std::equal(network.begin(), network.begin() + static_cast<std::ptrdiff_t>(whole), address.begin()))
        return false;
    const unsigned rest = prefix % 8;
    return rest == 0 || (address[whole] ^ network[whole]) >> (8 - rest) == 0;
}

template <class Address, std::size_t Count>
std::optional<std::string> find_block(const Address& address, const Block (&blocks)[Count],
                                      Address (*read)(const char*)) {
    const auto octets = address.to_bytes();
    for (const auto& block : blocks) {
        if (in_block(octets, read(block.network).to_bytes(), block.prefix)) return block.name;
    }
    return std::nullopt;
}

address_v4 read_v4(const char* text) { return boost::asio::ip::make_address_v4(text); }
address_v6 read_v6(const char* text) { return boost::asio::ip::make_address_v6(text); }

std::optional<std::string> special_v4(const address_v4& address) { return find_block(address, v4_blocks, &read_v4); }

/// The IPv4 address that a translated or tunnelled one leads to.
std::optional<address_v4> embedded_v4(const address_v6& address) {
    const auto octets = address.to_bytes();
    const auto at = [&](std::size_t first) {
        return address_v4(
            address_v4::bytes_type{octets[first], octets[first + 1], octets[first + 2], octets[first + 3]});
    };
    const auto within = [&](const char* network, unsigned prefix) {
        return in_block(octets, read_v6(network).to_bytes(), prefix);
    };
    if (within("::ffff:0:0", 96) || within("64:ff9b::", 96)) return at(12);  // RFC 4291 §2.5.5.2, RFC 6052
    if (within("2002::", 16)) return at(2);                                  // 6to4, RFC 3056
    return std::nullopt;
}

}  // namespace

std::optional<std::string> special_purpose(const boost::asio::ip::address& address) {
    if (address.is_v4()) return special_v4(address.to_v4());
    const auto v6 = address.to_v6();
    if (const auto v4 = embedded_v4(v6)) return special_v4(*v4);
    return find_block(v6, v6_blocks, &read_v6);
}

std::optional<NotProbed> private_address_guard(const boost::asio::ip::address& address) {
    const auto special = special_purpose(address);
    if (!special) return std::nullopt;
    return NotProbed{NotProbedReason::private_address,
                     "not a public address (" + *special + "), --allow-private connects to it"};
}

}  // namespace danelaw
