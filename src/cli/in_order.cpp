#include "cli/in_order.hpp"

#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/line_reader.hpp"

#include <danelaw/base/text.hpp>

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <exception>
#include <memory>

namespace danelaw::cli {
namespace {

std::string what_of(const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
        return error.what();
    } catch (...) {
        return "an exception of unknown kind";
    }
}

/// Adds the arguments one by one, reading standard input where its turn comes.
class Feeder {
public:
    Feeder(boost::asio::io_context& io, const std::vector<std::string>& arguments, Job job)
        : io_(io), arguments_(arguments), ordered_(io, counting(std::move(job))) {}

    [[nodiscard]] int code() const { return code_; }

    void feed() {
        while (next_ < arguments_.size()) {
            const std::string& argument = arguments_[next_++];
            if (argument == "-") return read_lines();
            ordered_.add(Item(argument, 0));
        }
    }

private:
    /// Each delivered line of standard input makes room for another.
    Job counting(Job job) {
        job.deliver = [this, deliver = std::move(job.deliver)](const ItemResult& result) {
            deliver(result);
            if (lines_held_ == 0) return;
            --lines_held_;
            reader_->release();
        };
        return job;
    }

    void read_lines() {
        line_ = 0;
        reader_ = std::make_unique<LineReader>(
            io_, [this](const std::string& text) { add_line(text); },
            [this](const std::string& why) {
                end_of_lines(why);
                feed();
            });
    }

    /// An empty list is a fault of what makes it: nothing was looked at, and ok would be said of that.
    void end_of_lines(const std::string& why) {
        if (why.empty() && has_lines_) return;
        complain("standard input: " + (why.empty() ? "it is empty, a name a line was expected" : why));
        code_ = exit_unknown;
    }

    void add_line(std::string_view text) {
        ++line_;
        text = trim(text.substr(0, text.find('#')));
        if (text.empty()) return reader_->release();
        ++lines_held_;
        has_lines_ = true;
        ordered_.add(Item(std::string(text), line_));
    }

    boost::asio::io_context& io_;
    const std::vector<std::string>& arguments_;
    std::size_t next_ = 0;
    std::size_t line_ = 0;
    std::size_t lines_held_ = 0;
    bool has_lines_ = false;
    int code_ = exit_ok;
    std::unique_ptr<LineReader> reader_;
    InOrder ordered_;
};

}  // namespace

void InOrder::add(Item item) {
    slots_.push_back(Slot{std::move(item), false, std::nullopt});
    start_more();
}

void InOrder::start_more() {
    for (Slot& slot : slots_) {
        if (running_ >= job_.at_once) return;
        if (!slot.started) start(slot);
    }
}

void InOrder::start(Slot& slot) {
    slot.started = true;
    ++running_;
    boost::asio::co_spawn(io_, job_.work(slot.item),
                          [this, &slot](const std::exception_ptr& thrown, ItemResult result) {
                              slot.result = thrown ? job_.failed(slot.item, what_of(thrown)) : std::move(result);
                              --running_;
                              deliver_finished();
                              start_more();
                          });
}

void InOrder::deliver_finished() {
    while (!slots_.empty() && slots_.front().result) {
        const ItemResult result = std::move(*slots_.front().result);
        slots_.pop_front();
        job_.deliver(result);
    }
}

int run_items(boost::asio::io_context& io, const std::vector<std::string>& arguments, Job job) {
    for (const std::string& argument : arguments) {
        if (argument == "-") claim_standard_input();
    }
    Feeder feeder(io, arguments, std::move(job));
    feeder.feed();
    io.run();
    return feeder.code();
}

}  // namespace danelaw::cli
