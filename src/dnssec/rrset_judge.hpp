#pragma once

#include "dnssec/signature.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/dnssec/zones.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace danelaw {

/// Checks signatures with the keys of zones that the chain has reached.
class RrsetJudge {
public:
    explicit RrsetJudge(Timestamp at) : at_(at) {}

    /// The DNSKEY RRset of a zone, which only the keys that its parent vouches for may sign. Afterwards, where it is
    /// secure, all of its keys sign for the zone. Source: RFC 4035 §5.3.1 and §2.2.
    void judge_keys(ZoneReport& zone, const RrSet& rrset);

    /// Any other RRset of a zone. Without a signature it is bogus in a secure zone (RFC 4035 §5.4), insecure in an
    /// insecure one. Signed in the name of a zone below that nothing is known of, it is unreached.
    [[nodiscard]] RrsetReport judge(const RrSet& rrset, const ZoneReport& zone);

    /// A name that is known to begin no zone.
    void note_no_zone(const DomainName& name) { no_zones_.insert(name); }

    /// Each reply has checks of its own, so that one server's answer takes none from the next, but not without end.
    /// `is_validated`: a validator found a valid signature on each RRset of its answer.
    void start_reply(bool is_validated) {
        checks_ = limits::chain_signature_checks;
        is_validated_ = is_validated;
    }

    /// Which keys of a zone its DS records name; marks both. False where none does, or unchecked() says that not all
    /// were compared.
    bool match_keys(ZoneReport& zone);

    /// Why the latest RRset or the latest keys were not checked to the end, a clause: that is no fault of theirs.
    [[nodiscard]] const std::optional<std::string>& unchecked() const { return unchecked_; }

private:
    using Keys = std::vector<Dnskey>;

    [[nodiscard]] std::optional<std::string> fault_of(const Rrsig& signature, const RrSet& rrset,
                                                      const DomainName& zone, const Keys& keys);
    [[nodiscard]] std::optional<std::string> date_fault(const Rrsig& signature) const;
    [[nodiscard]] std::optional<std::string> key_fault(const Rrsig& signature, const RrSet& rrset,
                                                       const DomainName& zone, const Keys& keys);
    /// The state of an RRset whose signatures are checked: one that is valid is enough.
    void conclude(RrsetReport& report, const DomainName& zone) const;
    /// Nothing where the key made the signature.
    [[nodiscard]] std::optional<std::string> match_fault(SignatureCheck check, const Dnskey& key);
    [[nodiscard]] bool spend_check();
    [[nodiscard]] bool is_of_unknown_zone(const RrSet& rrset, const DomainName& above) const;

    Timestamp at_;
    std::size_t checks_ = limits::chain_signature_checks;  ///< left for this reply
    std::size_t all_checks_ = limits::all_signature_checks;
    bool is_validated_ = false;
    std::optional<std::string> unchecked_;
    std::map<DomainName, Keys> keys_;  ///< of secure zones
    std::set<DomainName> no_zones_;
};

}  // namespace danelaw
