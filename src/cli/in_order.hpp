#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace danelaw::cli {

/// One thing to work on.
struct Item {
    Item(std::string what, std::size_t at_line) : text(std::move(what)), line(at_line) {}
    std::string text;
    std::size_t line;  ///< of standard input; 0 for an argument
};

/// What became of one item; everything is printed when its turn comes.
struct ItemResult {
    explicit ItemResult(int exit_code = 0) : code(exit_code) {}
    std::string output;     ///< for standard output
    std::string complaint;  ///< for standard error
    std::string facts;      ///< for --save-facts
    std::string subject;    ///< whom it is about, for a summary
    int code;
};

/// How to work on items.
struct Job {
    std::function<boost::asio::awaitable<ItemResult>(Item)> work;
    std::function<ItemResult(const Item&, const std::string&)> failed;  ///< `work` threw; the text says what
    std::function<void(const ItemResult&)> deliver;                     ///< called in the order of the items
    std::size_t at_once = 1;
};

/// Works on items, several at once, and delivers each as soon as it and all before it are done.
class InOrder {
public:
    InOrder(boost::asio::io_context& io, Job job) : io_(io), job_(std::move(job)) {}
    InOrder(const InOrder&) = delete;
    InOrder& operator=(const InOrder&) = delete;

    void add(Item item);

private:
    struct Slot {
        Item item;
        bool started = false;
        std::optional<ItemResult> result;
    };
    void start_more();
    void start(Slot& slot);
    void deliver_finished();

    boost::asio::io_context& io_;
    Job job_;
    std::deque<Slot> slots_;  // references stay valid while only the ends change
    std::size_t running_ = 0;
};

/// Runs `job` over the arguments, `-` standing for the lines of standard input without blank ones and # comments, until
/// all is delivered. exit_ok; exit_unknown, and a complaint, where standard input has no item or cannot be read to its
/// end: what was read before is delivered.
int run_items(boost::asio::io_context& io, const std::vector<std::string>& arguments, Job job);

}  // namespace danelaw::cli
