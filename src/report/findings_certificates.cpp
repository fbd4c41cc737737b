#include "report/findings.hpp"
#include "report/renewal.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/pki/names.hpp>

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

/// A chain that matched, and with whom it was seen.
struct SeenChain {
    const HostReport& host;
    const MatchResult& match;
    const CertificateChain& chain;
    std::string subject;
    Timestamp now;
};

std::string shown_subject(const Certificate& certificate) {
    return fmt::format("\"{}\"", printable(certificate.subject, limits::shown_octets));
}

/// DANE-EE ignores dates and names; other senders do not, so both are told as notes.
void find_ignored_faults(const SeenChain& seen, Findings& findings) {
    const auto& leaf = seen.chain.front();
    if (leaf.fault) return;  // says neither
    if (leaf.not_after && *leaf.not_after < seen.now) {
        add_finding(
            findings, "certificate.expired_ignored", seen.subject,
            fmt::format("the certificate expired at {}, which DANE-EE(3) ignores", format_time(*leaf.not_after)));
    } else if (leaf.not_before && *leaf.not_before > seen.now) {
        add_finding(findings, "certificate.expired_ignored", seen.subject,
                    fmt::format("the certificate is not valid before {}, which DANE-EE(3) ignores",
                                format_time(*leaf.not_before)));
    }
    if (!match_names(leaf, seen.host.reference_identifiers)) {
        add_finding(findings, "certificate.name_ignored", seen.subject,
                    fmt::format("the certificate names {}, not {}, which DANE-EE(3) ignores", names_of(leaf),
                                seen.host.reference_identifiers.front().text()));
    }
}

void find_expiry(const Certificate& certificate, const SeenChain& seen, Findings& findings) {
    if (!is_renewal_late(certificate, seen.now)) return;
    add_finding(findings, "certificate.expires_soon", seen.subject,
                fmt::format("certificate {} on the path expires at {}, in {}, dates count with DANE-TA(2)",
                            shown_subject(certificate), format_time(*certificate.not_after),
                            format_duration(*certificate.not_after - seen.now)));
}

/// Who factors the key can take the server's place, whatever the DNS says of it.
void find_short_key(const Certificate& certificate, const HostReport& host, const std::string& subject,
                    Findings& findings) {
    constexpr unsigned enough = 2048;
    constexpr unsigned least = 1024;  // OpenSSL, from its security level 1, takes no shorter one
    if (!certificate.rsa_bits || *certificate.rsa_bits >= enough) return;
    auto& finding = add_finding(findings, "certificate.short_key", subject,
                                fmt::format("certificate {} has an RSA key of {} bits, at least {} were expected",
                                            shown_subject(certificate), *certificate.rsa_bits, enough));
    if (*certificate.rsa_bits < least && host.decision.action == DaneAction::authenticate)
        finding.severity = Severity::critical;
}

/// With DANE-TA the dates of every certificate of the path count, and the names of the leaf.
void find_trust_anchor_faults(const SeenChain& seen, Findings& findings) {
    const auto& matched = *seen.match.matched;
    for (const auto index : matched.path) {
        find_expiry(seen.chain.at(index), seen, findings);
        if (index != 0) find_short_key(seen.chain.at(index), seen.host, seen.subject, findings);
    }
    const auto& record = seen.match.records.at(matched.record).record;
    const bool from_dns = record.selector == Selector::cert && record.matching_type == MatchingType::full &&
                          matched.depth >= matched.path.size();
    if (from_dns) find_expiry(read_certificate(record.association_data), seen, findings);
    if (matched.name_from_cn) {
        add_finding(findings, "certificate.only_common_name", seen.subject,
                    fmt::format("the certificate names {} in its common name alone, a subjectAltName was expected",
                                printable(matched.name.value_or(""), limits::shown_octets)));
    }
}

void find_chain_faults(const SeenChain& seen, Findings& findings) {
    if (!seen.match.matched || seen.chain.empty()) return;
    if (seen.match.records.at(seen.match.matched->record).record.usage == CertificateUsage::dane_ee) {
        find_ignored_faults(seen, findings);
    } else {
        find_trust_anchor_faults(seen, findings);
    }
}

}  // namespace

std::string names_of(const Certificate& certificate) {
    std::vector<std::string> names;
    for (const auto& name : certificate.dns_names.empty() ? certificate.common_names : certificate.dns_names)
        names.push_back(printable(name, limits::shown_octets));
    return names.empty() ? "nobody" : listed(names, ", ", 3);
}

void find_certificates(const Report& report, Findings& findings) {
    const auto now = report.facts.checked_at;
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto& host = report.hosts[i];
        const auto& facts = report.facts.hosts[i];
        for (std::size_t k = 0; k < host.endpoints.size(); ++k) {
            const auto& endpoint = host.endpoints[k];
            const auto subject = subject_of(facts, facts.endpoints[k]);
            for (const auto* const chain : {&endpoint.chain, &endpoint.other_key_chain}) {
                if (!chain->empty()) find_short_key(chain->front(), host, subject, findings);
            }
            if (endpoint.match) find_chain_faults({host, *endpoint.match, endpoint.chain, subject, now}, findings);
            if (endpoint.other_key_match)
                find_chain_faults({host, *endpoint.other_key_match, endpoint.other_key_chain, subject, now}, findings);
        }
    }
}

}  // namespace danelaw
