#pragma once

#include <danelaw/base/result.hpp>

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// A domain name in canonical form: lower-case A-labels, no trailing dot, the root is `.`.
/// Octets that are no letter, digit, hyphen, underscore or asterisk are RFC 1035 §5.1 escapes (`\DDD`, `\.`).
class DomainName {
public:
    /// The root.
    DomainName() = default;

    /// Reads what a user typed: U-labels become A-labels (IDNA 2008 by libidn2, non-transitional UTS 46
    /// mapping), one trailing dot is allowed, `.` is the root. A name all in ASCII is taken as it stands, so that every
    /// A-label that is in DNS can be asked for. Errors: empty or over-long label or name, code point or
    /// hyphen placement that IDNA forbids, a label with characters no host name has (letters, digits,
    /// inner hyphens, underscore only), an all-numeric last label (an address, not a name).
    [[nodiscard]] static Result<DomainName> from_user(std::string_view text);

    /// Reads a name in DNS presentation form (as libldns prints it); any octet may occur, escaped.
    /// Errors: RFC 1035 §2.3.4 lengths, bad escape.
    [[nodiscard]] static Result<DomainName> from_presentation(std::string_view text);

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] bool is_root() const { return text_ == "."; }
    /// Labels, leftmost first; none for the root.
    [[nodiscard]] std::vector<std::string> labels() const;
    /// Without the leftmost label; the root's parent is the root.
    [[nodiscard]] DomainName parent() const;
    /// Whether this is `ancestor` or lies below it.
    [[nodiscard]] bool is_at_or_below(const DomainName& ancestor) const;
    /// True where each label is a host-name label (RFC 1123 §2.1; underscore is allowed, RFC 6698 §3 names aside)
    /// and the last is not all digits.
    [[nodiscard]] bool is_host_name() const;
    /// `label.this`; the caller gives a valid label such as `_25`. Errors: the name would be too long.
    [[nodiscard]] Result<DomainName> with_prefix(std::string_view label) const;
    /// U-labels for people, made printable; the A-label where a label does not convert.
    [[nodiscard]] std::string unicode() const;

    auto operator<=>(const DomainName&) const = default;

private:
    explicit DomainName(std::string canonical) : text_(std::move(canonical)) {}
    std::string text_ = ".";
};

/// `_PORT._tcp.BASE`, the owner of the TLSA RRset of an SMTP server. Source: RFC 6698 §3, RFC 7672 §2.2.3.
/// Errors: the name would be longer than 255 octets.
[[nodiscard]] Result<DomainName> tlsa_owner(const DomainName& base, unsigned short port);

}  // namespace danelaw
