#include "report/findings.hpp"
#include "report/verdict.hpp"

#include <danelaw/dns/packet.hpp>
#include <danelaw/dns/signed_records.hpp>

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

/// Since when the reply of a bogus lookup has a signature that is no longer valid: `; the signature of NAME TYPE
/// expired at TIME, DURATION ago`. Empty where each RRset has one that has not expired.
std::string expiry_in_reply(const Lookup& lookup, Timestamp now) {
    const auto packet = read_packet(lookup.message);
    if (!packet) return {};
    for (const auto* const section : {&packet->answer, &packet->authority}) {
        for (const auto& rrset : group_rrsets(*section)) {
            const auto last = std::ranges::max_element(rrset.signatures, {}, &Rrsig::expires);
            if (last == rrset.signatures.end() || last->expires >= now) continue;
            return fmt::format("; the signature of {} {} expired at {}, {} ago", rrset.owner.text(),
                               to_text(rrset.type), format_time(last->expires), format_duration(now - last->expires));
        }
    }
    return {};
}

/// Writes down the lookups that failed by the domain's fault; what our own time-out cut is told of by itself.
class FailedLookups {
public:
    FailedLookups(Timestamp now, Findings& findings) : now_(now), findings_(findings) {}

    void add(const std::optional<Lookup>& lookup, std::string_view bogus, std::string_view failed, Severity severity) {
        if (!lookup || lookup->answered() || is_cut(*lookup)) return;
        const bool is_bogus = lookup->dnssec == ValidationState::bogus;
        const auto what =
            fmt::format("the {} lookup {} ({}{}), {} was expected", to_text(lookup->type), how_it_failed(*lookup),
                        lookup->failure ? lookup->failure->detail : "no reason given",
                        is_bogus ? expiry_in_reply(*lookup, now_) : std::string(),
                        is_bogus ? "a chain of valid signatures" : "an answer");
        auto& finding = add_finding(findings_, is_bogus ? bogus : failed, lookup->name.text(), what);
        finding.severity = severity;
        // Where mail goes all the same senders have nothing to report (RFC 8460 §4.3.2.1: "no valid records").
        if (severity < Severity::critical) finding.tls_rpt.reset();
    }

private:
    Timestamp now_;
    Findings& findings_;
};

void find_host_failures(const HostReport& host, const HostFacts& facts, FailedLookups& failed) {
    const auto& lookups = facts.lookups;
    // A family that fails while the other answers costs senders time, but no mail (contract 2).
    const auto severity = host.decision.action == DaneAction::skip ? Severity::critical : Severity::warning;
    failed.add(lookups.a, "address.lookup_bogus", "address.lookup_failed", severity);
    failed.add(lookups.aaaa, "address.lookup_bogus", "address.lookup_failed", severity);
    failed.add(lookups.cname, "cname.lookup_bogus", "cname.lookup_failed", Severity::critical);
    for (const auto& tlsa : lookups.tlsa)
        failed.add(tlsa, "tlsa.lookup_bogus", "tlsa.lookup_failed", Severity::critical);
}

/// Less is too little for a zone whose signer works: signers renew long before.
constexpr std::chrono::hours soon{72};

void find_signature(const Lookup& lookup, Timestamp now, Findings& findings) {
    if (!lookup.secure() || !lookup.signature_expires || !lookup.signature_inception) return;
    const auto rest = *lookup.signature_expires - now;
    const auto validity = *lookup.signature_expires - *lookup.signature_inception;
    // The whole RRset, so that those of a zone whose signatures end together are told together.
    const auto subject = question_of(lookup);
    const auto when = fmt::format("the signature {} at {}", rest.count() < 0 ? "expired" : "expires",
                                  format_time(*lookup.signature_expires));
    if (rest < soon && rest * 5 < validity) {
        const auto left =
            fmt::format("in {}, after a validity of {}", format_duration(rest), format_duration(validity));
        add_finding(findings, "signature.expires_soon", subject,
                    fmt::format("{}, {}", when, rest.count() < 0 ? "and validators differ in their patience" : left));
    }
    if (lookup.ttl && rest <= *lookup.ttl) {
        add_finding(findings, "signature.shorter_than_ttl", subject,
                    fmt::format("{}, in {}, later than the TTL of {} was expected", when, format_duration(rest),
                                format_duration(*lookup.ttl)));
    }
}

}  // namespace

void find_lookup_failures(const Report& report, Findings& findings) {
    FailedLookups failed(report.facts.checked_at, findings);
    failed.add(report.facts.mx, "mx.lookup_bogus", "mx.lookup_failed", Severity::critical);
    for (std::size_t i = 0; i < report.hosts.size(); ++i)
        find_host_failures(report.hosts[i], report.facts.hosts[i], failed);
}

void find_flapping(const Report& report, Findings& findings) {
    for (const auto& lookup : report.facts.flapping) {
        add_finding(findings, "lookup.flapping", question_of(lookup),
                    fmt::format("the first of two lookups failed ({}), the same answer each time was expected",
                                lookup.failure ? lookup.failure->detail : "no reason given"));
    }
}

void find_signatures(const Report& report, Findings& findings) {
    for (const auto* const lookup : all_lookups(report.facts))
        find_signature(*lookup, report.facts.checked_at, findings);
}

}  // namespace danelaw
