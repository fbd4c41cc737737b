#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/option_values.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

namespace danelaw::cli {
namespace {

/// Judges one file, line by line; a line that cannot be read is told of, and the others count.
int judge_file(const std::string& path, const Settings& settings) {
    const std::string text = read_file(path, "");
    const TextStyle style = text_style(settings);
    const std::optional<Require> require = require_setting(settings);
    const std::string shown = path == "-" ? "standard input" : printable(path);
    std::string_view rest = text;
    int code = exit_ok;
    std::size_t number = 0;
    std::size_t domains = 0;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        const std::string_view line = trim(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        ++number;
        if (line.empty()) continue;
        ++domains;
        auto facts = facts_from_json(line);
        if (!facts) {
            complain(fmt::format("{}: line {}: {}", shown, number, facts.error().detail));
            code = worse(code, exit_unknown);
            continue;
        }
        const Report report = judge(std::move(*facts), require);
        write_line(settings.flag("json") ? render_json(report) : render_text(report, style));
        code = worse(code, report.exit_code);
    }
    if (domains == 0) throw UsageError(fmt::format("{}: no facts, one JSON object a line was expected", shown));
    return code;
}

}  // namespace

int run_judge(const Invocation& invocation) {
    if (invocation.arguments.empty()) throw UsageError("judge: no file, FACTS.json or - was expected");
    int code = exit_ok;
    for (const std::string& path : invocation.arguments) {
        try {
            code = worse(code, judge_file(path, invocation.settings));
        } catch (const SetupError& error) {
            complain(error.what());
            code = worse(code, exit_unknown);
        }
    }
    return code;
}

}  // namespace danelaw::cli
