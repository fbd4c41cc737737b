#include <danelaw/tlsrpt/report.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace danelaw {

namespace json = boost::json;

namespace {

void put(json::object& object, std::string_view key, const std::string& text) {
    if (!text.empty()) object[key] = text;
}

json::array texts(const std::vector<std::string>& list) {
    json::array array;
    for (const auto& text : list) array.emplace_back(text);
    return array;
}

json::object write(const TlsReportFailure& failure) {
    json::object object{{"result-type", failure.result_type}};
    put(object, "sending-mta-ip", failure.sending_mta_ip);
    put(object, "receiving-mx-hostname", failure.receiving_mx_hostname);
    put(object, "receiving-mx-helo", failure.receiving_mx_helo);
    put(object, "receiving-ip", failure.receiving_ip);
    object["failed-session-count"] = failure.sessions;
    put(object, "additional-information", failure.additional_information);
    put(object, "failure-reason-code", failure.reason_code);
    return object;
}

json::object write(const TlsReportPolicy& policy) {
    json::object applied{{"policy-type", policy.type}};
    if (!policy.policy_string.empty()) applied["policy-string"] = texts(policy.policy_string);
    if (policy.domain) applied["policy-domain"] = *policy.domain;
    if (!policy.mx_host.empty()) applied["mx-host"] = texts(policy.mx_host);
    json::object summary;
    if (policy.successful) summary["total-successful-session-count"] = *policy.successful;
    if (policy.failed) summary["total-failure-session-count"] = *policy.failed;
    json::object object{{"policy", std::move(applied)}, {"summary", std::move(summary)}};
    if (!policy.failures.empty()) {
        json::array details;
        for (const auto& failure : policy.failures) details.push_back(write(failure));
        object["failure-details"] = std::move(details);
    }
    return object;
}

}  // namespace

std::string write_tls_report(const TlsReport& report) {
    json::object object{{"organization-name", report.organization},
                        {"date-range", json::object{{"start-datetime", format_time(report.start)},
                                                    {"end-datetime", format_time(report.end)}}}};
    put(object, "contact-info", report.contact);
    object["report-id"] = report.id;
    json::array policies;
    for (const auto& policy : report.policies) policies.push_back(write(policy));
    object["policies"] = std::move(policies);
    return json::serialize(object);
}

}  // namespace danelaw
