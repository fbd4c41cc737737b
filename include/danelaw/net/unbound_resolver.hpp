#pragma once

#include <danelaw/base/time.hpp>
#include <danelaw/io/resolver.hpp>

#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace danelaw {

/// How to resolve; empty texts mean the default.
struct ResolverOptions {
    std::string trust_anchor_file;  ///< DS or DNSKEY lines; default Debian's dns-root-data
    std::string root_hints_file;
    std::string forwarder;        ///< ADDR[@PORT]
    std::string config_file;      ///< unbound.conf, replaces every setting above
    std::optional<Timestamp> at;  ///< the clock for signatures
};

/// A Resolver over libunbound, with its trust anchors: their owners, and their records in presentation form. Throws
/// SetupError: no usable trust anchor, a file that cannot be read, a setting that libunbound refuses.
struct UnboundResolver {
    std::unique_ptr<Resolver> resolver;
    std::vector<DomainName> anchors;
    std::vector<std::string> anchor_records;
    /// Another resolver may stand before the name servers, with a memory of its own for failures.
    bool may_forward = false;
};
[[nodiscard]] UnboundResolver make_unbound_resolver(boost::asio::io_context& io, const ResolverOptions& options);

[[nodiscard]] std::string libunbound_version();

}  // namespace danelaw
