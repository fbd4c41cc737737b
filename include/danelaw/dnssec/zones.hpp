#pragma once

#include <danelaw/dns/lookup.hpp>
#include <danelaw/dns/signed_records.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace danelaw {

/// How a link of the chain stands. RFC 4035 §4.3, but for `failed` (no data to judge) and `unreached` (a link above it
/// is broken or unsigned, so nothing vouches for this one).
enum class LinkState { secure, insecure, bogus, failed, unreached };

struct SignatureReport {
    Rrsig signature;
    std::optional<std::string> fault;  ///< why it does not count, a clause; nothing where it is valid

    [[nodiscard]] bool valid() const { return !fault; }
};

struct RrsetReport {
    RrSet rrset;
    std::vector<SignatureReport> signatures;
    LinkState state = LinkState::unreached;
    std::string reason;  ///< why not secure, a sentence; empty where secure or unreached
};

/// When the last of the signatures that count ends: until then the RRset is valid (RFC 4035 §5.3.1). Nothing without
/// one.
[[nodiscard]] std::optional<Timestamp> last_valid(const RrsetReport& report);

struct KeyReport {
    Dnskey key;
    bool vouched_for = false;  ///< a DS of the parent, or a trust anchor, names it
};

struct DsReport {
    Ds ds;
    std::optional<std::string> ignored;        ///< why a validator passes over it
    std::optional<std::uint16_t> matched_key;  ///< tag of the DNSKEY that it names
};

/// One zone on the way: what its parent says of it, and its keys.
struct ZoneReport {
    DomainName apex;
    bool is_anchor = false;  ///< `ds` are the trust anchors
    LinkState state = LinkState::unreached;
    std::string reason;  ///< why not secure, a sentence; empty where secure or unreached
    std::vector<DsReport> ds;
    std::optional<RrsetReport> ds_rrset;
    std::vector<RrsetReport> ds_denial;  ///< NSEC, NSEC3 and SOA where the parent has no DS
    std::vector<KeyReport> keys;
    std::optional<RrsetReport> dnskey_rrset;
    std::optional<Nsec3Parameters> nsec3;  ///< how it hashes names, where that was seen
};

/// Which signatures of the zones' own records are checked. `undecided`: all but the only one of an RRset that the
/// validator called secure, as that is the one it found good (RFC 4035 §5.3); for those who judge many answers.
enum class SignatureChecks { all, undecided };

class RrsetJudge;

/// The zones on the way to some answers, judged from the trust anchors down, and what their keys say of other records.
/// Each signature is checked by libldns, within limits::chain_signature_checks. Source: RFC 4035 §5.
class TrustedZones {
public:
    /// `anchors`: DS or DNSKEY records in presentation form. `lookups`: DS and DNSKEY of the names on the way, parents
    /// before children, DS before DNSKEY; NSEC3PARAM where wanted. `at`: the clock for signatures.
    TrustedZones(std::span<const std::string> anchors, std::span<const Lookup> lookups, Timestamp at,
                 SignatureChecks checks);
    TrustedZones(TrustedZones&&) noexcept;
    TrustedZones& operator=(TrustedZones&&) noexcept;
    ~TrustedZones();

    [[nodiscard]] const std::vector<ZoneReport>& zones() const { return zones_; }

    /// Judges the RRsets of a reply: those of its answer section, then NSEC, NSEC3 and SOA of its authority section.
    /// Nothing where it cannot be read. Whether a denial proves what it is for (RFC 4035 §5.4, RFC 5155 §8) is left to
    /// a validator.
    [[nodiscard]] std::vector<RrsetReport> judge_reply(ByteView message);

private:
    friend class ZoneReader;

    [[nodiscard]] ZoneReport* find(const DomainName& apex);
    void note_nsec3(const DomainName& apex, const RrSet& rrset);
    [[nodiscard]] const ZoneReport* answering_zone(const RrSet& rrset);
    [[nodiscard]] RrsetReport judge(const RrSet& rrset, std::span<const RrSet> answer);

    std::vector<ZoneReport> zones_;  ///< parents before children
    std::unique_ptr<RrsetJudge> rrsets_;
};

/// The deepest of some zones that a name belongs to, or nothing. DS records of an apex belong to the parent
/// (RFC 4035 §2.4).
[[nodiscard]] const ZoneReport* zone_of(std::span<const ZoneReport> zones, const DomainName& owner, RecordType type);

/// Whether the authority section of a denial of DS at `name` shows a delegation to an unsigned zone: NS, and neither
/// SOA (the child's own) nor DS. Source: RFC 4035 §5.2, RFC 5155 §8.9.
[[nodiscard]] bool shows_unsigned_delegation(std::span<const ResourceRecord> authority, const DomainName& name);

[[nodiscard]] std::string to_text(LinkState state);

}  // namespace danelaw
