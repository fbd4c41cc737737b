#include "scan/connection_slots.hpp"

#include "scan/run_all.hpp"
#include "support/run.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

// How many connections there are at once. limits::connections, limits::connections_per_address.

using namespace danelaw;
using namespace danelaw::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

asio::ip::address address(unsigned number) { return asio::ip::address_v4(0xC0000200U + number); }

struct Count {
    std::size_t open = 0;
    std::size_t most = 0;
    std::size_t served = 0;
    std::size_t refused = 0;
};

/// Holds a slot for some turns of the loop.
asio::awaitable<void> hold(ConnectionSlots& slots, asio::ip::address at, Count& count) {
    const bool acquired = co_await slots.acquire(at);
    if (!acquired) {
        ++count.refused;
        co_return;
    }
    count.most = std::max(count.most, ++count.open);
    for (int turn = 0; turn < 5; ++turn) co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    --count.open;
    ++count.served;
    slots.release(at);
}

/// `addresses` addresses, `each` connections to each.
Count connect_all(unsigned addresses, unsigned each) {
    asio::io_context io;
    ConnectionSlots slots(io.get_executor(), std::chrono::steady_clock::now() + 1h);
    Count count;
    std::vector<Task> tasks;
    for (unsigned i = 0; i < addresses * each; ++i)
        tasks.emplace_back([&slots, &count, i, addresses] { return hold(slots, address(i % addresses), count); });
    run(io, run_all(std::move(tasks)));
    return count;
}

asio::awaitable<void> take_all_and_one_more(ConnectionSlots& slots, bool& last) {
    for (std::size_t i = 0; i < limits::connections_per_address; ++i) co_await slots.acquire(address(1));
    last = co_await slots.acquire(address(1));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(connection_slots)

BOOST_AUTO_TEST_CASE(an_address_has_two_at_once_and_everybody_gets_a_turn) {
    const auto count = connect_all(1, 9);
    BOOST_TEST(count.most == limits::connections_per_address);
    BOOST_TEST(count.served == 9U);
    BOOST_TEST(count.refused == 0U);
}

BOOST_AUTO_TEST_CASE(all_together_are_bounded_as_well) {
    const auto count = connect_all(200, 1);
    BOOST_TEST(count.most == limits::connections);
    BOOST_TEST(count.served == 200U);
}

BOOST_AUTO_TEST_CASE(one_busy_address_does_not_hold_up_the_others) {
    asio::io_context io;
    ConnectionSlots slots(io.get_executor(), std::chrono::steady_clock::now() + 10ms);
    Count count;
    bool last = true;
    run(io,
        run_all({[&] { return take_all_and_one_more(slots, last); }, [&] { return hold(slots, address(2), count); }}));
    BOOST_TEST(count.served == 1U);
    BOOST_TEST(!last);
}

BOOST_AUTO_TEST_CASE(who_waits_until_the_deadline_gets_none) {
    asio::io_context io;
    ConnectionSlots slots(io.get_executor(), std::chrono::steady_clock::now() - 1s);
    bool last = true;
    run(io, take_all_and_one_more(slots, last));
    BOOST_TEST(!last);
}

BOOST_AUTO_TEST_SUITE_END()
