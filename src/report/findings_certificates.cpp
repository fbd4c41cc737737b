#include "report/findings.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

/// Before this, renewal that works has long happened: ACME clients renew a month ahead.
constexpr std::chrono::days renewal_notice{14};

bool names_host(const Certificate& leaf, const std::vector<DomainName>& names) {
    const auto& presented = leaf.dns_names.empty() ? leaf.common_names : leaf.dns_names;
    return std::any_of(presented.begin(), presented.end(), [&](const std::string& text) {
        return std::any_of(names.begin(), names.end(), [&](const DomainName& name) {
            const bool wildcard = text.starts_with("*.") && ascii_iequal(text.substr(2), name.parent().text());
            return ascii_iequal(text, name.text()) || wildcard;
        });
    });
}

/// DANE-EE ignores dates and names; other senders do not, so both are told as notes.
void find_ignored_faults(const HostReport& host, const Certificate& leaf, const std::string& subject, Timestamp now,
                         Findings& findings) {
    if (leaf.not_after && *leaf.not_after < now) {
        findings.push_back(
            make_finding("certificate.expired_ignored", subject,
                         fmt::format("{}: the certificate expired at {}", subject, format_time(*leaf.not_after))));
    } else if (leaf.not_before && *leaf.not_before > now) {
        findings.push_back(make_finding(
            "certificate.expired_ignored", subject,
            fmt::format("{}: the certificate is valid only from {}", subject, format_time(*leaf.not_before))));
    }
    if (!names_host(leaf, host.reference_identifiers)) {
        findings.push_back(make_finding("certificate.name_ignored", subject,
                                        fmt::format("{}: the certificate does not name the host", subject)));
    }
}

/// With DANE-TA the dates of every certificate of the path count.
void find_expiring_path(const Match& matched, const CertificateChain& chain, const std::string& subject, Timestamp now,
                        Findings& findings) {
    for (const auto index : matched.path) {
        const auto& certificate = chain.at(index);
        if (!certificate.not_after || *certificate.not_after - now > renewal_notice) continue;
        findings.push_back(make_finding(
            "certificate.expires_soon", subject,
            fmt::format("{}: certificate \"{}\" on the path expires at {}, in {}", subject,
                        printable(certificate.subject, limits::shown_octets), format_time(*certificate.not_after),
                        format_duration(*certificate.not_after - now))));
    }
}

struct SeenChain {
    const std::optional<MatchResult>& match;
    const CertificateChain& chain;
    std::string subject;
};

void find_chain_faults(const HostReport& host, const SeenChain& seen, Timestamp now, Findings& findings) {
    if (!seen.match || !seen.match->matched || seen.chain.empty()) return;
    const auto& matched = *seen.match->matched;
    const auto usage = seen.match->records.at(matched.record).record.usage;
    if (usage == CertificateUsage::dane_ee) {
        find_ignored_faults(host, seen.chain.front(), seen.subject, now, findings);
        return;
    }
    find_expiring_path(matched, seen.chain, seen.subject, now, findings);
    if (matched.name_from_cn) {
        findings.push_back(make_finding("certificate.only_common_name", seen.subject,
                                        fmt::format("{}: the name {} stands only in the common name", seen.subject,
                                                    printable(matched.name.value_or(""), limits::shown_octets))));
    }
}

}  // namespace

void find_certificates(const Report& report, Findings& findings) {
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto& host = report.hosts[i];
        const auto& facts = report.facts.hosts[i];
        for (std::size_t k = 0; k < host.endpoints.size(); ++k) {
            const auto& endpoint = host.endpoints[k];
            const auto subject = subject_of(facts, facts.endpoints[k]);
            find_chain_faults(host, SeenChain{endpoint.match, endpoint.chain, subject}, report.facts.checked_at,
                              findings);
            find_chain_faults(host, SeenChain{endpoint.other_key_match, endpoint.other_key_chain, subject},
                              report.facts.checked_at, findings);
        }
    }
}

}  // namespace danelaw
