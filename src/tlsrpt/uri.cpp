#include "tlsrpt/uri.hpp"

#include <danelaw/base/bytes.hpp>
#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// RFC 3986 §2: unreserved and reserved characters, less the three of RFC 8460 §3; a percent sign is looked at apart.
bool is_uri_character(char c) {
    constexpr std::string_view others = "-._~:/?#[]@$&'()*+=";
    return is_alpha(c) || is_digit(c) || others.find(c) != std::string_view::npos;
}

std::string in_quotes(std::string_view text) { return fmt::format("\"{}\"", printable(text, limits::shown_octets)); }

std::optional<std::string> character_fault(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '!') return "has a !, which must be written %21 (DMARC's size limits do not exist here)";
        if (text[i] == '%') {
            if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2]))
                return "has a % that two hexadecimal digits do not follow";
        } else if (!is_uri_character(text[i])) {
            return fmt::format("has {}, which no URI may have", in_quotes(text.substr(i, 1)));
        }
    }
    return std::nullopt;
}

/// RFC 3986 §3.1; npos where the text does not begin with a scheme.
std::size_t scheme_length(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || !is_alpha(text.front())) return std::string_view::npos;
    const bool plain = std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
        return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    });
    return plain ? colon : std::string_view::npos;
}

/// Brackets stand around an IP address in the authority and nowhere else (RFC 3986 §3.2.2); a fragment comes once.
bool has_stray_delimiter(std::string_view rest) {
    if (std::count(rest.begin(), rest.end(), '#') > 1) return true;
    const auto open = rest.find('[');
    const auto close = rest.find(']');
    if (open == std::string_view::npos && close == std::string_view::npos) return false;
    if (!rest.starts_with("//") || std::count(rest.begin(), rest.end(), '[') != 1 ||
        std::count(rest.begin(), rest.end(), ']') != 1) {
        return true;
    }
    return open > close || close > rest.find_first_of("/?#", 2);
}

/// The caller has checked each percent sign.
std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        decoded += static_cast<char>(from_hex(text.substr(i + 1, 2))->front());
        i += 2;
    }
    return decoded;
}

/// RFC 6068 §2: one address (commas are encoded here), then perhaps header fields.
void read_mailto(std::string_view rest, ReportUri& uri) {
    const auto address = percent_decoded(rest.substr(0, rest.find_first_of("?#")));
    const auto at = address.rfind('@');
    if (at == std::string::npos || at == 0 || at + 1 == address.size()) {
        uri.unfit = "it has no address, mailto:MAILBOX@DOMAIN was expected";
        return;
    }
    const auto domain = DomainName::from_user(std::string_view(address).substr(at + 1));
    if (domain && !domain->is_root() && domain->is_host_name()) {
        uri.mailbox = *domain;
    } else {
        uri.unfit = fmt::format("{} is no domain", in_quotes(std::string_view(address).substr(at + 1)));
    }
}

void read_https(std::string_view rest, ReportUri& uri) {
    std::string_view authority;
    if (rest.starts_with("//")) authority = rest.substr(2, rest.find_first_of("/?#", 2) - 2);
    if (const auto user = authority.rfind('@'); user != std::string_view::npos) authority.remove_prefix(user + 1);
    if (authority.empty() || authority.front() == ':') uri.unfit = "it has no host, https://HOST/PATH was expected";
}

}  // namespace

Result<ReportUri> read_report_uri(std::string_view text) {
    const auto shown = in_quotes(text);
    if (text.empty()) return failure("an empty URI, expected mailto:MAILBOX@DOMAIN or https://HOST/PATH");
    if (const auto fault = character_fault(text)) {
        return failure(fmt::format("{} {}, expected mailto:MAILBOX@DOMAIN or https://HOST/PATH", shown, *fault));
    }
    const auto length = scheme_length(text);
    if (length == std::string_view::npos) {
        return failure(
            fmt::format("{} is no URI, expected one such as mailto:MAILBOX@DOMAIN or https://HOST/PATH", shown));
    }
    const auto rest = text.substr(length + 1);
    if (has_stray_delimiter(rest)) {
        return failure(fmt::format("{} is no URI, expected no [, ] or second # in it", shown));
    }
    ReportUri uri;
    uri.text = text;
    const auto scheme = ascii_lower(text.substr(0, length));
    if (scheme == "mailto") {
        read_mailto(rest, uri);
    } else if (scheme == "https") {
        read_https(rest, uri);
    } else {
        uri.unfit = fmt::format("its scheme is {}, senders know mailto and https", in_quotes(scheme));
    }
    return uri;
}

}  // namespace danelaw
