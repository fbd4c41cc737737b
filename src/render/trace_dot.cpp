#include <danelaw/base/text.hpp>
#include <danelaw/render/trace.hpp>

#include "render/trace_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

/// A quoted string of the DOT language; line breaks of ours are written by the caller as `\n`.
std::string dot_string(std::string_view text) {
    std::string escaped = "\"";
    for (const char c : printable_sentence(text)) {
        if (c == '"' || c == '\\') escaped += '\\';
        escaped += c;
    }
    return escaped + '"';
}

std::string_view colour_of(LinkState state) {
    switch (state) {
        case LinkState::secure:
            return "darkgreen";
        case LinkState::insecure:
        case LinkState::unreached:
            return "gray40";
        case LinkState::bogus:
        case LinkState::failed:
            return "red";
    }
    return {};
}

std::string key_node(const DomainName& zone, std::size_t index) {
    return dot_string(fmt::format("key {} {}", zone.text(), index));
}

std::string rrset_node(const RrSet& rrset) { return dot_string(fmt::format("rrset {}", rrset_words(rrset))); }

std::string node(const std::string& id, std::string_view label, LinkState state) {
    return fmt::format("  {} [label={} color={}];\n", id, dot_string(label), colour_of(state));
}

std::string edge(const std::string& from, const std::string& to, std::string_view label, bool good) {
    return fmt::format("  {} -> {} [label={} color={}];\n", from, to, dot_string(label), good ? "darkgreen" : "red");
}

/// Signatures are made by a key of the zone they name; where it is not there, the zone's name stands for it.
std::string signer_node(const ChainReport& chain, const Rrsig& signature) {
    const auto zone = std::ranges::find(chain.zones, signature.signer, &ZoneReport::apex);
    if (zone != chain.zones.end()) {
        for (std::size_t i = 0; i < zone->keys.size(); ++i) {
            const auto& key = zone->keys[i].key;
            if (key.key_tag == signature.key_tag && key.algorithm == signature.algorithm)
                return key_node(zone->apex, i);
        }
    }
    return dot_string(
        fmt::format("no key {} of {}", key_words(signature.key_tag, signature.algorithm), signature.signer.text()));
}

std::string signature_edges(const ChainReport& chain, const RrsetReport& report) {
    std::string text;
    for (const auto& [signature, fault] : report.signatures) {
        const auto label = fault ? *fault : fmt::format("until {}", format_time(signature.expires));
        text += edge(signer_node(chain, signature), rrset_node(report.rrset), label, !fault);
    }
    return text;
}

std::string cluster(const ZoneReport& zone) {
    auto text =
        fmt::format("  subgraph {} {{\n    label={};\n    color={};\n", dot_string("cluster " + zone.apex.text()),
                    dot_string(fmt::format("{} ({})", zone.apex.text(), to_text(zone.state))), colour_of(zone.state));
    for (std::size_t i = 0; i < zone.keys.size(); ++i)
        text += "  " + node(key_node(zone.apex, i), "DNSKEY " + key_words(zone.keys[i]), zone.state);
    if (zone.dnskey_rrset)
        text += "  " + node(rrset_node(zone.dnskey_rrset->rrset), "DNSKEY RRset", zone.dnskey_rrset->state);
    return text + "  }\n";
}

/// The anchors, or the DS RRset, and which keys they name.
std::string entry(const ZoneReport& zone) {
    const auto id = zone.ds_rrset ? rrset_node(zone.ds_rrset->rrset) : dot_string("anchor " + zone.apex.text());
    if (zone.ds.empty()) return {};
    auto text = node(id, (zone.ds_rrset ? "DS of " : "trust anchor ") + zone.apex.text(),
                     zone.ds_rrset ? zone.ds_rrset->state : LinkState::secure);
    for (const auto& [ds, ignored, matched_key] : zone.ds) {
        for (std::size_t i = 0; i < zone.keys.size(); ++i) {
            const auto& key = zone.keys[i].key;
            if (matched_key != key.key_tag || ds.algorithm != key.algorithm) continue;
            text += edge(id, key_node(zone.apex, i), digest_type_text(ds.digest_type), !ignored);
        }
        if (!matched_key && !zone.keys.empty()) {
            text += edge(
                id, dot_string(fmt::format("no key {} of {}", key_words(ds.key_tag, ds.algorithm), zone.apex.text())),
                digest_type_text(ds.digest_type), false);
        }
    }
    return text;
}

}  // namespace

std::string render_chain_dot(const Lookup& answer, const ChainReport& chain) {
    const auto title = fmt::format("{} {}: {}", answer.name.text(), to_text(answer.type), to_text(answer.dnssec));
    auto text = fmt::format("digraph {} {{\n  label={};\n  node [shape=box];\n", dot_string(title),
                            dot_string(chain.broken ? fmt::format("{}: {}", title, *chain.broken) : title));
    for (const auto& zone : chain.zones) text += cluster(zone);
    for (const auto& zone : chain.zones) {
        text += entry(zone);
        if (zone.ds_rrset) text += signature_edges(chain, *zone.ds_rrset);
        for (const auto& denial : zone.ds_denial) {
            text += node(rrset_node(denial.rrset), rrset_words(denial.rrset), denial.state);
            text += signature_edges(chain, denial);
        }
        if (zone.dnskey_rrset) text += signature_edges(chain, *zone.dnskey_rrset);
    }
    for (const auto& report : chain.answer) {
        text += node(rrset_node(report.rrset), rrset_words(report.rrset), report.state);
        text += signature_edges(chain, report);
    }
    return text + "}\n";
}

}  // namespace danelaw
