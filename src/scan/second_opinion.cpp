#include <danelaw/scan/second_opinion.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/dns/second_opinion.hpp>

#include "scan/run_all.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

namespace asio = boost::asio;
using SteadyTime = std::chrono::steady_clock::time_point;

/// What both coroutines of a question write to. A class, not an aggregate: GCC 12 miscompiles aggregates in co_await
/// expressions.
struct Asked {
    Asked(DomainName of, RecordType kind, SteadyTime until) : name(std::move(of)), type(kind), deadline(until) {}
    DomainName name;
    RecordType type;
    SteadyTime deadline;
};

asio::awaitable<void> ask(Resolver& resolver, const Asked& asked, Lookup& into) {
    auto lookup = co_await resolver.lookup(asked.name, asked.type, asked.deadline);
    into = std::move(lookup);
}

class TwoResolvers final : public Resolver {
public:
    TwoResolvers(std::unique_ptr<Resolver> first, std::unique_ptr<Resolver> second, DomainName anchor)
        : first_(std::move(first)), second_(std::move(second)), anchor_(std::move(anchor)) {}

    asio::awaitable<Lookup> lookup(DomainName name, RecordType type, SteadyTime deadline) override {
        const Asked asked(std::move(name), type, deadline);
        // The first must not lack the time that the second takes.
        const Asked also_asked(asked.name, type,
                               std::min(deadline, std::chrono::steady_clock::now() + limits::second_opinion_wait));
        Lookup first;
        auto second = failed_lookup(asked.name, type, ValidationState::indeterminate,
                                    {"getdns: not asked, it did not answer in time before", std::nullopt, false});
        std::vector<Task> tasks;
        tasks.emplace_back([this, &asked, &first] { return ask(*first_, asked, first); });
        if (in_vain_ < limits::second_opinions_awaited) {
            tasks.emplace_back([this, &also_asked, &second] { return ask_second(also_asked, second); });
        }
        co_await run_all(std::move(tasks));
        const auto distrust = co_await distrust_of(second, also_asked.deadline);
        co_return with_second_opinion(std::move(first), second, distrust);
    }

private:
    asio::awaitable<void> ask_second(const Asked& asked, Lookup& into) {
        co_await ask(*second_, asked, into);
        const bool took_all = std::chrono::steady_clock::now() + limits::validator_grace >= asked.deadline;
        const bool is_late = into.dnssec == ValidationState::indeterminate && took_all;
        in_vain_ = is_late ? in_vain_ + 1 : 0;
    }

    /// Why the second cannot be relied on; empty where it can.
    asio::awaitable<std::string> distrust_of(const Lookup& answer, SteadyTime deadline) {
        proven_ = proven_ || answer.secure();
        if (proven_ || answer.dnssec == ValidationState::indeterminate) co_return std::string();
        const auto keys = co_await second_->lookup(anchor_, RecordType::dnskey, deadline);
        proven_ = keys.secure();
        if (proven_) co_return std::string();
        const auto why = keys.failure ? keys.failure->detail : to_text(keys.dnssec);
        co_return fmt::format(
            "getdns cannot validate the keys of the trust anchor either ({}), does its resolver pass DNSSEC on?", why);
    }

    std::unique_ptr<Resolver> first_;
    std::unique_ptr<Resolver> second_;
    DomainName anchor_;
    bool proven_ = false;
    unsigned in_vain_ = 0;
};

}  // namespace

std::unique_ptr<Resolver> make_two_resolvers(std::unique_ptr<Resolver> first, std::unique_ptr<Resolver> second,
                                             DomainName anchor) {
    return std::make_unique<TwoResolvers>(std::move(first), std::move(second), std::move(anchor));
}

}  // namespace danelaw
