#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace danelaw::test {

/// Runs a coroutine on a loop of its own until nothing is left to wait for. What it throws is thrown here.
inline void run(boost::asio::io_context& io, boost::asio::awaitable<void> work) {
    std::exception_ptr thrown;
    boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr error) { thrown = std::move(error); });
    io.run();
    if (thrown) std::rethrow_exception(thrown);
}

template <class Value>
boost::asio::awaitable<void> keep(boost::asio::awaitable<Value> work, std::optional<Value>& result) {
    auto value = co_await std::move(work);
    result.emplace(std::move(value));
}

/// The same, and returns what it returned.
template <class Value>
Value run(boost::asio::io_context& io, boost::asio::awaitable<Value> work) {
    std::optional<Value> result;
    run(io, keep(std::move(work), result));
    return std::move(result).value();
}

}  // namespace danelaw::test
