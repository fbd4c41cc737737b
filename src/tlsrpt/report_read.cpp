#include <danelaw/tlsrpt/report.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include "base/json_reader.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace danelaw {

namespace json = boost::json;

namespace {

std::string in_quotes(std::string_view text) { return fmt::format("\"{}\"", printable(text, limits::shown_octets)); }

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

/// Reads a report; the members follow the schema of RFC 8460 §4.4.
class ReportReader : public JsonReader {
public:
    TlsReport report(const json::object& object) {
        TlsReport report;
        report.organization = short_text(object, "organization-name", "");
        report.id = short_text(object, "report-id", "");
        period(as_object(find(object, "date-range", ""), "date-range"), report);
        report.contact = optional_text(object, "contact-info", "");
        if (report.contact.empty()) deviates("contact-info is missing");
        // §4: "the policies field of the report body MUST be an array and not a singular value"
        const auto& policies = array(object, "policies", "", limits::report_policies);
        for (std::size_t i = 0; i < policies.size() && !error(); ++i) {
            const auto path = join("", "policies", i);
            report.policies.push_back(policy(as_object(&policies[i], path), path));
        }
        report.deviations = std::move(deviations_);
        return report;
    }

private:
    void deviates(std::string what) {
        if (deviations_.size() < limits::report_deviations) deviations_.push_back(std::move(what));
    }

    std::string checked(std::string text, std::string_view path) {
        if (text.size() > limits::report_text_octets)
            fail(path, fmt::format("a text of at most {} octets", limits::report_text_octets));
        return text;
    }

    std::string short_text(const json::object& object, std::string_view key, std::string_view path) {
        auto read = checked(text(object, key, path), join(path, key));
        if (read.empty()) fail(join(path, key), "a text that is not empty");
        return read;
    }

    /// Null counts as absent: some senders write out every key.
    std::string optional_text(const json::object& object, std::string_view key, std::string_view path) {
        const auto* const value = object.if_contains(key);
        if (value == nullptr || value->is_null()) return {};
        return checked(text(value, join(path, key)), join(path, key));
    }

    std::optional<std::uint64_t> optional_count(const json::object& object, std::string_view key,
                                                std::string_view path) {
        const auto* const value = object.if_contains(key);
        if (value == nullptr || value->is_null()) return std::nullopt;
        const auto read = number<std::uint64_t>(value, join(path, key));
        if (read > limits::report_sessions)
            fail(join(path, key), fmt::format("at most {} sessions", limits::report_sessions));
        return read;
    }

    Timestamp moment(const json::object& object, std::string_view key, std::string_view path) {
        const auto written = text(object, key, path);
        // RFC 3339 only: parse_time() takes plain seconds, too.
        const bool has_time = written.find_first_of("Tt ") != std::string::npos;
        const auto read = parse_time(written);
        // Years that cannot be written with four digits everywhere, once the offset is taken off.
        const bool in_range = read && *read >= Timestamp{} && *read < Timestamp{std::chrono::seconds{253'402'300'800}};
        if (!error() && (!in_range || !has_time)) fail(join(path, key), "a time such as 2026-01-02T00:00:00Z");
        return read ? *read : Timestamp{};
    }

    void period(const json::object& object, TlsReport& report) {
        report.start = moment(object, "start-datetime", "date-range");
        report.end = moment(object, "end-datetime", "date-range");
        if (report.end < report.start) fail("date-range", "an end that is not before the start");
    }

    /// A list of texts; one text alone is taken as a list of one (RFC 8460 Appendix B itself writes mx-host so).
    std::vector<std::string> texts(const json::object& object, std::string_view key, std::string_view path) {
        std::vector<std::string> list;
        const auto* const value = object.if_contains(key);
        if (value == nullptr || value->is_null()) return list;
        const auto here = join(path, key);
        if (value->is_string()) return {checked(text(value, here), here)};
        const auto& values = array(object, key, path, limits::report_list);
        for (std::size_t i = 0; i < values.size() && !error(); ++i)
            list.push_back(checked(text(&values[i], here), here));
        return list;
    }

    void check_names(const TlsReportPolicy& policy, const std::string& path) {
        constexpr std::string_view types[] = {"tlsa", "sts", "no-policy-found"};
        if (std::find(std::begin(types), std::end(types), policy.type) == std::end(types))
            deviates(fmt::format("{}.policy-type {} is not one of tlsa, sts and no-policy-found", path,
                                 in_quotes(policy.type)));
        if (!policy.domain) {
            deviates(fmt::format("{}.policy-domain is missing", path));
        } else if (!is_ascii(*policy.domain)) {
            deviates(fmt::format("{}.policy-domain {} is not in A-labels", path, in_quotes(*policy.domain)));
        }
    }

    TlsReportPolicy policy(const json::object& object, const std::string& path) {
        TlsReportPolicy policy;
        const auto inner = join(path, "policy");
        const auto& applied = as_object(find(object, "policy", path), inner);
        policy.type = short_text(applied, "policy-type", inner);
        policy.policy_string = texts(applied, "policy-string", inner);
        if (auto domain = optional_text(applied, "policy-domain", inner); !domain.empty()) policy.domain = domain;
        policy.mx_host = texts(applied, "mx-host", inner);
        check_names(policy, inner);
        const auto where = join(path, "summary");
        const auto& summary = as_object(find(object, "summary", path), where);
        policy.successful = optional_count(summary, "total-successful-session-count", where);
        policy.failed = optional_count(summary, "total-failure-session-count", where);
        if (!policy.successful && !policy.failed) fail(where, "a count of sessions");
        if (!policy.successful) deviates(fmt::format("{}.total-successful-session-count is missing", where));
        if (!policy.failed) deviates(fmt::format("{}.total-failure-session-count is missing", where));
        failures(object, path, policy);
        return policy;
    }

    void failures(const json::object& object, const std::string& path, TlsReportPolicy& policy) {
        const auto* const value = object.if_contains("failure-details");
        if (value == nullptr || value->is_null()) return;
        const auto& details = array(object, "failure-details", path, limits::report_failures);
        failures_ += details.size();
        if (failures_ > limits::report_failures)
            fail(join(path, "failure-details"), fmt::format("at most {} in a report", limits::report_failures));
        for (std::size_t i = 0; i < details.size() && !error(); ++i) {
            const auto here = join(path, "failure-details", i);
            policy.failures.push_back(failure_detail(as_object(&details[i], here), here));
        }
    }

    TlsReportFailure failure_detail(const json::object& object, const std::string& path) {
        TlsReportFailure failure;
        failure.result_type = short_text(object, "result-type", path);
        if (!is_registered_result_type(failure.result_type))
            deviates(fmt::format("{}.result-type {} is not registered", path, in_quotes(failure.result_type)));
        failure.sending_mta_ip = optional_text(object, "sending-mta-ip", path);
        failure.receiving_mx_hostname = optional_text(object, "receiving-mx-hostname", path);
        failure.receiving_mx_helo = optional_text(object, "receiving-mx-helo", path);
        failure.receiving_ip = optional_text(object, "receiving-ip", path);
        failure.additional_information = optional_text(object, "additional-information", path);
        failure.reason_code = optional_text(object, "failure-reason-code", path);
        const auto sessions = optional_count(object, "failed-session-count", path);
        if (!sessions) deviates(fmt::format("{}.failed-session-count is missing, one session is assumed", path));
        failure.sessions = sessions.value_or(1);
        return failure;
    }

    std::vector<std::string> deviations_;
    std::size_t failures_ = 0;
};

}  // namespace

bool is_registered_result_type(std::string_view word) {
    constexpr std::string_view registered[] = {"starttls-not-supported", "certificate-host-mismatch",
                                               "certificate-expired",    "certificate-not-trusted",
                                               "validation-failure",     "tlsa-invalid",
                                               "dnssec-invalid",         "dane-required",
                                               "sts-policy-fetch-error", "sts-policy-invalid",
                                               "sts-webpki-invalid"};
    return std::find(std::begin(registered), std::end(registered), word) != std::end(registered);
}

Result<TlsReport> read_tls_report(std::string_view text) {
    if (text.size() > limits::report_octets)
        return failure(fmt::format("{} octets, a report is read up to {}", text.size(), limits::report_octets));
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    json::parse_options options;
    options.max_depth = limits::report_depth;
    boost::system::error_code wrong;
    const auto value = json::parse(text, wrong, {}, options);
    if (wrong) return failure(fmt::format("not JSON ({}), expected a report as RFC 8460 §4.4 has it", wrong.message()));
    if (!value.is_object()) return failure("not a JSON object, expected a report as RFC 8460 §4.4 has it");
    ReportReader reader;
    auto report = reader.report(value.get_object());
    if (reader.error()) return *reader.error();
    return report;
}

}  // namespace danelaw
