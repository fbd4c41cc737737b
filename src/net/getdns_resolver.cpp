#include <danelaw/net/getdns_resolver.hpp>

#include "net/child_process.hpp"
#include "net/system_resolvers.hpp"
#include "net/trust_anchors.hpp"
#include "net/unbound_config.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/dns/validator_message.hpp>
#include <danelaw/net/getdns_child.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <list>

namespace danelaw {

namespace {

namespace asio = boost::asio;
using SteadyTime = std::chrono::steady_clock::time_point;
using ChildPtr = std::unique_ptr<ChildProcess>;

ChildPtr start_child(asio::io_context& io) { return ChildProcess::start(io, std::string(getdns_child_command)); }

/// How many processes there are, and how many may still be started. Each answers one question: libgetdns may have
/// spoilt its memory by then (it frees twice what belongs to a chain whose DS or DNSKEY lookups failed).
class Children {
public:
    explicit Children(asio::io_context& io) : io_(io) {}

    /// Waits until one may be started; false where the deadline came first. After true, in the end `done`.
    asio::awaitable<bool> acquire(SteadyTime deadline) {
        asio::steady_timer turn(io_, deadline);
        while (busy_ >= limits::validator_processes) {
            waiting_.push_back(&turn);
            boost::system::error_code called;
            co_await turn.async_wait(asio::redirect_error(asio::use_awaitable, called));
            waiting_.remove(&turn);
            if (!called) {
                call_next();  // it may have been this one's turn
                co_return false;
            }
        }
        ++busy_;
        co_return true;
    }

    /// A process, or null where the system has none left.
    ChildPtr start() { return start_child(io_); }

    void lose() { ++lost_; }
    [[nodiscard]] bool lost_too_many() const { return lost_ >= limits::validator_processes_lost; }

    void done() {
        --busy_;
        call_next();
    }

private:
    void call_next() {
        if (waiting_.empty()) return;
        waiting_.front()->cancel();
        waiting_.pop_front();
    }

    asio::io_context& io_;
    std::list<asio::steady_timer*> waiting_;
    std::size_t busy_ = 0;
    std::size_t lost_ = 0;
};

Lookup no_answer(const DomainName& name, RecordType type, std::string why, bool cut_by_deadline) {
    return failed_lookup(name, type, ValidationState::indeterminate,
                         LookupFailure{fmt::format("getdns: {}", why), std::nullopt, cut_by_deadline});
}

/// getdns calls an alias that lies below no anchor secure where its target is: that link is insecure (RFC 7672 §2.1.3).
Lookup as_covered(Lookup lookup, const std::vector<DomainName>& anchors) {
    if (!lookup.secure()) return lookup;
    const auto is_covered = [&](const DomainName& name) {
        return std::ranges::any_of(anchors, [&](const DomainName& anchor) { return name.is_at_or_below(anchor); });
    };
    const bool all = is_covered(lookup.name) && std::ranges::all_of(lookup.cname_chain, is_covered);
    if (!all) lookup.dnssec = ValidationState::insecure;
    return lookup;
}

class ChildResolver final : public Resolver {
public:
    ChildResolver(asio::io_context& io, ValidatorRequest settings, std::vector<DomainName> anchors)
        : children_(std::make_shared<Children>(io)), settings_(std::move(settings)), anchors_(std::move(anchors)) {}

    asio::awaitable<Lookup> lookup(DomainName name, RecordType type, SteadyTime deadline) override {
        const auto children = children_;  // the coroutine may outlive the resolver
        const auto anchors = anchors_;
        auto request = settings_;
        request.name = name;
        request.type = type;
        const bool in_time = co_await children->acquire(deadline);
        if (!in_time) co_return no_answer(name, type, "not asked, the time was up before its turn", true);
        auto found = co_await ask(*children, std::move(request), deadline);
        children->done();
        co_return as_covered(std::move(found), anchors);
    }

private:
    static asio::awaitable<Lookup> ask(Children& children, ValidatorRequest request, SteadyTime deadline) {
        const auto name = request.name;
        const auto type = request.type;
        const auto start = std::chrono::steady_clock::now();
        const auto end = std::min(deadline, start + limits::validator_wait);
        request.until = end - limits::validator_grace;
        if (request.until <= start) co_return no_answer(name, type, "not asked, the time is up", true);
        if (children.lost_too_many()) {
            co_return no_answer(
                name, type,
                fmt::format("not asked, its process crashed or was ended {} times", limits::validator_processes_lost),
                false);
        }
        const auto child = children.start();
        if (!child) co_return no_answer(name, type, "no process or file descriptor left to run it in", false);
        auto message = encode(request);
        const auto body = co_await child->exchange(std::move(message), end);
        const auto reply = body ? decode_validator_reply(*body) : failure("no reply");
        if (!reply) {
            children.lose();
            const bool late = std::chrono::steady_clock::now() >= end;
            co_return no_answer(name, type,
                                late ? "its process was ended, it did not end by itself in time"
                                     : "its process crashed, or needed more processor time or memory than it may",
                                late && end == deadline);
        }
        co_return read_getdns_reply(name, type, *reply);
    }

    std::shared_ptr<Children> children_;
    ValidatorRequest settings_;
    std::vector<DomainName> anchors_;
};

std::string upstream_of(const GetdnsOptions& options) {
    const bool by_tls = !options.tls_name.empty() || !options.tls_pin.empty();
    const bool names_port = options.upstream.find('@') != std::string::npos;
    const auto upstream = forwarder_from_text(options.upstream + (by_tls && !names_port ? "@853" : ""));
    if (!upstream) throw SetupError(upstream.error().detail);
    return *upstream;
}

TrustAnchors anchors_of(const GetdnsOptions& options) {
    if (!options.anchor_records.empty()) return {options.anchor_records, options.anchors};
    return options.trust_anchor_file.empty() ? read_default_trust_anchors()
                                             : read_trust_anchors(options.trust_anchor_file);
}

}  // namespace

ResolverSetup make_getdns_resolver(asio::io_context& io, const GetdnsOptions& options) {
    ValidatorRequest settings;
    settings.upstreams = options.upstream.empty() ? system_resolvers() : std::vector{upstream_of(options)};
    settings.tls_name = options.tls_name;
    settings.tls_pin = options.tls_pin;
    settings.ca_file = options.ca_file;
    settings.at = options.at;
    auto anchors = anchors_of(options);
    settings.anchors = anchors.records;
    return ResolverSetup{std::make_unique<ChildResolver>(io, std::move(settings), anchors.owners),
                         std::move(anchors.owners), std::move(anchors.records), true};
}

std::optional<std::string> getdns_missing() {
    asio::io_context io;
    std::optional<std::string> missing = "getdns: its process cannot be started";
    const auto child = start_child(io);
    if (!child) return missing;
    const auto ask = [&]() -> asio::awaitable<void> {
        auto message = encode(ValidatorRequest());
        const auto body =
            co_await child->exchange(std::move(message), std::chrono::steady_clock::now() + limits::validator_wait);
        const auto reply = body ? decode_validator_reply(*body) : failure("no reply");
        if (!reply) co_return;
        missing.reset();
        if (reply->no_library) missing = reply->trouble;
    };
    asio::co_spawn(io, ask(), asio::detached);
    io.run();
    return missing;
}

}  // namespace danelaw
