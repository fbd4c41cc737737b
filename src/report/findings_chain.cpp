#include <danelaw/report/chain_findings.hpp>

#include "report/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

// IANA DNS Security Algorithm Numbers.
bool uses_sha1(std::uint8_t algorithm) { return algorithm == 3 || (algorithm >= 5 && algorithm <= 7); }
bool uses_rsa(std::uint8_t algorithm) {
    return algorithm == 1 || algorithm == 5 || algorithm == 7 || algorithm == 8 || algorithm == 10;
}

std::string key_text(const Dnskey& key) { return fmt::format("{} {}", key.key_tag, algorithm_text(key.algorithm)); }

/// Short enough to be factored within the life of a signature chain (NIST SP 800-57 part 1, 112 bits of security).
constexpr unsigned least_rsa_bits = 2048;

void find_keys(const ZoneReport& zone, Findings& findings) {
    const auto apex = zone.apex.text();
    for (const auto& [key, vouched_for] : zone.keys) {
        if (uses_sha1(key.algorithm)) {
            findings.push_back(make_finding("dnssec.sha1_algorithm", apex,
                                            fmt::format("{}: key {} signs with SHA-1", apex, key_text(key))));
        }
        if (uses_rsa(key.algorithm) && key.bits > 0 && key.bits < least_rsa_bits) {
            findings.push_back(make_finding("dnssec.short_key", apex,
                                            fmt::format("{}: key {} has {} bits, expected at least {}", apex,
                                                        key_text(key), key.bits, least_rsa_bits)));
        }
    }
}

void find_ds(const ZoneReport& zone, Findings& findings) {
    const auto apex = zone.apex.text();
    constexpr std::uint8_t sha1_digest = 1;
    const auto has_sha1 = [](const DsReport& ds) { return ds.ds.digest_type == sha1_digest; };
    if (!zone.ds.empty() && std::ranges::all_of(zone.ds, has_sha1)) {
        findings.push_back(
            make_finding("dnssec.sha1_digest", apex, fmt::format("{}: all DS records have SHA-1 digests", apex)));
    }
    const auto is_ignored = [](const DsReport& ds) { return ds.ignored.has_value(); };
    if (zone.state == LinkState::insecure && !zone.ds.empty() && std::ranges::all_of(zone.ds, is_ignored)) {
        findings.push_back(make_finding("dnssec.unsupported_algorithm", apex, zone.reason));
    }
    if (zone.keys.empty()) return;
    for (const auto& [ds, ignored, matched_key] : zone.ds) {
        if (matched_key || ignored) continue;
        findings.push_back(make_finding("dnssec.ds_without_key", apex,
                                        fmt::format("{}: the {} {} {} {} names no DNSKEY that is there", apex,
                                                    zone.is_anchor ? "trust anchor" : "DS", ds.key_tag,
                                                    algorithm_text(ds.algorithm), digest_type_text(ds.digest_type))));
    }
}

void find_nsec3(const ZoneReport& zone, Findings& findings) {
    if (!zone.nsec3 || zone.nsec3->iterations == 0) return;
    // Validators of today take more than this for no proof at all (BIND and Knot 50, Unbound 150, then less).
    constexpr unsigned safe_iterations = 50;
    auto finding =
        make_finding("dnssec.nsec3_iterations", zone.apex.text(),
                     fmt::format("{}: NSEC3 with {} iterations, expected 0", zone.apex.text(), zone.nsec3->iterations));
    if (zone.nsec3->iterations > safe_iterations) finding.severity = Severity::warning;
    findings.push_back(std::move(finding));
}

void find_zone(const ZoneReport& zone, Findings& findings) {
    find_keys(zone, findings);
    find_ds(zone, findings);
    find_nsec3(zone, findings);
}

}  // namespace

void find_weak_zones(const Report& report, Findings& findings) {
    Findings found;
    for (const auto& zone : report.zones) find_zone(zone, found);
    // The answers are secure all the same, so that none of it changes what a domain is worth (contract 2).
    for (auto& finding : found) {
        finding.severity = std::min(finding.severity, Severity::notice);
        findings.push_back(std::move(finding));
    }
}

std::vector<Finding> chain_findings(const ChainReport& chain) {
    Findings findings;
    for (const auto& zone : chain.zones) find_zone(zone, findings);
    if (chain.differs) findings.push_back(make_finding("dnssec.views_differ", chain.name.text(), *chain.differs));
    std::ranges::stable_sort(findings, std::ranges::greater{}, &Finding::severity);
    return findings;
}

}  // namespace danelaw
