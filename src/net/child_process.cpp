#include "net/child_process.hpp"

#include <danelaw/dns/validator_message.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace danelaw {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// Its descriptors: the socket, /dev/null twice, and no other of ours. Nothing of the environment.
pid_t spawn_self(std::string word, int socket) {
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) return -1;
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    std::string name = "danelaw";
    char* arguments[] = {name.data(), word.data(), nullptr};
    char* environment[] = {nullptr};
    pid_t pid = -1;
    const int failed = posix_spawn(&pid, "/proc/self/exe", &actions, nullptr, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    return failed == 0 ? pid : -1;
}

}  // namespace

std::unique_ptr<ChildProcess> ChildProcess::start(asio::io_context& io, std::string word) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return nullptr;
    asio::local::stream_protocol::socket socket(io, asio::local::stream_protocol(), ends[0]);
    const auto pid = spawn_self(std::move(word), ends[1]);
    ::close(ends[1]);
    if (pid < 0) return nullptr;
    return std::unique_ptr<ChildProcess>(new ChildProcess(pid, std::move(socket)));
}

ChildProcess::~ChildProcess() {
    ::kill(*pid_, SIGKILL);
    int status = 0;
    while (::waitpid(*pid_, &status, 0) < 0 && errno == EINTR) {
    }
}

asio::awaitable<std::unique_ptr<Bytes>> ChildProcess::exchange(Bytes message,
                                                               std::chrono::steady_clock::time_point deadline) {
    asio::steady_timer timer(socket_.get_executor(), deadline);
    timer.async_wait([process = std::weak_ptr<const pid_t>(pid_)](error_code cancelled) {
        const auto pid = process.lock();
        if (!cancelled && pid) ::kill(*pid, SIGKILL);  // the socket ends with it
    });
    error_code broken;
    std::array<std::uint8_t, 4> head{};
    co_await asio::async_write(socket_, asio::buffer(message), asio::redirect_error(asio::use_awaitable, broken));
    if (broken) co_return nullptr;
    co_await asio::async_read(socket_, asio::buffer(head), asio::redirect_error(asio::use_awaitable, broken));
    if (broken) co_return nullptr;
    const auto length = message_length(head);
    if (!length) co_return nullptr;
    auto body = std::make_unique<Bytes>(*length);
    co_await asio::async_read(socket_, asio::buffer(*body), asio::redirect_error(asio::use_awaitable, broken));
    if (broken) co_return nullptr;
    co_return body;
}

}  // namespace danelaw
