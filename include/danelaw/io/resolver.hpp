#pragma once

#include <danelaw/dns/lookup.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace danelaw {

/// Seam: a validating DNS resolver. Answers are plain values; failures are values too, nothing is thrown.
class Resolver {
public:
    Resolver() = default;
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;
    virtual ~Resolver() = default;

    /// Asks once. Ends by `deadline` at the latest, then as an indeterminate Lookup that says so.
    virtual boost::asio::awaitable<Lookup> lookup(DomainName name, RecordType type,
                                                  std::chrono::steady_clock::time_point deadline) = 0;
};

}  // namespace danelaw
