#include "docs/completion.hpp"

#include "cli/command.hpp"
#include "cli/option_table.hpp"

#include <danelaw/report/finding.hpp>

#include <fmt/format.h>

#include <functional>
#include <vector>

namespace danelaw::docs {
namespace {

using cli::Command;
using cli::OptionSpec;

constexpr std::string_view made_from = "made from the program's own tables";

bool takes_file(const OptionSpec& option) { return option.value_name == "FILE"; }
bool takes_word(const OptionSpec& option) { return option.value_name.find('|') != std::string_view::npos; }
bool takes_file_arguments(const Command& command) { return command.name == "judge" || command.name == "tlsrpt"; }

/// `smtp|any` as `smtp any`.
std::string words_of(const OptionSpec& option) {
    std::string words(option.value_name);
    for (char& c : words) c = c == '|' ? ' ' : c;
    return words;
}

std::string codes() {
    std::string words;
    for (const CatalogueEntry& entry : catalogue()) words += fmt::format("{}{}", words.empty() ? "" : " ", entry.code);
    return words;
}

/// Calls `use` for each option on which `command` acts.
void for_options(const Command& command, const std::function<void(const OptionSpec&)>& use) {
    for (const OptionSpec& option : cli::option_table()) {
        if ((option.shown_in & command.bit) != 0) use(option);
    }
}

std::string bash_names(const OptionSpec& option, std::string_view separator) {
    std::string names = fmt::format("--{}", option.name);
    if (option.letter != '\0') names += fmt::format("{}-{}", separator, option.letter);
    return names;
}

/// The case that completes the value of the option before the cursor.
std::string bash_values() {
    std::string files, others, text;
    for (const OptionSpec& option : cli::option_table()) {
        if (option.value_name.empty()) continue;
        if (takes_word(option)) {
            text += fmt::format(
                "        {})\n            COMPREPLY=($(compgen -W \"{}\" -- \"$cur\"))\n            return\n           "
                " ;;\n",
                bash_names(option, " | "), words_of(option));
        } else {
            std::string& list = takes_file(option) ? files : others;
            list += fmt::format("{}{}", list.empty() ? "" : " | ", bash_names(option, " | "));
        }
    }
    return text + fmt::format(
                      "        {})\n            _filedir\n            return\n            ;;\n"
                      "        {})\n            return\n            ;;\n",
                      files, others);
}

/// A word in single quotes of a shell or of fish.
std::string quoted_word(std::string_view text) {
    std::string word = "'";
    for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

/// Text inside `[...]` of an _arguments specification.
std::string zsh_text(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::string zsh_value(const OptionSpec& option) {
    if (option.value_name.empty()) return "";
    if (takes_file(option)) return ":file:_files";
    if (takes_word(option)) return fmt::format(":word:({})", words_of(option));
    return fmt::format(":{}: ", zsh_text(option.value_name));
}

std::string zsh_option(const OptionSpec& option) {
    const std::string star = option.repeatable ? "*" : "";
    const std::string text = fmt::format("[{}]{}", zsh_text(option.help), zsh_value(option));
    std::string specs = fmt::format(
        " \\\n                {}",
        quoted_word(fmt::format("{}--{}{}{}", star, option.name, option.value_name.empty() ? "" : "=", text)));
    if (option.letter != '\0')
        specs += fmt::format(" \\\n                {}", quoted_word(fmt::format("{}-{}{}", star, option.letter, text)));
    return specs;
}

std::string zsh_arguments(const Command& command) {
    if (takes_file_arguments(command)) return "*:file:_files";
    if (command.name == "explain") return fmt::format("*:code:({})", codes());
    return "*:argument: ";
}

std::string fish_option(const OptionSpec& option) {
    std::string text = fmt::format(" -l {}", option.name);
    if (option.letter != '\0') text += fmt::format(" -s {}", option.letter);
    if (takes_word(option))
        text += fmt::format(" -x -a {}", quoted_word(words_of(option)));
    else if (takes_file(option))
        text += " -r -F";
    else if (!option.value_name.empty())
        text += " -x";
    return text + fmt::format(" -d {}", quoted_word(option.help));
}

}  // namespace

std::string bash_completion() {
    std::string names, options;
    for (const Command& command : cli::commands()) {
        names += fmt::format("{} ", command.name);
        std::string own;
        for_options(command, [&](const OptionSpec& option) { own += bash_names(option, " ") + " "; });
        options += fmt::format("            {}) options=\"{}\" ;;\n", command.name, own.substr(0, own.size() - 1));
    }
    return fmt::format(R"(# bash completion for danelaw, {}

_danelaw() {{
    local cur prev words cword split
    _init_completion -s || return
    # The name of the plugin stands for a command.
    if [[ ${{words[0]##*/}} == check_danelaw ]]; then
        words=(danelaw monitor "${{words[@]:1}}")
        ((cword++))
    fi
    case $prev in
{}    esac
    if ((cword == 1)); then
        COMPREPLY=($(compgen -W "{}--help --version" -- "$cur"))
        return
    fi
    if [[ $cur == -* ]]; then
        local options=""
        case ${{words[1]}} in
{}        esac
        COMPREPLY=($(compgen -W "$options" -- "$cur"))
        return
    fi
    case ${{words[1]}} in
        explain) COMPREPLY=($(compgen -W "{}" -- "$cur")) ;;
        judge | tlsrpt) _filedir ;;
    esac
}} &&
    complete -F _danelaw danelaw check_danelaw
)",
                       made_from, bash_values(), names, options, codes());
}

std::string zsh_completion() {
    std::string names, cases;
    for (const Command& command : cli::commands()) {
        names +=
            fmt::format("        {}\n", quoted_word(fmt::format("{}:{}", command.name, zsh_text(command.summary))));
        cases += fmt::format("        {})\n            _arguments -s -S", command.name);
        for_options(command, [&](const OptionSpec& option) { cases += zsh_option(option); });
        cases += fmt::format(" \\\n                {}\n            ;;\n", quoted_word(zsh_arguments(command)));
    }
    return fmt::format(R"(#compdef danelaw check_danelaw
# zsh completion for danelaw, {}

_danelaw() {{
    # The name of the plugin stands for a command.
    if [[ ${{words[1]:t}} == check_danelaw ]]; then
        words=(danelaw monitor "${{(@)words[2,-1]}}")
        ((CURRENT++))
    fi
    local -a commands
    commands=(
{}    )
    if ((CURRENT == 2)); then
        _describe -t commands command commands
        _arguments '--help[what there is]' '--version[versions of danelaw and its libraries]'
        return
    fi
    local command=$words[2]
    shift words
    ((CURRENT--))
    case $command in
{}    esac
}}

_danelaw "$@"
)",
                       made_from, names, cases);
}

std::string fish_completion() {
    std::string text = fmt::format(
        "# fish completion for danelaw, {}\n\ncomplete -c danelaw -f\ncomplete -c check_danelaw -f\n", made_from);
    text +=
        "complete -c danelaw -n __fish_use_subcommand -l help -d 'what there is'\n"
        "complete -c danelaw -n __fish_use_subcommand -l version -d 'versions of danelaw and its libraries'\n";
    for (const Command& command : cli::commands()) {
        const std::string seen = quoted_word(fmt::format("__fish_seen_subcommand_from {}", command.name));
        text += fmt::format("complete -c danelaw -n __fish_use_subcommand -a {} -d {}\n", command.name,
                            quoted_word(command.summary));
        for_options(command, [&](const OptionSpec& option) {
            text += fmt::format("complete -c danelaw -n {}{}\n", seen, fish_option(option));
            if (command.name == "monitor") text += fmt::format("complete -c check_danelaw{}\n", fish_option(option));
        });
        if (takes_file_arguments(command)) text += fmt::format("complete -c danelaw -n {} -F\n", seen);
        if (command.name == "explain")
            text += fmt::format("complete -c danelaw -n {} -a {}\n", seen, quoted_word(codes()));
    }
    return text;
}

}  // namespace danelaw::docs
