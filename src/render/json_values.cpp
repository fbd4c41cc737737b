#include "render/json_values.hpp"

#include <danelaw/base/bytes.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/dns/second_opinion.hpp>

#include <boost/json/array.hpp>

namespace danelaw {

namespace json = boost::json;

namespace {

/// One more session with the same endpoint, judged; has an endpoint's fields.
struct JudgedSession {
    const EndpointFacts& endpoint;
    const SmtpSession& session;
    Outcome outcome;
    const std::optional<std::string>& reason;
    const CertificateChain& chain;
    const std::optional<MatchResult>& match;
    const std::optional<PkixResult>& pkix;
};

json::object json_certificate(const Certificate& certificate) {
    json::array names;
    for (const auto& name : certificate.dns_names) names.emplace_back(printable(name));
    return {{"subject", printable(certificate.subject)},
            {"issuer", printable(certificate.issuer)},
            {"not_before", json_time(certificate.not_before)},
            {"not_after", json_time(certificate.not_after)},
            {"dns_names", std::move(names)},
            {"key", printable(certificate.key)},
            {"spki_sha256", certificate.spki.empty() ? json::value() : json::value(to_hex(sha256(certificate.spki)))},
            {"cert_sha256", to_hex(sha256(certificate.der))}};
}

json::object json_smtp(const SmtpSession& session) {
    json::array replies;
    for (const auto& reply : session.replies) replies.emplace_back(printable(reply));
    json::object times;
    for (const auto& [phase, duration] : session.times)
        times[printable(phase)] = static_cast<double>(duration.count()) / 1000;
    return {{"result", to_text(session.result)},
            {"stage", to_text(session.stage)},
            {"banner", session.banner.empty() ? json::value() : json::value(printable(session.banner))},
            {"starttls", to_text(session.starttls)},
            {"replies", std::move(replies)},
            {"seconds", std::move(times)}};
}

json::value json_tls(const SmtpSession& session) {
    if (!session.tls) return nullptr;
    const auto& tls = *session.tls;
    return json::object{{"version", printable(tls.version)},
                        {"cipher", printable(tls.cipher)},
                        {"group", printable(tls.group)},
                        {"signature", printable(tls.signature)},
                        {"sni", printable(tls.sni)}};
}

json::value json_dane(const std::optional<MatchResult>& match) {
    if (!match || !match->matched) return nullptr;
    return json::object{{"matched_record", match->matched->record}, {"matched_depth", match->matched->depth}};
}

json::value json_pkix(const std::optional<PkixResult>& pkix) {
    if (!pkix) return nullptr;
    return json::object{{"valid", pkix->valid()}, {"reason", json_text(pkix->reason)}};
}

json::object json_session(const JudgedSession& judged) {
    const bool probed = !judged.endpoint.not_probed;
    json::array chain;
    for (const auto& certificate : judged.chain) chain.push_back(json_certificate(certificate));
    return {{"address", judged.endpoint.address.to_string()},
            {"port", judged.endpoint.port},
            {"outcome", to_text(judged.outcome)},
            {"reason", json_text(judged.reason)},
            {"smtp", probed ? json::value(json_smtp(judged.session)) : json::value()},
            {"tls", probed ? json_tls(judged.session) : json::value()},
            {"chain", std::move(chain)},
            {"dane", json_dane(judged.match)},
            {"pkix", json_pkix(judged.pkix)}};
}

json::value json_other_key(const EndpointFacts& facts, const EndpointReport& judged) {
    if (!facts.other_key_probe) return nullptr;
    const auto& session = *facts.other_key_probe;
    const std::optional<std::string> reason = judged.other_key_match && judged.other_key_match->reason
                                                  ? judged.other_key_match->reason
                                              : session.detail.empty() ? std::nullopt
                                                                       : std::optional(session.detail);
    return json_session({facts, session, judged.other_key_outcome.value_or(Outcome::not_probed), reason,
                         judged.other_key_chain, judged.other_key_match, std::nullopt});
}

json::value json_sts_probe(const EndpointFacts& facts, const EndpointReport& judged) {
    if (!facts.sts_probe || !judged.sts_probe) return nullptr;
    const auto& probe = *judged.sts_probe;
    return json_session({facts, *facts.sts_probe, probe.outcome, probe.reason, probe.chain, std::nullopt, probe.pkix});
}

}  // namespace

json::value json_text(const std::optional<std::string>& text) {
    return text ? json::value(printable_sentence(*text)) : json::value();
}

json::value json_time(const std::optional<Timestamp>& moment) {
    return moment ? json::value(format_time(*moment)) : json::value();
}

json::array json_names(const std::vector<DomainName>& names) {
    json::array array;
    for (const auto& name : names) array.emplace_back(name.text());
    return array;
}

json::object json_opinion(const Lookup& lookup) {
    const auto& second = *lookup.second;
    return {
        {"validator", "getdns"},
        {"dnssec", to_text(second.dnssec)},
        {"presence", to_text(second.presence)},
        {"failure", second.why.empty() ? json::value() : json::value(printable_sentence(second.why))},
        {"abstention", second.abstention.empty() ? json::value() : json::value(printable_sentence(second.abstention))},
        {"difference", to_text(difference_of(lookup))},
        {"first", to_text(first_state(lookup))}};
}

json::object json_lookup(const Lookup& lookup) {
    const auto& failure = lookup.failure;
    json::object object{
        {"name", lookup.name.text()},
        {"type", to_text(lookup.type)},
        {"dnssec", to_text(lookup.dnssec)},
        {"presence", to_text(lookup.presence)},
        {"failure", failure ? json::value(printable_sentence(failure->detail)) : json::value()},
        {"extended_error", failure && failure->extended_error ? json::value(*failure->extended_error) : json::value()},
        {"canonical_name", lookup.canonical_name.text()},
        {"ttl", lookup.ttl ? json::value(lookup.ttl->count()) : json::value()},
        {"signature_inception", json_time(lookup.signature_inception)},
        {"signature_expires", json_time(lookup.signature_expires)}};
    if (lookup.second) object["second_opinion"] = json_opinion(lookup);
    return object;
}

json::value json_lookup(const std::optional<Lookup>& lookup) {
    return lookup ? json::value(json_lookup(*lookup)) : json::value();
}

json::object json_whole_lookup(const Lookup& lookup) {
    json::object object{{"schema", "danelaw.lookup/1"}};
    for (auto& [key, value] : json_lookup(lookup)) object[key] = value;
    object["rcode"] = lookup.rcode;
    object["cname_chain"] = json_names(lookup.cname_chain);
    json::array records;
    for (const auto& text : record_texts(lookup)) records.emplace_back(printable_sentence(text));
    object["records"] = std::move(records);
    return object;
}

json::object json_record(const RecordUse& use) {
    return {{"usage", static_cast<unsigned>(use.record.usage)},
            {"selector", static_cast<unsigned>(use.record.selector)},
            {"matching_type", static_cast<unsigned>(use.record.matching_type)},
            {"data", to_hex(use.record.association_data)},
            {"usable", use.usable},
            {"considered", use.considered},
            {"matched", use.matched},
            {"reason", json_text(use.reason)}};
}

json::object json_endpoint(const EndpointFacts& facts, const EndpointReport& judged) {
    auto object =
        json_session({facts, facts.session, judged.outcome, judged.reason, judged.chain, judged.match, judged.pkix});
    object["other_key_probe"] = json_other_key(facts, judged);
    object["sts_probe"] = json_sts_probe(facts, judged);
    return object;
}

json::object json_finding(const Finding& finding) {
    return {{"code", finding.code},
            {"severity", to_text(finding.severity)},
            {"subject", finding.subject},
            {"text", printable_sentence(finding.text)},
            {"advice", finding.advice},
            {"reference", finding.reference},
            {"tls_rpt", json_text(finding.tls_rpt)}};
}

}  // namespace danelaw
