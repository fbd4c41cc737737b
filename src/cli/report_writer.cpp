#include "cli/report_writer.hpp"

#include "cli/command.hpp"
#include "cli/option_values.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace danelaw::cli {
namespace {

/// --json, which every command has, may stand in a configuration file; --format says more.
ReportFormat report_format(const Settings& settings) {
    const auto name = settings.value("format");
    if (settings.flag("tls-rpt")) {
        if (name) throw UsageError("--tls-rpt: --format stands beside it, one of the two was expected");
        return ReportFormat::tls_rpt;
    }
    if (!name) return settings.flag("json") ? ReportFormat::json : ReportFormat::text;
    if (*name == "text") return ReportFormat::text;
    if (*name == "json") return ReportFormat::json;
    if (*name == "prometheus") return ReportFormat::prometheus;
    throw UsageError(
        fmt::format("--format: \"{}\" is none, text, json or prometheus was expected", printable(*name, 60)));
}

}  // namespace

ReportWriter::ReportWriter(const Settings& settings)
    : format_(report_format(settings)), style_(text_style(settings)), quiet_(settings.flag("quiet")) {
    const auto path = settings.value("output");
    if (!path || *path == "-") return;
    file_.emplace(*path, "--output");
    style_.colour = false;
}

std::string ReportWriter::render(const Report& report) {
    if (format_ == ReportFormat::prometheus) metrics_.add(report);
    if (format_ == ReportFormat::prometheus || (quiet_ && report.exit_code == exit_ok)) return {};
    if (format_ == ReportFormat::tls_rpt) return write_tls_report(sender_report(report));
    return format_ == ReportFormat::json ? render_json(report) : render_text(report, style_);
}

void ReportWriter::add_unchecked(std::string_view asked) {
    if (format_ == ReportFormat::prometheus) metrics_.add_unchecked(asked);
}

void ReportWriter::write(std::string subject, int exit_code, std::string_view rendered) {
    states_.push_back({std::move(subject), exit_code});
    if (rendered.empty()) return;
    if (format_ == ReportFormat::text && std::exchange(has_written_, true)) put("\n");
    put(rendered);
}

void ReportWriter::put(std::string_view text) {
    while (text.ends_with('\n')) text.remove_suffix(1);
    const std::string lines = std::string(text) + "\n";
    file_ ? file_->write(lines) : write_out(lines);
}

void ReportWriter::finish() {
    const auto is_well = [](const DomainState& domain) { return domain.exit_code == exit_ok; };
    const bool nothing_to_say = quiet_ && std::all_of(states_.begin(), states_.end(), is_well);
    if (format_ == ReportFormat::prometheus && !states_.empty()) put(metrics_.text());
    if (format_ == ReportFormat::text && states_.size() > 1 && !nothing_to_say)
        put("\n" + render_summary(states_, style_));
    if (file_ && !states_.empty()) file_->commit();  // nothing to say does not replace what was said before
}

}  // namespace danelaw::cli
