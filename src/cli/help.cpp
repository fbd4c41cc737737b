#include "cli/command.hpp"
#include "cli/option_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace danelaw::cli {
namespace {

std::string option_names(const OptionSpec& option) {
    std::string names = option.letter == '\0' ? "    " : fmt::format("-{}, ", option.letter);
    names += fmt::format("--{}", option.name);
    return option.value_name.empty() ? names : fmt::format("{} {}", names, option.value_name);
}

std::string option_list(unsigned command, bool common) {
    std::vector<std::pair<std::string, std::string_view>> rows;
    std::size_t widest = 0;
    for (const OptionSpec& option : option_table()) {
        if ((option.shown_in & command) == 0 || option.common != common) continue;
        rows.emplace_back(option_names(option), option.help);
        widest = std::max(widest, rows.back().first.size());
    }
    std::string text;
    for (const auto& [names, help] : rows) text += fmt::format("  {:<{}}  {}\n", names, widest, help);
    return text;
}

}  // namespace

std::string program_help() {
    std::string text =
        "danelaw verifies DANE for SMTP (RFC 7672): whether mail to a domain is protected by TLSA records.\n\n"
        "usage: danelaw COMMAND [OPTION]... ARGUMENT...\n\n";
    for (const Command& command : commands()) text += fmt::format("  {:<9}{}\n", command.name, command.summary);
    text +=
        "\n"
        "danelaw COMMAND --help shows the arguments and options of one; danelaw --version the versions.\n"
        "Options are also read from /etc/danelaw.conf and $XDG_CONFIG_HOME/danelaw/danelaw.conf (name = value).\n"
        "Exit codes: 0 ok, 1 warning, 2 critical, 3 unknown (also: usage error, unreadable input).\n";
    return text;
}

std::string command_help(const Command& command) {
    const CommandHelp& help = command.help;
    std::string text = fmt::format("usage: danelaw {} {}\n\n{}\n\nexit code: {}\n\nexamples:\n{}\n", command.name,
                                   command.arguments, help.description, help.exit_code, help.examples);
    const std::string own = option_list(command.bit, false);
    if (!own.empty()) text += "\noptions:\n" + own;
    return text + "\ncommon options:\n" + option_list(command.bit, true);
}

}  // namespace danelaw::cli
