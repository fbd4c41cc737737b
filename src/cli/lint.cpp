#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/option_values.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace danelaw::cli {
namespace {

using Arguments = std::span<const std::string>;

/// Prints a lint of any kind; the exit code says whether it is valid, and whether there is something to be warned of.
template <class Lint>
int show(const Lint& lint, const Settings& settings) {
    write_line(settings.flag("json") ? render_lint_json(lint) : render_lint_text(lint, text_style(settings)));
    if (!lint.valid) return exit_critical;
    const auto& found = lint.findings;
    const bool warned = std::any_of(found.begin(), found.end(),
                                    [](const Finding& finding) { return finding.severity >= Severity::warning; });
    return warned ? exit_warning : exit_ok;
}

int run_tlsa(Arguments records, const Settings& settings) { return show(lint_tlsa(records), settings); }
int run_tlsrpt_record(Arguments texts, const Settings& settings) { return show(lint_tlsrpt_record(texts), settings); }

int run_sts_record(Arguments texts, const Settings& settings) { return show(lint_sts_record(texts), settings); }

/// The whole of the only file that a kind takes.
std::string read_only_file(std::string_view kind, Arguments files) {
    const auto what = fmt::format("lint {}", kind);
    if (files.size() > 1) {
        throw UsageError(
            fmt::format("{}: \"{}\" is one argument too many, one FILE was expected", what, printable(files[1], 60)));
    }
    return read_file(files.front(), what);
}

int run_tlsrpt_report(Arguments files, const Settings& settings) {
    return show(lint_tlsrpt_report(read_only_file("tlsrpt-report", files)), settings);
}

int run_sts_policy(Arguments files, const Settings& settings) {
    const auto policy = read_only_file("sts-policy", files);
    std::vector<DomainName> hosts;
    for (const std::string& text : settings.values("mx")) {
        auto host = DomainName::from_user(text);
        if (!host) throw UsageError(fmt::format("--mx: {}", host.error().detail));
        hosts.push_back(std::move(*host));
    }
    return show(lint_sts_policy(policy, hosts), settings);
}

struct Kind {
    std::string_view name;
    std::string_view wanted;  ///< what one argument is, for messages
    int (*run)(Arguments, const Settings&);
};

constexpr Kind kinds[] = {
    {"tlsa", "record, \"USAGE SELECTOR MATCHING-TYPE HEX\"", run_tlsa},
    {"sts-record", "TXT record, \"v=STSv1; id=...\"", run_sts_record},
    {"sts-policy", "file, FILE", run_sts_policy},
    {"tlsrpt-record", "record, \"v=TLSRPTv1; rua=...\"", run_tlsrpt_record},
    {"tlsrpt-report", "file, FILE", run_tlsrpt_report},
};

std::string kind_names() {
    std::string names;
    for (const Kind& kind : kinds) names += (names.empty() ? "" : ", ") + std::string(kind.name);
    return names;
}

}  // namespace

int run_lint(const Invocation& invocation) {
    const Arguments arguments = invocation.arguments;
    if (arguments.empty()) throw UsageError(fmt::format("lint: the kind is missing, {} was expected", kind_names()));
    const auto* const kind = std::find_if(std::begin(kinds), std::end(kinds),
                                          [&](const Kind& known) { return known.name == arguments.front(); });
    if (kind == std::end(kinds)) {
        throw UsageError(fmt::format("lint: \"{}\" is not a kind that can be checked, {} was expected",
                                     printable(arguments.front(), 60), kind_names()));
    }
    if (arguments.size() < 2) throw UsageError(fmt::format("lint {}: no {} was expected", kind->name, kind->wanted));
    return kind->run(arguments.subspan(1), invocation.settings);
}

}  // namespace danelaw::cli
