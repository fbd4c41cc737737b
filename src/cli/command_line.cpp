#include "cli/command_line.hpp"

#include "cli/files.hpp"
#include "cli/option_table.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>

#include <cstdlib>

namespace danelaw::cli {
namespace {

namespace po = boost::program_options;

po::options_description description_of(unsigned command) {
    po::options_description description;
    for (const OptionSpec& option : option_table()) {
        if (!accepts(command, option)) continue;
        std::string names(option.name);
        if (option.letter != '\0') names += std::string(",") + option.letter;
        const po::value_semantic* semantic = new po::untyped_value(option.value_name.empty());
        description.add_options()(names.c_str(), semantic);  // takes ownership
    }
    return description;
}

std::string suggestion(std::string_view unknown, unsigned command) {
    std::vector<std::string> names;
    for (const OptionSpec& option : option_table()) {
        if (accepts(command, option)) names.push_back("--" + std::string(option.name));
    }
    const auto meant = closest(unknown, names);
    return meant ? fmt::format(", did you mean {}?", *meant) : ", see --help";
}

[[noreturn]] void refuse_unknown(const std::string& name, unsigned command) {
    const std::string shown = printable(name, 60);
    const OptionSpec* elsewhere = name.starts_with("--") ? find_option(name.substr(2)) : nullptr;
    if (elsewhere != nullptr) throw UsageError(fmt::format("{}: this command has no such option, see --help", shown));
    throw UsageError(fmt::format("{}: unknown option{}", shown, suggestion(name, command)));
}

[[noreturn]] void refuse_syntax(const po::invalid_command_line_syntax& error, unsigned command) {
    const std::string given = error.get_option_name();
    const std::string name = printable(given, 60);
    const auto start = given.find_first_not_of('-');
    const OptionSpec* option = start == std::string::npos ? nullptr : find_option(given.substr(start));
    if (option != nullptr && !accepts(command, *option)) refuse_unknown(given, command);
    const bool takes_none = option != nullptr && option->value_name.empty();
    if (takes_none || error.kind() == po::invalid_syntax::extra_parameter)
        throw UsageError(fmt::format("{}: a value is given, none was expected", name));
    throw UsageError(fmt::format("{}: the value is missing, {} was expected", name,
                                 option == nullptr ? "a value" : option->value_name));
}

po::parsed_options parse(std::span<const std::string> words, unsigned command,
                         const po::options_description& description) {
    constexpr int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    try {
        return po::command_line_parser(std::vector<std::string>(words.begin(), words.end()))
            .options(description)
            .style(style)
            .run();
    } catch (const po::unknown_option& error) {
        refuse_unknown(error.get_option_name(), command);
    } catch (const po::invalid_command_line_syntax& error) {
        refuse_syntax(error, command);
    } catch (const po::error& error) {
        throw UsageError(printable(error.what(), 200));
    }
}

void add_option(Settings::Source& options, const OptionSpec& spec, std::string text) {
    auto& texts = options[std::string(spec.name)];
    if (spec.value_name.empty() && !spec.repeatable) {
        texts = {std::move(text)};  // saying such a flag twice says nothing else
        return;
    }
    if (!texts.empty() && !spec.repeatable) {
        throw UsageError(fmt::format("--{}: given twice, once was expected", spec.name));
    }
    texts.push_back(std::move(text));
}

std::string read_flag(std::string_view value, const std::string& place) {
    const std::string word = ascii_lower(value);
    if (word == "yes" || word == "true" || word == "on" || word == "1") return "yes";
    if (word == "no" || word == "false" || word == "off" || word == "0") return "no";
    throw UsageError(fmt::format("{}: \"{}\" is neither yes nor no", place, printable(value, 60)));
}

void read_configuration_line(std::string_view line, const std::string& place, Settings::Source& options) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) {
        throw UsageError(fmt::format("{}: \"{}\" has no =, name = value was expected", place, printable(line, 60)));
    }
    const std::string_view name = trim(line.substr(0, equals));
    const std::string_view value = trim(line.substr(equals + 1));
    const OptionSpec* spec = find_option(name);
    if (spec == nullptr || name == "config" || name == "help" || name == "version") {
        throw UsageError(fmt::format("{}: \"{}\" is not the name of an option", place, printable(name, 60)));
    }
    const bool is_flag = spec->value_name.empty();
    const std::string subject = fmt::format("{}: {}", place, spec->name);
    if (value.empty()) throw UsageError(subject + ": the value is missing");
    const bool again = options.contains(name) && !spec->repeatable;
    if (again) throw UsageError(subject + ": given twice, once was expected");
    add_option(options, *spec, is_flag ? read_flag(value, subject) : std::string(value));
}

std::optional<std::string> users_file() {
    const char* base = std::getenv("XDG_CONFIG_HOME");  // NOLINT(concurrency-mt-unsafe): there is one thread yet
    // XDG Base Directory Specification: a relative path there is invalid and ignored.
    if (base != nullptr && *base == '/') return std::string(base) + "/danelaw/danelaw.conf";
    const char* home = std::getenv("HOME");  // NOLINT(concurrency-mt-unsafe): as above
    if (home == nullptr || *home == '\0') return std::nullopt;
    return std::string(home) + "/.config/danelaw/danelaw.conf";
}

void add_file_if_there(Settings& settings, const std::optional<std::string>& path) {
    if (!path) return;
    if (const auto text = read_file_if_there(*path)) settings.add_weaker(read_configuration(*text, *path));
}

}  // namespace

CommandLine read_command_line(std::span<const std::string> words, unsigned command) {
    const po::options_description description = description_of(command);
    CommandLine line;
    for (const auto& option : parse(words, command, description).options) {
        if (option.string_key.empty()) {
            line.arguments.insert(line.arguments.end(), option.value.begin(), option.value.end());
            continue;
        }
        const OptionSpec* spec = find_option(option.string_key);
        if (spec == nullptr) refuse_unknown("--" + option.string_key, command);
        add_option(line.options, *spec, spec->value_name.empty() ? "yes" : option.value.at(0));
    }
    if (line.options.contains("ipv4") && line.options.contains("ipv6")) {
        throw UsageError("-4 and -6: both are given, at most one was expected");
    }
    return line;
}

Settings::Source read_configuration(std::string_view text, const std::string& file) {
    Settings::Source options;
    std::size_t number = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = trim(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        ++number;
        if (line.empty() || line.front() == '#') continue;
        read_configuration_line(line, fmt::format("{}: line {}", printable(file), number), options);
    }
    const auto says_yes = [&](std::string_view name) {
        const auto found = options.find(name);
        return found != options.end() && found->second.back() == "yes";
    };
    if (says_yes("ipv4") && says_yes("ipv6")) {  // each means only that family, and both together none
        throw UsageError(fmt::format("{}: ipv4 and ipv6: both are given, at most one was expected", printable(file)));
    }
    return options;
}

Settings settings_of(const CommandLine& line) {
    Settings settings;
    settings.add_weaker(line.options);
    if (const auto named = settings.value("config")) {
        settings.add_weaker(read_configuration(read_file(*named, "--config"), *named));
    }
    add_file_if_there(settings, users_file());
    add_file_if_there(settings, "/etc/danelaw.conf");
    return settings;
}

}  // namespace danelaw::cli
