#include "render/lint_parts.hpp"

#include <danelaw/base/text.hpp>

#include "render/json_values.hpp"
#include "render/text_parts.hpp"
#include "render/wrap.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace danelaw {

namespace json = boost::json;

std::string lint_json(std::string_view kind, const LintParts& lint, json::value value) {
    json::array findings;
    for (const auto& finding : lint.findings) findings.push_back(json_finding(finding));
    const json::object object{{"schema", "danelaw.lint/1"},
                              {"kind", kind},
                              {"valid", lint.valid},
                              {"value", std::move(value)},
                              {"reason", json_text(lint.reason)},
                              {"findings", std::move(findings)}};
    return json::serialize(object);
}

std::string lint_text(const LintParts& lint, const std::string& value, const TextStyle& style) {
    const Palette palette(style.colour);
    std::string text = lint.valid ? fmt::format("{}valid{}\n", palette.good, palette.reset)
                                  : fmt::format("{}not valid{}\n", palette.bad, palette.reset);
    if (lint.reason) text += wrap("  ", "  ", printable_sentence(*lint.reason));
    return text + value + render_findings(lint.findings, style);
}

std::string render_lint_json(const TlsaLint& lint) {
    json::array records;
    for (const auto& use : lint.records) records.push_back(json_record(use));
    return lint_json("tlsa", {lint.valid, lint.reason, lint.findings}, std::move(records));
}

std::string render_lint_text(const TlsaLint& lint, const TextStyle& style) {
    std::string records;
    for (const auto& use : lint.records) {
        records += wrap("  ", "    ", fmt::format("{} {}", describe(use.record), use.usable ? "usable" : "unusable"));
    }
    return lint_text({lint.valid, lint.reason, lint.findings}, records, style);
}

}  // namespace danelaw
