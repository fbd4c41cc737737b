#include "cli/line_reader.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/result.hpp>

#include <boost/asio/post.hpp>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace danelaw::cli {
namespace {

constexpr std::size_t lines_ahead = 1000;  // a list of a million domains is not held in memory

}  // namespace

LineReader::LineReader(boost::asio::io_context& io, std::function<void(std::string)> on_line,
                       std::function<void(std::string)> on_end)
    : io_(io),
      work_(boost::asio::make_work_guard(io)),
      on_line_(std::move(on_line)),
      on_end_(std::move(on_end)),
      wake_(::eventfd(0, EFD_CLOEXEC)) {
    if (wake_ < 0) throw SetupError(std::string("standard input: ") + std::strerror(errno));
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

LineReader::~LineReader() {
    thread_.request_stop();
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(wake_, &one, sizeof one);
    thread_.join();
    ::close(wake_);
}

void LineReader::release() {
    const std::lock_guard lock(mutex_);
    --held_;
    room_.notify_one();
}

bool LineReader::wait_readable() {
    std::array<pollfd, 2> wanted{{{STDIN_FILENO, POLLIN, 0}, {wake_, POLLIN, 0}}};
    while (::poll(wanted.data(), wanted.size(), -1) < 0 && errno == EINTR) {
    }
    return wanted[1].revents == 0;
}

void LineReader::hand_over(const std::stop_token& stop, std::string line) {
    {
        std::unique_lock lock(mutex_);
        if (!room_.wait(lock, stop, [this] { return held_ < lines_ahead; })) return;
        ++held_;
    }
    boost::asio::post(io_, [this, text = std::move(line)]() mutable { on_line_(std::move(text)); });
}

void LineReader::end(std::string why) {
    boost::asio::post(io_, [this, text = std::move(why)]() mutable {
        work_.reset();
        on_end_(std::move(text));
    });
}

void LineReader::run(const std::stop_token& stop) {
    std::string pending;
    std::array<char, 16 * 1024> piece{};
    while (!stop.stop_requested() && wait_readable()) {
        const ssize_t count = ::read(STDIN_FILENO, piece.data(), piece.size());
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (count < 0) return end(std::strerror(errno));
        if (count == 0) {
            if (!pending.empty()) hand_over(stop, std::move(pending));
            return end({});
        }
        pending.append(piece.data(), static_cast<std::size_t>(count));
        for (auto at = pending.find('\n'); at != std::string::npos; at = pending.find('\n')) {
            hand_over(stop, pending.substr(0, at));
            pending.erase(0, at + 1);
        }
        if (pending.size() > limits::input_line_octets) return end("a line is too long to be a list of names");
    }
}

}  // namespace danelaw::cli
