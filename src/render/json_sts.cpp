#include "render/json_values.hpp"
#include "render/sts_values.hpp"

namespace danelaw {

namespace json = boost::json;

namespace {

json::value json_policy(const std::optional<Policy>& policy) {
    return policy ? json::value(json_policy(*policy)) : json::value();
}

json::value json_maybe(const Maybe& maybe) { return maybe ? json::value(*maybe) : json::value(); }

}  // namespace

json::object json_policy(const Policy& policy) {
    json::array patterns;
    for (const auto& pattern : policy.mx) patterns.emplace_back(pattern.text());
    return {{"version", "STSv1"},
            {"mode", to_text(policy.mode)},
            {"max_age", policy.max_age.count()},
            {"mx", std::move(patterns)}};
}

json::value json_sts(const std::optional<StsReport>& sts) {
    if (!sts) return nullptr;
    const auto& record = sts->record.record;
    const bool usable = sts->state == PolicyState::usable;
    return json::object{{"verdict", to_text(sts->verdict)},
                        {"record", json::object{{"present", sts->record.meant > 0},
                                                {"id", record ? json::value(record->id) : json::value()}}},
                        {"policy", usable ? json_policy(sts->served) : json::value()},
                        {"cached_policy", json_policy(sts->cached)},
                        {"failure", json_text(sts->failure)}};
}

json::value json_policy_match(const Report& report, const HostFacts& host) {
    const auto* const policy = report.sts ? report.sts->applied() : nullptr;
    if (policy == nullptr || policy->mode == PolicyMode::none) return nullptr;
    const auto pattern = matching_pattern(*policy, host.lookups.name);
    return json::object{{"allowed", pattern.has_value()},
                        {"pattern", pattern ? json::value(pattern->text()) : json::value()}};
}

json::array json_senders(const std::vector<SenderRow>& rows) {
    json::array array;
    for (const auto& row : rows) {
        json::object resists;
        for (std::size_t i = 0; i < row.resists.size(); ++i)
            resists[to_text(static_cast<Attack>(i))] = json_maybe(row.resists[i]);
        array.push_back(json::object{{"sender", to_text(row.sender)},
                                     {"delivery", to_text(row.delivery)},
                                     {"resists", std::move(resists)},
                                     {"why", json_text(row.why)}});
    }
    return array;
}

}  // namespace danelaw
