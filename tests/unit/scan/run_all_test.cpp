#include "scan/run_all.hpp"

#include "support/run.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

// Tasks side by side.

using namespace danelaw;
using namespace danelaw::test;
namespace asio = boost::asio;

namespace {

/// Writes its letter, lets the others go first, and writes it again.
asio::awaitable<void> write_twice(std::string& log, char letter, bool throws) {
    log += letter;
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    if (throws) throw std::runtime_error(std::string(1, letter));
    log += letter;
}

asio::awaitable<void> run_letters(std::string& log, std::string letters, std::string throwing) {
    std::vector<Task> tasks;
    for (const char letter : letters) {
        const bool throws = throwing.find(letter) != std::string::npos;
        tasks.emplace_back([&log, letter, throws] { return write_twice(log, letter, throws); });
    }
    co_await run_all(std::move(tasks));
    log += '.';
}

}  // namespace

BOOST_AUTO_TEST_SUITE(running_all)

BOOST_AUTO_TEST_CASE(tasks_run_side_by_side_and_all_have_ended_when_it_returns) {
    std::string log;
    boost::asio::io_context io;
    run(io, run_letters(log, "abc", ""));
    BOOST_TEST(log == "abcabc.");
}

BOOST_AUTO_TEST_CASE(no_task_is_no_wait) {
    std::string log;
    boost::asio::io_context io;
    run(io, run_letters(log, "", ""));
    BOOST_TEST(log == ".");
}

BOOST_AUTO_TEST_CASE(what_the_first_one_threw_is_thrown_once_the_others_have_ended) {
    std::string log;
    boost::asio::io_context io;
    BOOST_CHECK_EXCEPTION(run(io, run_letters(log, "abcd", "bc")), std::runtime_error,
                          [](const std::runtime_error& error) { return error.what() == std::string("b"); });
    BOOST_TEST(log == "abcdad");
}

BOOST_AUTO_TEST_SUITE_END()
