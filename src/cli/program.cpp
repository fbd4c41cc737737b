#include "cli/command.hpp"
#include "cli/command_line.hpp"
#include "cli/files.hpp"
#include "cli/option_table.hpp"
#include "cli/versions.hpp"

#include <danelaw/base/text.hpp>
#include <danelaw/net/getdns_child.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw::cli {
namespace {

const Command& command_named(const std::string& word) {
    if (const Command* found = find_command(word)) return *found;
    std::vector<std::string> names;
    for (const Command& command : commands()) names.emplace_back(command.name);
    const auto meant = closest(word, names);
    throw UsageError(fmt::format("\"{}\" is not a command{}", printable(word, 60),
                                 meant ? fmt::format(", did you mean {}?", *meant) : ", see danelaw --help"));
}

}  // namespace

int worse(int a, int b) {
    constexpr int by_rank[] = {exit_ok, exit_warning, exit_unknown, exit_critical};
    const auto rank = [&](int code) { return std::find(std::begin(by_rank), std::end(by_rank), code); };
    return rank(a) >= rank(b) ? a : b;
}

int run_program(std::span<const std::string> words) {
    if (words.empty()) throw UsageError("a command was expected, see danelaw --help");
    const std::string& first = words.front();
    if (first == "--help" || first == "-h") {
        write_out(program_help());
        return exit_ok;
    }
    if (first == "--version" || first == "-V") {
        write_out(version_text());
        return exit_ok;
    }
    if (first.starts_with('-')) {
        const std::string known[] = {"--help", "--version"};
        const auto meant = closest(first, known);
        throw UsageError(fmt::format("{}: {}", printable(first, 60),
                                     meant ? fmt::format("unknown option, did you mean {}?", *meant)
                                           : "the command comes first, see danelaw --help"));
    }
    if (first == "monitor") return run_plugin(words.subspan(1));
#ifdef DANELAW_PROBES
    if (first == getdns_child_command) return run_getdns_child();
#endif
    const Command& command = command_named(first);
    const CommandLine line = read_command_line(words.subspan(1), command.bit);
    if (line.options.contains("help")) {
        write_out(command_help(command));
        return exit_ok;
    }
    return command.run(Invocation{settings_of(line), line.arguments});
}

}  // namespace danelaw::cli
