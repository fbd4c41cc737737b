#include <danelaw/report/memory.hpp>

#include "report/lookup_reader.hpp"
#include "report/memory_json.hpp"

#include <danelaw/report/report.hpp>

#include <boost/json/parse.hpp>

namespace danelaw {

namespace json = boost::json;

namespace {

constexpr Verdict verdicts[] = {Verdict::pass, Verdict::partial, Verdict::fail, Verdict::none, Verdict::unknown};
constexpr PolicyMode policy_modes[] = {PolicyMode::enforce, PolicyMode::testing, PolicyMode::none};

/// Reads a memory; the members follow the shape of DomainMemory.
class MemoryReader : public LookupReader {
public:
    DomainMemory memory(const json::object& object) {
        DomainMemory memory;
        const auto* const schema = find(object, "schema", "");
        const auto version = text(schema, "schema");
        is_former_ = version == former_memory_schema;
        if (!is_former_ && version != memory_schema && schema != nullptr) fail("schema", *schema, memory_schema);
        memory.checked_at = required_moment(object, "checked_at", "");
        memory.verdict = verdict_memory(object, "verdict");
        memory.dane = verdict_memory(object, "dane");
        memory.mta_sts = verdict_memory(object, "mta_sts");
        memory.null_mx = flag(object, "null_mx", "");
        if (const auto* const value = there(object, "mx", "")) memory.mx = mx(as_object(value, "mx"));
        const auto& hosts = array(object, "hosts", "");
        for (std::size_t i = 0; i < hosts.size() && !error(); ++i) {
            const auto path = join("", "hosts", i);
            memory.hosts.push_back(host(as_object(&hosts[i], path), path));
        }
        if (const auto* const value = object.if_contains("sts"); value != nullptr && !value->is_null())
            memory.sts = sts(as_object(value, "sts"));
        return memory;
    }

private:
    bool is_former_ = false;

    /// Null where the key is null or missing; missing is an error.
    const json::value* there(const json::object& object, std::string_view key, std::string_view path) {
        const auto* const value = find(object, key, path);
        return value == nullptr || value->is_null() ? nullptr : value;
    }

    std::optional<bool> optional_flag(const json::object& object, std::string_view key, const std::string& path) {
        if (there(object, key, path) == nullptr) return std::nullopt;
        return flag(object, key, path);
    }

    std::optional<VerdictSpan> span(const json::object& object, std::string_view key, const std::string& path) {
        const auto* const value = there(object, key, path);
        if (value == nullptr) return std::nullopt;
        const auto here = join(path, key);
        const auto& seen = as_object(value, here);
        VerdictSpan span;
        span.verdict = word(verdicts, seen, "verdict", here);
        span.since = required_moment(seen, "since", here);
        span.last_seen = required_moment(seen, "last_seen", here);
        return span;
    }

    VerdictMemory verdict_memory(const json::object& object, const std::string& key) {
        const auto& seen = as_object(find(object, key, ""), key);
        VerdictMemory memory;
        memory.known = span(seen, "known", key);
        memory.earlier = span(seen, "earlier", key);
        memory.unknown_since = moment(find(seen, "unknown_since", key), join(key, "unknown_since"));
        return memory;
    }

    TlsaRecord record(const json::value& value, std::string_view path) {
        const auto read = tlsa_from_rdata(octets(value, path, from_hex));
        if (!read) fail(path, value, "the octets of a TLSA record");
        return read ? *read : TlsaRecord();
    }

    SeenCertificate certificate(const json::object& object, const std::string& path) {
        const auto digits = [&](std::string_view key) {
            const auto* const value = find(object, key, path);
            return value == nullptr ? Bytes() : octets(*value, join(path, key), from_hex);
        };
        SeenCertificate certificate;
        certificate.digest = digits("digest");
        certificate.key_digest = digits("key_digest");
        certificate.key = raw(find(object, "key", path), join(path, "key"));
        certificate.not_after = moment(find(object, "not_after", path), join(path, "not_after"));
        return certificate;
    }

    EndpointMemory endpoint(const json::object& object, const std::string& path) {
        EndpointMemory endpoint;
        endpoint.address = address(object, path);
        endpoint.port = number<std::uint16_t>(object, "port", path);
        const auto& leaves = array(object, "leaves", path);
        for (std::size_t i = 0; i < leaves.size() && !error(); ++i) {
            const auto here = join(path, "leaves", i);
            endpoint.leaves.push_back(certificate(as_object(&leaves[i], here), here));
        }
        const auto& matched = array(object, "matched", path);
        for (std::size_t i = 0; i < matched.size() && !error(); ++i) {
            const auto here = join(path, "matched", i);
            const auto& one = as_object(&matched[i], here);
            const auto* const octets = find(one, "record", here);
            const auto of = join(here, "certificate");
            endpoint.matched.push_back({certificate(as_object(find(one, "certificate", here), of), of),
                                        octets == nullptr ? TlsaRecord() : record(*octets, join(here, "record"))});
        }
        endpoint.matched_at = required_moment(object, "matched_at", path);
        return endpoint;
    }

    TlsaMemory tlsa(const json::object& object, const std::string& path) {
        TlsaMemory tlsa;
        tlsa.owner = name(find(object, "owner", path), join(path, "owner"));
        tlsa.secure = flag(object, "secure", path);
        for (const auto& value : array(object, "records", path))
            tlsa.records.push_back(record(value, join(path, "records")));
        return tlsa;
    }

    HostMemory host(const json::object& object, const std::string& path) {
        HostMemory host;
        host.name = name(find(object, "name", path), join(path, "name"));
        // Version 1 has one for both: that of A, wherever A was answered.
        host.a_secure = optional_flag(object, is_former_ ? "addresses_secure" : "a_secure", path);
        if (!is_former_) host.aaaa_secure = optional_flag(object, "aaaa_secure", path);
        const auto& records = array(object, "tlsa", path);
        for (std::size_t i = 0; i < records.size() && !error(); ++i) {
            const auto here = join(path, "tlsa", i);
            host.tlsa.push_back(tlsa(as_object(&records[i], here), here));
        }
        const auto& endpoints = array(object, "endpoints", path);
        for (std::size_t i = 0; i < endpoints.size() && !error(); ++i) {
            const auto here = join(path, "endpoints", i);
            host.endpoints.push_back(endpoint(as_object(&endpoints[i], here), here));
        }
        return host;
    }

    MxMemory mx(const json::object& object) {
        MxMemory mx;
        mx.secure = flag(object, "secure", "mx");
        const auto& records = array(object, "records", "mx");
        for (std::size_t i = 0; i < records.size() && !error(); ++i) {
            const auto here = join("mx", "records", i);
            const auto& one = as_object(&records[i], here);
            mx.records.push_back({number<std::uint16_t>(one, "preference", here),
                                  name(find(one, "exchange", here), join(here, "exchange"))});
        }
        return mx;
    }

    StsMemory sts(const json::object& object) {
        StsMemory sts;
        if (const auto* const id = there(object, "id", "sts")) sts.id = text(id, "sts.id");
        if (there(object, "mode", "sts") != nullptr) sts.mode = word(policy_modes, object, "mode", "sts");
        if (is_former_) return sts;
        if (there(object, "max_age", "sts") != nullptr)
            sts.max_age = std::chrono::seconds{number<std::uint32_t>(object, "max_age", "sts")};
        for (const auto& value : array(object, "mx", "sts", limits::policy_octets))
            sts.mx.push_back(text(&value, "sts.mx"));
        return sts;
    }
};

}  // namespace

Result<DomainMemory> read_memory(const json::object& object) {
    MemoryReader reader;
    auto memory = reader.memory(object);
    if (reader.error()) return *reader.error();
    return memory;
}

Result<DomainMemory> memory_from_json(std::string_view text) {
    boost::system::error_code wrong;
    const auto value = json::parse(text, wrong);
    if (wrong) return failure(fmt::format("not JSON ({}), expected one {} object", wrong.message(), memory_schema));
    if (!value.is_object()) return failure(fmt::format("not a JSON object, expected {}", memory_schema));
    return read_memory(value.get_object());
}

}  // namespace danelaw
