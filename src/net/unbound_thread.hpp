#pragma once

#include "net/unbound_context.hpp"

#include <danelaw/dns/lookup.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <unordered_set>

namespace danelaw {

class Question;

/// libunbound's thread as the event loop sees it: a descriptor that is watched while there are questions.
class UnboundThread : public std::enable_shared_from_this<UnboundThread> {
public:
    UnboundThread(boost::asio::io_context& io, UnboundContextPtr context);
    UnboundThread(const UnboundThread&) = delete;
    UnboundThread& operator=(const UnboundThread&) = delete;
    ~UnboundThread();

    /// Ends every question and libunbound's thread.
    void stop();

private:
    friend class Question;

    /// A code of libunbound; after UB_NOERROR the question is finished once, unless it is forgotten before.
    int ask(Question& question, const DomainName& name, RecordType type);
    void forget(Question& question);
    void answered(Question& question);

    void watch();
    void rest();
    void on_readable();
    void fail_all(int error);

    UnboundContextPtr context_;
    boost::asio::posix::stream_descriptor descriptor_;
    std::unordered_set<Question*> questions_;
    bool watching_ = false;
};

/// One question that libunbound has not answered, or its answer. Ends the question when it goes.
class Question {
public:
    /// `wake` is cancelled when the question is finished: by post, never inside a call of this class.
    Question(std::shared_ptr<UnboundThread> thread, boost::asio::steady_timer& wake);
    Question(const Question&) = delete;
    Question& operator=(const Question&) = delete;
    ~Question();

    void ask(const DomainName& name, RecordType type);

    [[nodiscard]] bool finished() const { return answer_.has_value() || error_ != UB_NOERROR; }
    [[nodiscard]] const std::optional<RawAnswer>& answer() const { return answer_; }
    /// A code of libunbound; UB_NOERROR where there is an answer, or nothing yet.
    [[nodiscard]] int error() const { return error_; }

private:
    friend class UnboundThread;

    static void on_answer(void* question, int error, ub_result* handle) noexcept;
    void finish(int error, std::optional<RawAnswer> answer);

    std::shared_ptr<UnboundThread> thread_;
    boost::asio::steady_timer& wake_;
    std::optional<RawAnswer> answer_;
    int error_ = UB_NOERROR;
    int id_ = 0;
};

}  // namespace danelaw
