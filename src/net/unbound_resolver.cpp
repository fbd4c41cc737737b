#include <danelaw/net/unbound_resolver.hpp>

#include "net/unbound_context.hpp"

#include <danelaw/base/text.hpp>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <unistd.h>

#include <unordered_set>

namespace danelaw {

namespace {

namespace asio = boost::asio;
using SteadyTime = std::chrono::steady_clock::time_point;

class UnboundThread;

/// One question that libunbound has not answered, or its answer. Ends the question when it goes.
class Question {
public:
    Question(std::shared_ptr<UnboundThread> thread, asio::steady_timer& wake);
    Question(const Question&) = delete;
    Question& operator=(const Question&) = delete;
    ~Question();

    void ask(const DomainName& name, RecordType type);
    /// The waiting coroutine is woken through its timer: by post, never inside this call.
    void finish(int error, std::optional<RawAnswer> answer);

    [[nodiscard]] bool finished() const { return answer_.has_value() || error_ != UB_NOERROR; }
    [[nodiscard]] const std::optional<RawAnswer>& answer() const { return answer_; }
    [[nodiscard]] int error() const { return error_; }

private:
    std::shared_ptr<UnboundThread> thread_;
    asio::steady_timer& wake_;
    std::optional<RawAnswer> answer_;
    int error_ = UB_NOERROR;
    int id_ = 0;
};

void on_answer(void* question, int error, ub_result* handle) noexcept {
    const CPtr<ub_result, ub_resolve_free> result{handle};
    std::optional<RawAnswer> answer;
    if (error == UB_NOERROR && result) {
        const auto* packet = static_cast<const std::uint8_t*>(result->answer_packet);
        answer.emplace();
        answer->packet.assign(packet, packet + result->answer_len);
        answer->secure = result->secure != 0;
        answer->bogus = result->bogus != 0;
        answer->why_bogus = result->why_bogus == nullptr ? "" : result->why_bogus;
    }
    static_cast<Question*>(question)->finish(answer ? UB_NOERROR : (error == UB_NOERROR ? UB_SERVFAIL : error),
                                             std::move(answer));
}

/// libunbound's thread as the event loop sees it: a descriptor that is watched while there are questions.
class UnboundThread : public std::enable_shared_from_this<UnboundThread> {
public:
    UnboundThread(asio::io_context& io, UnboundContextPtr context)
        : context_(std::move(context)), descriptor_(io, ub_fd(context_.get())) {}
    UnboundThread(const UnboundThread&) = delete;
    UnboundThread& operator=(const UnboundThread&) = delete;
    ~UnboundThread() { stop(); }

    /// Ends every question and libunbound's thread. The descriptor is libunbound's to close.
    void stop() {
        if (!context_) return;
        fail_all(UB_PIPE);
        descriptor_.release();
        context_.reset();
    }

    int ask(Question& question, const DomainName& name, RecordType type, int& id) {
        if (!context_) return UB_PIPE;
        const auto code =
            ub_resolve_async(context_.get(), name.text().c_str(), static_cast<int>(type), 1, &question, on_answer, &id);
        if (code != UB_NOERROR) return code;
        questions_.insert(&question);
        watch();
        return UB_NOERROR;
    }

    /// After this the question's callback is not called.
    void forget(Question& question, int id) {
        if (questions_.erase(&question) == 0) return;
        ub_cancel(context_.get(), id);
        rest();
    }

    void answered(Question& question) {
        questions_.erase(&question);
        rest();
    }

private:
    void watch() {
        if (watching_ || questions_.empty()) return;
        watching_ = true;
        descriptor_.async_wait(asio::posix::stream_descriptor::wait_read,
                               [self = shared_from_this()](boost::system::error_code) { self->on_readable(); });
    }

    /// With no question left nothing is awaited, so that io_context::run() can end.
    void rest() {
        if (watching_ && questions_.empty()) descriptor_.cancel();
    }

    void on_readable() {
        watching_ = false;
        if (!context_) return;
        if (ub_process(context_.get()) != UB_NOERROR) fail_all(UB_PIPE);
        watch();
    }

    void fail_all(int error) {
        const auto failed = std::exchange(questions_, {});
        for (auto* question : failed) question->finish(error, std::nullopt);
    }

    UnboundContextPtr context_;
    asio::posix::stream_descriptor descriptor_;
    std::unordered_set<Question*> questions_;
    bool watching_ = false;
};

Question::Question(std::shared_ptr<UnboundThread> thread, asio::steady_timer& wake)
    : thread_(std::move(thread)), wake_(wake) {}

Question::~Question() { thread_->forget(*this, id_); }

void Question::ask(const DomainName& name, RecordType type) { error_ = thread_->ask(*this, name, type, id_); }

void Question::finish(int error, std::optional<RawAnswer> answer) {
    error_ = error;
    answer_ = std::move(answer);
    thread_->answered(*this);
    wake_.cancel();
}

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

class LibunboundResolver final : public Resolver {
public:
    LibunboundResolver(asio::io_context& io, UnboundContextPtr context, std::string forwarder)
        : thread_(std::make_shared<UnboundThread>(io, std::move(context))), words_(std::move(forwarder)) {}
    LibunboundResolver(const LibunboundResolver&) = delete;
    LibunboundResolver& operator=(const LibunboundResolver&) = delete;
    ~LibunboundResolver() override { thread_->stop(); }

    asio::awaitable<Lookup> lookup(DomainName name, RecordType type, SteadyTime deadline) override {
        const auto words = words_;  // the coroutine may outlive the resolver
        const auto start = std::chrono::steady_clock::now();
        const auto executor = co_await asio::this_coro::executor;
        asio::steady_timer timer(executor, deadline);
        Question question(thread_, timer);
        if (start < deadline) question.ask(name, type);
        if (start < deadline && !question.finished()) {
            boost::system::error_code expired;
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, expired));
        }
        if (question.answer()) co_return conclude(words, name, type, *question.answer());
        if (question.error() != UB_NOERROR) {
            co_return words.lookup(name, type, fmt::format("(libunbound: {})", ub_strerror(question.error())));
        }
        const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - start;
        auto unanswered = words.lookup(name, type, fmt::format("within {:.1f} s", waited.count()));
        unanswered.failure->cut_by_deadline = true;  // or cancelled: our doing either way
        co_return unanswered;
    }

private:
    /// libunbound has no words for a SERVFAIL that validation did not cause.
    static Lookup conclude(const FailureWords& words, const DomainName& name, RecordType type,
                           const RawAnswer& answer) {
        auto lookup = read_answer(name, type, answer);
        constexpr unsigned servfail = 2;
        const bool is_unexplained = lookup.dnssec == ValidationState::indeterminate && lookup.rcode == servfail;
        return is_unexplained ? words.lookup(name, type, "(SERVFAIL)") : lookup;
    }

    std::shared_ptr<UnboundThread> thread_;
    FailureWords words_;
};

bool can_be_quoted(const std::string& path) { return path.find_first_of("\"\n\r") == std::string::npos; }

/// Debian's hints where they are: newer than those built into an old libunbound.
std::string root_hints(const std::string& given) {
    if (given.empty()) return access("/usr/share/dns/root.hints", R_OK) == 0 ? "/usr/share/dns/root.hints" : "";
    if (access(given.c_str(), R_OK) == 0 && can_be_quoted(given)) return given;
    throw SetupError(fmt::format("root hints {}: the file cannot be read", printable(given)));
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

}  // namespace

UnboundResolver make_unbound_resolver(asio::io_context& io, const ResolverOptions& options) {
    if (!options.config_file.empty()) {
        auto setup = make_unbound_context(options.config_file, options.at);
        return UnboundResolver{std::make_unique<LibunboundResolver>(io, std::move(setup.context), ""),
                               std::move(setup.anchors)};
    }
    const auto settings = settings_from(options);
    const auto anchors = options.trust_anchor_file.empty() ? read_default_trust_anchors()
                                                           : read_trust_anchors(options.trust_anchor_file);
    auto setup = make_unbound_context(settings, anchors);
    return UnboundResolver{std::make_unique<LibunboundResolver>(io, std::move(setup.context), settings.forwarder),
                           std::move(setup.anchors)};
}

std::string libunbound_version() { return ub_version(); }

}  // namespace danelaw
