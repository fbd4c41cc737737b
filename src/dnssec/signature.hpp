#pragma once

#include <danelaw/dns/signed_records.hpp>

#include <optional>

namespace danelaw {

/// Whether a key made a signature. `unknown`: libldns could not compare them (rdata or a key that it cannot read, an
/// algorithm that this libcrypto refuses, no memory), so nothing is said against either.
enum class SignatureCheck { fits, differs, unknown };

/// Whether `key` of `zone` made the signature over the RRset, whatever the date. Source: RFC 4034 §3.1.8.1, by libldns.
[[nodiscard]] SignatureCheck check_signature(const Rrsig& signature, const RrSet& rrset, const DomainName& zone,
                                             const Dnskey& key);

/// The DS of a key, or nothing where the digest type is not known or libldns cannot make it. Source: RFC 4034 §5.1.4.
[[nodiscard]] std::optional<Ds> ds_of(const DomainName& zone, const Dnskey& key, std::uint8_t digest_type);

/// What libunbound validates with in Debian's build (libnettle, without ED448). A zone that only has others counts as
/// unsigned (RFC 4035 §5.2).
[[nodiscard]] bool is_supported_algorithm(std::uint8_t algorithm);
[[nodiscard]] bool is_supported_digest(std::uint8_t digest_type);

}  // namespace danelaw
