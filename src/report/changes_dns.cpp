#include "report/changes.hpp"

#include "report/before.hpp"
#include "report/findings.hpp"

#include <fmt/format.h>

namespace danelaw {

namespace {

void compare_security(const std::string& subject, std::string_view what, bool before, Changes& changes) {
    const auto word = [](bool secure) { return to_text(secure ? ValidationState::secure : ValidationState::insecure); };
    changes.push_back({before ? "change.unsigned" : "change.signed", subject, word(before), word(!before),
                       fmt::format("{} {} by DNSSEC now, which {}", what, before ? "are not secured" : "are secured",
                                   before ? "they were" : "they were not")});
}

bool has_other_security(const std::optional<Lookup>& lookup, const std::optional<bool>& before) {
    return lookup && lookup->answered() && before && *before != lookup->secure();
}

/// The answers to the host's addresses; both families in one sentence.
void compare_addresses(const HostFacts& facts, const HostMemory& before, Changes& changes) {
    const auto& lookups = facts.lookups;
    const bool a = has_other_security(lookups.a, before.a_secure);
    const bool aaaa = has_other_security(lookups.aaaa, before.aaaa_secure);
    const bool alike = a && aaaa && before.a_secure == before.aaaa_secure;
    const auto subject = subject_of(facts);
    if (alike) return compare_security(subject, "the A and AAAA answers", *before.a_secure, changes);
    if (a) compare_security(subject, "the A answers", *before.a_secure, changes);
    if (aaaa) compare_security(subject, "the AAAA answers", *before.aaaa_secure, changes);
}

/// Whether another finding names the record as what is missing.
bool is_told(const Changes& changes, const std::string& record) {
    return std::any_of(changes.begin(), changes.end(), [&](const Change& change) {
        return change.code == "change.records_broke_tlsa" && change.before == record;
    });
}

void compare_records(const Lookup& lookup, const TlsaMemory& before, Changes& changes) {
    const auto now = tlsa_records(lookup);
    const auto owner = lookup.name.text();
    auto gone = missing_from(now, before.records, shown_record);
    std::erase_if(gone, [&](const std::string& record) { return is_told(changes, record); });
    const auto added = missing_from(before.records, now, shown_record);
    if (!added.empty())
        changes.push_back({"change.tlsa_added", owner, std::nullopt, listed(added),
                           fmt::format("published since the last check: {}", listed(added))});
    if (!gone.empty())
        changes.push_back({"change.tlsa_removed", owner, listed(gone), std::nullopt,
                           fmt::format("no longer published: {}", listed(gone))});
    // A denial is no more than its zone's way to deny (opt-out, RFC 5155 §6).
    const bool has_records = !now.empty() && !before.records.empty();
    if (has_records && before.secure != lookup.secure())
        compare_security(owner, "the TLSA records", before.secure, changes);
}

}  // namespace

void compare_mx(const Report& report, const DomainMemory& before, Changes& changes) {
    const auto& lookup = report.facts.mx;
    if (!lookup || !lookup->answered() || !before.mx) return;
    const auto subject = subject_of(report.facts);
    const auto shown = [](const MxRecord& record) {
        return fmt::format("{} {}", record.preference, record.exchange.is_root() ? "." : record.exchange.text());
    };
    const auto now = mx_records(*lookup);
    const auto gone = missing_from(now, before.mx->records, shown);
    const auto added = missing_from(before.mx->records, now, shown);
    if (!gone.empty() || !added.empty()) {
        std::string text = "the MX records changed";
        if (!gone.empty()) text += fmt::format("; no longer there: {}", listed(gone));
        if (!added.empty()) text += fmt::format("; new: {}", listed(added));
        if (now.empty()) text += "; there are none now";
        changes.push_back({"change.mx", subject, listed_if_any(gone), listed_if_any(added), std::move(text)});
    }
    if (before.mx->secure != lookup->secure()) compare_security(subject, "the MX answers", before.mx->secure, changes);
}

void compare_hosts(const Report& report, const DomainMemory& before, Changes& changes) {
    for (const auto& host : report.facts.hosts) {
        const auto* const known = host_before(before.hosts, host.lookups.name);
        if (known == nullptr) continue;
        compare_addresses(host, *known, changes);
        for (const auto& lookup : host.lookups.tlsa) {
            const auto* const tlsa = tlsa_before(known->tlsa, lookup.name);
            if (tlsa != nullptr && lookup.answered()) compare_records(lookup, *tlsa, changes);
        }
    }
}

}  // namespace danelaw
