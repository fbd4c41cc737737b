#include <danelaw/net/unbound_resolver.hpp>

#include "net/root_hints.hpp"
#include "net/unbound_thread.hpp"

#include <danelaw/base/text.hpp>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <functional>
#include <set>
#include <utility>

#include <unistd.h>

namespace danelaw {

namespace {

namespace asio = boost::asio;
using SteadyTime = std::chrono::steady_clock::time_point;

/// Words for a lookup that has no answer to read; whose fault it is depends on whom libunbound asks.
class FailureWords {
public:
    explicit FailureWords(std::string forwarder) : forwarder_(std::move(forwarder)) {}

    [[nodiscard]] Lookup lookup(const DomainName& name, RecordType type, std::string_view how) const {
        const auto whom = forwarder_.empty() ? fmt::format("the name servers of {}", name.text())
                                             : fmt::format("the resolver {} for {}", forwarder_, name.text());
        return failed_lookup(name, type, ValidationState::indeterminate,
                             LookupFailure{fmt::format("no answer from {} {}", whom, how), std::nullopt, false});
    }

private:
    std::string forwarder_;
};

using ContextMaker = std::function<UnboundContextPtr()>;

/// Where questions are asked. libunbound remembers a failure for 5 s and silent name servers for 15 minutes, and would
/// answer a second try from that memory: a question that failed is asked again of a context that knows nothing.
class Memories {
public:
    Memories(asio::io_context& io, UnboundContextPtr context, ContextMaker make_context)
        : io_(io),
          make_context_(std::move(make_context)),
          first_(std::make_shared<UnboundThread>(io, std::move(context))) {}

    std::shared_ptr<UnboundThread> thread_for(const DomainName& name, RecordType type) {
        if (failed_.erase({name, type}) == 0) return first_;
        if (!second_) second_ = make_second();
        return second_;
    }

    void note_failure(const std::shared_ptr<UnboundThread>& thread, const DomainName& name, RecordType type) {
        if (thread == first_) failed_.emplace(name, type);
    }

    void stop() {
        first_->stop();
        if (second_) second_->stop();
    }

private:
    std::shared_ptr<UnboundThread> make_second() {
        try {
            return std::make_shared<UnboundThread>(io_, make_context_());
        } catch (const SetupError&) {
            return first_;  // no descriptors or memory left: the second try is worth less
        }
    }

    asio::io_context& io_;
    ContextMaker make_context_;
    std::shared_ptr<UnboundThread> first_;
    std::shared_ptr<UnboundThread> second_;
    std::set<std::pair<DomainName, RecordType>> failed_;
};

/// The lookup that an ended question gives. libunbound has no words for a SERVFAIL that validation did not cause.
Lookup conclude(const FailureWords& words, const DomainName& name, RecordType type, const Question& question) {
    constexpr unsigned servfail = 2;
    if (!question.answer()) {
        return words.lookup(name, type, fmt::format("(libunbound: {})", ub_strerror(question.error())));
    }
    auto lookup = read_answer(name, type, *question.answer());
    const bool is_unexplained = lookup.dnssec == ValidationState::indeterminate && lookup.rcode == servfail;
    return is_unexplained ? words.lookup(name, type, "(SERVFAIL)") : lookup;
}

class LibunboundResolver final : public Resolver {
public:
    LibunboundResolver(std::shared_ptr<Memories> memories, std::string forwarder)
        : memories_(std::move(memories)), words_(std::move(forwarder)) {}
    LibunboundResolver(const LibunboundResolver&) = delete;
    LibunboundResolver& operator=(const LibunboundResolver&) = delete;
    ~LibunboundResolver() override { memories_->stop(); }

    asio::awaitable<Lookup> lookup(DomainName name, RecordType type, SteadyTime deadline) override {
        const auto words = words_;  // the coroutine may outlive the resolver
        const auto memories = memories_;
        const auto thread = memories->thread_for(name, type);
        const auto start = std::chrono::steady_clock::now();
        const auto executor = co_await asio::this_coro::executor;
        asio::steady_timer timer(executor, deadline);
        Question question(thread, timer);
        if (start < deadline) question.ask(name, type);
        if (start < deadline && !question.finished()) {
            boost::system::error_code expired;
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, expired));
        }
        if (question.finished()) {
            const auto lookup = conclude(words, name, type, question);
            if (lookup.dnssec == ValidationState::indeterminate) memories->note_failure(thread, name, type);
            co_return lookup;
        }
        const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - start;
        auto unanswered = words.lookup(name, type, fmt::format("within {:.1f} s", waited.count()));
        unanswered.failure->cut_by_deadline = true;  // or cancelled: our doing either way
        co_return unanswered;
    }

private:
    std::shared_ptr<Memories> memories_;
    FailureWords words_;
};

/// Debian's hints where they are: newer than those built into an old libunbound.
std::string root_hints(const std::string& given) {
    if (given.empty()) return access("/usr/share/dns/root.hints", R_OK) == 0 ? "/usr/share/dns/root.hints" : "";
    return checked_root_hints(given);
}

UnboundSettings settings_from(const ResolverOptions& options) {
    UnboundSettings settings;
    settings.root_hints_file = root_hints(options.root_hints_file);
    settings.at = options.at;
    if (options.forwarder.empty()) return settings;
    const auto forwarder = forwarder_from_text(options.forwarder);
    if (!forwarder) throw SetupError(forwarder.error().detail);
    settings.forwarder = *forwarder;
    return settings;
}

ResolverSetup resolver_over(asio::io_context& io, const std::function<UnboundSetup()>& make_setup,
                            std::string forwarder) {
    auto setup = make_setup();
    auto memories =
        std::make_shared<Memories>(io, std::move(setup.context), [make_setup] { return make_setup().context; });
    return ResolverSetup{std::make_unique<LibunboundResolver>(std::move(memories), std::move(forwarder)),
                         std::move(setup.anchors.owners), std::move(setup.anchors.records), setup.may_forward};
}

}  // namespace

ResolverSetup make_unbound_resolver(asio::io_context& io, const ResolverOptions& options) {
    if (!options.config_file.empty()) {
        return resolver_over(
            io, [file = options.config_file, at = options.at] { return make_unbound_context(file, at); }, "");
    }
    const auto settings = settings_from(options);
    const auto anchors = options.trust_anchor_file.empty() ? read_default_trust_anchors()
                                                           : read_trust_anchors(options.trust_anchor_file);
    return resolver_over(
        io, [settings, anchors] { return make_unbound_context(settings, anchors); }, settings.forwarder);
}

std::string libunbound_version() { return ub_version(); }

}  // namespace danelaw
