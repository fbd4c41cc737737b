#include <danelaw/base/text.hpp>
#include <danelaw/render/trace.hpp>

#include "render/servers.hpp"
#include "render/text_parts.hpp"
#include "render/trace_parts.hpp"
#include "render/wrap.hpp"

#include <fmt/format.h>

namespace danelaw {

namespace {

std::string line(std::string_view words) { return wrap("  ", "      ", words); }

std::string render_signatures(std::string_view what, const RrsetReport& report) {
    std::string text;
    for (const auto& [signature, fault] : report.signatures) {
        auto words = fmt::format("{} signed by {} {}, {} to {}", what, signature.signer.text(),
                                 key_words(signature.key_tag, signature.algorithm), format_time(signature.inception),
                                 format_time(signature.expires));
        if (fault) words += fmt::format(": {}", *fault);
        text += line(words);
    }
    if (report.signatures.empty()) text += line(fmt::format("{} not signed", what));
    return text;
}

std::string render_ds(const ZoneReport& zone) {
    std::string text;
    for (const auto& [ds, ignored, matched_key] : zone.ds) {
        auto words = fmt::format("{} {} {}", zone.is_anchor ? "anchor" : "DS", key_words(ds.key_tag, ds.algorithm),
                                 digest_type_text(ds.digest_type));
        if (matched_key) {
            words += fmt::format(", names key {}", *matched_key);
        } else if (!zone.keys.empty()) {
            words += ", names no key that is there";
        }
        if (ignored) words += fmt::format(", passed over: {}", *ignored);
        text += line(words);
    }
    if (zone.ds_rrset) text += render_signatures("DS", *zone.ds_rrset);
    for (const auto& denial : zone.ds_denial) text += render_signatures(rrset_words(denial.rrset), denial);
    return text;
}

std::string render_keys(const ZoneReport& zone) {
    std::string text;
    for (const auto& report : zone.keys) text += line(fmt::format("DNSKEY {}", key_words(report)));
    if (zone.dnskey_rrset && !zone.keys.empty()) text += render_signatures("DNSKEY", *zone.dnskey_rrset);
    return text;
}

std::string render_zone(const ZoneReport& zone, const Palette& palette) {
    auto text = fmt::format("{}{}: {}\n", zone.apex.text(), zone.is_anchor ? " (trust anchor)" : "",
                            state_words(zone.state, palette));
    if (!zone.reason.empty()) text += wrap("  ", "  ", printable_sentence(zone.reason));
    return text + render_ds(zone) + render_keys(zone);
}

std::string render_answer(const RrsetReport& report, const Palette& palette) {
    auto text = fmt::format("{}: {}\n", rrset_words(report.rrset), state_words(report.state, palette));
    if (!report.reason.empty()) text += wrap("  ", "  ", printable_sentence(report.reason));
    return text + render_signatures(to_text(report.rrset.type), report);
}

std::string render_chain(const ChainReport& chain, const Palette& palette) {
    std::string text = "\nchain of trust\n";
    for (const auto& zone : chain.zones) text += render_zone(zone, palette);
    for (const auto& rrset : chain.answer) text += render_answer(rrset, palette);
    if (chain.state == LinkState::secure) text += "the chain holds\n";
    if (chain.ends && !chain.broken) text += wrap("ends: ", "  ", printable_sentence(*chain.ends));
    if (!chain.broken) return text;
    return text +
           wrap(fmt::format("{}breaks{}: ", palette.bad, palette.reset), "  ", printable_sentence(*chain.broken));
}

}  // namespace

std::string render_lookup_text(const LookupReport& report, const TextStyle& style) {
    const Palette palette(style.colour);
    auto text = render_lookup_text(report.answer, style);
    if (report.chain != nullptr) text += render_chain(*report.chain, palette);
    if (report.zones != nullptr) {
        for (const auto& zone : *report.zones) text += '\n' + render_servers(zone, style);
    }
    if (!report.findings.empty()) text += '\n' + render_findings(report.findings, style);
    return text;
}

}  // namespace danelaw
