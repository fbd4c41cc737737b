#pragma once

#include <danelaw/base/limits.hpp>
#include <danelaw/io/byte_stream.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <map>

namespace danelaw {

/// Keeps connections within limits::connections and limits::connections_per_address.
class ConnectionSlots {
public:
    ConnectionSlots(const boost::asio::any_io_executor& executor, Deadline deadline) : freed_(executor, deadline) {}

    /// Waits for a slot; false where the deadline came first, and then there is nothing to release.
    boost::asio::awaitable<bool> acquire(boost::asio::ip::address address);
    void release(const boost::asio::ip::address& address);

private:
    boost::asio::steady_timer freed_;  // expires at the deadline, cancelled by each release
    std::size_t used_ = 0;
    std::map<boost::asio::ip::address, std::size_t> used_by_address_;
};

}  // namespace danelaw
