#pragma once

#include <danelaw/report/report.hpp>

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace danelaw {

/// A family of metrics; all are gauges.
struct MetricFamily {
    std::string_view name;
    std::string_view help;
};

/// In the order in which they are printed.
[[nodiscard]] std::span<const MetricFamily> metric_families();

/// Series of hosts, addresses, records and certificates that one domain may have: their number is that of its DNS
/// records, and a time series database keeps each of them for long.
inline constexpr std::size_t series_per_domain = 1000;

/// The metrics of many reports, for the text collector of Prometheus' node exporter.
///
/// Shape:  each family's series stand together, sorted; a series that comes again (a domain that was asked for twice)
///         keeps its last value, as two of the same would make the whole file unreadable.
/// Caps:   series_per_domain; what is left out is counted in `danelaw_series_left_out`.
/// Source: Prometheus documentation, "Exposition formats" (text, version 0.0.4) and "Metric and label naming".
class PrometheusMetrics {
public:
    void add(const Report& report);
    /// What was asked for and could not be checked, as it is no domain: nothing is known of it, which is unknown.
    void add_unchecked(std::string_view asked);
    /// Empty where nothing was added.
    [[nodiscard]] std::string text() const;

private:
    friend class DomainMetrics;
    std::map<std::string, std::map<std::string, std::string>, std::less<>> families_;  ///< name, labels, value
};

/// A label's value: `\`, `"` and line feed escaped.
[[nodiscard]] std::string prometheus_label(std::string_view value);

}  // namespace danelaw
