#include "report/verdict.hpp"

#include "report/judge_host.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

/// Something that decides was not looked at: what does not already fail is unknown.
bool is_incomplete(const Report& report) {
    const auto& facts = report.facts;
    const auto left_out = [](const HostFacts& host) { return host.not_examined; };
    const auto not_asked = [](const HostReport& host) { return host.decision.next_candidate.has_value(); };
    return was_cut(facts) || facts.mx_records_left_out > 0 || facts.dns_only ||
           std::any_of(facts.hosts.begin(), facts.hosts.end(), left_out) ||
           std::any_of(report.hosts.begin(), report.hosts.end(), not_asked);
}

bool has_secure_tlsa(const HostReport& host) { return host.decision.tlsa_base_domain.has_value(); }

bool is_mx_secure_or_unused(const Report& report) { return !report.facts.mx || report.next_hop.mx_secure; }

/// Mail to the domain bounces: it does not exist, or nothing that it names has an address.
bool is_undeliverable(const Report& report) {
    const auto& facts = report.facts;
    if (facts.mx && facts.mx->presence == Presence::nx_domain) return true;
    if (facts.mx && !facts.mx->answered()) return false;
    if (report.null_mx) return false;
    const auto no_address = [](const HostReport& host) { return host.decision.no_address; };
    return std::all_of(report.hosts.begin(), report.hosts.end(), no_address);
}

bool has_failed_endpoint(const HostReport& host, const HostFacts& facts) {
    for (std::size_t i = 0; i < host.endpoints.size(); ++i) {
        const auto outcome = host.endpoints[i].outcome;
        if (outcome == Outcome::mismatch) return true;
        if (outcome == Outcome::tls_failed && !facts.endpoints[i].session.cut_by_deadline) return true;
    }
    return false;
}

bool is_fail(const Report& report) {
    const auto& facts = report.facts;
    if (facts.mx && !facts.mx->answered() && !is_cut(*facts.mx)) return true;
    if (is_undeliverable(report)) return true;
    const bool dane_expected =
        is_mx_secure_or_unused(report) || std::any_of(report.hosts.begin(), report.hosts.end(), has_secure_tlsa);
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        if (has_failed_endpoint(report.hosts[i], facts.hosts[i])) return true;
        if (dane_expected && is_failed_host(report.hosts[i], facts.hosts[i])) return true;
    }
    return false;
}

bool any_reached(const HostReport& host) {
    return std::any_of(host.endpoints.begin(), host.endpoints.end(),
                       [](const EndpointReport& e) { return is_reached(e.outcome); });
}

bool is_protected_host(const HostReport& host) {
    return host.decision.action == DaneAction::authenticate || host.decision.action == DaneAction::encrypt;
}

bool is_pass(const Report& report) {
    if (!is_mx_secure_or_unused(report)) return false;
    return std::all_of(report.hosts.begin(), report.hosts.end(), [](const HostReport& host) {
        if (host.decision.no_address) return true;  // left out, with a finding
        return host.decision.action == DaneAction::authenticate && any_reached(host) &&
               std::all_of(host.endpoints.begin(), host.endpoints.end(), [](const EndpointReport& endpoint) {
                   return !is_reached(endpoint.outcome) || endpoint.outcome == Outcome::authenticated;
               });
    });
}

int exit_code_of(Verdict verdict, bool null_mx) {
    switch (verdict) {
        case Verdict::pass:
            return 0;
        case Verdict::none:
            return null_mx ? 0 : 1;
        case Verdict::partial:
            return 1;
        case Verdict::fail:
            return 2;
        case Verdict::unknown:
            return 3;
    }
    return 3;
}

int exit_code_of(Severity severity) {
    switch (severity) {
        case Severity::info:
        case Severity::notice:
            return 0;
        case Severity::warning:
            return 1;
        case Severity::unknown:
            return 3;
        case Severity::critical:
            return 2;
    }
    return 3;
}

/// ok < warning < unknown < critical.
int weight(int exit_code) { return exit_code == 2 ? 3 : exit_code == 3 ? 2 : exit_code; }

}  // namespace

std::optional<std::string> cannot_validate(const DomainFacts& facts) {
    const auto of_domain = all_lookups(facts);
    // Where anything validates, validation works from here.
    if (std::any_of(of_domain.begin(), of_domain.end(), [](const Lookup* lookup) { return lookup->secure(); }))
        return std::nullopt;
    const Lookup* failed = nullptr;
    for (const auto& lookup : facts.trust.anchor_lookups) {
        if (!facts.domain.is_at_or_below(lookup.name)) continue;  // says nothing about this domain
        if (lookup.secure()) return std::nullopt;
        if (failed == nullptr) failed = &lookup;
    }
    if (failed == nullptr) return std::nullopt;
    return fmt::format("the DNSKEY lookup of the trust anchor {} is {}: {}", failed->name.text(),
                       to_text(failed->dnssec),
                       failed->failure ? failed->failure->detail : "its zone is not seen as signed");
}

bool is_covered_by_anchor(const DomainFacts& facts) {
    if (facts.kind == DestinationKind::address) return true;
    return std::any_of(facts.trust.anchors.begin(), facts.trust.anchors.end(),
                       [&](const DomainName& anchor) { return facts.domain.is_at_or_below(anchor); });
}

bool is_failed_host(const HostReport& host, const HostFacts& facts) {
    if (host.decision.action != DaneAction::skip || host.decision.no_address) return false;
    const auto cut = [](const std::optional<Lookup>& lookup) { return lookup && is_cut(*lookup); };
    const auto& lookups = facts.lookups;
    const auto found = [](const std::optional<Lookup>& lookup) {
        return lookup && lookup->presence == Presence::records;
    };
    if (!found(lookups.a) && !found(lookups.aaaa)) return !cut(lookups.a) && !cut(lookups.aaaa);
    // With addresses of one family it is what comes after them that failed; the other family would not mend it.
    return !cut(lookups.cname) && std::none_of(lookups.tlsa.begin(), lookups.tlsa.end(), is_cut);
}

bool is_cut(const Lookup& lookup) { return lookup.failure && lookup.failure->cut_by_deadline; }

bool was_cut(const DomainFacts& facts) {
    const auto lookups = all_lookups(facts);
    if (std::any_of(lookups.begin(), lookups.end(), [](const Lookup* lookup) { return is_cut(*lookup); })) return true;
    for (const auto& host : facts.hosts) {
        for (const auto& endpoint : host.endpoints) {
            if (endpoint.not_probed) continue;
            if (endpoint.session.cut_by_deadline) return true;
            if (endpoint.other_key_probe && endpoint.other_key_probe->cut_by_deadline) return true;
        }
    }
    return false;
}

Verdict dane_verdict(const Report& report) {
    if (cannot_validate(report.facts) || !is_covered_by_anchor(report.facts)) return Verdict::unknown;
    if (is_fail(report)) return Verdict::fail;
    if (is_incomplete(report)) return Verdict::unknown;
    if (report.null_mx || std::none_of(report.hosts.begin(), report.hosts.end(), has_secure_tlsa)) return Verdict::none;
    const auto& hosts = report.hosts;
    const auto reached = [](const HostReport& host) { return is_protected_host(host) && any_reached(host); };
    if (std::none_of(hosts.begin(), hosts.end(), reached)) return Verdict::unknown;
    return is_pass(report) ? Verdict::pass : Verdict::partial;
}

int exit_code_of(const Report& report) {
    int worst = exit_code_of(report.verdict, report.null_mx);
    for (const auto& finding : report.findings) {
        const int code = exit_code_of(finding.severity);
        if (weight(code) > weight(worst)) worst = code;
    }
    return worst;
}

}  // namespace danelaw
