#include "cli/settings.hpp"

#include <algorithm>

namespace danelaw::cli {

void Settings::add_weaker(const Source& weaker) {
    const bool family_decided = flag("ipv4") || flag("ipv6");
    const bool has_config = value("resolver-config").has_value();
    for (const auto& [name, texts] : weaker) {
        if (family_decided && (name == "ipv4" || name == "ipv6")) continue;
        if (has_config && std::ranges::find(replaced_by_resolver_config, name) != std::end(replaced_by_resolver_config))
            continue;
        values_.try_emplace(name, texts);
    }
}

std::optional<std::string> Settings::value(std::string_view name) const {
    const auto found = values_.find(name);
    if (found == values_.end() || found->second.empty()) return std::nullopt;
    return found->second.back();
}

std::vector<std::string> Settings::values(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::vector<std::string>() : found->second;
}

bool Settings::flag(std::string_view name) const { return value(name) == "yes"; }

}  // namespace danelaw::cli
