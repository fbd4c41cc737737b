#include <danelaw/scan/doctor.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/scan/lookup.hpp>
#include <danelaw/scan/probe.hpp>

#include "scan/run_all.hpp"

#include <utility>

namespace danelaw {

namespace asio = boost::asio;

namespace {

asio::awaitable<void> ask_resolver(ScanContext& context, DoctorFacts& facts, Deadline deadline) {
    auto keys = co_await lookup_with_retry(context, DomainName(), RecordType::dnskey, deadline);
    facts.root_keys = std::move(keys);
}

asio::awaitable<void> try_path(const DoctorPlan& plan, PathTrial& trial, Deadline deadline) {
    auto& servers = trial.over_tcp ? plan.over_tcp : plan.over_udp;
    const auto type = trial.over_tcp ? RecordType::dnskey : RecordType::soa;
    const auto exchange = co_await servers.ask(trial.server, DomainName(), type, deadline);
    if (exchange.status != IoStatus::ok) trial.no_reply = exchange.detail;
    trial.message = exchange.message;
}

asio::awaitable<void> try_session(ScanContext& context, CanaryTrial& trial, Deadline deadline) {
    TlsRequest request;
    ProbeTarget target(trial.address, context.options.port, std::move(request));
    auto session = co_await probe_address(context, std::move(target), deadline);
    trial.session = std::move(session);
}

asio::awaitable<void> find_canary(ScanContext& context, const DoctorPlan& plan, DoctorFacts& facts, Deadline deadline) {
    for (const auto type : {RecordType::a, RecordType::aaaa}) {
        if (!(type == RecordType::a ? context.options.ipv4 : context.options.ipv6)) continue;
        const auto lookup = co_await lookup_with_retry(context, *plan.canary, type, deadline);
        auto found = addresses(lookup);
        if (found.size() > limits::addresses_per_family) found.resize(limits::addresses_per_family);
        for (const auto& address : found) {
            CanaryTrial trial;
            trial.address = address;
            facts.canary_trials.push_back(std::move(trial));
        }
    }
    std::vector<Task> tasks;
    for (auto& trial : facts.canary_trials)
        tasks.emplace_back([&context, &trial, deadline] { return try_session(context, trial, deadline); });
    co_await run_all(std::move(tasks));
}

}  // namespace

asio::awaitable<void> gather_doctor(ScanContext& context, const DoctorPlan& plan, DoctorFacts& facts,
                                    Deadline deadline) {
    for (const auto& server : plan.root_servers) {
        for (const bool over_tcp : {false, true}) {
            PathTrial trial;
            trial.server = server;
            trial.over_tcp = over_tcp;
            facts.paths.push_back(std::move(trial));
        }
    }
    std::vector<Task> tasks;
    tasks.emplace_back([&context, &facts, deadline] { return ask_resolver(context, facts, deadline); });
    for (auto& trial : facts.paths)
        tasks.emplace_back([&plan, &trial, deadline] { return try_path(plan, trial, deadline); });
    if (plan.canary)
        tasks.emplace_back([&context, &plan, &facts, deadline] { return find_canary(context, plan, facts, deadline); });
    co_await run_all(std::move(tasks));
}

}  // namespace danelaw
