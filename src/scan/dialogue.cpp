#include "scan/dialogue.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

namespace danelaw {

namespace asio = boost::asio;

namespace {

Answer lost(const IoResult& io, const PhaseDeadline& deadline) {
    if (io.status != IoStatus::timeout) {
        const std::string why = io.detail.empty() ? "the connection was closed" : io.detail;
        return Answer(SmtpResult::connection_lost, fmt::format("{}, expected a reply", why));
    }
    Answer answer(SmtpResult::timeout, "no reply " + deadline.text());
    answer.cut_by_deadline = deadline.is_whole;
    return answer;
}

}  // namespace

std::string PhaseDeadline::text() const {
    return is_whole ? "before the time for the whole domain was over" : fmt::format("within {} seconds", limit.count());
}

asio::awaitable<Answer> Dialogue::receive(PhaseDeadline deadline) {
    for (;;) {
        auto next = parser_.next();
        if (!next) co_return Answer(SmtpResult::protocol_error, next.error().detail);
        if (*next) {
            record_reply(**next);
            co_return Answer(std::move(**next));
        }
        IoResult io(IoStatus::timeout);
        // A peer that always has one more octet must not outrun the clock.
        if (clock_.steady() < deadline.at) io = co_await stream_.read_some(deadline.at);
        if (io.status != IoStatus::ok) co_return lost(io, deadline);
        parser_.feed(as_text(io.data));
    }
}

asio::awaitable<Answer> Dialogue::ask(std::string command, PhaseDeadline deadline) {
    if (!unasked().empty()) {
        co_return Answer(SmtpResult::protocol_error,
                         fmt::format("\"{}\" follows the last reply, expected one reply to each command",
                                     printable(unasked(), limits::shown_octets)));
    }
    const auto sent = co_await send(std::move(command), deadline.at);
    // Where the peer closed, it may have said why before.
    if (sent.status == IoStatus::timeout) co_return lost(sent, deadline);
    auto answer = co_await receive(deadline);
    co_return answer;
}

asio::awaitable<IoResult> Dialogue::send(std::string command, Deadline deadline) {
    record_line("C", command);
    command += "\r\n";
    auto io = co_await stream_.write(std::move(command), deadline);
    co_return io;
}

void Dialogue::record_reply(const Reply& reply) {
    const auto transcript = reply.transcript();
    const auto room = limits::kept_session_octets - std::min(reply_octets_, limits::kept_session_octets);
    reply_octets_ += transcript.size();
    session_.replies.push_back(transcript.substr(0, room));
    for (std::size_t start = 0; start <= transcript.size();) {
        const auto end = std::min(transcript.find('\n', start), transcript.size());
        record_line("S", std::string_view(transcript).substr(start, end - start));
        start = end + 1;
    }
}

void Dialogue::record_line(const char* direction, std::string_view line) {
    if (recorded_octets_ > limits::kept_session_octets) return;
    recorded_octets_ += line.size() + 2;
    session_.dialogue.emplace_back(direction, line);
}

}  // namespace danelaw
