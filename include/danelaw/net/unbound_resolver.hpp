#pragma once

#include <danelaw/base/time.hpp>
#include <danelaw/net/resolver_setup.hpp>

#include <boost/asio/io_context.hpp>

#include <optional>
#include <string>

namespace danelaw {

/// How to resolve; empty texts mean the default.
struct ResolverOptions {
    std::string trust_anchor_file;  ///< DS or DNSKEY lines; default Debian's dns-root-data
    std::string root_hints_file;
    std::string forwarder;        ///< ADDR[@PORT]
    std::string config_file;      ///< unbound.conf, replaces every setting above
    std::optional<Timestamp> at;  ///< the clock for signatures
};

/// A Resolver over libunbound. Throws SetupError: no usable trust anchor, a file that cannot be read, a setting that
/// libunbound refuses.
[[nodiscard]] ResolverSetup make_unbound_resolver(boost::asio::io_context& io, const ResolverOptions& options);

[[nodiscard]] std::string libunbound_version();

}  // namespace danelaw
