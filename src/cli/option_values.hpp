#pragma once

#include "cli/settings.hpp"

#include <danelaw/io/clock.hpp>
#include <danelaw/net/getdns_resolver.hpp>
#include <danelaw/net/unbound_resolver.hpp>
#include <danelaw/render/render.hpp>
#include <danelaw/scan/context.hpp>

#include <optional>
#include <string>

namespace danelaw::cli {

/// A whole number that an option may have, and its unit for messages (`seconds`; empty: none).
struct NumberRange {
    long least;
    long greatest;
    std::string_view unit;
};

// Each of these throws UsageError `--option: "value" is not ...` where the text is not what the option takes.

[[nodiscard]] long number_value(std::string_view name, std::string_view text, const NumberRange& range);
[[nodiscard]] std::optional<Timestamp> time_setting(const Settings& settings);
[[nodiscard]] ScanOptions scan_options(const Settings& settings);
[[nodiscard]] ResolverOptions resolver_options(const Settings& settings);
/// Who validates (--backend). Throws UsageError.
enum class Backend { unbound, getdns, both };
[[nodiscard]] Backend backend_setting(const Settings& settings);
/// Where --backend says that getdns is to resolve. Throws UsageError also for options that cannot be had together.
[[nodiscard]] std::optional<GetdnsOptions> getdns_options(const Settings& settings);
[[nodiscard]] std::optional<boost::asio::ip::address> source_address(const Settings& settings);
/// --warn-days and --critical-days. Throws UsageError: what is no whole number of days.
[[nodiscard]] ExpiryLimits expiry_limits(const Settings& settings);
[[nodiscard]] std::optional<Require> require_setting(const Settings& settings);
[[nodiscard]] TextStyle text_style(const Settings& settings);

/// The real clock, or one whose date `--at` set (deadlines run on in both).
class ProgramClock final : public Clock {
public:
    explicit ProgramClock(std::optional<Timestamp> at) : at_(at) {}
    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override;

private:
    std::optional<Timestamp> at_;
};

}  // namespace danelaw::cli
