#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/option_values.hpp"
#include "cli/report_writer.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

namespace danelaw::cli {
namespace {

/// Judges one file, line by line; a line that cannot be read is told of, and the others count.
int judge_file(const std::string& path, std::optional<Require> require, ReportWriter& writer) {
    const std::string text = read_file(path, "");
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
        writer.write(report.facts.domain.text(), report.exit_code, writer.render(report));
        code = worse(code, report.exit_code);
    }
    if (domains == 0) throw UsageError(fmt::format("{}: no facts, one JSON object a line was expected", shown));
    return code;
}

}  // namespace

int run_judge(const Invocation& invocation) {
    if (invocation.arguments.empty()) throw UsageError("judge: no file, FACTS.json or - was expected");
    const std::optional<Require> require = require_setting(invocation.settings);
    ReportWriter writer(invocation.settings);
    int code = exit_ok;
    for (const std::string& path : invocation.arguments) {
        try {
            code = worse(code, judge_file(path, require, writer));
        } catch (const SetupError& error) {
            complain(error.what());
            code = worse(code, exit_unknown);
        }
    }
    writer.finish();
    return code;
}

}  // namespace danelaw::cli
