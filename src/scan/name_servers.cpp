#include <danelaw/scan/name_servers.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/dns/packet.hpp>
#include <danelaw/dns/signed_records.hpp>
#include <danelaw/dns/wire.hpp>

#include "scan/connection_slots.hpp"
#include "scan/delegation.hpp"
#include "scan/run_all.hpp"

#include <fmt/format.h>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <span>

namespace danelaw {

namespace asio = boost::asio;

namespace {

/// Of one server, after its SOA: each costs seconds, and by then it is told what the server does not answer.
constexpr std::size_t silent_answers = 3;

/// What asking about one domain has in common.
struct Inquiry {
    ScanContext& context;
    Deadline deadline;
    ConnectionSlots slots;   ///< for the sockets to all servers
    std::size_t octets = 0;  ///< of all replies until now
};

NotAsked left_open(std::string reason) { return NotAsked{std::move(reason), true}; }

/// Stands for what a bound of ours left out.
ServerFacts left_out(DomainName name, const std::string& what) {
    ServerFacts server;
    server.name = std::move(name);
    server.not_asked = left_open(what);
    return server;
}

/// Why an exchange says nothing of the server.
std::optional<NotAsked> own_fault(const Exchange& exchange) {
    if (exchange.cut_by_deadline) return left_open("no time was left");
    if (exchange.local_fault) return left_open(fmt::format("this machine could not ask: {}", exchange.detail));
    return std::nullopt;
}

/// Why nothing more is asked of a server before the next question.
std::optional<NotAsked> reason_to_stop(const Inquiry& inquiry, const ServerFacts& server) {
    if (inquiry.context.clock.steady() >= inquiry.deadline) return left_open("no time was left");
    if (inquiry.octets > limits::name_server_octets)
        return left_open(fmt::format("more than {} octets of replies came before", limits::name_server_octets));
    const auto silent = std::ranges::count_if(server.answers, [](const auto& answer) { return !!answer.no_reply; });
    if (static_cast<std::size_t>(silent) >= silent_answers)
        return NotAsked{fmt::format("after {} questions without a reply it was not asked on", silent_answers), false};
    return std::nullopt;
}

asio::awaitable<void> ask_server(Inquiry& inquiry, ServerFacts& server, const std::vector<ServerQuestion>& questions) {
    for (const auto& [name, type] : questions) {
        server.not_asked = reason_to_stop(inquiry, server);
        if (server.not_asked) co_return;
        const bool has_slot = co_await inquiry.slots.acquire(*server.address);
        if (!has_slot) {
            server.not_asked = left_open("no time was left");
            co_return;
        }
        const auto exchange = co_await inquiry.context.name_servers->ask(*server.address, name, type, inquiry.deadline);
        inquiry.slots.release(*server.address);
        server.not_asked = own_fault(exchange);
        if (server.not_asked) co_return;
        inquiry.octets += exchange.message.size();
        ServerAnswer answer;
        answer.name = name;
        answer.type = type;
        if (exchange.status != IoStatus::ok) answer.no_reply = exchange.detail;
        answer.message = exchange.message;
        answer.over_tcp = exchange.over_tcp;
        answer.took = exchange.took;
        server.answers.push_back(std::move(answer));
        // The first question is for the SOA: who is silent then is silent. Later silence may be about one type only.
        if (server.answers.size() == 1 && exchange.status != IoStatus::ok) co_return;
    }
}

/// Why nothing is known of the addresses of a family of a name server whose lookup failed.
NotAsked why_none(const Lookup& lookup) {
    const auto family = to_text(lookup.type);
    if (lookup.failure->cut_by_deadline)
        return left_open(fmt::format("no time was left to look up its {} records", family));
    return NotAsked{fmt::format("its {} records could not be looked up: {}", family, lookup.failure->detail), false};
}

using Glue = std::multimap<DomainName, asio::ip::address>;

/// The addresses of one family of a name server. Those that came with the delegation where the name cannot be looked
/// up: then it often lies in the very zone that does not answer.
asio::awaitable<void> find_family(Inquiry& inquiry, ServerFacts server, RecordType type, const Glue& glue,
                                  std::vector<ServerFacts>& servers) {
    const auto lookup = co_await inquiry.context.resolver.lookup(server.name, type, inquiry.deadline);
    auto found = addresses(lookup);
    const auto [first, last] = glue.equal_range(server.name);
    for (auto at = first; lookup.failure && at != last; ++at) {
        if (at->second.is_v4() == (type == RecordType::a)) found.push_back(at->second);
    }
    if (lookup.failure && found.empty()) {
        server.not_asked = why_none(lookup);
        // It has addresses, of the other family at least: whether of this one is open.
        server.not_asked->left_open = server.not_asked->left_open || first != last;
        servers.push_back(server);
    }
    if (found.size() > limits::addresses_per_family) {
        servers.push_back(left_out(server.name, fmt::format("{} of its {} records were not asked, at most {} are",
                                                            found.size() - limits::addresses_per_family, to_text(type),
                                                            limits::addresses_per_family)));
        found.resize(limits::addresses_per_family);
    }
    for (const auto& address : found) {
        server.address = address;
        server.not_asked = reason_not_to_ask(inquiry.context, address);
        servers.push_back(server);
    }
}

/// The addresses of one name server, each as a server of its own.
asio::awaitable<void> find_addresses(Inquiry& inquiry, DomainName name, const Glue& glue,
                                     std::vector<ServerFacts>& servers) {
    ServerFacts server;
    server.name = std::move(name);
    const auto& options = inquiry.context.options;
    if (options.ipv4) co_await find_family(inquiry, server, RecordType::a, glue, servers);
    if (options.ipv6) co_await find_family(inquiry, server, RecordType::aaaa, glue, servers);
    if (!servers.empty()) co_return;
    server.not_asked = NotAsked{"the name has no address", false};
    servers.push_back(std::move(server));
}

/// What goes to one zone.
struct PlannedZone {
    std::set<ServerQuestion> questions;  ///< none: one zone too many
    std::size_t left_out = 0;            ///< questions beyond the bounds
};
using Plan = std::map<DomainName, PlannedZone>;

/// Who serves a zone: by itself, or where it does not say by the zone above.
asio::awaitable<Delegation> servers_of(Inquiry& inquiry, const ZoneServers& zone) {
    Delegation delegation;
    delegation.name_servers = name_servers_in(zone.ns);
    if (!delegation.name_servers.empty() || zone.zone.is_root()) co_return delegation;
    const auto above = co_await zone_holding(inquiry.context, zone.zone.parent(), inquiry.deadline);
    if (!above) co_return delegation;
    const auto told = co_await delegation_below(inquiry.context, *above, zone.zone, inquiry.deadline);
    if (told && told->zone == zone.zone) delegation = *told;
    co_return delegation;
}

/// The addresses of the name servers of a zone.
asio::awaitable<void> find_servers(Inquiry& inquiry, ZoneServers& result) {
    const auto delegation = co_await servers_of(inquiry, result);
    auto names = delegation.name_servers;
    if (names.empty()) {
        const auto& failure = result.ns.failure;
        result.servers.push_back(
            left_out(result.zone, fmt::format("its name servers are not known: {}",
                                              failure ? failure->detail : std::string("it has no NS records"))));
    }
    if (names.size() > limits::name_servers) {
        result.servers.push_back(left_out(names[limits::name_servers],
                                          fmt::format("{} name servers were not asked, at most {} are",
                                                      names.size() - limits::name_servers, limits::name_servers)));
        names.resize(limits::name_servers);
    }
    std::vector<std::vector<ServerFacts>> by_name(names.size());
    std::vector<Task> searches;
    for (std::size_t i = 0; i < names.size(); ++i) {
        searches.emplace_back([&, i] { return find_addresses(inquiry, names[i], delegation.glue, by_name[i]); });
    }
    co_await run_all(std::move(searches));
    for (auto& servers : by_name) std::ranges::move(servers, std::back_inserter(result.servers));
}

/// Asks every name server of a zone, at each of its addresses, for the SOA and for each question. Servers side by side,
/// the questions to one of them one by one; a server that is silent is not asked on.
asio::awaitable<void> ask_zone(Inquiry& inquiry, const Plan::value_type& planned, ZoneServers& result) {
    result.zone = planned.first;
    if (planned.second.left_out > 0) {
        result.servers.push_back(left_out(
            result.zone,
            fmt::format("{} not asked, at most {} to one zone and {} zones are",
                        planned.second.left_out == 1 ? "1 question was"
                                                     : fmt::format("{} questions were", planned.second.left_out),
                        limits::name_server_questions, limits::name_server_zones)));
    }
    if (planned.second.questions.empty()) {
        result.ns = failed_lookup(result.zone, RecordType::ns, ValidationState::indeterminate,
                                  LookupFailure{"not looked up", std::nullopt, false});
        co_return;
    }
    auto ns = co_await inquiry.context.resolver.lookup(result.zone, RecordType::ns, inquiry.deadline);
    result.ns = std::move(ns);
    co_await find_servers(inquiry, result);
    const auto& wanted = planned.second.questions;
    std::vector<ServerQuestion> questions{{result.zone, RecordType::soa}};
    questions.insert(questions.end(), wanted.begin(), wanted.end());
    std::vector<Task> tasks;
    for (auto& server : result.servers) {
        if (server.not_asked) continue;
        if (tasks.size() >= limits::name_servers) {
            server.not_asked = left_open(fmt::format("only {} addresses are asked", limits::name_servers));
            continue;
        }
        tasks.emplace_back([&inquiry, &server, &questions] { return ask_server(inquiry, server, questions); });
    }
    co_await run_all(std::move(tasks));
}

void plan_question(Plan& plan, const DomainName& zone, const ServerQuestion& question) {
    const auto is_asked = [](const Plan::value_type& entry) { return !entry.second.questions.empty(); };
    auto& planned = plan[zone];
    if (planned.questions.contains(question)) return;
    const bool is_new = planned.questions.empty();
    const bool has_room = is_new ? std::ranges::count_if(plan, is_asked) < std::ptrdiff_t{limits::name_server_zones}
                                 : planned.questions.size() < limits::name_server_questions;
    if (has_room) {
        planned.questions.insert(question);
    } else {
        ++planned.left_out;
    }
}

std::vector<ServerQuestion> questions_about(const std::vector<const Lookup*>& lookups) {
    std::vector<ServerQuestion> questions;
    for (const auto* lookup : lookups) {
        questions.push_back({lookup->name, lookup->type});
        for (const auto& target : lookup->cname_chain) questions.push_back({target, lookup->type});
        if (lookup->type != RecordType::tlsa) continue;
        // Both names have no address: what is asked for is the proof of that.
        questions.push_back({lookup->canonical_name, RecordType::a});
        questions.push_back({lookup->canonical_name.parent(), RecordType::a});
    }
    return questions;
}

/// The zone of each name.
using Holders = std::map<DomainName, std::optional<DomainName>>;

asio::awaitable<void> find_holder(Inquiry& inquiry, Holders::value_type& holder) {
    holder.second = co_await zone_holding(inquiry.context, holder.first, inquiry.deadline);
}

/// Stands for names whose zone nobody tells.
ZoneServers unknown_zone(const DomainName& name) {
    ZoneServers zone;
    zone.zone = name;
    const std::string why = "no name server was asked, as the zone that holds it could not be found";
    zone.ns =
        failed_lookup(name, RecordType::ns, ValidationState::indeterminate, LookupFailure{why, std::nullopt, false});
    zone.servers.push_back(left_out(name, why));
    return zone;
}

}  // namespace

asio::awaitable<std::vector<ZoneServers>> ask_about(ScanContext& context, std::vector<const Lookup*> lookups,
                                                    Deadline deadline) {
    const auto executor = co_await asio::this_coro::executor;
    Inquiry inquiry{context, deadline, ConnectionSlots(executor, deadline)};
    const auto questions = questions_about(lookups);
    Holders holders;
    for (const auto& question : questions) holders.emplace(question.name, std::nullopt);
    std::vector<Task> searches;
    for (auto& holder : holders) searches.emplace_back([&inquiry, &holder] { return find_holder(inquiry, holder); });
    co_await run_all(std::move(searches));

    Plan plan;
    for (const auto& question : questions) {
        if (const auto& zone = holders[question.name]) plan_question(plan, *zone, question);
    }
    std::vector<ZoneServers> zones(plan.size());
    std::vector<Task> tasks;
    std::size_t next = 0;
    for (const auto& planned : plan) {
        auto& slot = zones[next++];
        tasks.emplace_back([&inquiry, &planned, &slot] { return ask_zone(inquiry, planned, slot); });
    }
    co_await run_all(std::move(tasks));
    for (const auto& [name, zone] : holders) {
        if (!zone) zones.push_back(unknown_zone(name));
    }
    co_return zones;
}

}  // namespace danelaw
