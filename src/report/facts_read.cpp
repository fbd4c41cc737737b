#include <danelaw/report/facts.hpp>

#include "report/lookup_reader.hpp"
#include "report/memory_json.hpp"

#include <boost/json/parse.hpp>

namespace danelaw {

namespace json = boost::json;

namespace {

/// Reads facts; the members follow the shape of DomainFacts.
class FactsReader : public LookupReader {
public:
    DomainFacts facts(const json::object& object) {
        DomainFacts facts;
        const auto* const schema = find(object, "schema", "");
        if (text(schema, "schema") != "danelaw.facts/1" && schema != nullptr)
            fail("schema", *schema, "danelaw.facts/1");
        facts.program_version = text(object, "program_version", "");
        facts.libunbound_version = text(object, "libunbound_version", "");
        facts.gnutls_version = text(object, "gnutls_version", "");
        facts.ehlo_name = later_text(object, "ehlo_name", "");
        facts.asked = raw(find(object, "asked", ""), "asked");
        facts.kind = word(destination_kinds, object, "kind", "");
        facts.domain = name(find(object, "domain", ""), "domain");
        facts.port = number<std::uint16_t>(object, "port", "");
        facts.checked_at = required_moment(object, "checked_at", "");
        facts.seconds = duration(find(object, "seconds", ""), "seconds", "seconds");
        facts.dns_only = flag(object, "dns_only", "");
        facts.single_probe = flag(object, "single_probe", "");
        if (object.if_contains("require") != nullptr) facts.require = word(requirements, object, "require", "");
        facts.expiry_limits.warn_days = days(object, "warn_days");
        facts.expiry_limits.critical_days = days(object, "critical_days");
        facts.deadline_passed = flag(object, "deadline_passed", "");
        facts.trust.anchors = names(object, "trust_anchors", "");
        facts.trust.anchor_lookups = lookups(object, "trust_anchor_lookups", "");
        if (object.if_contains("trust_anchor_records") != nullptr) {
            for (const auto& value : array(object, "trust_anchor_records", ""))
                facts.trust.anchor_records.push_back(raw(&value, "trust_anchor_records"));
        }
        if (object.if_contains("zone_lookups") != nullptr)
            facts.trust.zone_lookups = lookups(object, "zone_lookups", "");
        if (object.if_contains("flapping") != nullptr) facts.flapping = lookups(object, "flapping", "");
        facts.mx = optional_lookup(object, "mx", "");
        facts.mx_records_left_out = number<std::uint32_t>(object, "mx_records_left_out", "");
        const auto& hosts = array(object, "hosts", "");
        if (hosts.size() > limits::mx_records_read)
            fail("hosts", fmt::format("at most {} hosts", limits::mx_records_read));
        for (std::size_t i = 0; i < hosts.size() && !error(); ++i) {
            const auto path = join("", "hosts", i);
            facts.hosts.push_back(host(as_object(&hosts[i], path), path));
        }
        if (const auto* const value = object.if_contains("sts")) facts.sts = sts(as_object(value, "sts"));
        if (const auto* const value = object.if_contains("ca"); value != nullptr && !value->is_null())
            facts.ca = ca(as_object(value, "ca"));
        if (const auto* const value = object.if_contains("tls_rpt"))
            facts.tls_rpt = tls_rpt(as_object(value, "tls_rpt"));
        if (object.if_contains("name_servers") != nullptr) facts.name_servers = name_servers(object);
        if (const auto* const value = object.if_contains("past"); value != nullptr && !value->is_null())
            facts.past = past(as_object(value, "past"));
        return facts;
    }

private:
    /// A text that facts of earlier versions lack.
    std::string later_text(const json::object& object, std::string_view key, std::string_view path) {
        const auto* const value = object.if_contains(key);
        return value == nullptr ? std::string() : text(value, join(path, key));
    }

    /// Facts saved before these could be asked for lack them.
    std::optional<double> days(const json::object& object, std::string_view key) {
        const auto* const value = object.if_contains(key);
        if (value == nullptr || value->is_null()) return std::nullopt;
        return duration(value, key, "days");
    }

    PastFacts past(const json::object& object) {
        PastFacts past;
        if (const auto* const memory = find(object, "memory", "past"); memory != nullptr && !memory->is_null()) {
            auto read = read_memory(as_object(memory, "past.memory"));
            if (read) past.memory = std::move(*read);
            if (!read) fail_inside("past.memory", read.error());
        }
        past.failure = optional_raw(object, "failure", "past");
        return past;
    }

    TlsRptFacts tls_rpt(const json::object& object) {
        TlsRptFacts facts;
        facts.record = optional_lookup(object, "record", "tls_rpt");
        facts.mailboxes = lookups(object, "mailboxes", "tls_rpt");
        return facts;
    }

    SmtpSession session(const json::object& object, const std::string& path) {
        SmtpSession session;
        session.result = word(smtp_results, object, "result", path);
        session.stage = word(smtp_stages, object, "stage", path);
        session.starttls = word(starttls_offers, object, "starttls", path);
        session.banner = raw(find(object, "banner", path), join(path, "banner"));
        for (const auto& reply : array(object, "replies", path))
            session.replies.push_back(raw(&reply, join(path, "replies")));
        for (const auto& line : array(object, "dialogue", path)) {
            if (const auto* const pair = pair_of(line, join(path, "dialogue"))) {
                session.dialogue.emplace_back(text(&(*pair)[0], join(path, "dialogue")),
                                              raw(&(*pair)[1], join(path, "dialogue")));
            }
        }
        session.detail = raw(find(object, "detail", path), join(path, "detail"));
        session.local_address = later_text(object, "local_address", path);
        session.connection_refused = flag(object, "connection_refused", path);
        session.cut_by_deadline = flag(object, "cut_by_deadline", path);
        const auto* const parameters = find(object, "tls", path);
        session.tls = tls(parameters, join(path, "tls"));
        if (session.result == SmtpResult::tls_established && !session.tls && parameters != nullptr)
            fail(join(path, "tls"), *parameters, "an object where the result is tls_established");
        session.chain = chain(object, path);
        session.key_usage_violation = flag(object, "key_usage_violation", path);
        session.no_such_key_type = flag(object, "no_such_key_type", path);
        for (const auto& phase : array(object, "times", path)) {
            if (const auto* const pair = pair_of(phase, join(path, "times"))) {
                session.times.emplace_back(text(&(*pair)[0], join(path, "times")),
                                           number<std::uint32_t>(&(*pair)[1], join(path, "times")));
            }
        }
        return session;
    }

    std::vector<Bytes> chain(const json::object& object, const std::string& path) {
        std::vector<Bytes> ders;
        const auto& values = array(object, "chain", path);
        if (values.size() > limits::chain_certificates)
            fail(join(path, "chain"), fmt::format("at most {} certificates", limits::chain_certificates));
        for (const auto& der : values) ders.push_back(octets(der, join(path, "chain"), from_base64));
        return ders;
    }

    std::optional<SmtpSession> optional_session(const json::value* value, const std::string& path) {
        if (value == nullptr || value->is_null()) return std::nullopt;
        return session(as_object(value, path), path);
    }

    void must_be_null(const json::value* value, std::string_view path) {
        if (value != nullptr && !value->is_null()) fail(path, *value, "null where the address was not probed");
    }

    const json::array* pair_of(const json::value& value, const std::string& path) {
        if (value.is_array() && value.get_array().size() == 2) return &value.get_array();
        fail(path, value, "an array of two");
        return nullptr;
    }

    std::optional<TlsParameters> tls(const json::value* value, const std::string& path) {
        if (value == nullptr || value->is_null()) return std::nullopt;
        const auto& object = as_object(value, path);
        return TlsParameters{text(object, "version", path), text(object, "cipher", path), text(object, "group", path),
                             text(object, "signature", path), text(object, "sni", path)};
    }

    std::optional<NotProbed> not_probed(const json::object& holder, const std::string& holder_path) {
        const auto* const value = find(holder, "not_probed", holder_path);
        if (value == nullptr || value->is_null()) return std::nullopt;
        const auto path = join(holder_path, "not_probed");
        const auto& object = as_object(value, path);
        NotProbed why;
        why.reason = word(not_probed_reasons, object, "reason", path);
        why.text = raw(find(object, "text", path), join(path, "text"));
        return why;
    }

    std::vector<ZoneServers> name_servers(const json::object& object) {
        std::vector<ZoneServers> zones;
        const auto& values = array(object, "name_servers", "", limits::name_server_zones);
        for (std::size_t i = 0; i < values.size() && !error(); ++i) {
            const auto path = join("", "name_servers", i);
            const auto& read = as_object(&values[i], path);
            auto& zone = zones.emplace_back();
            zone.zone = name(find(read, "zone", path), join(path, "zone"));
            zone.ns = lookup(as_object(find(read, "ns", path), join(path, "ns")), join(path, "ns"));
            const auto& servers = array(read, "servers", path);
            for (std::size_t k = 0; k < servers.size() && !error(); ++k) {
                const auto here = join(path, "servers", k);
                zone.servers.push_back(server(as_object(&servers[k], here), here));
            }
        }
        return zones;
    }

    ServerFacts server(const json::object& object, const std::string& path) {
        ServerFacts server;
        server.name = name(find(object, "name", path), join(path, "name"));
        const auto* const seen = find(object, "address", path);
        if (seen != nullptr && !seen->is_null()) server.address = address(object, path);
        auto reason = optional_raw(object, "not_asked", path);
        const bool left_open = flag(object, "left_open", path);
        if (reason) server.not_asked = NotAsked{std::move(*reason), left_open};
        const auto& answers = array(object, "answers", path);
        for (std::size_t i = 0; i < answers.size() && !error(); ++i) {
            const auto here = join(path, "answers", i);
            server.answers.push_back(server_answer(as_object(&answers[i], here), here));
        }
        if (!server.address && seen != nullptr && (!server.not_asked || !server.answers.empty()))
            fail(join(path, "address"), *seen, "the address of a name server that was asked");
        return server;
    }

    ServerAnswer server_answer(const json::object& object, const std::string& path) {
        ServerAnswer answer;
        answer.name = name(find(object, "name", path), join(path, "name"));
        answer.type = static_cast<RecordType>(number<std::uint16_t>(object, "type", path));
        answer.no_reply = optional_raw(object, "no_reply", path);
        if (const auto* const message = object.if_contains("message"))
            answer.message = octets(*message, join(path, "message"), from_base64);
        answer.over_tcp = flag(object, "over_tcp", path);
        answer.took = std::chrono::milliseconds{number<std::uint32_t>(object, "took", path)};
        return answer;
    }

    std::optional<std::string> optional_raw(const json::object& object, std::string_view key, const std::string& path) {
        const auto* const value = find(object, key, path);
        if (value == nullptr || value->is_null()) return std::nullopt;
        return raw(value, join(path, key));
    }

    PolicyExchange exchange(const json::object& object, const std::string& path) {
        PolicyExchange exchange;
        exchange.result = word(fetch_results, object, "result", path);
        exchange.stage = word(fetch_stages, object, "stage", path);
        exchange.detail = raw(find(object, "detail", path), join(path, "detail"));
        exchange.connection_refused = flag(object, "connection_refused", path);
        exchange.cut_by_deadline = flag(object, "cut_by_deadline", path);
        exchange.tls_version = text(object, "tls_version", path);
        exchange.chain = chain(object, path);
        if (const auto* const status = find(object, "status", path); status != nullptr && !status->is_null())
            exchange.status = number<std::uint16_t>(status, join(path, "status"));
        exchange.content_type = raw(find(object, "content_type", path), join(path, "content_type"));
        exchange.content_encoding = raw(find(object, "content_encoding", path), join(path, "content_encoding"));
        exchange.location = raw(find(object, "location", path), join(path, "location"));
        exchange.body = raw(find(object, "body", path), join(path, "body"));
        return exchange;
    }

    StsFacts sts(const json::object& object) {
        StsFacts facts;
        facts.record = optional_lookup(object, "record", "sts");
        facts.a = optional_lookup(object, "a", "sts");
        facts.aaaa = optional_lookup(object, "aaaa", "sts");
        const auto& attempts = array(object, "attempts", "sts");
        for (std::size_t i = 0; i < attempts.size() && !error(); ++i) {
            const auto path = join("sts", "attempts", i);
            const auto& attempt = as_object(&attempts[i], path);
            auto& read = facts.attempts.emplace_back();
            read.address = address(attempt, path);
            read.not_probed = not_probed(attempt, path);
            const auto here = join(path, "exchange");
            const auto* const seen = find(attempt, "exchange", path);
            if (!read.not_probed) {
                read.exchange = exchange(as_object(seen, here), here);
            } else {
                must_be_null(seen, here);
            }
        }
        const auto* const cached = find(object, "cached_policy", "sts");
        if (cached != nullptr && !cached->is_null()) facts.cached_policy = raw(cached, "sts.cached_policy");
        return facts;
    }

    CaFacts ca(const json::object& object) {
        CaFacts facts;
        facts.source = raw(find(object, "source", "ca"), "ca.source");
        facts.certificates = number<std::uint32_t>(object, "certificates", "ca");
        for (const auto& der : array(object, "anchors", "ca"))
            facts.anchors.push_back(octets(der, "ca.anchors", from_base64));
        return facts;
    }

    EndpointFacts endpoint(const json::object& object, const std::string& path) {
        EndpointFacts endpoint;
        endpoint.address = address(object, path);
        endpoint.port = number<std::uint16_t>(object, "port", path);
        endpoint.not_probed = not_probed(object, path);
        const auto here = join(path, "session");
        const auto* const seen = find(object, "session", path);
        if (!endpoint.not_probed) {
            endpoint.session = session(as_object(seen, here), here);
        } else {
            must_be_null(seen, here);
        }
        endpoint.other_key_probe =
            optional_session(find(object, "other_key_probe", path), join(path, "other_key_probe"));
        endpoint.sts_probe = optional_session(object.if_contains("sts_probe"), join(path, "sts_probe"));
        return endpoint;
    }

    HostFacts host(const json::object& object, const std::string& path) {
        HostFacts host;
        host.lookups.name = name(find(object, "name", path), join(path, "name"));
        host.preference = number<std::uint16_t>(object, "preference", path);
        host.lookups.a = optional_lookup(object, "a", path);
        host.lookups.aaaa = optional_lookup(object, "aaaa", path);
        host.lookups.cname = optional_lookup(object, "cname", path);
        host.lookups.tlsa = lookups(object, "tlsa", path);
        const auto& endpoints = array(object, "endpoints", path);
        for (std::size_t i = 0; i < endpoints.size() && !error(); ++i) {
            const auto here = join(path, "endpoints", i);
            host.endpoints.push_back(endpoint(as_object(&endpoints[i], here), here));
        }
        host.exchange_is_address = flag(object, "exchange_is_address", path);
        host.not_examined = flag(object, "not_examined", path);
        return host;
    }
};

}  // namespace

Result<DomainFacts> facts_from_json(std::string_view text) {
    boost::system::error_code wrong;
    const auto value = json::parse(text, wrong);
    if (wrong) return failure(fmt::format("not JSON ({}), expected one danelaw.facts/1 object", wrong.message()));
    if (!value.is_object()) return failure("not a JSON object, expected danelaw.facts/1");
    FactsReader reader;
    auto facts = reader.facts(value.get_object());
    if (reader.error()) return *reader.error();
    return facts;
}

}  // namespace danelaw
