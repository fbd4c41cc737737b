#include <danelaw/base/text.hpp>
#include <danelaw/render/render.hpp>
#include <danelaw/report/headline.hpp>

#include "render/servers.hpp"
#include "render/text_parts.hpp"
#include "render/wrap.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

std::string_view colour_of(Verdict verdict, const Palette& palette) {
    switch (verdict) {
        case Verdict::pass:
            return palette.good;
        case Verdict::partial:
        case Verdict::none:
        case Verdict::unknown:
            return palette.warning;
        case Verdict::fail:
            return palette.bad;
    }
    return {};
}

std::string shown_domain(const DomainFacts& facts) {
    if (facts.kind == DestinationKind::address) return printable(facts.asked);
    const auto unicode = facts.domain.unicode();
    return unicode == facts.domain.text() ? unicode : fmt::format("{} ({})", unicode, facts.domain.text());
}

std::string lookup_line(std::string_view what, const Lookup& lookup) {
    std::string line = fmt::format("{} {}", what, to_text(lookup.dnssec));
    if (lookup.presence != Presence::records) line += fmt::format(", {}", to_text(lookup.presence));
    if (lookup.canonical_name != lookup.name) line += fmt::format(", alias of {}", lookup.canonical_name.text());
    return line;
}

std::string tls_rpt_line(const TlsRptStatus& status) {
    if (!status.failure && !status.records.record) return "TLS reports: not asked for";
    if (!status.records.record) {
        const auto* const what = status.present ? "no usable record" : "unknown";
        return fmt::format("TLS reports: {}, {}", what, printable_sentence(*status.failure));
    }
    std::string line = "TLS reports:";
    for (const auto& uri : status.records.record->rua) line += ' ' + uri.text;
    return line;
}

std::string addresses_line(const HostLookups& lookups) {
    std::string line;
    for (const auto& [what, lookup] : {std::pair("A", &lookups.a), std::pair("AAAA", &lookups.aaaa)}) {
        if (!*lookup) continue;
        if (!line.empty()) line += "; ";
        line += lookup_line(what, **lookup);
    }
    return line;
}

std::string host_head(const HostFacts& facts, const HostReport& host, bool with_preference) {
    std::string head = facts.lookups.name.is_root() ? "address literal" : facts.lookups.name.text();
    if (with_preference) head += fmt::format(" (preference {})", facts.preference);
    if (facts.not_examined && facts.endpoints.empty()) return head + ": not looked at";
    head += fmt::format(": {}", to_text(host.decision.action));
    if (host.decision.action == DaneAction::skip)
        head += host.decision.no_address ? ", it has no address" : ", a lookup failed";
    return head;
}

std::string record_state(const RecordUse& use) {
    if (!use.usable) return "unusable";
    if (!use.considered) return "set aside";
    return use.matched ? "matched" : "not matched";
}

/// Its numbers and enough of its data to know it by; the whole of it with -v.
std::string record_line(const RecordUse& use, const TextStyle& style) {
    constexpr std::size_t shown_octets = 44;
    const auto text = to_text(use.record);
    const bool whole = style.verbose || text.size() <= shown_octets;
    return fmt::format("{}{} {}", whole ? text : text.substr(0, shown_octets), whole ? "" : "...", record_state(use));
}

std::string render_host(const Report& report, std::size_t index, const TextStyle& style) {
    const auto& facts = report.facts.hosts[index];
    const auto& host = report.hosts[index];
    std::string text = wrap("  ", "    ", host_head(facts, host, report.next_hop.mx_used));
    if (const auto line = addresses_line(facts.lookups); !line.empty()) text += wrap("    ", "      ", line);
    for (const auto& lookup : facts.lookups.tlsa)
        text += wrap("    ", "      ", lookup_line(lookup.name.text(), lookup));
    for (const auto& use : host.records) text += wrap("      ", "      ", record_line(use, style));
    for (std::size_t i = 0; i < host.endpoints.size(); ++i)
        text += render_endpoint(facts.endpoints[i], host.endpoints[i], "    ", style);
    return text;
}

/// Since when the verdict is as it is, and what it was before.
std::string render_history(const Report& report) {
    if (!report.history || !report.history->compared_with) return {};
    const auto& history = *report.history;
    const auto age = report.facts.checked_at - history.since;
    std::string line = fmt::format("{} since {}{}", to_text(report.verdict), format_time(history.since),
                                   age.count() > 0 ? fmt::format(" ({})", format_duration(age)) : "");
    if (const auto& previous = history.previous)
        line += fmt::format("; before that {}, seen from {} to {}", to_text(previous->verdict),
                            format_time(previous->since), format_time(previous->last_seen));
    return wrap("  ", "    ", line);
}

std::string expiry_line(const Expiry& expiry, Timestamp now) {
    const auto rest = expiry.at - now;
    return fmt::format("{} at {}, {}{}: {}", expiry.what, format_time(expiry.at),
                       rest.count() < 0 ? format_duration(rest) + " ago" : "in " + format_duration(rest),
                       expiry.kind == ExpiryKind::parent_signature ? ", kept up by a parent" : "", expiry.then);
}

/// What fails first by itself; with -v all that ends, soonest first.
std::string render_forecast(const Report& report, const TextStyle& style) {
    const auto now = report.facts.checked_at;
    std::string text;
    if (const auto* const first = first_to_fail(report.forecast))
        text += wrap("  ", "    ", printable_sentence("first to fail: " + expiry_line(*first, now)));
    if (!style.verbose) return text;
    for (const auto& expiry : report.forecast)
        text += wrap("    ", "      ", printable_sentence("ends: " + expiry_line(expiry, now)));
    return text;
}

std::string render_domain(const Report& report, const TextStyle& style) {
    std::string text;
    if (report.facts.mx) {
        const auto what = report.implicit_mx ? "no MX record, the domain is its own host;" : "MX";
        text += wrap("  ", "    ", lookup_line(what, *report.facts.mx));
    }
    if (report.sts) text += wrap("  ", "    ", printable_sentence(sts_line(*report.sts)));
    if (report.tls_rpt) text += wrap("  ", "    ", tls_rpt_line(*report.tls_rpt));
    return text + render_forecast(report, style);
}

}  // namespace

std::string render_text(const Report& report, const TextStyle& style) {
    const Palette palette(style.colour);
    std::string text = fmt::format("{}: {}{}{}\n", shown_domain(report.facts), colour_of(report.verdict, palette),
                                   to_text(report.verdict), palette.reset);
    text += wrap("  ", "  ", headline(report)) + render_history(report);
    // What has to be done comes first, then whom it hits, then what was seen, and at last what is good to know.
    const auto notes = std::find_if(report.findings.begin(), report.findings.end(),
                                    [](const Finding& finding) { return finding.severity <= Severity::notice; });
    if (notes != report.findings.begin()) text += '\n' + render_findings({report.findings.begin(), notes}, style);
    if (report.sts && !report.senders.empty()) text += '\n' + render_senders(report.senders, style);
    if (const auto domain = render_domain(report, style); !domain.empty()) text += '\n' + domain;
    for (std::size_t i = 0; i < report.hosts.size(); ++i) text += '\n' + render_host(report, i, style);
    for (const auto& zone : report.name_servers) text += '\n' + render_servers(zone, style, "  ");
    if (notes != report.findings.end()) text += '\n' + render_findings({notes, report.findings.end()}, style);
    return text;
}

}  // namespace danelaw
