#pragma once

#include "cli/settings.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw::cli {

// What every command exits with (contract 6).
inline constexpr int exit_ok = 0;
inline constexpr int exit_warning = 1;
inline constexpr int exit_critical = 2;
inline constexpr int exit_unknown = 3;

/// The worse of two exit codes: ok < warning < unknown < critical.
[[nodiscard]] int worse(int a, int b);

/// What a command is called with.
struct Invocation {
    Settings settings;
    std::vector<std::string> arguments;
};

/// What there is to say about a command, for --help and the manual page.
struct CommandHelp {
    std::string_view description;  ///< lines; a blank one parts paragraphs
    std::string_view exit_code;
    std::string_view examples;  ///< one a line, indented by two
};

/// One row of the table of commands.
struct Command {
    std::string_view name;
    unsigned bit;                ///< CommandBit
    std::string_view arguments;  ///< as --help shows them
    std::string_view summary;
    CommandHelp help;
    int (*run)(const Invocation&);
};

[[nodiscard]] std::span<const Command> commands();
/// The row with this name, or null.
[[nodiscard]] const Command* find_command(std::string_view name);

[[nodiscard]] std::string program_help();
[[nodiscard]] std::string command_help(const Command& command);

/// Runs `danelaw` with the words of its command line (without the program's name); returns the exit code. Throws
/// SetupError.
[[nodiscard]] int run_program(std::span<const std::string> words);

/// The face of a monitoring plugin (`danelaw monitor`, or the program called as `check_danelaw`): help, versions and
/// trouble go to standard output, and exit with 3.
[[nodiscard]] int run_plugin(std::span<const std::string> words);

int run_check(const Invocation& invocation);
int run_match(const Invocation& invocation);
int run_lookup(const Invocation& invocation);
int run_probe(const Invocation& invocation);
int run_judge(const Invocation& invocation);
int run_explain(const Invocation& invocation);
int run_lint(const Invocation& invocation);
int run_tlsrpt(const Invocation& invocation);
int run_monitor(const Invocation& invocation);
int run_doctor(const Invocation& invocation);

}  // namespace danelaw::cli
