#include "scan/connection_slots.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace danelaw {

namespace asio = boost::asio;

asio::awaitable<bool> ConnectionSlots::acquire(asio::ip::address address) {
    while (used_ >= limits::connections || used_by_address_[address] >= limits::connections_per_address) {
        boost::system::error_code freed;
        co_await freed_.async_wait(asio::redirect_error(asio::use_awaitable, freed));
        if (!freed) co_return false;
    }
    ++used_;
    ++used_by_address_[address];
    co_return true;
}

void ConnectionSlots::release(const asio::ip::address& address) {
    --used_;
    --used_by_address_[address];
    freed_.cancel();
}

}  // namespace danelaw
