#include <danelaw/report/sts.hpp>

namespace danelaw {

std::vector<const Lookup*> sts_lookups(const StsFacts& facts) {
    std::vector<const Lookup*> lookups;
    for (const auto* lookup : {&facts.record, &facts.a, &facts.aaaa}) {
        if (*lookup) lookups.push_back(&**lookup);
    }
    return lookups;
}

const PolicyExchange* policy_exchange(const StsFacts& facts) {
    const PolicyExchange* exchange = nullptr;
    for (const auto& attempt : facts.attempts) {
        if (!attempt.not_probed) exchange = &attempt.exchange;
    }
    return exchange;
}

std::optional<Policy> served_policy(const StsFacts& facts) {
    const auto* const exchange = policy_exchange(facts);
    if (exchange == nullptr || exchange->result != FetchResult::response || exchange->status != 200U ||
        !is_plain_text(exchange->content_type) || !is_identity(exchange->content_encoding)) {
        return std::nullopt;
    }
    const auto policy = parse_policy(exchange->body);
    if (!policy) return std::nullopt;
    return *policy;
}

std::optional<Policy> cached_policy(const StsFacts& facts) {
    if (!facts.cached_policy) return std::nullopt;
    const auto policy = parse_policy(*facts.cached_policy);
    if (!policy) return std::nullopt;
    return *policy;
}

bool asks_of_hosts(const StsFacts& facts) {
    const auto served = served_policy(facts);
    const auto cached = cached_policy(facts);
    return (served && served->mode != PolicyMode::none) || (cached && cached->mode != PolicyMode::none);
}

}  // namespace danelaw
