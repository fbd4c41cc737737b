#include <danelaw/report/memory.hpp>

#include "report/memory_json.hpp"

#include <danelaw/report/report.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace danelaw {

namespace json = boost::json;

namespace {

json::value write(const std::optional<Timestamp>& moment) {
    return moment ? json::value(format_time(*moment)) : json::value();
}

json::value write(const std::optional<bool>& flag) { return flag ? json::value(*flag) : json::value(); }

json::value write(const std::optional<VerdictSpan>& span) {
    if (!span) return nullptr;
    return json::object{{"verdict", to_text(span->verdict)},
                        {"since", format_time(span->since)},
                        {"last_seen", format_time(span->last_seen)}};
}

json::object write(const VerdictMemory& memory) {
    return {{"known", write(memory.known)},
            {"earlier", write(memory.earlier)},
            {"unknown_since", write(memory.unknown_since)}};
}

json::string write(const TlsaRecord& record) { return json::string(to_hex(to_rdata(record))); }

/// The key's name comes from a certificate.
json::object write(const SeenCertificate& certificate) {
    return {{"digest", to_hex(certificate.digest)},
            {"key_digest", to_hex(certificate.key_digest)},
            {"key", to_base64(as_bytes(certificate.key))},
            {"not_after", write(certificate.not_after)}};
}

json::object write(const EndpointMemory& endpoint) {
    json::array leaves, matched;
    for (const auto& leaf : endpoint.leaves) leaves.push_back(write(leaf));
    for (const auto& one : endpoint.matched)
        matched.push_back(json::object{{"certificate", write(one.certificate)}, {"record", write(one.record)}});
    return {{"address", endpoint.address.to_string()},
            {"port", endpoint.port},
            {"leaves", std::move(leaves)},
            {"matched", std::move(matched)},
            {"matched_at", format_time(endpoint.matched_at)}};
}

json::object write(const HostMemory& host) {
    json::array tlsa, endpoints;
    for (const auto& one : host.tlsa) {
        json::array records;
        for (const auto& record : one.records) records.push_back(write(record));
        tlsa.push_back(
            json::object{{"owner", one.owner.text()}, {"secure", one.secure}, {"records", std::move(records)}});
    }
    for (const auto& endpoint : host.endpoints) endpoints.push_back(write(endpoint));
    return {{"name", host.name.text()},
            {"a_secure", write(host.a_secure)},
            {"aaaa_secure", write(host.aaaa_secure)},
            {"tlsa", std::move(tlsa)},
            {"endpoints", std::move(endpoints)}};
}

json::value write(const std::optional<MxMemory>& mx) {
    if (!mx) return nullptr;
    json::array records;
    for (const auto& record : mx->records)
        records.push_back(json::object{{"preference", record.preference}, {"exchange", record.exchange.text()}});
    return json::object{{"secure", mx->secure}, {"records", std::move(records)}};
}

json::value write(const std::optional<StsMemory>& sts) {
    if (!sts) return nullptr;
    json::array mx;
    for (const auto& pattern : sts->mx) mx.push_back(json::string(pattern));
    return json::object{{"id", sts->id ? json::value(*sts->id) : json::value()},
                        {"mode", sts->mode ? json::value(to_text(*sts->mode)) : json::value()},
                        {"max_age", sts->max_age ? json::value(sts->max_age->count()) : json::value()},
                        {"mx", std::move(mx)}};
}

}  // namespace

json::object write_memory(const DomainMemory& memory) {
    json::array hosts;
    for (const auto& host : memory.hosts) hosts.push_back(write(host));
    return {{"schema", memory_schema},          {"checked_at", format_time(memory.checked_at)},
            {"verdict", write(memory.verdict)}, {"dane", write(memory.dane)},
            {"mta_sts", write(memory.mta_sts)}, {"null_mx", memory.null_mx},
            {"mx", write(memory.mx)},           {"hosts", std::move(hosts)},
            {"sts", write(memory.sts)}};
}

std::string memory_to_json(const DomainMemory& memory) { return json::serialize(write_memory(memory)); }

}  // namespace danelaw
