#pragma once

#include <danelaw/base/time.hpp>
#include <danelaw/net/resolver_setup.hpp>

#include <boost/asio/io_context.hpp>

#include <optional>
#include <string>
#include <vector>

namespace danelaw {

/// How getdns is to resolve; empty texts mean the default.
struct GetdnsOptions {
    std::string upstream;             ///< ADDR[@PORT]; default those of /etc/resolv.conf
    std::string tls_name;             ///< DNS over TLS (RFC 7858), the resolver's certificate has to be for this name
    Bytes tls_pin;                    ///< as above, the SHA-256 of its public key (RFC 7858 §4.2) has to be this
    std::string ca_file;              ///< PEM of the CAs for `tls_name`; default the system's
    std::string trust_anchor_file;    ///< DS or DNSKEY lines; default Debian's dns-root-data
    std::vector<DomainName> anchors;  ///< these, and their records, in place of a file, where there are any
    std::vector<std::string> anchor_records;
    std::optional<Timestamp> at;  ///< the clock for signatures
};

/// A Resolver over getdns, which validates in processes of its own: none of its crashes, hangs and appetites reaches
/// this one. Throws SetupError: no usable trust anchor, no resolver to ask.
[[nodiscard]] ResolverSetup make_getdns_resolver(boost::asio::io_context& io, const GetdnsOptions& options);

/// Why getdns cannot be used here, or nothing. Loads it in a process of its own.
[[nodiscard]] std::optional<std::string> getdns_missing();

}  // namespace danelaw
