#pragma once

#include <danelaw/base/bytes.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <chrono>
#include <memory>
#include <string>

#include <sys/types.h>

namespace danelaw {

/// This program in another process, called with one word, and a socket to it (its standard input). Ends the process
/// when it goes, and leaves no zombie.
class ChildProcess {
public:
    /// Null where the system has no process or descriptor left.
    [[nodiscard]] static std::unique_ptr<ChildProcess> start(boost::asio::io_context& io, std::string word);

    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess();

    /// Sends a message, and gives the body of the one that comes back: four octets of length, then at most as many as
    /// limits::validator_message_octets. Nothing where the process ended, sent anything else, or the deadline came
    /// first: then it is of no more use.
    boost::asio::awaitable<std::unique_ptr<Bytes>> exchange(Bytes message,
                                                            std::chrono::steady_clock::time_point deadline);

private:
    ChildProcess(pid_t pid, boost::asio::local::stream_protocol::socket socket)
        : pid_(std::make_shared<const pid_t>(pid)), socket_(std::move(socket)) {}

    std::shared_ptr<const pid_t> pid_;  ///< gone with the process: a timer must not end another that has its number now
    boost::asio::local::stream_protocol::socket socket_;
};

}  // namespace danelaw
