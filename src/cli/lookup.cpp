#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/in_order.hpp"
#include "cli/network.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/dns/second_opinion.hpp>
#include <danelaw/render/trace.hpp>
#include <danelaw/report/chain_findings.hpp>
#include <danelaw/report/servers.hpp>
#include <danelaw/scan/lookup.hpp>
#include <danelaw/scan/name_servers.hpp>
#include <danelaw/scan/trace.hpp>

#include <fmt/format.h>
#include <boost/json.hpp>

namespace danelaw::cli {
namespace {

constexpr std::size_t lookups_at_once = 200;

struct Question {
    DomainName name;
    RecordType type = RecordType::a;
};

/// Any name of the DNS: what a user types for a host, or presentation form for the rest (`*.example.org`).
Result<DomainName> any_name(std::string_view text) {
    auto name = DomainName::from_user(text);
    if (name) return name;
    boost::system::error_code not_address;
    boost::asio::ip::make_address(std::string(text), not_address);
    if (!not_address) {
        return failure(fmt::format("\"{}\" is an address, a name was expected", printable(text, limits::shown_octets)));
    }
    constexpr auto is_plain = [](char c) { return c > ' ' && c < '\x7f'; };
    if (!std::all_of(text.begin(), text.end(), is_plain)) return name.error();
    const auto escaped = DomainName::from_presentation(text);
    return escaped ? escaped : name;
}

/// `NAME [TYPE]`.
Result<Question> read_question(std::string_view text) {
    const auto blank = std::min(text.find_first_of(" \t"), text.size());
    const std::string_view type_text = trim(text.substr(blank));
    const auto name = any_name(text.substr(0, blank));
    if (!name) return name.error();
    Question question;
    question.name = *name;
    if (type_text.empty()) return question;
    const auto type = record_type_from_text(type_text);
    if (!type) return type.error();
    question.type = *type;
    return question;
}

int exit_code_of(const Lookup& lookup) {
    if (lookup.dnssec == ValidationState::bogus) return exit_critical;
    if (!lookup.answered()) return exit_unknown;
    return difference_of(lookup) == OpinionDifference::none ? exit_ok : exit_warning;
}

/// What is asked beyond the lookup itself.
struct Explanation {
    ChainFacts chain;
    std::vector<ZoneServers> zones;
};

std::string explain(const Explanation& facts, const Settings& settings) {
    const auto chain = judge_chain(facts.chain);
    if (settings.flag("dot")) return render_chain_dot(facts.chain.answer, chain);
    auto findings = chain_findings(chain);
    std::vector<ZoneServersReport> zones;
    TrustedZones trusted(facts.chain.anchors, facts.chain.zones, facts.chain.at, SignatureChecks::all);
    for (const auto& zone : facts.zones) zones.push_back(judge_servers(zone, trusted));
    for (auto& finding : server_findings(zones, facts.chain.at)) findings.push_back(std::move(finding));
    std::ranges::stable_sort(findings, std::ranges::greater{}, &Finding::severity);
    LookupReport report{facts.chain.answer, nullptr, nullptr, findings};
    if (settings.flag("trace")) report.chain = &chain;
    if (settings.flag("all-nameservers")) report.zones = &zones;
    return settings.flag("json") ? render_lookup_json(report) : render_lookup_text(report, text_style(settings));
}

boost::asio::awaitable<ItemResult> look_up_and_explain(Network& network, const Settings& settings, Question question) {
    Explanation facts;
    facts.chain = co_await gather_chain(network.context(), question.name, question.type, network.deadline());
    if (settings.flag("all-nameservers")) {
        std::vector<const Lookup*> lookups;
        lookups.push_back(&facts.chain.answer);
        facts.zones = co_await ask_about(network.context(), lookups, network.deadline());
    }
    ItemResult result(exit_code_of(facts.chain.answer));
    result.output = explain(facts, settings);
    co_return result;
}

boost::asio::awaitable<ItemResult> look_up(Network& network, const Settings& settings, Item item) {
    const auto question = read_question(item.text);
    if (!question) {
        ItemResult refused(exit_unknown);
        const std::string& why = question.error().detail;
        refused.complaint = item.line == 0 ? why : fmt::format("line {}: {}", item.line, why);
        const bool waited_for = item.line != 0 && settings.flag("json");  // who sent the line waits for one
        if (waited_for) {
            boost::json::object object{{"schema", "danelaw.lookup/1"}, {"error", refused.complaint}};
            refused.output = boost::json::serialize(object);
        }
        co_return refused;
    }
    if (settings.flag("trace") || settings.flag("dot") || settings.flag("all-nameservers")) {
        auto explained = co_await look_up_and_explain(network, settings, *question);
        co_return explained;
    }
    const Lookup lookup =
        co_await lookup_with_retry(network.context(), question->name, question->type, network.deadline());
    ItemResult result(exit_code_of(lookup));
    result.output =
        settings.flag("json") ? render_lookup_json(lookup) : render_lookup_text(lookup, text_style(settings));
    co_return result;
}

/// `NAME TYPE` for each question on the command line: a known type after a name is its type.
std::vector<std::string> pair_up(const std::vector<std::string>& words) {
    std::vector<std::string> questions;
    bool type_may_follow = false;
    for (const std::string& word : words) {
        if (type_may_follow && record_type_from_text(word)) {
            questions.back() += " " + word;
            type_may_follow = false;
        } else {
            questions.push_back(word);
            type_may_follow = word != "-";
        }
    }
    return questions;
}

}  // namespace

int run_lookup(const Invocation& invocation) {
    if (invocation.arguments.empty()) throw UsageError("lookup: no name, NAME [TYPE] or - was expected");
    const Settings& settings = invocation.settings;
    if (settings.flag("dot") && settings.flag("json")) throw UsageError("--dot and --json: at most one was expected");
    Network network(settings, true);
    int code = exit_ok;
    Job job;
    job.work = [&](Item item) { return look_up(network, settings, std::move(item)); };
    job.failed = [](const Item& item, const std::string& what) {
        ItemResult result(exit_unknown);
        result.complaint = fmt::format("{}: internal error: {}", printable(item.text), what);
        return result;
    };
    job.deliver = [&](const ItemResult& result) {
        if (!result.complaint.empty()) complain(result.complaint);
        if (!result.output.empty()) write_line(result.output);
        code = worse(code, result.code);
    };
    job.at_once = lookups_at_once;
    const int input_code = run_items(network.io(), pair_up(invocation.arguments), std::move(job));
    return worse(code, input_code);
}

}  // namespace danelaw::cli
