#include "render/lint_parts.hpp"
#include "render/sts_values.hpp"
#include "render/wrap.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>

namespace danelaw {

namespace json = boost::json;

std::string render_lint_json(const StsRecordLint& lint) {
    json::value value;
    if (lint.record) value = json::object{{"id", lint.record->id}};
    return lint_json("sts-record", {lint.valid, lint.reason, lint.findings}, std::move(value));
}

std::string render_lint_text(const StsRecordLint& lint, const TextStyle& style) {
    const auto id = lint.record ? fmt::format("  id {}\n", lint.record->id) : std::string();
    return lint_text({lint.valid, lint.reason, lint.findings}, id, style);
}

std::string render_lint_json(const StsPolicyLint& lint) {
    json::value value;
    if (lint.policy) {
        auto object = json_policy(*lint.policy);
        json::array matches;
        for (const auto& match : lint.matches) {
            matches.push_back(
                json::object{{"mx", match.mx.text()},
                             {"matched", match.pattern.has_value()},
                             {"pattern", match.pattern ? json::value(match.pattern->text()) : json::value()}});
        }
        if (!matches.empty()) object["matches"] = std::move(matches);
        value = std::move(object);
    }
    return lint_json("sts-policy", {lint.valid, lint.reason, lint.findings}, std::move(value));
}

std::string render_lint_text(const StsPolicyLint& lint, const TextStyle& style) {
    std::string value;
    if (lint.policy) {
        value = fmt::format("  mode {}, max_age {}\n", to_text(lint.policy->mode), lint.policy->max_age.count());
        for (const auto& pattern : lint.policy->mx) value += fmt::format("  mx {}\n", pattern.text());
    }
    for (const auto& match : lint.matches) {
        value += wrap("  ", "    ",
                      match.pattern ? fmt::format("{} matches {}", match.mx.text(), match.pattern->text())
                                    : fmt::format("{} matches no mx line", match.mx.text()));
    }
    return lint_text({lint.valid, lint.reason, lint.findings}, value, style);
}

}  // namespace danelaw
