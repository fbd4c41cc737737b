#pragma once

#include <danelaw/io/byte_stream.hpp>
#include <danelaw/io/clock.hpp>
#include <danelaw/smtp/reply.hpp>
#include <danelaw/smtp/session.hpp>

#include <boost/asio/awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace danelaw {

/// How waiting for a reply ended: a reply, or the result that ends the session.
struct Answer {
    explicit Answer(Reply what) : reply(std::move(what)) {}
    Answer(SmtpResult why, std::string sentence) : result(why), detail(std::move(sentence)) {}
    std::optional<Reply> reply;
    SmtpResult result = SmtpResult::protocol_error;
    std::string detail;  ///< a clause; the caller knows the subject
    bool cut_by_deadline = false;
};

/// The end of a wait: the phase's own limit, or that of the whole domain where it comes first.
struct PhaseDeadline {
    PhaseDeadline(Deadline now, std::chrono::seconds phase_limit, Deadline whole)
        : at(std::min(now + phase_limit, whole)), limit(phase_limit), is_whole(whole <= now + phase_limit) {}
    /// `within 15 seconds`, or that the time for the whole domain was over.
    [[nodiscard]] std::string text() const;

    Deadline at;
    std::chrono::seconds limit;
    bool is_whole;  ///< running out of it cuts the session, the peer may not be at fault
};

/// Commands and replies over one stream, written into the session as they pass.
class Dialogue {
public:
    Dialogue(ByteStream& stream, const Clock& clock, SmtpSession& session)
        : stream_(stream), clock_(clock), session_(session) {}

    boost::asio::awaitable<Answer> receive(PhaseDeadline deadline);
    /// Sends a command (without CRLF) and receives the reply to it. Octets that nobody asked for end it before.
    boost::asio::awaitable<Answer> ask(std::string command, PhaseDeadline deadline);
    boost::asio::awaitable<IoResult> send(std::string command, Deadline deadline);

    /// What came beyond the last reply.
    [[nodiscard]] std::string_view unasked() const { return parser_.rest(); }
    /// Inside TLS everything starts anew (RFC 3207 §4.2).
    void forget() { parser_ = ReplyParser(); }

private:
    void record_reply(const Reply& reply);
    void record_line(const char* direction, std::string_view line);

    ByteStream& stream_;
    const Clock& clock_;
    SmtpSession& session_;
    ReplyParser parser_;
    std::size_t recorded_octets_ = 0;
    std::size_t reply_octets_ = 0;
};

}  // namespace danelaw
