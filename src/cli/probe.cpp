#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/in_order.hpp"
#include "cli/network.hpp"
#include "cli/probe_host.hpp"

#include <danelaw/base/text.hpp>
#include <danelaw/scan/lookup.hpp>
#include <danelaw/scan/probe.hpp>
#include <danelaw/scan/special_address.hpp>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>

#include <algorithm>

namespace danelaw::cli {
namespace {

namespace asio = boost::asio;

constexpr std::size_t hosts_at_once = 50;
constexpr std::size_t sessions_at_once = 20;

/// One session to make, and for whom.
struct Target {
    std::string host;  ///< as it was asked for
    std::string sni;
    asio::ip::address address;
    std::uint16_t port;
};

class Probe {
public:
    Probe(const Invocation& invocation, std::vector<ProbeHost> hosts)
        : settings_(invocation.settings),
          style_(text_style(settings_)),
          network_(settings_, std::any_of(hosts.begin(), hosts.end(), [](const auto& host) { return !host.address; })),
          hosts_(std::move(hosts)) {
        if (const auto sni = settings_.value("sni")) sni_ = checked_sni(*sni);
    }

    int run() {
        find_addresses();
        make_sessions();
        if (reached_ == 0) return exit_unknown;
        return worse(code_, encrypted_ == targets_.size() ? exit_ok : exit_warning);
    }

private:
    static std::string checked_sni(const std::string& text) {
        const auto name = DomainName::from_user(text);
        if (!name || name->is_root()) {
            throw UsageError(fmt::format("--sni: \"{}\" is not a host name", printable(text, 100)));
        }
        return name->text();
    }

    /// Hosts and targets are worked on by their number.
    static std::vector<std::string> numbers(std::size_t count) {
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < count; ++i) texts.push_back(std::to_string(i));
        return texts;
    }

    static ItemResult internal_error(const std::string& subject, const std::string& what) {
        ItemResult result(exit_unknown);
        result.complaint = fmt::format("{}: internal error: {}", printable(subject), what);
        return result;
    }

    void deliver(const ItemResult& result) {
        if (!result.complaint.empty()) complain(result.complaint);
        if (!result.output.empty()) write_line(result.output);
        code_ = worse(code_, result.code);
    }

    void find_addresses() {
        std::vector<std::vector<Target>> found(hosts_.size());
        Job job;
        job.work = [&](const Item& item) { return find_addresses_of(std::stoul(item.text), found); };
        job.failed = [&](const Item& item, const std::string& what) {
            return internal_error(hosts_[std::stoul(item.text)].asked, what);
        };
        job.deliver = [this](const ItemResult& result) { deliver(result); };
        job.at_once = hosts_at_once;
        run_items(network_.io(), numbers(hosts_.size()), std::move(job));
        for (auto& of_host : found) std::move(of_host.begin(), of_host.end(), std::back_inserter(targets_));
    }

    asio::awaitable<ItemResult> find_addresses_of(std::size_t number, std::vector<std::vector<Target>>& found) {
        const ProbeHost& host = hosts_[number];
        const ScanOptions& options = network_.context().options;
        const std::uint16_t port = host.port.value_or(options.port);
        const std::string sni = sni_.value_or(host.address ? "" : host.name.text());
        ItemResult result;
        if (host.address && !(host.address->is_v4() ? options.ipv4 : options.ipv6)) {
            result.code = exit_warning;
            result.complaint = fmt::format("{}: an {} address, which {} leaves out", printable(host.asked),
                                           host.address->is_v4() ? "IPv4" : "IPv6", options.ipv4 ? "-4" : "-6");
            co_return result;
        }
        if (host.address) {
            found[number].push_back({host.asked, sni, *host.address, port});
            co_return result;
        }
        const Deadline deadline = network_.deadline();
        for (const RecordType type : {RecordType::a, RecordType::aaaa}) {
            if (!(type == RecordType::a ? options.ipv4 : options.ipv6)) continue;
            const Lookup lookup = co_await lookup_with_retry(network_.context(), host.name, type, deadline);
            if (!lookup.answered()) {
                result.code = exit_warning;
                result.complaint += (result.complaint.empty() ? "" : "; ") + describe_failure(lookup);
            }
            for (const auto& address : addresses(lookup)) found[number].push_back({host.asked, sni, address, port});
        }
        if (found[number].empty()) {
            result.code = exit_warning;
            const char* const family = options.ipv4 && options.ipv6 ? "" : options.ipv4 ? "IPv4 " : "IPv6 ";
            if (result.complaint.empty()) result.complaint = fmt::format("{}: no {}address", host.name.text(), family);
        }
        co_return result;
    }

    static std::string describe_failure(const Lookup& lookup) {
        return fmt::format("{} {}: {}", lookup.name.text(), to_text(lookup.type),
                           lookup.failure ? lookup.failure->detail : "the lookup failed");
    }

    void make_sessions() {
        Job job;
        job.work = [this](const Item& item) { return probe_target(targets_[std::stoul(item.text)]); };
        job.failed = [this](const Item& item, const std::string& what) {
            return internal_error(targets_[std::stoul(item.text)].host, what);
        };
        job.deliver = [this](const ItemResult& result) { deliver(result); };
        job.at_once = sessions_at_once;
        network_.io().restart();
        run_items(network_.io(), numbers(targets_.size()), std::move(job));
    }

    asio::awaitable<ItemResult> probe_target(const Target& target) {
        EndpointFacts endpoint;
        endpoint.address = target.address;
        endpoint.port = target.port;
        if (!network_.context().options.allow_private) endpoint.not_probed = private_address_guard(target.address);
        if (!endpoint.not_probed) {
            ProbeTarget wanted(target.address, target.port, TlsRequest(target.sni));
            wanted.tls_on_connect = settings_.flag("tls-on-connect");
            SmtpSession session = co_await probe_address(network_.context(), std::move(wanted), network_.deadline());
            endpoint.session = std::move(session);
        }
        co_return show(target, endpoint);
    }

    ItemResult show(const Target& target, const EndpointFacts& endpoint) {
        const EndpointReport judged = judge_session(endpoint);
        reached_ += is_reached(judged.outcome) ? 1U : 0U;
        encrypted_ += judged.outcome == Outcome::encrypted ? 1U : 0U;
        ItemResult result;
        result.output = settings_.flag("json") ? render_probe_json(target.host, endpoint, judged)
                                               : render_probe_text(target.host, endpoint, judged, style_);
        return result;
    }

    const Settings& settings_;
    TextStyle style_;
    Network network_;
    std::vector<ProbeHost> hosts_;
    std::vector<Target> targets_;
    std::optional<std::string> sni_;
    std::size_t reached_ = 0;
    std::size_t encrypted_ = 0;
    int code_ = exit_ok;
};

}  // namespace

int run_probe(const Invocation& invocation) {
    if (invocation.arguments.empty()) throw UsageError("probe: no host, HOST[:PORT] was expected");
    std::vector<ProbeHost> hosts;
    bool refused = false;
    for (const std::string& text : invocation.arguments) {
        auto host = parse_probe_host(text);
        if (host) {
            hosts.push_back(std::move(*host));
        } else {
            complain(host.error().detail);
            refused = true;
        }
    }
    if (hosts.empty()) return exit_unknown;
    const int code = Probe(invocation, std::move(hosts)).run();
    return refused ? worse(code, exit_unknown) : code;
}

}  // namespace danelaw::cli
