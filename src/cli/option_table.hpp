#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw::cli {

/// One bit a command: which commands an option belongs to.
enum CommandBit : unsigned {
    in_check = 1,
    in_match = 2,
    in_lookup = 4,
    in_probe = 8,
    in_judge = 16,
    in_explain = 32,
    in_lint = 64,
    in_tlsrpt = 128,
    in_monitor = 256,
    in_doctor = 512,
};

/// One row of the table of options.
struct OptionSpec {
    std::string_view name;        ///< long name, also in configuration files
    char letter = '\0';           ///< short name; NUL where there is none
    std::string_view value_name;  ///< as --help shows it; empty for a flag
    std::string_view help;
    unsigned shown_in = 0;    ///< commands on which it has an effect (CommandBit)
    bool common = false;      ///< every command takes it, so that scripts and files can share options (contract 5)
    bool repeatable = false;  ///< each occurrence counts
};

[[nodiscard]] std::span<const OptionSpec> option_table();
[[nodiscard]] bool accepts(unsigned command, const OptionSpec& option);
[[nodiscard]] const OptionSpec* find_option(std::string_view name);

/// The candidate that `word` was most likely meant to be: at most two edits away, and fewer than its length.
[[nodiscard]] std::optional<std::string> closest(std::string_view word, std::span<const std::string> candidates);

}  // namespace danelaw::cli
