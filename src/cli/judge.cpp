#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/option_values.hpp"
#include "cli/report_writer.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

namespace danelaw::cli {
namespace {

/// What the command line demands, in place of what the facts ask for.
struct Demands {
    std::optional<Require> require;
    ExpiryLimits limits;
};

void apply(const ExpiryLimits& limits, DomainFacts& facts) {
    if (limits.warn_days) facts.expiry_limits.warn_days = limits.warn_days;
    if (limits.critical_days) facts.expiry_limits.critical_days = limits.critical_days;
}

/// Judges one file, line by line; a line that cannot be read is told of, and the others count.
int judge_file(const std::string& path, const Demands& demands, ReportWriter& writer) {
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
        apply(demands.limits, *facts);
        const Report report = judge(std::move(*facts), demands.require);
        writer.write(report.facts.domain.text(), report.exit_code, writer.render(report));
        code = worse(code, report.exit_code);
    }
    if (domains == 0) throw UsageError(fmt::format("{}: no facts, one JSON object a line was expected", shown));
    return code;
}

}  // namespace

int run_judge(const Invocation& invocation) {
    if (invocation.arguments.empty()) throw UsageError("judge: no file, FACTS.json or - was expected");
    const Demands demands{require_setting(invocation.settings), expiry_limits(invocation.settings)};
    ReportWriter writer(invocation.settings);
    int code = exit_ok;
    for (const std::string& path : invocation.arguments) {
        try {
            code = worse(code, judge_file(path, demands, writer));
        } catch (const SetupError& error) {
            complain(error.what());
            code = worse(code, exit_unknown);
        }
    }
    writer.finish();
    return code;
}

}  // namespace danelaw::cli
