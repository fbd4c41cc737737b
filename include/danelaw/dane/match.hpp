#pragma once

#include <danelaw/dane/host.hpp>
#include <danelaw/dns/tlsa.hpp>
#include <danelaw/pki/certificate.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace danelaw {

/// Why a record can never authenticate, or nothing where it can. Source: RFC 7672 §3.1, RFC 6698 §4.1, D115: unknown
/// usage, selector or matching type, digest of the wrong length, Full data that is no certificate or key.
[[nodiscard]] std::optional<std::string> unusable_reason(const TlsaRecord& record, UsageProfile profile);

/// One record of an RRset, judged.
struct RecordUse {
    TlsaRecord record;
    bool usable = false;
    bool considered = false;  ///< usable and not set aside by digest agility (RFC 7671 §9)
    bool matched = false;
    std::optional<std::string> reason;  ///< why not usable, not considered or not matched
};

/// Usability and digest agility for a whole RRset, record by record, in its order. Source: RFC 7671 §9, RFC 7672 §5.
[[nodiscard]] std::vector<RecordUse> select_records(std::span<const TlsaRecord> records, UsageProfile profile);

enum class MatchOutcome { authenticated, mismatch, unusable };

struct Match {
    std::size_t record = 0;           ///< index of the first record that matched
    std::size_t depth = 0;            ///< along the path that was built, leaf 0
    std::optional<std::string> name;  ///< presented identifier that matched a reference identifier; none for DANE-EE
    bool name_from_cn = false;        ///< the name was a CN-ID (RFC 7672 §3.2.3), which RFC 9525 senders refuse
    bool name_wildcard = false;
    std::vector<std::size_t> path;  ///< indices into the presented chain, leaf first (a TA from DNS alone is not in it)
};

struct MatchResult {
    MatchOutcome outcome = MatchOutcome::unusable;
    std::optional<Match> matched;
    std::vector<RecordUse> records;     ///< `matched` is set for every record that matches, not only the first
    std::optional<std::string> reason;  ///< why mismatch or unusable, printable
};

/// What a chain is matched with besides the records.
struct MatchInput {
    std::span<const DomainName> reference_identifiers;  ///< TLSA base domain first; needed by usable DANE-TA records
    Timestamp now;
    UsageProfile profile = UsageProfile::smtp;
    std::span<const Certificate> trust_anchors = {};  ///< PKIX anchors, for usages 0 and 1 under UsageProfile::any only
};

/// Authenticates a presented chain by TLSA records. DANE-EE: leaf only, no names, no dates (RFC 7672 §3.1.1). DANE-TA:
/// a true path from the leaf to the matched certificate or key and no other trust, with signatures, dates, CA flag,
/// path length, name constraints and names (RFC 7671 §5.2, RFC 7672 §3.2.2, §3.2.3). An empty chain is a mismatch.
[[nodiscard]] MatchResult match_chain(std::span<const TlsaRecord> records, const CertificateChain& chain,
                                      const MatchInput& input);

/// The digest or data of `certificate` that a record of this selector and matching type would need.
[[nodiscard]] Bytes association_of(const Certificate& certificate, Selector selector, MatchingType matching_type);

[[nodiscard]] std::string to_text(MatchOutcome outcome);

}  // namespace danelaw
