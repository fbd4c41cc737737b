#include "dnssec/rrset_judge.hpp"

#include <danelaw/base/limits.hpp>

#include <danelaw/dns/signed_records.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace danelaw {

namespace {

std::string key_name(std::uint16_t tag, std::uint8_t algorithm) {
    return fmt::format("{} {}", tag, algorithm_text(algorithm));
}

std::string rrset_name(const RrSet& rrset) { return fmt::format("{} {}", rrset.owner.text(), to_text(rrset.type)); }

/// The faults of all signatures, the first few in words.
std::string summary(const std::vector<SignatureReport>& signatures) {
    constexpr std::size_t shown = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(signatures.size(), shown); ++i) {
        const auto& [signature, fault] = signatures[i];
        if (!text.empty()) text += "; ";
        text += fmt::format("that by key {} {}", key_name(signature.key_tag, signature.algorithm), fault.value_or(""));
    }
    if (signatures.size() > shown) text += fmt::format("; and {} more", signatures.size() - shown);
    return text;
}

/// RFC 4509 §3: SHA-1 digests are passed over where a better one of the same algorithm stands beside them.
bool has_better_digest(const std::vector<DsReport>& all, const Ds& ds) {
    constexpr std::uint8_t sha1 = 1;
    return ds.digest_type == sha1 && std::ranges::any_of(all, [&](const DsReport& other) {
               return other.ds.algorithm == ds.algorithm && other.ds.digest_type != sha1 &&
                      is_supported_digest(other.ds.digest_type);
           });
}

std::optional<std::string> reason_to_ignore(const std::vector<DsReport>& all, const Ds& ds) {
    if (!is_supported_algorithm(ds.algorithm)) return "its algorithm is not supported";
    if (!is_supported_digest(ds.digest_type)) return "its digest type is not supported";
    if (has_better_digest(all, ds)) return "a better digest stands beside it";
    return std::nullopt;
}

}  // namespace

bool RrsetJudge::spend_check() {
    if (checks_ == 0 || all_checks_ == 0) {
        unchecked_ = fmt::format("of one reply at most {} signatures and keys are checked, of all replies {}",
                                 limits::chain_signature_checks, limits::all_signature_checks);
        return false;
    }
    --checks_;
    --all_checks_;
    return true;
}

std::optional<std::string> RrsetJudge::date_fault(const Rrsig& signature) const {
    if (signature.expires < signature.inception) return "ends before it begins";
    if (at_ > signature.expires) {
        return fmt::format("expired at {}, {} before {}", format_time(signature.expires),
                           format_duration(at_ - signature.expires), format_time(at_));
    }
    if (at_ < signature.inception) {
        return fmt::format("holds only from {}, {} after {}", format_time(signature.inception),
                           format_duration(signature.inception - at_), format_time(at_));
    }
    return std::nullopt;
}

std::optional<std::string> RrsetJudge::match_fault(SignatureCheck check, const Dnskey& key) {
    if (check == SignatureCheck::fits) return std::nullopt;
    if (check == SignatureCheck::differs)
        return "does not fit the records: they, the key or the signature were changed";
    unchecked_ = fmt::format("libldns could not check a signature with key {}", key_name(key.key_tag, key.algorithm));
    return "could not be checked";
}

std::optional<std::string> RrsetJudge::key_fault(const Rrsig& signature, const RrSet& rrset, const DomainName& zone,
                                                 const Keys& keys) {
    std::string fault = fmt::format("is by a key that {} does not have", zone.text());
    for (const auto& key : keys) {
        if (key.key_tag != signature.key_tag || key.algorithm != signature.algorithm) continue;
        constexpr std::uint8_t dnssec_protocol = 3;
        if (!key.is_zone_key() || key.protocol != dnssec_protocol) {
            fault = "is by a key that may not sign (no zone key, RFC 4034 §2.1)";
        } else if (key.bits > limits::key_bits) {
            fault = fmt::format("is by a key of {} bits, at most {} are checked", key.bits, limits::key_bits);
        } else if (is_validated_ && rrset.signatures.size() == 1) {
            return std::nullopt;  // it is the one that the validator found good
        } else if (!spend_check()) {
            return "was not checked: too many signatures and keys on the way";
        } else {
            auto mismatch = match_fault(check_signature(signature, rrset, zone, key), key);
            if (!mismatch) return std::nullopt;
            fault = std::move(*mismatch);
        }
    }
    return fault;
}

std::optional<std::string> RrsetJudge::fault_of(const Rrsig& signature, const RrSet& rrset, const DomainName& zone,
                                                const Keys& keys) {
    if (signature.signer != zone) {
        return fmt::format("is in the name of {}, expected {}", signature.signer.text(), zone.text());
    }
    if (signature.labels > signed_labels(rrset.owner)) return "is for a name with more labels";
    if (!is_supported_algorithm(signature.algorithm)) return "is of an algorithm that is not supported";
    if (auto fault = date_fault(signature)) return fault;
    return key_fault(signature, rrset, zone, keys);
}

void RrsetJudge::conclude(RrsetReport& report, const DomainName& zone) const {
    const auto& signatures = report.signatures;
    const bool any_valid = std::ranges::any_of(signatures, [](const SignatureReport& s) { return s.valid(); });
    report.state = any_valid ? LinkState::secure : LinkState::bogus;
    if (any_valid) return;
    const auto what = rrset_name(report.rrset);
    if (unchecked_) {
        report.state = LinkState::failed;
        report.reason = fmt::format("the signatures of {} were not all checked: {}", what, *unchecked_);
        return;
    }
    report.reason = signatures.empty()
                        ? fmt::format("{} has no signature, although its zone {} is signed", what, zone.text())
                        : fmt::format("{} has no valid signature: {}", what, summary(signatures));
}

/// Where a zone was not asked for, the deepest one known is an ancestor, whose keys say nothing of the records below.
bool RrsetJudge::is_of_unknown_zone(const RrSet& rrset, const DomainName& above) const {
    const auto is_by_unknown = [&](const Rrsig& signature) {
        return signature.signer.is_at_or_below(above) && rrset.owner.is_at_or_below(signature.signer) &&
               !no_zones_.contains(signature.signer);
    };
    const auto& signatures = rrset.signatures;
    const bool any_by_known = std::ranges::find(signatures, above, &Rrsig::signer) != signatures.end();
    return !any_by_known && std::ranges::any_of(signatures, is_by_unknown);
}

RrsetReport RrsetJudge::judge(const RrSet& rrset, const ZoneReport& zone) {
    RrsetReport report;
    report.rrset = rrset;
    unchecked_.reset();
    const auto keys = keys_.find(zone.apex);
    if (zone.state == LinkState::secure && keys != keys_.end() && !is_of_unknown_zone(rrset, zone.apex)) {
        for (const auto& signature : rrset.signatures) {
            report.signatures.push_back({signature, fault_of(signature, rrset, zone.apex, keys->second)});
        }
        conclude(report, zone.apex);
        return report;
    }
    for (const auto& signature : rrset.signatures) {
        report.signatures.push_back({signature, "was not checked: nothing vouches for the keys of its zone"});
    }
    if (zone.state == LinkState::insecure) {
        report.state = LinkState::insecure;
        report.reason =
            fmt::format("{} is in the zone {}, which counts as unsigned", rrset_name(rrset), zone.apex.text());
    }
    return report;
}

bool RrsetJudge::match_keys(ZoneReport& zone) {
    unchecked_.reset();
    for (auto& report : zone.ds) {
        report.ignored = reason_to_ignore(zone.ds, report.ds);
        for (auto& [key, vouched_for] : zone.keys) {
            if (key.key_tag != report.ds.key_tag || key.algorithm != report.ds.algorithm || !spend_check()) continue;
            const auto made = ds_of(zone.apex, key, report.ds.digest_type);
            if (!made && !report.ignored) {
                unchecked_ =
                    fmt::format("libldns could not make the digest of key {}", key_name(key.key_tag, key.algorithm));
            }
            if (!made || made->digest != report.ds.digest) continue;
            report.matched_key = key.key_tag;
            // A revoked key vouches for nothing (RFC 5011 §2.1).
            if (!report.ignored && !key.is_revoked()) vouched_for = true;
            break;
        }
    }
    return std::ranges::any_of(zone.keys, [](const KeyReport& key) { return key.vouched_for; });
}

void RrsetJudge::judge_keys(ZoneReport& zone, const RrSet& rrset) {
    Keys all;
    Keys entries;
    for (const auto& [key, vouched_for] : zone.keys) {
        all.push_back(key);
        if (vouched_for) entries.push_back(key);
    }
    RrsetReport report;
    report.rrset = rrset;
    for (const auto& signature : rrset.signatures) {
        auto fault = fault_of(signature, rrset, zone.apex, entries);
        if (fault && !fault_of(signature, rrset, zone.apex, all)) fault = "is by a key that no DS record names";
        report.signatures.push_back({signature, std::move(fault)});
    }
    conclude(report, zone.apex);
    zone.state = report.state;
    zone.reason = report.reason;
    if (zone.state == LinkState::secure) keys_[zone.apex] = std::move(all);
    zone.dnskey_rrset = std::move(report);
}

}  // namespace danelaw
