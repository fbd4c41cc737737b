#pragma once

#include "cli/ca_store.hpp"
#include "cli/network.hpp"

#include <danelaw/io/policy_fetcher.hpp>

#include <memory>

namespace danelaw::cli {

/// A Network for checking domains: it looks at MTA-STS, too, by the CA certificates that the options name.
class CheckNetwork : public Network {
public:
    /// Throws SetupError, as Network and CaStore do.
    CheckNetwork(const Settings& settings, bool with_resolver);

private:
    CaStore ca_store_;
    CaSource ca_source_;
    std::unique_ptr<PolicyFetcher> fetcher_;
};

}  // namespace danelaw::cli
