#pragma once

#include "cli/settings.hpp"

#include <span>
#include <string>
#include <vector>

namespace danelaw::cli {

/// A command line without the command: options and the rest, in order.
struct CommandLine {
    Settings::Source options;
    std::vector<std::string> arguments;
};

/// Reads the words after the command. Options and arguments may be mixed, `--` ends options, nothing is abbreviated.
/// Throws UsageError: an option that `command` (a CommandBit) does not have, a missing or surplus value, an option
/// given twice.
[[nodiscard]] CommandLine read_command_line(std::span<const std::string> words, unsigned command);

/// Reads the text of a configuration file: `name = value` lines, blank lines and # comments. Throws UsageError that
/// names `file` and the line: a name that no command has, a flag that is neither yes nor no, a line of another form.
[[nodiscard]] Settings::Source read_configuration(std::string_view text, const std::string& file);

/// The options of the command line, then of --config, the user's and the system's file, stronger first.
[[nodiscard]] Settings settings_of(const CommandLine& line);

}  // namespace danelaw::cli
