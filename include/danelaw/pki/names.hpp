#pragma once

#include <danelaw/dns/domain_name.hpp>
#include <danelaw/pki/certificate.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace danelaw {

/// Whether a presented identifier names a host. Case-insensitive; `*` only as the whole first label, for exactly one
/// label (RFC 7672 §3.2.3; a multi-label wildcard is left to local policy there: no). What is no host name (an empty
/// label, a trailing dot, an octet that no host name has) never matches.
[[nodiscard]] bool matches_identifier(std::string_view presented, const DomainName& reference);

struct NameMatch {
    std::string presented;
    bool from_cn = false;  ///< a CN-ID, looked at only where there is no DNS-ID
    bool wildcard = false;
};

/// The first presented identifier that matches a reference identifier, in the order of the references. Source: RFC 7672
/// §3.2.3.
[[nodiscard]] std::optional<NameMatch> match_names(const Certificate& leaf, std::span<const DomainName> references);

}  // namespace danelaw
