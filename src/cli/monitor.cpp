#include "cli/check_network.hpp"
#include "cli/command.hpp"
#include "cli/command_line.hpp"
#include "cli/files.hpp"
#include "cli/plugin_options.hpp"
#include "cli/state.hpp"
#include "cli/versions.hpp"
#include "cli/watchdog.hpp"

#include <danelaw/base/text.hpp>
#include <danelaw/render/nagios.hpp>
#include <danelaw/scan/gather.hpp>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <thread>

namespace danelaw::cli {
namespace {

/// One try: a resolver of its own, so that nothing of the last one's failure is remembered.
DomainFacts check_once(const Settings& settings, const Destination& destination) {
    CheckNetwork network(settings, destination.kind != DestinationKind::address);
    DomainFacts facts;
    std::exception_ptr thrown;
    boost::asio::co_spawn(network.io(), gather(network.context(), destination),
                          [&](const std::exception_ptr& error, DomainFacts gathered) {
                              thrown = error;
                              facts = std::move(gathered);
                          });
    network.io().run();
    if (thrown) std::rethrow_exception(thrown);
    add_versions(facts);
    return facts;
}

constexpr std::chrono::seconds pause_between_tries{2};  // for what may pass, and name servers' short memories
constexpr std::chrono::seconds shortest_try{5};         // less would see no slow server

/// Tries again what may pass, as long as there is time; the tries share it evenly. The last one counts.
DomainFacts check_with_retries(Settings settings, const PluginOptions& options, const Destination& destination) {
    const auto start = std::chrono::steady_clock::now();
    for (long left = options.retries;; --left) {
        const auto used = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start);
        const auto rest = options.deadline - used;
        left = std::clamp<long>(rest / (shortest_try + pause_between_tries) - 1, 0, left);
        settings.replace("timeout", std::to_string(std::max<long>(1, rest.count() / (left + 1))));
        DomainFacts facts = check_once(settings, destination);
        if (left == 0 || !is_transient(judge(facts))) return facts;
        std::this_thread::sleep_for(pause_between_tries);
    }
}

}  // namespace

int run_monitor(const Invocation& invocation) {
    const PluginOptions options = plugin_options(invocation);
    const auto destination = parse_destination(options.domain, invocation.settings.flag("no-mx"));
    if (!destination) throw UsageError(destination.error().detail);
    const std::string late = render_nagios_failure(
        options.limits.at_deadline,
        fmt::format("{}: the check did not end within {} seconds", options.domain, options.limit.count()));
    const Watchdog watchdog(options.limit, late, static_cast<int>(options.limits.at_deadline));
    StatefulJudge judge(invocation.settings);
    const Report report = judge.judged(check_with_retries(invocation.settings, options, *destination));
    NagiosStyle style;
    style.verbosity = options.verbosity;
    style.deadline = options.deadline;
    style.limits = options.limits;
    write_line(render_nagios(report, style));
    return static_cast<int>(monitoring_state(report, options.limits));
}

int run_plugin(std::span<const std::string> words) {
    try {
        const Command& command = *find_command("monitor");
        const CommandLine line = read_command_line(words, command.bit);
        if (line.options.contains("help") || line.options.contains("version")) {
            write_out(line.options.contains("help") ? command_help(command) : version_text());
            return exit_unknown;
        }
        return command.run(Invocation{settings_of(line), line.arguments});
    } catch (const SetupError& error) {
        write_line(render_nagios_failure(State::unknown, error.what()));
    } catch (const std::exception& error) {
        write_line(render_nagios_failure(State::unknown, fmt::format("internal error: {}", error.what())));
    }
    return exit_unknown;
}

}  // namespace danelaw::cli
