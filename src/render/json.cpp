#include <danelaw/base/text.hpp>
#include <danelaw/render/render.hpp>

#include "render/json_values.hpp"
#include "render/servers.hpp"
#include "render/sts_values.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace danelaw {

namespace json = boost::json;

namespace {

json::value json_mx(const Report& report) {
    if (!report.facts.mx) return nullptr;
    auto object = json_lookup(*report.facts.mx);
    object["implicit"] = report.implicit_mx;
    object["null_mx"] = report.null_mx;
    return object;
}

json::value json_tlsa(const HostReport& host) {
    if (!host.tlsa_owner) return nullptr;
    json::array records;
    for (const auto& use : host.records) records.push_back(json_record(use));
    return json::object{{"owner", host.tlsa_owner->text()}, {"records", std::move(records)}};
}

json::value json_tls_rpt(const Report& report) {
    if (!report.tls_rpt) return nullptr;
    const auto& record = report.tls_rpt->records.record;
    json::array rua;
    if (record) {
        for (const auto& uri : record->rua) rua.emplace_back(uri.text);
    }
    return json::object{{"present", report.tls_rpt->present},
                        {"valid", record.has_value()},
                        {"rua", std::move(rua)},
                        {"failure", json_text(report.tls_rpt->failure)}};
}

json::value json_name_servers(const Report& report) {
    return report.name_servers.empty() ? json::value() : json::value(json_servers(report.name_servers));
}

json::object json_expiry(const Expiry& expiry) {
    return {{"at", format_time(expiry.at)},
            {"what", printable_sentence(expiry.what)},
            {"then", printable_sentence(expiry.then)},
            {"loss", to_text(expiry.loss)},
            {"kind", to_text(expiry.kind)},
            {"by_parent", expiry.kind == ExpiryKind::parent_signature}};
}

json::object json_forecast(const Report& report) {
    json::array all;
    for (const auto& expiry : report.forecast) all.push_back(json_expiry(expiry));
    const auto* const first = first_to_fail(report.forecast);
    return {{"first_to_fail", first == nullptr ? json::value() : json::value(json_expiry(*first))},
            {"all", std::move(all)}};
}

json::value json_history(const std::optional<History>& history) {
    if (!history) return nullptr;
    json::array changes;
    for (const auto& change : history->changes) {
        changes.push_back(json::object{{"code", change.code},
                                       {"subject", change.subject},
                                       {"before", json_text(change.before)},
                                       {"now", json_text(change.now)}});
    }
    json::value previous;
    if (history->previous)
        previous = json::object{{"verdict", to_text(history->previous->verdict)},
                                {"since", format_time(history->previous->since)},
                                {"last_seen", format_time(history->previous->last_seen)}};
    return json::object{{"compared_with", json_time(history->compared_with)},
                        {"since", format_time(history->since)},
                        {"previous", std::move(previous)},
                        {"changes", std::move(changes)}};
}

json::object json_host(const Report& report, std::size_t index) {
    const auto& facts = report.facts.hosts[index];
    const auto& host = report.hosts[index];
    json::array lookups, endpoints;
    for (const auto& lookup : facts.lookups.tlsa) lookups.push_back(json_lookup(lookup));
    for (std::size_t i = 0; i < host.endpoints.size(); ++i)
        endpoints.push_back(json_endpoint(facts.endpoints[i], host.endpoints[i]));
    const auto& base = host.decision.tlsa_base_domain;
    return {{"name", facts.lookups.name.text()},
            {"preference", facts.preference},
            {"action", to_text(host.decision.action)},
            {"action_reason", json_text(host.decision.reason)},
            {"tlsa_base_domain", base ? json::value(base->text()) : json::value()},
            {"reference_identifiers", json_names(host.reference_identifiers)},
            {"addresses", json::object{{"a", json_lookup(facts.lookups.a)}, {"aaaa", json_lookup(facts.lookups.aaaa)}}},
            {"cname", json_lookup(facts.lookups.cname)},
            {"tlsa_lookups", std::move(lookups)},
            {"tlsa", json_tlsa(host)},
            {"mta_sts", json_policy_match(report, facts)},
            {"endpoints", std::move(endpoints)}};
}

}  // namespace

std::string render_json(const Report& report) {
    const auto& facts = report.facts;
    json::array hosts, findings;
    for (std::size_t i = 0; i < report.hosts.size(); ++i) hosts.push_back(json_host(report, i));
    for (const auto& finding : report.findings) findings.push_back(json_finding(finding));
    const bool literal = facts.kind == DestinationKind::address;
    const json::object object{{"schema", "danelaw.report/1"},
                              {"program", json::object{{"version", facts.program_version},
                                                       {"libunbound", facts.libunbound_version},
                                                       {"gnutls", facts.gnutls_version}}},
                              {"domain", literal ? printable(facts.asked) : facts.domain.text()},
                              {"domain_unicode", literal ? printable(facts.asked) : facts.domain.unicode()},
                              {"checked_at", format_time(facts.checked_at)},
                              {"seconds", facts.seconds},
                              {"verdict", to_text(report.verdict)},
                              {"exit_code", report.exit_code},
                              {"mx", json_mx(report)},
                              {"hosts", std::move(hosts)},
                              {"dane", json::object{{"verdict", to_text(report.dane)}}},
                              {"mta_sts", json_sts(report.sts)},
                              {"tls_rpt", json_tls_rpt(report)},
                              {"senders", json_senders(report.senders)},
                              {"name_servers", json_name_servers(report)},
                              {"forecast", json_forecast(report)},
                              {"history", json_history(report.history)},
                              {"findings", std::move(findings)}};
    return json::serialize(object);
}

std::string render_lookup_json(const Lookup& lookup) { return json::serialize(json_whole_lookup(lookup)); }

std::string render_match_json(const MatchResult& result) {
    json::array records;
    for (const auto& use : result.records) records.push_back(json_record(use));
    json::value matched;
    if (result.matched) {
        matched = json::object{
            {"record", result.matched->record},
            {"depth", result.matched->depth},
            {"name", result.matched->name ? json::value(printable(*result.matched->name)) : json::value()}};
    }
    return json::serialize(json::object{{"schema", "danelaw.match/1"},
                                        {"outcome", to_text(result.outcome)},
                                        {"matched", std::move(matched)},
                                        {"records", std::move(records)},
                                        {"reason", json_text(result.reason)}});
}

std::string render_probe_json(const std::string& host, const EndpointFacts& endpoint, const EndpointReport& judged) {
    json::object object{{"schema", "danelaw.probe/1"}, {"host", printable(host)}};
    for (auto& [key, value] : json_endpoint(endpoint, judged)) object[key] = value;
    return json::serialize(object);
}

}  // namespace danelaw
