#pragma once

#include <danelaw/io/byte_stream.hpp>

#include <boost/asio/steady_timer.hpp>

#include <memory>

namespace danelaw {

/// Cancels what a socket is doing once the deadline has come; harmless after its own end.
template <class Socket>
class Watchdog {
public:
    Watchdog(Socket& socket, Deadline deadline) : state_(std::make_shared<State>(socket, deadline)) {
        state_->timer.async_wait([state = state_](const boost::system::error_code& cancelled) {
            if (cancelled || state->socket == nullptr) return;
            state->expired = true;
            boost::system::error_code ignored;
            state->socket->cancel(ignored);
        });
    }
    ~Watchdog() {
        state_->socket = nullptr;
        boost::system::error_code ignored;
        state_->timer.cancel(ignored);
    }
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;
    [[nodiscard]] bool expired() const { return state_->expired; }

private:
    struct State {
        State(Socket& watched, Deadline deadline) : socket(&watched), timer(watched.get_executor(), deadline) {}
        Socket* socket;
        boost::asio::steady_timer timer;
        bool expired = false;
    };
    std::shared_ptr<State> state_;
};

}  // namespace danelaw
