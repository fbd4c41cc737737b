#include "report/findings.hpp"
#include "report/verdict.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

std::string failure_text(const Lookup& lookup) {
    return fmt::format("the {} lookup of {} is {}: {}", to_text(lookup.type), lookup.name.text(),
                       to_text(lookup.dnssec), lookup.failure ? lookup.failure->detail : "no reason given");
}

bool is_bogus(const Lookup& lookup) { return lookup.dnssec == ValidationState::bogus; }

/// Writes down the lookups that failed by the domain's fault; what our own time-out cut is told of by itself.
class FailedLookups {
public:
    explicit FailedLookups(Findings& findings) : findings_(findings) {}

    void add(const std::optional<Lookup>& lookup, std::string_view bogus, std::string_view failed, Severity severity) {
        if (lookup) add(*lookup, bogus, failed, severity);
    }
    void add(const Lookup& lookup, std::string_view bogus, std::string_view failed, Severity severity) {
        if (lookup.answered() || is_cut(lookup)) return;
        auto finding = make_finding(is_bogus(lookup) ? bogus : failed, lookup.name.text(), failure_text(lookup));
        finding.severity = severity;
        findings_.push_back(std::move(finding));
    }

private:
    Findings& findings_;
};

void find_host_failures(const HostReport& host, const HostFacts& facts, FailedLookups& failed) {
    const auto& lookups = facts.lookups;
    // A family that fails while the other answers costs senders time, but no mail (contract 2).
    const auto severity = host.decision.action == DaneAction::skip ? Severity::critical : Severity::warning;
    failed.add(lookups.a, "address.lookup_bogus", "address.lookup_failed", severity);
    failed.add(lookups.aaaa, "address.lookup_bogus", "address.lookup_failed", severity);
    failed.add(lookups.cname, "cname.lookup_failed", "cname.lookup_failed", Severity::critical);
    for (const auto& tlsa : lookups.tlsa)
        failed.add(tlsa, "tlsa.lookup_bogus", "tlsa.lookup_failed", Severity::critical);
}

/// Less is too little for a zone whose signer works: signers renew long before.
constexpr std::chrono::hours soon{72};

void find_signature(const Lookup& lookup, Timestamp now, Findings& findings) {
    if (!lookup.secure() || !lookup.signature_expires || !lookup.signature_inception) return;
    const auto rest = *lookup.signature_expires - now;
    const auto validity = *lookup.signature_expires - *lookup.signature_inception;
    const auto what = fmt::format("the signature of the {} records of {}", to_text(lookup.type), lookup.name.text());
    if (rest < soon && rest * 5 < validity) {
        findings.push_back(make_finding("signature.expires_soon", lookup.name.text(),
                                        fmt::format("{} expires at {}, in {}", what,
                                                    format_time(*lookup.signature_expires), format_duration(rest))));
    }
    if (lookup.ttl && rest <= *lookup.ttl) {
        findings.push_back(
            make_finding("signature.shorter_than_ttl", lookup.name.text(),
                         fmt::format("{} expires at {}, not later than its TTL of {}", what,
                                     format_time(*lookup.signature_expires), format_duration(*lookup.ttl))));
    }
}

}  // namespace

std::string subject_of(const HostFacts& host) {
    if (!host.lookups.name.is_root() || host.endpoints.empty()) return host.lookups.name.text();
    return fmt::format("[{}]", host.endpoints.front().address.to_string());
}

std::string subject_of(const HostFacts& host, const EndpointFacts& endpoint) {
    const auto name = host.lookups.name.is_root() ? std::string() : host.lookups.name.text();
    return fmt::format("{}[{}]:{}", name, endpoint.address.to_string(), endpoint.port);
}

void find_lookup_failures(const Report& report, Findings& findings) {
    FailedLookups failed(findings);
    failed.add(report.facts.mx, "mx.lookup_bogus", "mx.lookup_failed", Severity::critical);
    for (std::size_t i = 0; i < report.hosts.size(); ++i)
        find_host_failures(report.hosts[i], report.facts.hosts[i], failed);
}

void find_signatures(const Report& report, Findings& findings) {
    const auto now = report.facts.checked_at;
    if (report.facts.mx) find_signature(*report.facts.mx, now, findings);
    for (const auto& host : report.facts.hosts) {
        for (const auto* lookup : {&host.lookups.a, &host.lookups.aaaa, &host.lookups.cname}) {
            if (*lookup) find_signature(**lookup, now, findings);
        }
        for (const auto& tlsa : host.lookups.tlsa) find_signature(tlsa, now, findings);
    }
}

void find_run_limits(const Report& report, Findings& findings) {
    const auto& facts = report.facts;
    const auto domain = facts.domain.text();
    const auto blocked = cannot_validate(facts);
    if (blocked)
        findings.push_back(make_finding("resolver.cannot_validate", domain,
                                        "nothing can be validated from this machine: " + *blocked));
    if (!is_covered_by_anchor(facts)) {
        findings.push_back(make_finding("resolver.no_trust_anchor", domain,
                                        fmt::format("no trust anchor in use lies at or above {}", domain)));
    }
    if (was_cut(facts))
        findings.push_back(
            make_finding("check.deadline", domain, "the time given by --timeout ran out before everything was seen"));
    if (facts.mx_records_left_out > 0) {
        findings.push_back(make_finding("check.left_out", domain,
                                        fmt::format("{} MX records were not looked at", facts.mx_records_left_out)));
    }
    for (const auto& host : facts.hosts) {
        if (!host.not_examined) continue;
        findings.push_back(make_finding("check.left_out", subject_of(host),
                                        fmt::format("{} was not, or not wholly, looked at", subject_of(host))));
    }
    if (facts.dns_only) findings.push_back(make_finding("check.dns_only", domain, "no server was connected to"));
}

}  // namespace danelaw
