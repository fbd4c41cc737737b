#include <danelaw/base/text.hpp>
#include <danelaw/render/render.hpp>

#include "render/text_parts.hpp"
#include "render/wrap.hpp"

#include <fmt/format.h>
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
    text += wrap("  ", "  ", printable_sentence(finding.text));
    text += wrap("  -> ", "     ", finding.advice);
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
