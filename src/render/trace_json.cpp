#include <danelaw/base/text.hpp>
#include <danelaw/render/trace.hpp>

#include "render/json_values.hpp"
#include "render/servers.hpp"
#include "render/trace_parts.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace danelaw {

namespace json = boost::json;

namespace {

json::value json_sentence(const std::string& sentence) {
    return sentence.empty() ? json::value() : json::value(printable_sentence(sentence));
}

json::array json_signatures(const std::vector<SignatureReport>& signatures) {
    json::array array;
    for (const auto& [signature, fault] : signatures) {
        array.push_back(json::object{{"signer", signature.signer.text()},
                                     {"key_tag", signature.key_tag},
                                     {"algorithm", signature.algorithm},
                                     {"algorithm_name", algorithm_text(signature.algorithm)},
                                     {"labels", signature.labels},
                                     {"inception", format_time(signature.inception)},
                                     {"expires", format_time(signature.expires)},
                                     {"valid", !fault},
                                     {"fault", json_text(fault)}});
    }
    return array;
}

json::object json_rrset(const RrsetReport& report) {
    return {{"name", report.rrset.owner.text()},
            {"type", to_text(report.rrset.type)},
            {"records", report.rrset.rdata.size()},
            {"ttl", report.rrset.ttl},
            {"state", to_text(report.state)},
            {"reason", json_sentence(report.reason)},
            {"signatures", json_signatures(report.signatures)}};
}

json::value json_rrset(const std::optional<RrsetReport>& report) {
    return report ? json::value(json_rrset(*report)) : json::value();
}

json::array json_ds(const ZoneReport& zone) {
    json::array array;
    for (const auto& [ds, ignored, matched_key] : zone.ds) {
        array.push_back(json::object{{"key_tag", ds.key_tag},
                                     {"algorithm", ds.algorithm},
                                     {"algorithm_name", algorithm_text(ds.algorithm)},
                                     {"digest_type", ds.digest_type},
                                     {"digest", to_hex(ds.digest)},
                                     {"matched", matched_key.has_value()},
                                     {"ignored", json_text(ignored)}});
    }
    return array;
}

json::array json_keys(const ZoneReport& zone) {
    json::array array;
    for (const auto& [key, vouched_for] : zone.keys) {
        array.push_back(json::object{{"key_tag", key.key_tag},
                                     {"algorithm", key.algorithm},
                                     {"algorithm_name", algorithm_text(key.algorithm)},
                                     {"flags", key.flags},
                                     {"bits", key.bits},
                                     {"revoked", key.is_revoked()},
                                     {"vouched_for", vouched_for}});
    }
    return array;
}

json::value json_nsec3(const std::optional<Nsec3Parameters>& nsec3) {
    if (!nsec3) return nullptr;
    return json::object{{"iterations", nsec3->iterations}, {"salt_octets", nsec3->salt_octets}};
}

json::object json_zone(const ZoneReport& zone) {
    json::array denial;
    for (const auto& report : zone.ds_denial) denial.push_back(json_rrset(report));
    return {{"name", zone.apex.text()},
            {"trust_anchor", zone.is_anchor},
            {"state", to_text(zone.state)},
            {"reason", json_sentence(zone.reason)},
            {"ds", json_ds(zone)},
            {"ds_rrset", json_rrset(zone.ds_rrset)},
            {"ds_denial", std::move(denial)},
            {"keys", json_keys(zone)},
            {"dnskey_rrset", json_rrset(zone.dnskey_rrset)},
            {"nsec3", json_nsec3(zone.nsec3)}};
}

json::object json_chain(const ChainReport& chain) {
    json::array zones;
    json::array answer;
    for (const auto& zone : chain.zones) zones.push_back(json_zone(zone));
    for (const auto& rrset : chain.answer) answer.push_back(json_rrset(rrset));
    return {{"state", to_text(chain.state)},
            {"ends", json_sentence(chain.ends.value_or(""))},
            {"broken", json_sentence(chain.broken.value_or(""))},
            {"zones", std::move(zones)},
            {"answer", std::move(answer)}};
}

}  // namespace

std::string render_lookup_json(const LookupReport& report) {
    auto object = json_whole_lookup(report.answer);
    if (report.chain != nullptr) object["chain"] = json_chain(*report.chain);
    if (report.zones != nullptr) object["name_servers"] = json_servers(*report.zones);
    json::array findings;
    for (const auto& finding : report.findings) findings.push_back(json_finding(finding));
    object["findings"] = std::move(findings);
    return json::serialize(object);
}

}  // namespace danelaw
