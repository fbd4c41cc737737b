#include "cli/check_network.hpp"
#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/in_order.hpp"
#include "cli/report_writer.hpp"
#include "cli/state.hpp"
#include "cli/versions.hpp"

#include <danelaw/base/result.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/scan/gather.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace danelaw::cli {
namespace {

constexpr std::size_t domains_at_once = 8;  // 20 hosts each: a small machine and its uplink still keep the deadlines

/// How check prints, and what it works with.
class Check {
public:
    explicit Check(const Invocation& invocation)
        : settings_(invocation.settings),
          writer_(settings_),
          judge_(settings_),
          network_(settings_, needs_resolver(invocation.arguments)) {
        if (const auto path = settings_.value("save-facts")) facts_file_.emplace(*path, "--save-facts");
    }

    int run(const std::vector<std::string>& arguments) {
        Job job;
        job.work = [this](Item item) { return check_one(std::move(item)); };
        job.failed = [this](const Item& item, const std::string& what) { return internal_error(item, what); };
        job.deliver = [this](const ItemResult& result) { deliver(result); };
        job.at_once = domains_at_once;
        const int input_code = run_items(network_.io(), arguments, std::move(job));
        writer_.finish();
        return worse(code_, input_code);
    }

private:
    [[nodiscard]] bool no_mx() const { return settings_.flag("no-mx"); }

    /// An address literal of the family that -4 or -6 leaves out is not connected to, and nothing else is known of it.
    [[nodiscard]] Result<Destination> wanted_destination(const std::string& text) const {
        auto destination = parse_destination(text, no_mx());
        if (!destination || !destination->address) return destination;
        const bool is_v4 = destination->address->is_v4();
        if (!settings_.flag(is_v4 ? "ipv6" : "ipv4")) return destination;
        return failure(fmt::format("\"{}\" is an {} address, which {} leaves out", printable(destination->asked),
                                   is_v4 ? "IPv4" : "IPv6", is_v4 ? "-6" : "-4"));
    }

    /// Only address literals need nothing of the DNS.
    [[nodiscard]] bool needs_resolver(const std::vector<std::string>& arguments) const {
        return std::any_of(arguments.begin(), arguments.end(), [&](const std::string& argument) {
            const auto destination = parse_destination(argument, no_mx());
            return argument == "-" || (destination && destination->kind != DestinationKind::address);
        });
    }

    boost::asio::awaitable<ItemResult> check_one(Item item) {
        auto destination = wanted_destination(item.text);
        if (!destination) {
            writer_.add_unchecked(item.text);
            ItemResult refused(exit_unknown);
            refused.subject = printable(item.text);
            refused.complaint = item.line == 0 ? destination.error().detail
                                               : fmt::format("line {}: {}", item.line, destination.error().detail);
            co_return refused;
        }
        DomainFacts facts = co_await gather(network_.context(), std::move(*destination));
        add_versions(facts);
        const Report report = judge_.judged(std::move(facts));
        ItemResult result;
        if (facts_file_) result.facts = facts_to_json(report.facts);
        show(report, result);
        co_return result;
    }

    void show(const Report& report, ItemResult& result) {
        result.output = writer_.render(report);
        result.subject =
            report.facts.kind == DestinationKind::address ? printable(report.facts.asked) : report.facts.domain.text();
        result.code = report.exit_code;
    }

    /// A fault of ours says nothing about the domain: unknown, and the others go on.
    ItemResult internal_error(const Item& item, const std::string& what) {
        Report report;
        report.facts.asked = item.text;
        if (const auto destination = parse_destination(item.text, no_mx())) {
            report.facts.kind = destination->kind;
            report.facts.domain = destination->domain;
        }
        report.facts.checked_at = network_.context().clock.now();
        add_versions(report.facts);
        const std::string detail = fmt::format("internal error: {}", printable(what));
        report.findings.push_back(make_finding("internal_error", printable(item.text), detail));
        ItemResult result;
        show(report, result);
        result.complaint = fmt::format("{}: {}", printable(item.text), detail);
        return result;
    }

    void deliver(const ItemResult& result) {
        if (!result.complaint.empty()) complain(result.complaint);
        if (facts_file_ && !result.facts.empty()) save(result.facts);  // before output can fail
        writer_.write(result.subject, result.code, result.output);
        code_ = worse(code_, result.code);
    }

    /// A full disk takes no report with it.
    void save(const std::string& facts) {
        try {
            facts_file_->write_line(facts);
        } catch (const SetupError& error) {
            complain(error.what());
            facts_file_.reset();
            code_ = worse(code_, exit_unknown);
        }
    }

    const Settings& settings_;
    ReportWriter writer_;
    StatefulJudge judge_;
    CheckNetwork network_;
    std::optional<OutputFile> facts_file_;
    int code_ = exit_ok;
};

/// What is written second would take the place of what was written first.
void refuse_one_file_for_two(const Settings& settings) {
    constexpr std::array options{"save-facts", "state", "output"};
    for (std::size_t i = 0; i < options.size(); ++i) {
        const auto path = settings.value(options[i]);
        for (std::size_t k = i + 1; path && k < options.size(); ++k) {
            if (settings.value(options[k]) != path) continue;
            throw UsageError(fmt::format("--{} and --{}: both name {}, a file for each was expected", options[i],
                                         options[k], printable(*path)));
        }
    }
}

}  // namespace

int run_check(const Invocation& invocation) {
    if (invocation.arguments.empty()) throw UsageError("check: no domain, DOMAIN or - was expected");
    refuse_one_file_for_two(invocation.settings);
    return Check(invocation).run(invocation.arguments);
}

}  // namespace danelaw::cli
