#include "cli/plugin_options.hpp"

#include "cli/option_values.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw::cli {
namespace {

constexpr NumberRange limit_range{2, 3600, "seconds"};
constexpr NumberRange retries_range{0, 10, ""};

/// `SECONDS` or `SECONDS:STATE`, as the plugins of Nagios have it.
void read_timeout(std::string_view text, PluginOptions& options) {
    const auto colon = std::min(text.find(':'), text.size());
    options.limit = std::chrono::seconds(number_value("timeout", text.substr(0, colon), limit_range));
    if (colon < text.size()) {
        const auto state = parse_state(text.substr(colon + 1));
        if (!state) throw UsageError("--timeout: " + state.error().detail);
        options.limits.at_deadline = *state;
    }
    // Time to judge and print; short limits are for quick answers all the same.
    const std::chrono::seconds reserve(options.limit >= std::chrono::seconds(8) ? 2 : 1);
    options.deadline = options.limit - reserve;
}

std::optional<Range> expiry_range(const Settings& settings, const char* name) {
    const auto text = settings.value(name);
    if (!text) return std::nullopt;
    const auto range = parse_range(*text, RangeUnit::days);
    if (!range) throw UsageError(fmt::format("--{}: {}", name, range.error().detail));
    return *range;
}

}  // namespace

PluginOptions plugin_options(const Invocation& invocation) {
    const Settings& settings = invocation.settings;
    PluginOptions options;
    if (!invocation.arguments.empty()) {
        throw UsageError(fmt::format("\"{}\": no argument was expected, the domain is given with -H",
                                     printable(invocation.arguments.front(), 60)));
    }
    const auto domain = settings.value("domain");
    if (!domain) throw UsageError("no domain, -H DOMAIN was expected");
    options.domain = *domain;
    if (const auto text = settings.value("timeout")) read_timeout(*text, options);
    if (const auto text = settings.value("retries")) options.retries = number_value("retries", *text, retries_range);
    options.limits.expiry = {expiry_range(settings, "warning"), expiry_range(settings, "critical")};
    const auto verbose = settings.values("verbose");  // a configuration file may say no
    options.verbosity = static_cast<unsigned>(std::count(verbose.begin(), verbose.end(), "yes"));
    return options;
}

}  // namespace danelaw::cli
