#include "cli/command.hpp"
#include "cli/files.hpp"

#include <danelaw/base/result.hpp>

#include <csignal>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// Monitoring systems call the same program under the name of a plugin.
bool is_plugin(int argc, char** argv) {
    const std::string_view name = argc > 0 ? argv[0] : "";
    return name.substr(name.rfind('/') + 1) == "check_danelaw";
}

}  // namespace

int main(int argc, char** argv) {
    using namespace danelaw;
    // A peer or reader that goes away, and a file that may not grow, are seen where they are written to.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    cli::occupy_standard_streams();
    try {
        const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
        if (is_plugin(argc, argv)) return cli::run_plugin(words);
        return cli::run_program(words);
    } catch (const SetupError& error) {
        cli::complain(error.what());
    } catch (const std::exception& error) {
        cli::complain(std::string("internal error: ") + error.what());
    }
    return cli::exit_unknown;
}
