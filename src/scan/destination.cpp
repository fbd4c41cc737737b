#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/scan/gather.hpp>

#include <fmt/format.h>

namespace danelaw {

namespace {

/// RFC 5321 §4.1.3: `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
Result<Destination> parse_literal(std::string_view asked, std::string_view literal) {
    auto text = literal.substr(1, literal.size() - 2);
    constexpr std::string_view v6_tag = "ipv6:";
    const bool tagged = ascii_lower(text.substr(0, v6_tag.size())) == v6_tag;
    if (tagged) text.remove_prefix(v6_tag.size());
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(std::string(text), error);
    const bool has_zone = text.find('%') != std::string_view::npos;
    if (error || address.is_v6() != tagged || has_zone) {
        return failure(fmt::format("\"{}\" is no address literal, expected [192.0.2.1] or [IPv6:2001:db8::1]",
                                   printable(asked, limits::shown_octets)));
    }
    Destination destination;
    destination.asked = literal;  // which stands for the domain in reports; a mailbox before it is nobody's business
    destination.kind = DestinationKind::address;
    destination.address = address;
    return destination;
}

}  // namespace

Result<Destination> parse_destination(std::string_view text, bool no_mx) {
    const auto asked = trim(text);
    auto domain = asked;
    if (const auto at = domain.rfind('@'); at != std::string_view::npos) domain.remove_prefix(at + 1);
    if (domain.size() >= 2 && domain.front() == '[' && domain.back() == ']') {
        return parse_literal(asked, domain);
    }
    if (domain.empty()) {
        return failure(fmt::format("\"{}\" has no domain, expected a name such as example.org",
                                   printable(asked, limits::shown_octets)));
    }
    boost::system::error_code not_address;
    boost::asio::ip::make_address(std::string(domain), not_address);
    if (!not_address) {
        return failure(fmt::format("\"{}\" is an address, expected a domain, or an address literal such as [{}{}]",
                                   printable(asked, limits::shown_octets),
                                   domain.find(':') == std::string_view::npos ? "" : "IPv6:", printable(domain)));
    }
    const auto name = DomainName::from_user(domain);
    if (!name) return name.error();
    if (name->is_root()) return failure("\".\" is no domain that takes mail, expected a name such as example.org");
    Destination destination;
    destination.asked = asked;
    destination.kind = no_mx ? DestinationKind::host : DestinationKind::domain;
    destination.domain = *name;
    return destination;
}

}  // namespace danelaw
