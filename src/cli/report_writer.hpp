#pragma once

#include "cli/files.hpp"
#include "cli/settings.hpp"

#include <danelaw/render/prometheus.hpp>
#include <danelaw/render/render.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw::cli {

enum class ReportFormat { text, json, prometheus, tls_rpt };

/// Writes reports in the form and to the place that --format, --json, --tls-rpt, --quiet and --output ask for.
/// Prometheus' form counts domains that are well, too, whatever --quiet says.
class ReportWriter {
public:
    /// Throws UsageError (a format that is none), SetupError (the file cannot be written).
    explicit ReportWriter(const Settings& settings);

    /// What is to be written of one report, nothing for one that --quiet leaves out.
    [[nodiscard]] std::string render(const Report& report);
    /// What is no domain: in Prometheus' form nothing that was asked for goes unwatched.
    void add_unchecked(std::string_view asked);
    /// When its turn comes; the subject and its exit code are for the summary.
    void write(std::string subject, int exit_code, std::string_view rendered);
    /// After the last one: metrics, or the summary of several; puts the file of --output into its place.
    void finish();

private:
    void put(std::string_view text);

    ReportFormat format_;
    TextStyle style_;
    bool quiet_;
    bool has_written_ = false;
    std::optional<ReplacedFile> file_;
    PrometheusMetrics metrics_;
    std::vector<DomainState> states_;
};

}  // namespace danelaw::cli
