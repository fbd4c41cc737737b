#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/option_values.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw::cli {
int run_lint(const Invocation& invocation) {
    const auto& arguments = invocation.arguments;
    const Settings& settings = invocation.settings;
    if (arguments.empty()) throw UsageError("lint: the kind is missing, tlsa was expected");
    if (arguments.front() != "tlsa") {
        throw UsageError(fmt::format("lint: \"{}\" is not a kind that can be checked, tlsa was expected",
                                     printable(arguments.front(), 60)));
    }
    if (arguments.size() < 2)
        throw UsageError("lint tlsa: no record, \"USAGE SELECTOR MATCHING-TYPE HEX\" was expected");
    const TlsaLint lint = lint_tlsa(std::span(arguments).subspan(1));
    write_line(settings.flag("json") ? render_lint_json(lint) : render_lint_text(lint, text_style(settings)));
    if (!lint.valid) return exit_critical;
    const auto& found = lint.findings;
    const bool warned = std::any_of(found.begin(), found.end(),
                                    [](const Finding& finding) { return finding.severity >= Severity::warning; });
    return warned ? exit_warning : exit_ok;
}

}  // namespace danelaw::cli
