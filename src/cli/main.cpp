#include "cli/command.hpp"
#include "cli/files.hpp"

#include <danelaw/base/result.hpp>

#include <csignal>
#include <exception>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    using namespace danelaw;
    // A peer or reader that goes away is seen where it is written to.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
        return cli::run_program(words);
    } catch (const SetupError& error) {
        cli::complain(error.what());
    } catch (const std::exception& error) {
        cli::complain(std::string("internal error: ") + error.what());
    }
    return cli::exit_unknown;
}
