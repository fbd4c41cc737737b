#include "cli/check_network.hpp"

#include <danelaw/net/policy_fetcher.hpp>

namespace danelaw::cli {

CheckNetwork::CheckNetwork(const Settings& settings, bool with_resolver)
    : Network(settings, with_resolver),
      ca_store_(settings),
      ca_source_(ca_store_.source()),
      fetcher_(make_policy_fetcher(context().connector, context().clock)) {
    context().fetcher = fetcher_.get();
    context().ca_source = &ca_source_;
}

}  // namespace danelaw::cli
