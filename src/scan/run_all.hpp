#pragma once

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <vector>

namespace danelaw {

using Task = std::function<boost::asio::awaitable<void>()>;

/// Runs tasks side by side on the current executor and returns when all have ended; what the first failed one threw is
/// thrown again. Tasks refer only to what the awaiting caller owns.
boost::asio::awaitable<void> run_all(std::vector<Task> tasks);

}  // namespace danelaw
