#include "cli/probe_host.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace danelaw::cli {
namespace {

std::optional<boost::asio::ip::address> read_address(std::string_view text) {
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(std::string(text), error);
    if (error) return std::nullopt;
    return address;
}

Result<std::uint16_t> read_port(std::string_view text, const std::string& shown) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0) {
        return failure(fmt::format("{}: \"{}\" is not a port, 1 to 65535 was expected", shown, printable(text, 60)));
    }
    return port;
}

/// What stands before and behind the colon that begins a port.
struct Parts {
    std::string_view host;
    std::optional<std::string_view> port;
    bool bracketed = false;
};

std::optional<Parts> split(std::string_view text) {
    Parts parts;
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        parts.bracketed = true;
        parts.host = text.substr(1, close - 1);
        text.remove_prefix(close + 1);
        if (text.empty()) return parts;
        if (text.front() != ':') return std::nullopt;
        parts.port = text.substr(1);
        return parts;
    }
    const auto colons = std::count(text.begin(), text.end(), ':');
    const auto colon = colons == 1 ? text.find(':') : std::string_view::npos;  // more: an IPv6 address
    parts.host = text.substr(0, colon);
    if (colon != std::string_view::npos) parts.port = text.substr(colon + 1);
    return parts;
}

}  // namespace

Result<ProbeHost> parse_probe_host(const std::string& text) {
    const std::string shown = printable(text, limits::shown_octets);
    auto parts = split(text);
    if (!parts) return failure(fmt::format("\"{}\" is no host, HOST:PORT or [ADDRESS]:PORT was expected", shown));
    constexpr std::string_view tag = "ipv6:";
    if (parts->bracketed && ascii_iequal(parts->host.substr(0, tag.size()), tag)) parts->host.remove_prefix(tag.size());
    ProbeHost host;
    host.asked = text;
    host.address = read_address(parts->host);
    if (parts->port) {
        const auto port = read_port(*parts->port, shown);
        if (!port) return port.error();
        host.port = *port;
    }
    if (host.address) return host;
    if (parts->bracketed) return failure(fmt::format("\"{}\" has no IP address between its brackets", shown));
    const auto name = DomainName::from_user(parts->host);
    if (!name) return name.error();
    if (name->is_root()) return failure("\".\" is no host, a name or an address was expected");
    host.name = *name;
    return host;
}

}  // namespace danelaw::cli
