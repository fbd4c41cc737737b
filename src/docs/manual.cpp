#include "docs/manual.hpp"

#include "cli/command.hpp"
#include "cli/option_table.hpp"
#include "cli/versions.hpp"

#include <danelaw/render/prometheus.hpp>
#include <danelaw/report/finding.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace danelaw::docs {
namespace {

using cli::Command;
using cli::OptionSpec;

std::string synopsis(const Command& command) {
    return fmt::format("*danelaw {}* {}\n", command.name, scdoc_text(command.arguments));
}

std::string literal(std::string_view lines) { return fmt::format("```\n{}\n```\n", lines); }

/// Lines that are indented in --help are a table there: they keep their columns.
std::string description(const Command& command) {
    std::string text;
    std::string table;
    const auto flush_table = [&] {
        if (!table.empty()) text += fmt::format("\n{}\n", literal(table.substr(0, table.size() - 1)));
        table.clear();
    };
    std::string_view rest = command.help.description;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.starts_with("  ")) {
            table += fmt::format("{}\n", line);
            continue;
        }
        flush_table();
        text += scdoc_text(line) + "\n";
    }
    flush_table();
    return text;
}

std::string option_entry(const OptionSpec& option) {
    std::string names = option.letter == '\0' ? "" : fmt::format("*-{}*, ", option.letter);
    names += fmt::format("*--{}*", option.name);
    if (!option.value_name.empty()) names += fmt::format(" _{}_", scdoc_text(option.value_name));
    return fmt::format("{}\n\t{}\n\n", names, scdoc_text(option.help));
}

std::string options(const Command& command, bool common) {
    std::string text;
    for (const OptionSpec& option : cli::option_table()) {
        if ((option.shown_in & command.bit) != 0 && option.common == common) text += option_entry(option);
    }
    return text.empty() ? "None of its own.\n" : text;
}

std::string examples(const Command& command) { return literal(command.help.examples); }
std::string own_options(const Command& command) { return options(command, false); }
std::string common_options(const Command& command) { return options(command, true); }
std::string exit_code(const Command& command) { return scdoc_text(command.help.exit_code) + "\n"; }
std::string name(const Command& command) {
    return fmt::format("danelaw-{} - {}\n", command.name, scdoc_text(command.summary));
}

std::string command_list() {
    std::string text;
    for (const Command& command : cli::commands()) {
        text += fmt::format("*danelaw-{}*(1)\n\t{}\n\n", command.name, scdoc_text(command.summary));
    }
    return text;
}

std::string settings() {
    std::string text;
    for (const OptionSpec& option : cli::option_table()) {
        if (option.name == "help" || option.name == "config" || option.name == "version") continue;
        const std::string_view value = option.value_name.empty() ? "yes|no" : option.value_name;
        text += fmt::format("*{}* = _{}_\n\t{}\n\n", option.name, scdoc_text(value), scdoc_text(option.help));
    }
    return text;
}

std::string findings() {
    std::string text;
    for (const CatalogueEntry& entry : catalogue()) {
        text += fmt::format("*{}* ({}, {})\n\t{}\n\n\t{}\n\n", scdoc_text(entry.code), to_text(entry.severity),
                            scdoc_text(entry.reference), scdoc_text(entry.meaning), scdoc_text(entry.advice));
        if (!entry.tls_rpt.empty())
            text += fmt::format("\tSenders report it by TLS-RPT as _{}_.\n\n", scdoc_text(entry.tls_rpt));
    }
    return text;
}

std::string metrics() {
    std::string text;
    for (const MetricFamily& family : metric_families())
        text += fmt::format("*{}*\n\t{}\n\n", scdoc_text(family.name), scdoc_text(family.help));
    return text;
}

std::string of_command(std::string_view directive, std::string_view argument) {
    static const std::map<std::string_view, std::string (*)(const Command&)> directives = {
        {"name", name},           {"synopsis", synopsis},     {"description", description},
        {"options", own_options}, {"common", common_options}, {"exit", exit_code},
        {"examples", examples}};
    const auto found = directives.find(directive);
    if (found == directives.end()) throw SetupError(fmt::format("@{}@ is not a directive", directive));
    const auto all = cli::commands();
    const auto command = std::find_if(all.begin(), all.end(), [&](const Command& c) { return c.name == argument; });
    if (command == all.end()) throw SetupError(fmt::format("@{} {}@: no such command", directive, argument));
    return found->second(*command);
}

std::string of_directive(std::string_view words, const SchemaSource& schemas) {
    const auto blank = std::min(words.find(' '), words.size());
    const std::string_view directive = words.substr(0, blank);
    const std::string_view argument = words.substr(std::min(blank + 1, words.size()));
    if (directive == "commands") return command_list();
    if (directive == "settings") return settings();
    if (directive == "findings") return findings();
    if (directive == "metrics") return metrics();
    if (directive == "schema") return describe_schema(schemas(argument));
    return of_command(directive, argument);
}

std::string with_version(std::string line) {
    constexpr std::string_view mark = "@version@";
    const auto at = line.find(mark);
    return at == std::string::npos ? line : line.replace(at, mark.size(), cli::program_version());
}

bool is_directive(std::string_view line) { return line.size() > 2 && line.front() == '@' && line.back() == '@'; }

}  // namespace

std::string scdoc_text(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (std::string_view("\\*_#[]|~").find(c) != std::string_view::npos) escaped += '\\';
        escaped += c;
    }
    // At the start of a line a minus would begin a list, a full stop a numbered one.
    const bool is_list = escaped.starts_with('-') || escaped.starts_with('.');
    return is_list ? fmt::format("\\{}", escaped) : escaped;
}

std::string fill_page(std::string_view page, const SchemaSource& schemas) {
    std::string filled;
    while (!page.empty()) {
        const auto end = std::min(page.find('\n'), page.size());
        const std::string_view line = page.substr(0, end);
        page.remove_prefix(std::min(end + 1, page.size()));
        if (!is_directive(line)) {
            filled += with_version(std::string(line)) + "\n";
            continue;
        }
        filled += of_directive(line.substr(1, line.size() - 2), schemas);
    }
    return filled;
}

}  // namespace danelaw::docs
