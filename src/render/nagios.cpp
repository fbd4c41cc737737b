#include <danelaw/render/nagios.hpp>

#include <danelaw/base/text.hpp>
#include <danelaw/render/perfdata.hpp>
#include <danelaw/render/render.hpp>
#include <danelaw/report/forecast.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace danelaw {

namespace {

constexpr std::size_t output_octets = 8000;   // Nagios cuts at 8192
constexpr std::size_t sentence_octets = 300;  // of one finding in the first line, which lists show
constexpr std::size_t finding_octets = 600;   // of one finding below it

/// Without the character that separates performance data; lines stay.
std::string without_bars(std::string_view text) {
    std::string clean;
    for (const char c : text) c == '|' ? clean += "\\x7c" : clean += c;
    return clean;
}

/// One line of text that nobody takes for anything else, of about so many octets at most.
std::string line_text(std::string_view sentence, std::size_t octets) {
    std::string text = without_bars(printable_sentence(sentence));
    if (text.size() <= octets) return text;
    while (octets > 0 && (static_cast<unsigned char>(text[octets]) & 0xC0U) == 0x80) --octets;  // whole characters
    return text.substr(0, octets) + "...";
}

std::string upper(std::string word) {
    for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return word;
}

std::string shown_domain(const DomainFacts& facts) {
    return facts.kind == DestinationKind::address ? facts.asked : facts.domain.text();
}

std::string counted(std::size_t some, std::size_t all, std::string_view one, std::string_view many) {
    return fmt::format("{} of {} {}", some, all, all == 1 ? one : many);
}

/// The verdict of MTA-STS and what it stands on, where the domain has it.
std::string sts_part(const Report& report, const Totals& totals) {
    if (!report.sts || report.sts->verdict == Verdict::none) return {};
    std::string text = "MTA-STS " + to_text(report.sts->verdict);
    if (const Policy* policy = report.sts->applied()) {
        text += fmt::format(" (mode {}, {} as it demands)", to_text(policy->mode),
                            counted(totals.endpoints_complying, totals.endpoints, "address", "addresses"));
    }
    return text;
}

std::string what_works(const Report& report, const Totals& totals) {
    if (report.null_mx) return "takes no mail (null MX)";
    const auto& mx = report.facts.mx;
    if (mx && mx->presence == Presence::nx_domain) return "no such domain";
    if (totals.hosts == 0) return mx && !mx->answered() ? "mail hosts not known" : "no mail host has an address";
    const std::string sts = sts_part(report, totals);
    if (report.dane == Verdict::none && !sts.empty()) return "no DANE, " + sts;
    const std::string dane =
        fmt::format("{} and {} authenticated", counted(totals.hosts_authenticated, totals.hosts, "host", "hosts"),
                    counted(totals.endpoints_authenticated, totals.endpoints, "address", "addresses"));
    return sts.empty() ? dane : dane + ", " + sts;
}

/// A finding's sentence, which names its subject.
std::string sentence_of(const Finding& finding) {
    const bool named = finding.subject.empty() || finding.text.find(finding.subject) != std::string::npos;
    return named ? finding.text : fmt::format("{}: {}", finding.subject, finding.text);
}

/// What fails first by itself, and when.
std::string expiry_sentence(const Report& report) {
    const auto* const first = first_to_fail(report.forecast);
    if (first == nullptr) return {};
    const auto left = first->at - report.facts.checked_at;
    return fmt::format("{} {}", first->what,
                       left.count() < 0 ? fmt::format("ended {} ago", format_duration(left))
                                        : fmt::format("ends in {}", format_duration(left)));
}

std::string first_line(const Report& report, const NagiosStyle& style, const Totals& totals) {
    std::string line = fmt::format("DANELAW {} - {}: {}", to_text(monitoring_state(report, style.limits)),
                                   line_text(shown_domain(report.facts), 260), what_works(report, totals));
    if (report.exit_code != 0 && report.history && report.history->compared_with)
        line += fmt::format(", {} since {}", to_text(report.verdict), format_time(report.history->since));
    if (expiry_state(report, style.limits.expiry) != State::ok)
        line += fmt::format("; {}", line_text(expiry_sentence(report), sentence_octets));
    if (const Finding* leading = leading_finding(report)) {
        line += fmt::format("; {} ({})", line_text(sentence_of(*leading), sentence_octets), leading->code);
    }
    const auto is_bad = [](const Finding& finding) { return finding.severity >= Severity::warning; };
    const auto bad = std::count_if(report.findings.begin(), report.findings.end(), is_bad);
    if (bad > 1) line += fmt::format(", and {} more", bad - 1);
    return line;
}

PerformanceValue value_of(std::string label, double number) {
    PerformanceValue value;
    value.label = std::move(label);
    value.value = number;
    value.least = 0;
    return value;
}

PerformanceValue expiry_value(std::chrono::seconds left, const Thresholds& limits) {
    PerformanceValue value;
    value.label = "first_expiry";
    value.value = static_cast<double>(left.count());
    value.unit = "s";
    if (limits.warning) value.warning = to_text(*limits.warning);
    if (limits.critical) value.critical = to_text(*limits.critical);
    return value;
}

std::string performance(const Report& report, const Totals& totals, const NagiosStyle& style) {
    std::vector<PerformanceValue> values = {value_of("time", std::round(report.facts.seconds * 1000) / 1000)};
    values[0].unit = "s";
    if (style.deadline.count() > 0) values[0].greatest = static_cast<double>(style.deadline.count());
    values.push_back(value_of("hosts", static_cast<double>(totals.hosts)));
    values.push_back(value_of("hosts_authenticated", static_cast<double>(totals.hosts_authenticated)));
    values.push_back(value_of("endpoints", static_cast<double>(totals.endpoints)));
    values.push_back(value_of("authenticated", static_cast<double>(totals.endpoints_authenticated)));
    values.push_back(value_of("records", static_cast<double>(totals.tlsa_records)));
    if (const auto left = time_to_first_failure(report)) values.push_back(expiry_value(*left, style.limits.expiry));
    std::string text;
    for (const PerformanceValue& value : values) {
        const auto written = performance_text(value);
        if (written) text += fmt::format("{}{}", text.empty() ? "" : " ", *written);
    }
    return text;
}

/// The line of what ends too soon.
std::string expiry_line(const Report& report, State state) {
    const auto& first = *first_to_fail(report.forecast);
    const auto sentence = fmt::format("{} at {}: {}", expiry_sentence(report), format_time(first.at), first.then);
    return fmt::format("{} first_expiry: {}\n", to_text(state), line_text(sentence, finding_octets));
}

std::string finding_lines(const Finding& finding) {
    return fmt::format("{} {}: {}\n  -> {}\n", upper(to_text(finding.severity)), finding.code,
                       line_text(sentence_of(finding), finding_octets), line_text(finding.advice, finding_octets));
}

/// The findings that count, as many as fit.
std::string findings(const Report& report, const NagiosStyle& style, std::size_t room) {
    const Severity least = style.verbosity == 0 ? Severity::warning : Severity::info;
    const State by_expiry = expiry_state(report, style.limits.expiry);
    std::string text = by_expiry == State::ok ? "" : expiry_line(report, by_expiry);
    std::size_t left_out = 0;
    for (const Finding& finding : report.findings) {
        if (finding.severity < least) continue;
        const std::string lines = finding_lines(finding);
        if (left_out > 0 || text.size() + lines.size() > room) {
            ++left_out;
        } else {
            text += lines;
        }
    }
    return left_out == 0 ? text : text + fmt::format("{} more findings are not shown, -vv shows all\n", left_out);
}

}  // namespace

std::string render_nagios(const Report& report, const NagiosStyle& style) {
    const Totals totals = totals_of(report);
    const std::string head =
        fmt::format("{} | {}\n", first_line(report, style, totals), performance(report, totals, style));
    if (style.verbosity < 2) return head + findings(report, style, output_octets - head.size() - 100);
    TextStyle whole;
    whole.verbose = style.verbosity > 2;
    return head + without_bars(render_text(report, whole));
}

std::string render_nagios_failure(State state, std::string_view sentence) {
    return fmt::format("DANELAW {} - {}\n", to_text(state), line_text(sentence, finding_octets));
}

}  // namespace danelaw
