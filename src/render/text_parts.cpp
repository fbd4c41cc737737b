#include "render/text_parts.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/dns/second_opinion.hpp>

#include "render/wrap.hpp"

#include <fmt/format.h>

namespace danelaw {

namespace {

std::string_view colour_of(Outcome outcome, const Palette& palette) {
    switch (outcome) {
        case Outcome::authenticated:
        case Outcome::encrypted:
            return palette.good;
        case Outcome::cleartext:
        case Outcome::unreachable:
        case Outcome::not_probed:
            return palette.warning;
        case Outcome::mismatch:
        case Outcome::tls_failed:
            return palette.bad;
    }
    return {};
}

std::string render_certificates(const CertificateChain& chain, std::string_view indent) {
    std::string text;
    for (const auto& certificate : chain) {
        text += wrap(fmt::format("{}certificate ", indent), fmt::format("{}  ", indent),
                     fmt::format("{}, {}, until {}", printable(certificate.subject, limits::shown_octets),
                                 printable(certificate.fault.value_or(certificate.key)),
                                 certificate.not_after ? format_time(*certificate.not_after) : "an unreadable date"));
    }
    return text;
}

std::string render_dialogue(const SmtpSession& session, std::string_view indent) {
    std::string text;
    const auto deeper = fmt::format("{}   ", indent);
    for (const auto& [side, line] : session.dialogue)
        text += wrap(fmt::format("{}{}: ", indent, printable(side)), deeper, printable(line, limits::shown_octets));
    for (const auto& [phase, duration] : session.times)
        text += fmt::format("{}{} took {} ms\n", indent, printable(phase), duration.count());
    return text;
}

std::string render_parameters(const SmtpSession& session, std::string_view indent) {
    if (!session.tls) return {};
    const auto& tls = *session.tls;
    const auto name = tls.sni.empty() ? std::string("no server name") : "server name " + tls.sni;
    const auto parameters = fmt::format("{} {} {} {}, {}", tls.version, tls.cipher, tls.group, tls.signature, name);
    return wrap(indent, fmt::format("{}  ", indent), printable(parameters));
}

/// `TLS1.3, ECDSA-P256`: what tells two sessions apart at a glance.
std::string tls_in_brief(const SmtpSession& session, const CertificateChain& chain) {
    if (!session.tls) return {};
    return printable(session.tls->version) + (chain.empty() ? "" : ", " + printable(chain.front().key));
}

/// Address, outcome, and the second handshake where it showed a certificate.
std::string endpoint_line(const EndpointFacts& facts, const EndpointReport& judged, std::string_view indent,
                          const TextStyle& style) {
    const Palette palette(style.colour);
    std::string line = fmt::format("{}[{}]:{} {}{}{}", indent, facts.address.to_string(), facts.port,
                                   colour_of(judged.outcome, palette), to_text(judged.outcome), palette.reset);
    if (facts.not_probed) return line + '\n';
    if (const auto brief = tls_in_brief(facts.session, judged.chain); !brief.empty()) line += ' ' + brief;
    if (judged.other_key_outcome && !judged.other_key_chain.empty()) {
        line +=
            fmt::format("; {}: {}", printable(judged.other_key_chain.front().key), to_text(*judged.other_key_outcome));
    }
    return line + '\n';
}

/// Why the outcome is what it is; the findings tell it of a mismatch, and the host's line of a host that is skipped.
std::string reason_lines(const EndpointFacts& facts, const EndpointReport& judged, std::string_view indent) {
    const bool told =
        judged.outcome == Outcome::mismatch || (facts.not_probed && facts.not_probed->reason == NotProbedReason::skip);
    if (!judged.reason || told) return {};
    return wrap(indent, indent, printable_sentence(*judged.reason));
}

std::string render_session(const SmtpSession& session, const CertificateChain& chain, std::string_view indent) {
    return render_parameters(session, indent) + render_certificates(chain, indent) + render_dialogue(session, indent);
}

}  // namespace

std::string render_endpoint(const EndpointFacts& facts, const EndpointReport& judged, std::string_view indent,
                            const TextStyle& style) {
    const auto deeper = fmt::format("{}  ", indent);
    std::string text = endpoint_line(facts, judged, indent, style) + reason_lines(facts, judged, deeper);
    if (!style.verbose || facts.not_probed) return text;
    text += render_session(facts.session, judged.chain, deeper);
    if (!facts.other_key_probe) return text;
    text += fmt::format("{}the session for the other key type:\n", deeper);
    const auto& other = *facts.other_key_probe;
    if (!other.detail.empty()) text += wrap(deeper, deeper, printable_sentence(other.detail));
    return text + render_session(other, judged.other_key_chain, deeper);
}

std::string render_probe_text(const std::string& host, const EndpointFacts& endpoint, const EndpointReport& judged,
                              const TextStyle& style) {
    std::string text = printable(host) + '\n' + render_endpoint(endpoint, judged, "  ", style);
    if (style.verbose || endpoint.not_probed) return text;
    return text + render_parameters(endpoint.session, "    ") + render_certificates(judged.chain, "    ");
}

namespace {

std::string second_opinion_words(const Lookup& lookup) {
    if (!lookup.second->abstention.empty()) return "no second opinion: " + lookup.second->abstention;
    if (difference_of(lookup) == OpinionDifference::none) return "getdns says the same";
    return "two validators differ, " + opinions_text(lookup);
}

}  // namespace

std::string render_lookup_text(const Lookup& lookup, const TextStyle& style) {
    const Palette palette(style.colour);
    const auto colour = lookup.secure() ? palette.good : lookup.answered() ? palette.warning : palette.bad;
    std::string text = fmt::format("{} {}: {}{}{}, {}\n", lookup.name.text(), to_text(lookup.type), colour,
                                   to_text(lookup.dnssec), palette.reset, to_text(lookup.presence));
    for (const auto& target : lookup.cname_chain) text += fmt::format("  alias of {}\n", target.text());
    for (const auto& record : record_texts(lookup)) text += fmt::format("  {}\n", printable_sentence(record));
    if (lookup.failure) text += wrap("  ", "  ", printable_sentence(lookup.failure->detail));
    if (lookup.failure && lookup.failure->extended_error)
        text += fmt::format("  extended error {} (RFC 8914)\n", *lookup.failure->extended_error);
    if (lookup.second) text += wrap("  ", "  ", printable_sentence(second_opinion_words(lookup)));
    if (lookup.ttl) text += fmt::format("  TTL {} s\n", lookup.ttl->count());
    if (lookup.signature_inception && lookup.signature_expires) {
        text += fmt::format("  signed from {} to {}\n", format_time(*lookup.signature_inception),
                            format_time(*lookup.signature_expires));
    }
    return text;
}

std::string render_match_text(const MatchResult& result, const TextStyle& style) {
    const Palette palette(style.colour);
    const auto colour = result.outcome == MatchOutcome::authenticated ? palette.good : palette.bad;
    std::string text = fmt::format("{}{}{}\n", colour, to_text(result.outcome), palette.reset);
    if (result.matched) {
        text += fmt::format("  record {} at depth {}", result.matched->record + 1, result.matched->depth);
        if (result.matched->name)
            text += fmt::format(", name {}", printable(*result.matched->name, limits::shown_octets));
        text += '\n';
    }
    if (result.reason) text += wrap("  ", "  ", printable_sentence(*result.reason));
    for (const auto& use : result.records) {
        text += fmt::format("  {}\n", to_text(use.record));
        const auto state = use.matched ? "matched" : use.reason ? *use.reason : "not looked at";
        text += wrap("    ", "    ", printable_sentence(state));
    }
    return text;
}

}  // namespace danelaw
