#include <danelaw/base/bytes.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/report/facts.hpp>

#include "report/facts_words.hpp"
#include "report/memory_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace danelaw {

namespace json = boost::json;

namespace {

// JSON strings are UTF-8, what the network sends need not be: text from it travels as base64.
json::value raw(const std::string& text) { return json::value(to_base64(as_bytes(text))); }

json::value moment(const std::optional<Timestamp>& time) {
    return time ? json::value(format_time(*time)) : json::value();
}

json::array names(const std::vector<DomainName>& list) {
    json::array array;
    for (const auto& name : list) array.emplace_back(name.text());
    return array;
}

json::array write_rdata(const std::vector<Bytes>& rdata) {
    json::array array;
    for (const auto& record : rdata) array.emplace_back(to_hex(record));
    return array;
}

json::object write(const SecondOpinion& second) {
    return {{"dnssec", to_text(second.dnssec)},
            {"presence", to_text(second.presence)},
            {"why", raw(second.why)},
            {"rdata", write_rdata(second.rdata)},
            {"abstention", raw(second.abstention)},
            {"overruled", second.overruled ? json::value(to_text(*second.overruled)) : json::value()}};
}

json::value write(const Lookup& lookup) {
    json::value failure;
    if (lookup.failure) {
        const auto& code = lookup.failure->extended_error;
        failure = json::object{{"detail", raw(lookup.failure->detail)},
                               {"extended_error", code ? json::value(*code) : json::value()},
                               {"cut_by_deadline", lookup.failure->cut_by_deadline}};
    }
    json::object object{{"name", lookup.name.text()},
                        {"type", static_cast<unsigned>(lookup.type)},
                        {"dnssec", to_text(lookup.dnssec)},
                        {"presence", to_text(lookup.presence)},
                        {"failure", std::move(failure)},
                        {"rcode", lookup.rcode},
                        {"canonical_name", lookup.canonical_name.text()},
                        {"cname_chain", names(lookup.cname_chain)},
                        {"ttl", lookup.ttl ? json::value(lookup.ttl->count()) : json::value()},
                        {"signature_inception", moment(lookup.signature_inception)},
                        {"signature_expires", moment(lookup.signature_expires)},
                        {"rdata", write_rdata(lookup.rdata)},
                        {"message", to_base64(lookup.message)}};
    if (lookup.second) object["second"] = write(*lookup.second);
    return object;
}

json::value write(const std::optional<Lookup>& lookup) { return lookup ? write(*lookup) : json::value(); }

json::array write(const std::vector<Lookup>& lookups) {
    json::array array;
    for (const auto& lookup : lookups) array.push_back(write(lookup));
    return array;
}

json::array write(const std::vector<Bytes>& ders) {
    json::array array;
    for (const auto& der : ders) array.emplace_back(to_base64(der));
    return array;
}

json::array texts(const std::vector<std::string>& all) {
    json::array array;
    for (const auto& text : all) array.push_back(raw(text));
    return array;
}

json::value days(const std::optional<double>& number) { return number ? json::value(*number) : json::value(); }

json::value write(const SmtpSession& session) {
    json::array replies, dialogue, times;
    for (const auto& reply : session.replies) replies.push_back(raw(reply));
    for (const auto& [side, line] : session.dialogue) dialogue.push_back(json::array{json::value(side), raw(line)});
    for (const auto& [phase, duration] : session.times)
        times.push_back(json::array{json::value(phase), json::value(duration.count())});
    json::value tls;
    if (session.tls) {
        tls = json::object{{"version", session.tls->version},
                           {"cipher", session.tls->cipher},
                           {"group", session.tls->group},
                           {"signature", session.tls->signature},
                           {"sni", session.tls->sni}};
    }
    return json::object{{"result", to_text(session.result)},
                        {"stage", to_text(session.stage)},
                        {"starttls", to_text(session.starttls)},
                        {"banner", raw(session.banner)},
                        {"replies", std::move(replies)},
                        {"dialogue", std::move(dialogue)},
                        {"detail", raw(session.detail)},
                        {"local_address", session.local_address},
                        {"connection_refused", session.connection_refused},
                        {"cut_by_deadline", session.cut_by_deadline},
                        {"tls", std::move(tls)},
                        {"chain", write(session.chain)},
                        {"key_usage_violation", session.key_usage_violation},
                        {"no_such_key_type", session.no_such_key_type},
                        {"times", std::move(times)}};
}

json::value write(const std::optional<SmtpSession>& session) { return session ? write(*session) : json::value(); }

json::value write(const std::optional<NotProbed>& why) {
    if (!why) return nullptr;
    return json::object{{"reason", to_text(why->reason)}, {"text", raw(why->text)}};
}

json::value write(const EndpointFacts& endpoint) {
    return json::object{{"address", endpoint.address.to_string()},
                        {"port", endpoint.port},
                        {"not_probed", write(endpoint.not_probed)},
                        {"session", endpoint.not_probed ? json::value() : write(endpoint.session)},
                        {"other_key_probe", write(endpoint.other_key_probe)},
                        {"sts_probe", write(endpoint.sts_probe)}};
}

json::value write(const HostFacts& host) {
    json::array endpoints;
    for (const auto& endpoint : host.endpoints) endpoints.push_back(write(endpoint));
    return json::object{{"name", host.lookups.name.text()},   {"preference", host.preference},
                        {"a", write(host.lookups.a)},         {"aaaa", write(host.lookups.aaaa)},
                        {"cname", write(host.lookups.cname)}, {"tlsa", write(host.lookups.tlsa)},
                        {"endpoints", std::move(endpoints)},  {"exchange_is_address", host.exchange_is_address},
                        {"not_examined", host.not_examined}};
}

json::value write(const PolicyAttempt& attempt) {
    const auto& exchange = attempt.exchange;
    json::value seen;
    if (!attempt.not_probed) {
        seen = json::object{{"result", to_text(exchange.result)},
                            {"stage", to_text(exchange.stage)},
                            {"detail", raw(exchange.detail)},
                            {"connection_refused", exchange.connection_refused},
                            {"cut_by_deadline", exchange.cut_by_deadline},
                            {"tls_version", exchange.tls_version},
                            {"chain", write(exchange.chain)},
                            {"status", exchange.status ? json::value(*exchange.status) : json::value()},
                            {"content_type", raw(exchange.content_type)},
                            {"content_encoding", raw(exchange.content_encoding)},
                            {"location", raw(exchange.location)},
                            {"body", raw(exchange.body)}};
    }
    return json::object{{"address", attempt.address.to_string()},
                        {"not_probed", write(attempt.not_probed)},
                        {"exchange", std::move(seen)}};
}

json::value write(const StsFacts& sts) {
    json::array attempts;
    for (const auto& attempt : sts.attempts) attempts.push_back(write(attempt));
    return json::object{{"record", write(sts.record)},
                        {"a", write(sts.a)},
                        {"aaaa", write(sts.aaaa)},
                        {"attempts", std::move(attempts)},
                        {"cached_policy", sts.cached_policy ? raw(*sts.cached_policy) : json::value()}};
}

json::value write(const std::optional<CaFacts>& ca) {
    if (!ca) return nullptr;
    return json::object{
        {"source", raw(ca->source)}, {"certificates", ca->certificates}, {"anchors", write(ca->anchors)}};
}

json::value write(const std::optional<std::string>& text) { return text ? raw(*text) : json::value(); }

json::value write(const ServerFacts& server) {
    json::array answers;
    for (const auto& answer : server.answers) {
        answers.push_back(json::object{{"name", answer.name.text()},
                                       {"type", static_cast<std::uint16_t>(answer.type)},
                                       {"no_reply", write(answer.no_reply)},
                                       {"message", to_base64(answer.message)},
                                       {"over_tcp", answer.over_tcp},
                                       {"took", answer.took.count()}});
    }
    return json::object{{"name", server.name.text()},
                        {"address", server.address ? json::value(server.address->to_string()) : json::value()},
                        {"not_asked", server.not_asked ? raw(server.not_asked->reason) : json::value()},
                        {"left_open", server.not_asked && server.not_asked->left_open},
                        {"answers", std::move(answers)}};
}

json::array write(const std::vector<ZoneServers>& zones) {
    json::array array;
    for (const auto& zone : zones) {
        json::array servers;
        for (const auto& server : zone.servers) servers.push_back(write(server));
        array.push_back(
            json::object{{"zone", zone.zone.text()}, {"ns", write(zone.ns)}, {"servers", std::move(servers)}});
    }
    return array;
}

json::value write(const std::optional<PastFacts>& past) {
    if (!past) return nullptr;
    return json::object{{"memory", past->memory ? json::value(write_memory(*past->memory)) : json::value()},
                        {"failure", write(past->failure)}};
}

}  // namespace

std::string facts_to_json(const DomainFacts& facts) {
    json::array hosts;
    for (const auto& host : facts.hosts) hosts.push_back(write(host));
    const json::object object{{"schema", "danelaw.facts/1"},
                              {"program_version", facts.program_version},
                              {"libunbound_version", facts.libunbound_version},
                              {"gnutls_version", facts.gnutls_version},
                              {"ehlo_name", facts.ehlo_name},
                              {"asked", raw(facts.asked)},
                              {"kind", to_text(facts.kind)},
                              {"domain", facts.domain.text()},
                              {"port", facts.port},
                              {"checked_at", format_time(facts.checked_at)},
                              {"seconds", facts.seconds},
                              {"dns_only", facts.dns_only},
                              {"single_probe", facts.single_probe},
                              {"require", to_text(facts.require)},
                              {"warn_days", days(facts.expiry_limits.warn_days)},
                              {"critical_days", days(facts.expiry_limits.critical_days)},
                              {"deadline_passed", facts.deadline_passed},
                              {"trust_anchors", names(facts.trust.anchors)},
                              {"trust_anchor_records", texts(facts.trust.anchor_records)},
                              {"trust_anchor_lookups", write(facts.trust.anchor_lookups)},
                              {"zone_lookups", write(facts.trust.zone_lookups)},
                              {"name_servers", write(facts.name_servers)},
                              {"flapping", write(facts.flapping)},
                              {"mx", write(facts.mx)},
                              {"mx_records_left_out", facts.mx_records_left_out},
                              {"hosts", std::move(hosts)},
                              {"sts", write(facts.sts)},
                              {"ca", write(facts.ca)},
                              {"tls_rpt", json::object{{"record", write(facts.tls_rpt.record)},
                                                       {"mailboxes", write(facts.tls_rpt.mailboxes)}}},
                              {"past", write(facts.past)}};
    return json::serialize(object);
}

}  // namespace danelaw
