#pragma once

#include "cli/option_values.hpp"

#include <danelaw/net/name_servers.hpp>
#include <danelaw/net/tcp_connector.hpp>
#include <danelaw/scan/context.hpp>

#include <boost/asio/io_context.hpp>

#include <memory>

namespace danelaw::cli {

/// What a command that goes out to the network works with, made from the options.
class Network {
public:
    /// Throws SetupError (no trust anchor, a file that cannot be read, ...). Without `with_resolver` nothing is asked
    /// of the DNS, and nothing that only resolving needs is looked for.
    Network(const Settings& settings, bool with_resolver);

    [[nodiscard]] boost::asio::io_context& io() { return io_; }
    [[nodiscard]] ScanContext& context() { return context_; }
    [[nodiscard]] Deadline deadline() const { return clock_.steady() + options_.timeout; }

private:
    boost::asio::io_context io_{1};
    ProgramClock clock_;
    ScanOptions options_;
    ResolverSetup resolver_;
    std::unique_ptr<Connector> connector_;
    std::unique_ptr<NameServers> name_servers_;  ///< with --all-nameservers
    ScanContext context_;
};

}  // namespace danelaw::cli
