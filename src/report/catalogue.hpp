#pragma once

#include <danelaw/report/finding.hpp>

#include <span>

namespace danelaw {

// The parts of the catalogue, each in a file of its own. Codes are a promise: they are never renamed and never change
// their meaning.

/// What comes up on a mail's way: this run, MX, addresses, TLSA records, sessions, certificates.
[[nodiscard]] std::span<const CatalogueEntry> dane_catalogue();
/// What the zones on the way to an answer show: keys, signatures, name servers.
[[nodiscard]] std::span<const CatalogueEntry> dnssec_catalogue();
/// MTA-STS: the record, the way to the policy, the policy, and what it finds at the MX hosts.
[[nodiscard]] std::span<const CatalogueEntry> sts_catalogue();
/// What is not as it was (--state).
[[nodiscard]] std::span<const CatalogueEntry> change_catalogue();
/// The record at `_smtp._tls` and TLS reports.
[[nodiscard]] std::span<const CatalogueEntry> tlsrpt_catalogue();

}  // namespace danelaw
