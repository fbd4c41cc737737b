// Writes what the package ships beside the program: manual pages and completions, from the program's own tables.
#include "docs/completion.hpp"
#include "docs/manual.hpp"

#include "cli/command.hpp"
#include "cli/files.hpp"

#include <fmt/format.h>

#include <exception>
#include <string>
#include <vector>

namespace {

using namespace danelaw;

int write_page(const std::string& page, const std::string& schemas) {
    const auto schema = [&](std::string_view name) {
        return cli::read_file(fmt::format("{}/{}-1.schema.json", schemas, name), "schema");
    };
    cli::write_out(docs::fill_page(cli::read_file(page, "page"), schema));
    return 0;
}

int run(const std::vector<std::string>& words) {
    if (words.size() == 3 && words[0] == "page") return write_page(words[1], words[2]);
    const std::string shell = words.size() == 2 && words[0] == "completion" ? words[1] : "";
    if (shell == "bash") cli::write_out(docs::bash_completion());
    if (shell == "zsh") cli::write_out(docs::zsh_completion());
    if (shell == "fish") cli::write_out(docs::fish_completion());
    if (shell == "bash" || shell == "zsh" || shell == "fish") return 0;
    throw SetupError("usage: danelaw-docs page TEMPLATE SCHEMAS | completion bash|zsh|fish");
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
    } catch (const std::exception& error) {
        cli::complain(error.what());
    }
    return cli::exit_unknown;
}
