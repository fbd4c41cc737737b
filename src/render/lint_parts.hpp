#pragma once

#include <danelaw/render/render.hpp>

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// What a lint of any kind says beside the value that was parsed.
struct LintParts {
    bool valid;
    const std::optional<std::string>& reason;
    const std::vector<Finding>& findings;
};

/// `danelaw.lint/1` with the value of this kind.
[[nodiscard]] std::string lint_json(std::string_view kind, const LintParts& lint, boost::json::value value);
/// Valid or not, why not, then `value` (lines of the kind's own), then the findings.
[[nodiscard]] std::string lint_text(const LintParts& lint, const std::string& value, const TextStyle& style);

}  // namespace danelaw
