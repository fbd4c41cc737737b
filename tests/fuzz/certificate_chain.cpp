// Certificates as a server presents them, with TLSA records as the DNS has them.
//
// Input: pieces of two octets length (big-endian) and as many octets. The first octet of a piece says what the rest is:
// the octet is below 0x80 for a presented certificate, else for TLSA rdata. The seeds' signatures hold; to get behind
// them with certificates that were changed, the checks of a path are made also for every pair without asking who
// signed.

#include "output_checks.hpp"
#include "property.hpp"

#include "pki/path_node.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/dane/match.hpp>
#include <danelaw/pki/names.hpp>
#include <danelaw/pki/path.hpp>

#include <set>

using namespace danelaw;

namespace {

constexpr Timestamp now{std::chrono::seconds{1800000000}};

struct Input {
    CertificateChain chain;
    std::vector<TlsaRecord> records;
};

Input read_input(ByteView octets) {
    Input input;
    while (octets.size() > 2 && input.chain.size() + input.records.size() < 20) {
        const std::size_t length = std::min<std::size_t>(octets[0] * 256U + octets[1], octets.size() - 2);
        const auto piece = octets.subspan(2, length);
        octets = octets.subspan(2 + length);
        if (piece.empty()) continue;
        if (piece[0] < 0x80) {
            input.chain.push_back(read_certificate(piece.subspan(1)));
        } else if (const auto record = tlsa_from_rdata(Bytes(piece.begin() + 1, piece.end()))) {
            input.records.push_back(*record);
        }
    }
    return input;
}

std::vector<DomainName> reference_names() {
    return {*DomainName::from_presentation("mx.example.com"), *DomainName::from_presentation("example.com")};
}

void check_certificate(const Certificate& certificate) {
    must_hold(certificate.dns_names.size() <= certificate.der.size(), "names are within the certificate");
    must_hold(certificate.fault || !certificate.spki.empty(), "who parses has a key");
    const auto references = reference_names();
    const auto name = match_names(certificate, references);
    must_hold(!name || !name->from_cn || certificate.dns_names.empty(), "a CN-ID counts only without DNS-IDs");
}

/// Behind the signatures: whatever a CA may have signed.
void check_pairs(const CertificateChain& chain) {
    std::vector<PathNode> nodes(chain.begin(), chain.end());
    for (const auto& issuer : nodes) {
        if (!issuer.crt) continue;
        for (const auto& fault :
             {certificate_fault(issuer, now), issuer_fault(issuer, 1, false), issuer_fault(issuer, 0, true)})
            must_hold(!fault || (is_utf8(*fault) && acts_on_nothing(*fault)), "a fault can be shown");
        for (const auto& subject : nodes) {
            if (!subject.crt) continue;
            (void)could_have_issued(issuer, subject);
            std::size_t comparisons_left = limits::name_comparisons;
            const auto fault = name_constraint_fault(issuer, subject, &subject == &nodes.front(), comparisons_left);
            must_hold(!fault || (is_utf8(*fault) && acts_on_nothing(*fault)), "a fault can be shown");
        }
    }
}

void check_path(const CertificateChain& chain) {
    PathFinder finder(chain, now);
    for (std::size_t anchor = 0; anchor < chain.size(); ++anchor) {
        PathQuery query;
        query.is_anchor = [&](const Certificate& one) { return one.der == chain[anchor].der; };
        const auto result = finder.find(query);
        must_hold(result.path || !result.fault.empty(), "no path has a reason");
        must_hold(acts_on_nothing(result.fault), "the reason can be shown");
        if (!result.path) continue;
        const auto& path = result.path->presented;
        const std::set<std::size_t> unique(path.begin(), path.end());
        must_hold(path.size() >= 2 && path.front() == 0 && unique.size() == path.size(),
                  "a path goes up from the leaf");
        must_hold(result.path->depth + 1 == path.size(), "the depth is that of the anchor");
        must_hold(chain[path.back()].der == chain[anchor].der, "the path ends at the anchor");
    }
}

void check_match(const Input& input, UsageProfile profile) {
    const auto names = reference_names();
    MatchInput with{names, now, profile, input.chain};
    const auto result = match_chain(input.records, input.chain, with);
    must_hold(result.records.size() == input.records.size(), "every record is judged");
    const bool usable = std::ranges::any_of(result.records, [](const RecordUse& use) { return use.usable; });
    must_hold((result.outcome == MatchOutcome::unusable) == !usable, "unusable exactly without a usable record");
    must_hold((result.outcome == MatchOutcome::authenticated) == result.matched.has_value(),
              "authenticated by a match");
    must_hold(result.outcome == MatchOutcome::authenticated || result.reason, "a failure has its reason");
    must_hold(!result.reason || (is_utf8(*result.reason) && acts_on_nothing(*result.reason)),
              "the reason can be shown");
    for (const auto& use : result.records) {
        must_hold(!use.matched || (use.considered && use.usable), "only a usable record that is considered matches");
        if (use.matched && use.record.usage == CertificateUsage::dane_ee) {
            must_hold(association_of(input.chain.front(), use.record.selector, use.record.matching_type) ==
                          use.record.association_data,
                      "DANE-EE matches the leaf and nothing else");
        }
    }
    must_hold(!result.matched || result.records.at(result.matched->record).matched, "the match is one of the records");
}

/// Records that match each certificate, so that paths are looked for although a digest is not to be guessed.
std::vector<TlsaRecord> records_of(const CertificateChain& chain) {
    std::vector<TlsaRecord> records;
    for (std::size_t i = 0; i < chain.size() && records.size() < 12; ++i) {
        for (const auto selector : {Selector::cert, Selector::spki}) {
            const auto type = i % 2 == 0 ? MatchingType::sha2_256 : MatchingType::full;
            records.push_back({CertificateUsage::dane_ta, selector, type, association_of(chain[i], selector, type)});
        }
    }
    return records;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto input = read_input({data, size});
    for (const auto& certificate : input.chain) check_certificate(certificate);
    check_pairs(input.chain);
    check_path(input.chain);
    for (const auto profile : {UsageProfile::smtp, UsageProfile::any}) check_match(input, profile);
    input.records = records_of(input.chain);
    check_match(input, UsageProfile::smtp);
    return 0;
}
