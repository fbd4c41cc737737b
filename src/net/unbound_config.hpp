#pragma once

#include <danelaw/net/unbound_resolver.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// The unbound.conf that the options stand for, settings of danelaw included; pure. `trust_anchor_file` and
/// `root_hints_file` of the options are used as they are (empty: none is named). Throws SetupError: a forwarder that is
/// no ADDR or ADDR@PORT.
[[nodiscard]] std::string unbound_config_text(const ResolverOptions& options);

/// What a user's unbound.conf says of trust anchors.
struct ConfiguredAnchors {
    bool named = false;                ///< it names a trust anchor, or has no validator at all
    std::vector<std::string> records;  ///< `trust-anchor:` values
    std::vector<std::string> files;    ///< of `trust-anchor-file:` and its kin
};
[[nodiscard]] ConfiguredAnchors configured_anchors(std::string_view config);

/// Owners of the DS and DNSKEY records in the text of a trust anchor file, each once. Lines that are neither are passed
/// over (unbound's own state files have comments behind the records).
[[nodiscard]] std::vector<DomainName> anchor_owners(std::string_view records);

}  // namespace danelaw
