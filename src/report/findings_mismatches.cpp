#include "report/findings.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

/// A chain that matches no record, and what was matched with it.
struct Mismatch {
    const HostReport& host;
    const CertificateChain& chain;
    Timestamp now;
};

/// What would have come of it if the certificates had said something else.
MatchResult match_again(const Mismatch& seen, const CertificateChain& chain) {
    std::vector<TlsaRecord> records;
    for (const auto& use : seen.host.records) records.push_back(use.record);
    MatchInput input;
    input.reference_identifiers = seen.host.reference_identifiers;
    input.now = seen.now;
    return match_chain(records, chain, input);
}

std::optional<std::string> date_fault(const Certificate& certificate, Timestamp now) {
    const auto subject = printable(certificate.subject, limits::shown_octets);
    if (certificate.not_after && *certificate.not_after < now)
        return fmt::format("certificate \"{}\" expired at {}", subject, format_time(*certificate.not_after));
    if (certificate.not_before && *certificate.not_before > now)
        return fmt::format("certificate \"{}\" is not valid before {}", subject, format_time(*certificate.not_before));
    return std::nullopt;
}

/// The faults of the dates that alone keep the chain from matching a DANE-TA record; empty where it is something else.
std::vector<std::string> outdated_certificates(const Mismatch& seen) {
    auto timeless = seen.chain;
    for (auto& certificate : timeless) certificate.not_before = certificate.not_after = seen.now;
    const auto match = match_again(seen, timeless);
    std::vector<std::string> faults;
    if (!match.matched) return faults;
    for (const auto index : match.matched->path) {
        if (auto fault = date_fault(seen.chain.at(index), seen.now)) faults.push_back(std::move(*fault));
    }
    return faults;
}

/// Whether the chain would match if its certificate named the server.
bool only_name_is_wrong(const Mismatch& seen) {
    auto named = seen.chain;
    named.front().dns_names = {seen.host.reference_identifiers.front().text()};
    return match_again(seen, named).matched.has_value();
}

std::string published_records(const HostReport& host) {
    std::vector<std::string> records;
    for (const auto& use : host.records) {
        if (use.considered) records.push_back(shown_record(use.record));
    }
    return listed(records);
}

std::string names_text(const std::vector<DomainName>& names) {
    std::vector<std::string> texts;
    texts.reserve(names.size());
    for (const auto& name : names) texts.push_back(name.text());
    return listed(texts, " or ");
}

/// Why a trust anchor's record does not match, as the record says most that came nearest to it.
std::string fault_of(const MatchResult& match) {
    for (std::size_t i = 0; i < match.records.size(); ++i) {
        const auto& use = match.records[i];
        if (use.considered && use.record.usage == CertificateUsage::dane_ta && use.reason)
            return fmt::format("no TLSA record matches, record {}: {}", i + 1, *use.reason);
    }
    return "no TLSA record matches";
}

void tell_mismatch(const Mismatch& seen, const MatchResult& match, const std::string& subject, Findings& findings) {
    if (seen.chain.empty()) {
        add_finding(findings, "tlsa.mismatch", subject, "the server presented no certificate, one was expected");
        return;
    }
    if (const auto outdated = outdated_certificates(seen); !outdated.empty()) {
        add_finding(findings, "certificate.expired", subject, listed(outdated) + ", and dates count with DANE-TA(2)");
        return;
    }
    if (only_name_is_wrong(seen)) {
        add_finding(findings, "certificate.wrong_name", subject,
                    fmt::format("the certificate names {}, {} was expected", names_of(seen.chain.front()),
                                names_text(seen.host.reference_identifiers)));
        return;
    }
    // Where a certificate was renewed with another key, that is since when senders have not delivered.
    const auto& leaf = seen.chain.front();
    const auto since =
        leaf.not_before ? "; that certificate is valid since " + format_time(*leaf.not_before) : std::string();
    add_finding(findings, "tlsa.mismatch", subject,
                fmt::format("{}; published at {}: {}; the certificate needs: {}{}", fault_of(match),
                            seen.host.tlsa_owner->text(), published_records(seen.host), wanted_record(leaf), since));
}

void tell_other_key(const Mismatch& seen, const Certificate& matching, const std::string& subject, Findings& findings) {
    const auto& leaf = seen.chain.front();
    add_finding(
        findings, "tlsa.other_key_mismatch", subject,
        fmt::format("the {} certificate matches, the {} certificate does not; published at {}: {}; it needs: {}",
                    matching.key, leaf.key, seen.host.tlsa_owner->text(), published_records(seen.host),
                    wanted_record(leaf)));
}

}  // namespace

std::string wanted_record(const Certificate& leaf) {
    const auto selector = leaf.spki.empty() ? Selector::cert : Selector::spki;
    return to_text(TlsaRecord{CertificateUsage::dane_ee, selector, MatchingType::sha2_256,
                              association_of(leaf, selector, MatchingType::sha2_256)});
}

void find_mismatches(const Report& report, Findings& findings) {
    const auto now = report.facts.checked_at;
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto& host = report.hosts[i];
        const auto& facts = report.facts.hosts[i];
        for (std::size_t k = 0; k < host.endpoints.size(); ++k) {
            const auto& endpoint = host.endpoints[k];
            if (endpoint.outcome != Outcome::mismatch || !host.tlsa_owner) continue;
            const auto subject = subject_of(facts, facts.endpoints[k]);
            const bool other = endpoint.other_key_outcome == Outcome::mismatch && !endpoint.other_key_chain.empty();
            if (other) {
                tell_other_key({host, endpoint.other_key_chain, now}, endpoint.chain.front(), subject, findings);
            } else {
                tell_mismatch({host, endpoint.chain, now}, *endpoint.match, subject, findings);
            }
        }
    }
}

}  // namespace danelaw
