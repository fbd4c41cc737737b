#include "scan/run_all.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <memory>

namespace danelaw {

namespace asio = boost::asio;

namespace {

struct Progress {
    Progress(const asio::any_io_executor& executor, std::size_t count)
        : running(count), all_ended(executor, asio::steady_timer::time_point::max()) {}
    std::size_t running;
    asio::steady_timer all_ended;  // never expires: cancelled by the last task
    std::exception_ptr first_error;
};

}  // namespace

asio::awaitable<void> run_all(std::vector<Task> tasks) {
    const auto executor = co_await asio::this_coro::executor;
    const auto progress = std::make_shared<Progress>(executor, tasks.size());
    for (const auto& task : tasks) {
        asio::co_spawn(executor, task(), [progress](const std::exception_ptr& error) {
            if (error && !progress->first_error) progress->first_error = error;
            if (--progress->running == 0) progress->all_ended.cancel();
        });
    }
    while (progress->running > 0) {
        boost::system::error_code cancelled;
        co_await progress->all_ended.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    }
    if (progress->first_error) std::rethrow_exception(progress->first_error);
}

}  // namespace danelaw
