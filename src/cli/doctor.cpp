#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/network.hpp"
#include "cli/versions.hpp"

#include <danelaw/base/text.hpp>
#include <danelaw/net/name_servers.hpp>
#include <danelaw/render/doctor.hpp>
#include <danelaw/scan/doctor.hpp>

#include <sys/resource.h>
#include <boost/asio/co_spawn.hpp>

#include <array>
#include <exception>
#include <filesystem>
#include <sstream>

namespace danelaw::cli {
namespace {

constexpr const char* system_root_hints = "/usr/share/dns/root.hints";  // of Debian's dns-root-data

/// The first addresses of root servers of each family; more would only repeat what these tell.
std::vector<boost::asio::ip::address> root_servers(const Settings& settings) {
    std::vector<boost::asio::ip::address> servers;
    const auto path = settings.value("root-hints").value_or(system_root_hints);
    const auto text = std::filesystem::is_regular_file(path) ? read_file_if_there(path) : std::nullopt;
    constexpr std::size_t wanted = 2;
    std::array<std::size_t, 2> found{};
    std::istringstream words(text.value_or(""));
    for (std::string word; words >> word;) {
        boost::system::error_code not_address;
        const auto address = boost::asio::ip::make_address(word, not_address);
        if (!not_address && found.at(address.is_v6() ? 1 : 0)++ < wanted) servers.push_back(address);
    }
    return servers;
}

std::uint64_t open_files() {
    rlimit limit{};
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<std::uint64_t>(limit.rlim_cur) : 0;
}

std::optional<DomainName> canary_of(const Settings& settings) {
    const auto text = settings.value("canary");
    if (!text) return std::nullopt;
    auto name = DomainName::from_user(*text);
    if (!name) throw UsageError("--canary: " + name.error().detail);
    return *name;
}

void run_to_end(Network& network, const DoctorPlan& plan, DoctorFacts& facts) {
    std::exception_ptr thrown;
    boost::asio::co_spawn(network.io(), gather_doctor(network.context(), plan, facts, network.deadline()),
                          [&](const std::exception_ptr& error) { thrown = error; });
    network.io().run();
    if (thrown) std::rethrow_exception(thrown);
}

/// Looks at the ways out, if there is a resolver to look with.
void look_around(const Settings& settings, DoctorFacts& facts) {
    const auto canary = canary_of(settings);
    if (canary) facts.canary = canary->text();
    std::optional<Network> network;
    try {
        network.emplace(settings, true);
    } catch (const UsageError&) {
        throw;
    } catch (const SetupError& error) {
        facts.setup_trouble = printable_sentence(error.what());
        network.emplace(settings, false);
    }
    facts.at = network->context().clock.now();
    facts.anchor_records = network->context().trust.anchor_records;
    facts.forwards = settings.value("resolver").has_value() || settings.value("resolver-config").has_value();
    const auto source = source_address(settings);
    const auto over_udp = make_name_servers(network->io(), source);
    const auto over_tcp = make_tcp_name_servers(network->io(), source);
    DoctorPlan plan{*over_udp, *over_tcp, {}, canary};
    if (!facts.forwards) plan.root_servers = root_servers(settings);
    run_to_end(*network, plan, facts);
    if (facts.setup_trouble) facts.root_keys.reset();
}

}  // namespace

int run_doctor(const Invocation& invocation) {
    if (!invocation.arguments.empty()) throw UsageError("doctor: no argument was expected, only options");
    const Settings& settings = invocation.settings;
    DoctorFacts facts;
    DomainFacts versions;
    add_versions(versions);
    facts.libunbound_version = versions.libunbound_version;
    facts.gnutls_version = versions.gnutls_version;
    facts.open_files = open_files();
    look_around(settings, facts);
    const auto report = judge_doctor(facts);
    write_line(settings.flag("json") ? render_doctor_json(report) : render_doctor_text(report, text_style(settings)));
    return report.exit_code;
}

}  // namespace danelaw::cli
