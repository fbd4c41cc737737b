#pragma once

#include <danelaw/scan/gather.hpp>

#include "support/fake_resolver.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <vector>

namespace danelaw::test {

/// Nobody listens anywhere; remembers who was called.
class RefusingConnector final : public Connector {
public:
    boost::asio::awaitable<Connection> connect(boost::asio::ip::address address, std::uint16_t, Deadline) override {
        called.push_back(address);
        Connection connection(IoStatus::failed, "connection refused");
        connection.refused = true;
        co_return connection;
    }
    std::vector<boost::asio::ip::address> called;
};

/// Runs gather() over a fake resolver and returns its facts.
struct Gathering {
    explicit Gathering(FakeResolver& with) : resolver(with) {
        options.retry_pause = std::chrono::milliseconds{0};
        options.allow_private = true;
    }

    DomainFacts run(const std::string& asked, bool no_mx = false) {
        boost::asio::io_context io;
        ScanContext context{resolver, connector, clock, options, TrustFacts{{DomainName()}, {}, {}, {}}};
        std::optional<DomainFacts> facts;
        std::exception_ptr thrown;
        auto destination = *parse_destination(asked, no_mx);
        boost::asio::co_spawn(io, gather(context, destination), [&](std::exception_ptr error, DomainFacts result) {
            thrown = std::move(error);
            facts = std::move(result);
        });
        io.run();
        if (thrown) std::rethrow_exception(thrown);
        return *facts;
    }

    FakeResolver& resolver;
    RefusingConnector connector;
    FakeClock clock{Timestamp{std::chrono::seconds{1'800'000'000}}};
    ScanOptions options;
};

}  // namespace danelaw::test
