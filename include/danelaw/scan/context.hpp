#pragma once

#include <danelaw/io/byte_stream.hpp>
#include <danelaw/io/clock.hpp>
#include <danelaw/io/name_servers.hpp>
#include <danelaw/io/policy_fetcher.hpp>
#include <danelaw/io/resolver.hpp>
#include <danelaw/pki/pkix.hpp>
#include <danelaw/report/facts.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace danelaw {

/// What the user may set about gathering; defaults are the contract's.
struct ScanOptions {
    std::uint16_t port = 25;
    bool ipv4 = true;
    bool ipv6 = true;
    std::chrono::seconds timeout{60};  ///< whole domain; no traffic extends it
    std::chrono::seconds connect_timeout{10};
    std::chrono::seconds greeting_timeout{35};  ///< servers that tarpit greet late (postscreen: 6 s and more)
    std::chrono::seconds command_timeout{15};   ///< each of EHLO, STARTTLS, EHLO inside TLS
    std::chrono::seconds handshake_timeout{15};
    /// Before a failed lookup is made again. Full recursion asks again from scratch: what was lost on the way or
    /// overloaded for a moment needs no more. A forwarder may remember its SERVFAIL (RFC 9520 §3.2: 5 s at first).
    std::chrono::milliseconds retry_pause{500};
    std::string ehlo_name = "localhost";
    bool dns_only = false;
    bool single_probe = false;
    bool allow_private = false;
    bool private_name_servers = false;  ///< hints, forwarder or configuration lie there, so name servers may, too
    Require require = Require::any;
    ExpiryLimits expiry_limits;
    std::optional<std::string> cached_policy;  ///< the file of --cached-policy
};

/// Where trusted CA certificates come from.
struct CaSource {
    std::string name;  ///< of the file, for messages
    std::function<const TrustStore&()>
        store;  ///< reads them when first asked: that costs time, and many domains need none
};

/// The seams and the limits that the gathering coroutines work with; no behaviour. All referred-to objects outlive
/// them.
struct ScanContext {
    Resolver& resolver;
    Connector& connector;
    const Clock& clock;
    const ScanOptions& options;
    TrustFacts trust;                     ///< anchors, from the resolver's set-up
    PolicyFetcher* fetcher = nullptr;     ///< MTA-STS is looked at where it is there: by check, not by probe and lookup
    const CaSource* ca_source = nullptr;  ///< there where `fetcher` is
    NameServers* name_servers = nullptr;  ///< where they are to be asked themselves
};

}  // namespace danelaw
