#include <danelaw/base/text.hpp>
#include <danelaw/render/render.hpp>

#include "render/json_values.hpp"
#include "render/text_parts.hpp"
#include "render/wrap.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace danelaw {

namespace json = boost::json;

namespace {

std::string_view colour_of(Severity severity, const Palette& palette) {
    switch (severity) {
        case Severity::info:
        case Severity::notice:
            return palette.dim;
        case Severity::warning:
        case Severity::unknown:
            return palette.warning;
        case Severity::critical:
            return palette.bad;
    }
    return {};
}

}  // namespace

std::string render_finding(const Finding& finding, const TextStyle& style) {
    const Palette palette(style.colour);
    std::string text = fmt::format("{}{}{} {} ({})\n", colour_of(finding.severity, palette), to_text(finding.severity),
                                   palette.reset, finding.code, finding.reference);
    text += wrap("  ", "  ", printable(finding.text));
    text += wrap("  -> ", "     ", finding.advice);
    return text;
}

std::string render_lint_json(const TlsaLint& lint) {
    json::array records, findings;
    for (const auto& use : lint.records) records.push_back(json_record(use));
    for (const auto& finding : lint.findings) findings.push_back(json_finding(finding));
    const json::object object{{"schema", "danelaw.lint/1"},
                              {"kind", "tlsa"},
                              {"valid", lint.valid},
                              {"value", std::move(records)},
                              {"reason", json_text(lint.reason)},
                              {"findings", std::move(findings)}};
    return json::serialize(object);
}

std::string render_lint_text(const TlsaLint& lint, const TextStyle& style) {
    const Palette palette(style.colour);
    std::string text = lint.valid ? fmt::format("{}valid{}\n", palette.good, palette.reset)
                                  : fmt::format("{}not valid{}\n", palette.bad, palette.reset);
    if (lint.reason) text += wrap("  ", "  ", printable(*lint.reason));
    for (const auto& use : lint.records) {
        text += wrap("  ", "    ", fmt::format("{} {}", describe(use.record), use.usable ? "usable" : "unusable"));
    }
    for (const auto& finding : lint.findings) text += render_finding(finding, style);
    return text;
}

std::string render_explain_json(const CatalogueEntry& entry) {
    const json::value tls_rpt = entry.tls_rpt.empty() ? json::value() : json::value(entry.tls_rpt);
    const json::object object{
        {"schema", "danelaw.explain/1"}, {"code", entry.code}, {"severity", to_text(entry.severity)},
        {"reference", entry.reference},  {"tls_rpt", tls_rpt}, {"meaning", entry.meaning},
        {"advice", entry.advice}};
    return json::serialize(object);
}

std::string render_explain_text(const CatalogueEntry& entry) {
    std::string text = fmt::format("{} ({}, {})\n", entry.code, to_text(entry.severity), entry.reference);
    text += wrap("  ", "  ", entry.meaning) + wrap("  -> ", "     ", entry.advice);
    if (!entry.tls_rpt.empty()) text += wrap("  ", "  ", fmt::format("reported by TLS-RPT as {}", entry.tls_rpt));
    return text;
}

}  // namespace danelaw
