#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace danelaw::cli {

/// Reads standard input line by line in a thread of its own and hands each line to the event loop as soon as it is
/// there. (Waiting for it in the loop would make the terminal non-blocking for every other process on it.)
class LineReader {
public:
    /// `on_line` and `on_end` are called in the loop; on_end's text says why reading failed, empty at the end.
    LineReader(boost::asio::io_context& io, std::function<void(std::string)> on_line,
               std::function<void(std::string)> on_end);
    LineReader(const LineReader&) = delete;
    LineReader& operator=(const LineReader&) = delete;
    ~LineReader();

    /// A line is done with: at most `lines_ahead` are held.
    void release();

private:
    void run(const std::stop_token& stop);
    /// Waits for input, false when told to stop.
    bool wait_readable();
    void hand_over(const std::stop_token& stop, std::string line);
    void end(std::string why);

    boost::asio::io_context& io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::function<void(std::string)> on_line_;
    std::function<void(std::string)> on_end_;
    int wake_;  ///< eventfd: ends poll()
    std::mutex mutex_;
    std::condition_variable_any room_;
    std::size_t held_ = 0;
    std::jthread thread_;
};

}  // namespace danelaw::cli
