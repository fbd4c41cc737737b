#include "net/unbound_thread.hpp"

#include <utility>

namespace danelaw {

namespace {

RawAnswer raw_answer(const ub_result& result) {
    const auto* packet = static_cast<const std::uint8_t*>(result.answer_packet);
    RawAnswer answer;
    answer.packet.assign(packet, packet + result.answer_len);
    answer.secure = result.secure != 0;
    answer.bogus = result.bogus != 0;
    answer.why_bogus = result.why_bogus == nullptr ? "" : result.why_bogus;
    return answer;
}

}  // namespace

UnboundThread::UnboundThread(boost::asio::io_context& io, UnboundContextPtr context)
    : context_(std::move(context)), descriptor_(io, ub_fd(context_.get())) {}

UnboundThread::~UnboundThread() { stop(); }

void UnboundThread::stop() {
    if (!context_) return;
    fail_all(UB_PIPE);
    descriptor_.release();  // libunbound closes it
    context_.reset();
}

int UnboundThread::ask(Question& question, const DomainName& name, RecordType type) {
    if (!context_) return UB_PIPE;
    constexpr int internet = 1;
    const auto code = ub_resolve_async(context_.get(), name.text().c_str(), static_cast<int>(type), internet, &question,
                                       Question::on_answer, &question.id_);
    if (code != UB_NOERROR) return code;
    questions_.insert(&question);
    watch();
    return UB_NOERROR;
}

void UnboundThread::forget(Question& question) {
    if (questions_.erase(&question) == 0) return;
    ub_cancel(context_.get(), question.id_);  // its callback is not called any more
    rest();
}

void UnboundThread::answered(Question& question) {
    questions_.erase(&question);
    rest();
}

void UnboundThread::watch() {
    if (watching_ || questions_.empty()) return;
    watching_ = true;
    descriptor_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                           [self = shared_from_this()](boost::system::error_code) { self->on_readable(); });
}

/// With no question left nothing is awaited, so that io_context::run() can end.
void UnboundThread::rest() {
    if (watching_ && questions_.empty()) descriptor_.cancel();
}

void UnboundThread::on_readable() {
    watching_ = false;
    if (!context_) return;
    if (ub_process(context_.get()) != UB_NOERROR) fail_all(UB_PIPE);
    watch();
}

void UnboundThread::fail_all(int error) {
    const auto failed = std::exchange(questions_, {});
    for (auto* question : failed) question->finish(error, std::nullopt);
}

Question::Question(std::shared_ptr<UnboundThread> thread, boost::asio::steady_timer& wake)
    : thread_(std::move(thread)), wake_(wake) {}

Question::~Question() { thread_->forget(*this); }

void Question::ask(const DomainName& name, RecordType type) { error_ = thread_->ask(*this, name, type); }

void Question::on_answer(void* question, int error, ub_result* handle) noexcept {
    const CPtr<ub_result, ub_resolve_free> result{handle};
    std::optional<RawAnswer> answer;
    if (error == UB_NOERROR && result) answer = raw_answer(*result);
    if (error == UB_NOERROR && !result) error = UB_SERVFAIL;
    static_cast<Question*>(question)->finish(error, std::move(answer));
}

void Question::finish(int error, std::optional<RawAnswer> answer) {
    error_ = error;
    answer_ = std::move(answer);
    thread_->answered(*this);
    wake_.cancel();
}

}  // namespace danelaw
