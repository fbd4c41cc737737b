#include "render/lint_parts.hpp"

#include <danelaw/base/text.hpp>

#include "render/wrap.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>

namespace danelaw {

namespace json = boost::json;

std::string render_lint_json(const TlsRptRecordLint& lint) {
    const LintParts parts{lint.valid, lint.reason, lint.findings};
    if (!lint.record) return lint_json("tlsrpt-record", parts, nullptr);
    json::array rua;
    for (const auto& uri : lint.record->rua) rua.emplace_back(printable(uri.text));
    return lint_json("tlsrpt-record", parts, json::object{{"rua", std::move(rua)}});
}

std::string render_lint_text(const TlsRptRecordLint& lint, const TextStyle& style) {
    std::string places;
    if (lint.record) {
        for (const auto& uri : lint.record->rua) {
            places += wrap("  ", "    ",
                           fmt::format("{} {}", uri.unfit ? "no reports to" : "reports to", printable(uri.text)));
        }
    }
    return lint_text({lint.valid, lint.reason, lint.findings}, places, style);
}

}  // namespace danelaw
