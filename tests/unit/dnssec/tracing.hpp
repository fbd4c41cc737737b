#pragma once

#include <danelaw/net/unbound_resolver.hpp>
#include <danelaw/scan/trace.hpp>

#include "support/gathering.hpp"
#include "unit/net/name_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <stdexcept>

namespace danelaw::testing {

/// What gather_chain() finds out about a name, asked of `server` with its anchor, in June 2026.
inline ChainFacts trace(const NameServer& server, const std::string& name, RecordType type) {
    boost::asio::io_context io;
    ResolverOptions options;
    options.trust_anchor_file = server.anchor_file();
    options.forwarder = server.address();
    const test::FakeClock clock{Timestamp{std::chrono::seconds{1'780'272'000}}};
    options.at = clock.now();
    const auto made = make_unbound_resolver(io, options);
    test::RefusingConnector connector;
    ScanOptions scan_options;
    scan_options.retry_pause = std::chrono::milliseconds{0};
    ScanContext context{*made.resolver, connector, clock, scan_options,
                        TrustFacts{made.anchors, made.anchor_records, {}, {}}};
    ChainFacts facts;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    boost::asio::co_spawn(io, gather_chain(context, *DomainName::from_presentation(name), type, deadline),
                          [&](const std::exception_ptr& error, ChainFacts result) {
                              if (error) std::rethrow_exception(error);
                              facts = std::move(result);
                          });
    io.run();
    return facts;
}

/// Where the last octets of a signature stand in a message.
inline Bytes::iterator find(const Rrsig& signature, Bytes& message) {
    const auto at = std::search(message.begin(), message.end(), signature.rdata.end() - 32, signature.rdata.end());
    if (at == message.end()) throw std::runtime_error("the message has no such signature");
    return at;
}

inline void spoil(const Rrsig& signature, Bytes& message) { *find(signature, message) ^= 1; }

/// Adds a signature to the answer section, for an owner of one label.
inline void add(const Rrsig& signature, std::string_view label, Bytes& message) {
    Bytes record{static_cast<std::uint8_t>(label.size())};
    record.insert(record.end(), label.begin(), label.end());
    record.insert(record.end(), {0, 0, 46, 0, 1, 0, 0, 0, 60, 0, static_cast<std::uint8_t>(signature.rdata.size())});
    record.insert(record.end(), signature.rdata.begin(), signature.rdata.end());
    message.insert(find(signature, message) + 32, record.begin(), record.end());
    ++message.at(7);  // ANCOUNT
}

}  // namespace danelaw::testing
