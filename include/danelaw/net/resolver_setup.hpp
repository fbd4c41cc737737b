#pragma once

#include <danelaw/dns/domain_name.hpp>
#include <danelaw/io/resolver.hpp>

#include <memory>
#include <string>
#include <vector>

namespace danelaw {

/// A Resolver, with its trust anchors: their owners, and their records in presentation form.
struct ResolverSetup {
    std::unique_ptr<Resolver> resolver;
    std::vector<DomainName> anchors;
    std::vector<std::string> anchor_records;
    /// Another resolver may stand before the name servers, with a memory of its own for failures.
    bool may_forward = false;
};

}  // namespace danelaw
