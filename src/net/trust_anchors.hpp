#pragma once

#include <danelaw/base/result.hpp>
#include <danelaw/dns/domain_name.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// Trust anchors as records in presentation form, one line each, and the distinct owners of them in order.
struct TrustAnchors {
    std::vector<std::string> records;
    std::vector<DomainName> owners;
};

/// Reads DS and DNSKEY lines of a zone file; other types are passed over. Keys that must not be trusted are left out:
/// revoked ones (RFC 5011 §2.1), and those whose state in a file that unbound keeps (`;;state=`) is neither VALID nor
/// MISSING. Errors: a line that is no record; no anchor at all.
[[nodiscard]] Result<TrustAnchors> trust_anchors_from_text(std::string_view text);

/// As above for a file. Errors: also one that cannot be read, or is larger than the cap.
[[nodiscard]] Result<TrustAnchors> trust_anchors_from_file(const std::string& path);

/// As above for a file that the user named. Throws SetupError: what is wrong with it, and what to do.
[[nodiscard]] TrustAnchors read_trust_anchors(const std::string& path);

/// The anchors of this machine: Debian's dns-root-data, else those that unbound keeps. Throws SetupError.
[[nodiscard]] TrustAnchors read_default_trust_anchors();

}  // namespace danelaw
