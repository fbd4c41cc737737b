#include <danelaw/base/text.hpp>
#include <danelaw/render/render.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace danelaw {

namespace json = boost::json;

namespace {

json::value json_day(const std::optional<Day>& day) { return day ? json::value(to_text(*day)) : json::value(); }

json::object json_sessions(const SessionCount& count) {
    const auto rate = count.success_rate();
    return {{"successful", count.successful},
            {"failed", count.failed},
            {"success_rate", rate ? json::value(*rate) : json::value()}};
}

json::array json_counts(std::string_view key, const std::vector<NamedCount>& counts) {
    json::array array;
    for (const auto& count : counts) {
        json::object object{{key, printable(count.name)}};
        object["sessions"] = json_sessions(count.sessions);
        object["last_day"] = json_sessions(count.last_day);
        array.push_back(std::move(object));
    }
    return array;
}

json::value json_remote(const std::string& text) { return text.empty() ? json::value() : json::value(printable(text)); }

json::object json_failure(const DigestFailure& failure) {
    json::array senders, reasons;
    for (const auto& [organization, sessions] : failure.senders)
        senders.push_back(json::object{{"organization", printable(organization)}, {"sessions", sessions}});
    for (const auto& reason : failure.reason_codes) reasons.emplace_back(printable(reason));
    return {{"domain", json_remote(failure.domain)},
            {"policy_type", json_remote(failure.policy_type)},
            {"result_type", json_remote(failure.result_type)},
            {"mx_host", json_remote(failure.mx_host)},
            {"sessions", failure.sessions},
            {"last_day_sessions", failure.last_day_sessions},
            {"first_day", to_text(failure.first)},
            {"last_day", to_text(failure.last)},
            {"new", failure.is_new ? json::value(*failure.is_new) : json::value()},
            {"senders", std::move(senders)},
            {"reason_codes", std::move(reasons)},
            {"now", nullptr}};
}

}  // namespace

std::string render_digest_json(const Digest& digest, const DigestLeftOut& left_out, std::span<const FailureNow> now) {
    json::array alarms, days, failures, unreadable;
    for (const auto& alarm : digest.alarms) alarms.emplace_back(alarm);
    for (const auto& day : digest.days) {
        days.push_back(json::object{
            {"day", to_text(day.day)}, {"reports", day.reports}, {"sessions", json_sessions(day.sessions)}});
    }
    for (std::size_t i = 0; i < digest.failures.size(); ++i) {
        auto failure = json_failure(digest.failures[i]);
        if (i < now.size()) failure["now"] = json::object{{"state", to_text(now[i].state)}, {"text", now[i].text}};
        failures.push_back(std::move(failure));
    }
    for (const auto& [where, why] : left_out.unreadable)
        unreadable.push_back(json::object{{"source", printable(where)}, {"reason", printable(why)}});
    return json::serialize(json::object{{"schema", "danelaw.tlsrpt-digest/1"},
                                        {"state", to_text(digest.state)},
                                        {"exit_code", left_out.exit_code},
                                        {"first_day", json_day(digest.first)},
                                        {"last_day", json_day(digest.last)},
                                        {"reports", digest.reports},
                                        {"duplicates", digest.duplicates},
                                        {"without_report", left_out.without_report},
                                        {"unreadable", std::move(unreadable)},
                                        {"sessions", json_sessions(digest.sessions)},
                                        {"alarms", std::move(alarms)},
                                        {"failures", std::move(failures)},
                                        {"days", std::move(days)},
                                        {"domains", json_counts("domain", digest.domains)},
                                        {"senders", json_counts("organization", digest.senders)}});
}

}  // namespace danelaw
