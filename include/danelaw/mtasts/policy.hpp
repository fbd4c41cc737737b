#pragma once

#include <danelaw/base/result.hpp>
#include <danelaw/dns/domain_name.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// Source: RFC 8461 §3.2, §5.
enum class PolicyMode { enforce, testing, none };

/// One `mx` value: a host name, or `*.` and a name. Source: RFC 8461 §3.2, §4.1.
struct MxPattern {
    bool wildcard = false;
    DomainName domain;  ///< what stands behind `*.`, or the whole name

    [[nodiscard]] std::string text() const { return (wildcard ? "*." : "") + domain.text(); }
    bool operator==(const MxPattern&) const = default;
};

/// Reads `["*."] Domain`: letters, digits and inner hyphens, A-labels only, no trailing dot. Errors: a clause.
[[nodiscard]] Result<MxPattern> parse_mx_pattern(std::string_view text);

/// A policy as senders understand it.
struct Policy {
    PolicyMode mode = PolicyMode::none;
    std::chrono::seconds max_age{0};         ///< at most 31557600, whatever was stated
    std::chrono::seconds stated_max_age{0};  ///< as it stands there
    std::vector<MxPattern> mx;               ///< in order; may be empty only under mode none
    std::vector<std::string> unknown_keys;   ///< senders ignore them; the first few, printable
    std::vector<std::string> repeated_keys;  ///< keys other than mx whose later lines senders ignore

    bool operator==(const Policy&) const = default;
};

/// Reads a policy file, strictly by the ABNF of RFC 8461 §3.2: lines end with LF or CRLF, of a repeated key the first
/// counts, unknown keys are ignored, max_age beyond the greatest value is taken as that (erratum 7282). Errors: one
/// sentence with the line and what was expected; a file of more than limits::policy_octets.
[[nodiscard]] Result<Policy> parse_policy(std::string_view file);

/// Whether a pattern matches the name of an MX record; `*.` stands for exactly one label. Source: RFC 8461 §4.1 (S19).
[[nodiscard]] bool matches(const MxPattern& pattern, const DomainName& mx);
/// The first pattern that does, or nothing.
[[nodiscard]] std::optional<MxPattern> matching_pattern(const Policy& policy, const DomainName& mx);

/// Whether a Content-Type is text/plain, whatever its parameters. Source: RFC 8461 §3.2.
[[nodiscard]] bool is_plain_text(std::string_view content_type);

/// Whether a Content-Encoding leaves the body as it is: absent, or `identity` (RFC 9110 §8.4.1).
[[nodiscard]] bool is_identity(std::string_view content_encoding);

/// `https://mta-sts.DOMAIN/.well-known/mta-sts.txt`. Source: RFC 8461 §3.2.
[[nodiscard]] std::string sts_policy_url(const DomainName& domain);
inline constexpr std::string_view sts_policy_path = "/.well-known/mta-sts.txt";

[[nodiscard]] std::string to_text(PolicyMode mode);

}  // namespace danelaw
