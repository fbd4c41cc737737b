#include <danelaw/base/bytes.hpp>
#include <danelaw/base/limits.hpp>
#include <danelaw/report/facts.hpp>

#include "base/json_reader.hpp"
#include "report/facts_words.hpp"

#include <boost/json/parse.hpp>

namespace danelaw {

namespace json = boost::json;

namespace {

/// Reads facts; the members follow the shape of DomainFacts.
class FactsReader : public JsonReader {
public:
    DomainFacts facts(const json::object& object) {
        DomainFacts facts;
        const auto* const schema = find(object, "schema", "");
        if (text(schema, "schema") != "danelaw.facts/1" && schema != nullptr)
            fail("schema", *schema, "danelaw.facts/1");
        facts.program_version = text(object, "program_version", "");
        facts.libunbound_version = text(object, "libunbound_version", "");
        facts.gnutls_version = text(object, "gnutls_version", "");
        facts.asked = raw(find(object, "asked", ""), "asked");
        facts.kind = word(destination_kinds, object, "kind", "");
        facts.domain = name(find(object, "domain", ""), "domain");
        facts.port = number<std::uint16_t>(object, "port", "");
        facts.checked_at = required_moment(object, "checked_at", "");
        facts.seconds = duration(find(object, "seconds", ""), "seconds");
        facts.dns_only = flag(object, "dns_only", "");
        facts.single_probe = flag(object, "single_probe", "");
        facts.deadline_passed = flag(object, "deadline_passed", "");
        facts.trust.anchors = names(object, "trust_anchors", "");
        facts.trust.anchor_lookups = lookups(object, "trust_anchor_lookups", "");
        facts.mx = optional_lookup(object, "mx", "");
        facts.mx_records_left_out = number<std::uint32_t>(object, "mx_records_left_out", "");
        const auto& hosts = array(object, "hosts", "");
        if (hosts.size() > limits::mx_records_read)
            fail("hosts", fmt::format("at most {} hosts", limits::mx_records_read));
        for (std::size_t i = 0; i < hosts.size() && !error(); ++i) {
            const auto path = join("", "hosts", i);
            facts.hosts.push_back(host(as_object(&hosts[i], path), path));
        }
        if (const auto* const value = object.if_contains("tls_rpt"))
            facts.tls_rpt = tls_rpt(as_object(value, "tls_rpt"));
        return facts;
    }

private:
    template <class Enum, std::size_t Count>
    Enum word(const Enum (&all)[Count], const json::object& object, std::string_view key, std::string_view path) {
        const auto* const seen = find(object, key, path);
        const auto value = from_word(all, text(seen, join(path, key)));
        if (value) return *value;
        std::string words;
        for (const auto known : all) words += fmt::format("{}{}", words.empty() ? "" : ", ", to_text(known));
        if (seen != nullptr) fail(join(path, key), *seen, "one of " + words);
        return all[0];
    }

    std::string raw(const json::value* value, std::string_view path) {
        const auto octets = from_base64(text(value, path));
        if (!octets) fail(path, *value, "base64");
        return octets ? std::string(as_text(*octets)) : std::string();
    }

    Bytes octets(const json::value& value, std::string_view path, Result<Bytes> (*decode)(std::string_view)) {
        auto read = decode(text(&value, path));
        if (!read) fail(path, value, decode == from_hex ? "hexadecimal digits" : "base64");
        return read ? std::move(*read) : Bytes();
    }

    std::optional<Timestamp> moment(const json::value* value, std::string_view path) {
        if (value == nullptr || value->is_null()) return std::nullopt;
        const auto read = parse_time(text(value, path));
        if (!read) fail(path, *value, "a time such as 2026-01-02T03:04:05Z");
        return read ? std::optional(*read) : std::nullopt;
    }

    Timestamp required_moment(const json::object& object, std::string_view key, std::string_view path) {
        const auto* const value = find(object, key, path);
        const auto read = moment(value, join(path, key));
        if (value != nullptr && !read) fail(join(path, key), *value, "a time such as 2026-01-02T03:04:05Z");
        return read.value_or(Timestamp{});
    }

    double duration(const json::value* value, std::string_view path) {
        constexpr double longest = 1e9;  // no run takes thirty years, and infinity is no JSON
        if (value == nullptr) return 0;
        boost::system::error_code wrong;
        const auto read = value->to_number<double>(wrong);
        if (!wrong && read >= 0 && read <= longest) return read;
        fail(path, *value, "a number of seconds");
        return 0;
    }

    DomainName name(const json::value* value, std::string_view path) {
        const auto read = DomainName::from_presentation(text(value, path));
        if (!read && value != nullptr) fail(path, *value, "a domain name");
        return read ? *read : DomainName();
    }

    std::vector<DomainName> names(const json::object& object, std::string_view key, std::string_view path) {
        std::vector<DomainName> list;
        for (const auto& value : array(object, key, path)) list.push_back(name(&value, join(path, key)));
        return list;
    }

    Lookup lookup(const json::object& object, const std::string& path) {
        Lookup lookup;
        lookup.name = name(find(object, "name", path), join(path, "name"));
        lookup.type = static_cast<RecordType>(number<std::uint16_t>(object, "type", path));
        lookup.dnssec = word(validation_states, object, "dnssec", path);
        lookup.presence = word(presences, object, "presence", path);
        if (const auto* const value = find(object, "failure", path); value != nullptr && !value->is_null()) {
            lookup.failure = lookup_failure(as_object(value, join(path, "failure")), join(path, "failure"));
        }
        lookup.rcode = number<std::uint16_t>(object, "rcode", path);
        lookup.canonical_name = name(find(object, "canonical_name", path), join(path, "canonical_name"));
        lookup.cname_chain = names(object, "cname_chain", path);
        if (const auto* const ttl = find(object, "ttl", path); ttl != nullptr && !ttl->is_null()) {
            lookup.ttl = std::chrono::seconds{number<std::uint32_t>(ttl, join(path, "ttl"))};
        }
        lookup.signature_inception =
            moment(find(object, "signature_inception", path), join(path, "signature_inception"));
        lookup.signature_expires = moment(find(object, "signature_expires", path), join(path, "signature_expires"));
        const auto& rdata = array(object, "rdata", path);
        if (rdata.size() > limits::records_per_answer)
            fail(join(path, "rdata"), fmt::format("at most {} records", limits::records_per_answer));
        for (const auto& record : rdata) lookup.rdata.push_back(octets(record, join(path, "rdata"), from_hex));
        check_invariant(lookup, path);
        return lookup;
    }

    /// A failed lookup has no records to read by mistake, however the file was edited.
    void check_invariant(const Lookup& lookup, const std::string& path) {
        const bool failed = lookup.presence == Presence::failed;
        const bool bad_state =
            lookup.dnssec == ValidationState::bogus || lookup.dnssec == ValidationState::indeterminate;
        if (failed != bad_state || failed != lookup.failure.has_value() || (failed && !lookup.rdata.empty())) {
            fail(path, "a failure, and no records, exactly where dnssec is bogus or indeterminate");
        }
        if (lookup.rdata.empty() == (lookup.presence == Presence::records))
            fail(path, "records exactly where presence is records");
    }

    LookupFailure lookup_failure(const json::object& object, const std::string& path) {
        LookupFailure failure;
        failure.detail = raw(find(object, "detail", path), join(path, "detail"));
        if (const auto* const code = find(object, "extended_error", path); code != nullptr && !code->is_null()) {
            failure.extended_error = number<std::uint16_t>(code, join(path, "extended_error"));
        }
        failure.cut_by_deadline = flag(object, "cut_by_deadline", path);
        return failure;
    }

    std::optional<Lookup> optional_lookup(const json::object& object, std::string_view key, std::string_view path) {
        const auto* const value = find(object, key, path);
        if (value == nullptr || value->is_null()) return std::nullopt;
        return lookup(as_object(value, join(path, key)), join(path, key));
    }

    std::vector<Lookup> lookups(const json::object& object, std::string_view key, std::string_view path) {
        std::vector<Lookup> list;
        const auto& values = array(object, key, path);
        for (std::size_t i = 0; i < values.size() && !error(); ++i) {
            const auto here = join(path, key, i);
            list.push_back(lookup(as_object(&values[i], here), here));
        }
        return list;
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
        session.connection_refused = flag(object, "connection_refused", path);
        session.cut_by_deadline = flag(object, "cut_by_deadline", path);
        session.tls = tls(find(object, "tls", path), join(path, "tls"));
        const auto& chain = array(object, "chain", path);
        if (chain.size() > limits::chain_certificates)
            fail(join(path, "chain"), fmt::format("at most {} certificates", limits::chain_certificates));
        for (const auto& der : chain) session.chain.push_back(octets(der, join(path, "chain"), from_base64));
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

    NotProbed not_probed(const json::object& object, const std::string& path) {
        NotProbed why;
        why.reason = word(not_probed_reasons, object, "reason", path);
        why.text = raw(find(object, "text", path), join(path, "text"));
        return why;
    }

    EndpointFacts endpoint(const json::object& object, const std::string& path) {
        EndpointFacts endpoint;
        boost::system::error_code wrong;
        const auto* const address = find(object, "address", path);
        endpoint.address = boost::asio::ip::make_address(text(address, join(path, "address")), wrong);
        if (wrong && address != nullptr) fail(join(path, "address"), *address, "an IP address");
        endpoint.port = number<std::uint16_t>(object, "port", path);
        const auto* const reason = find(object, "not_probed", path);
        const auto* const seen = find(object, "session", path);
        if (reason != nullptr && !reason->is_null()) {
            endpoint.not_probed = not_probed(as_object(reason, join(path, "not_probed")), join(path, "not_probed"));
            if (seen != nullptr && !seen->is_null())
                fail(join(path, "session"), *seen, "null where the address was not probed");
        } else {
            endpoint.session = session(as_object(seen, join(path, "session")), join(path, "session"));
        }
        if (const auto* const other = find(object, "other_key_probe", path); other != nullptr && !other->is_null()) {
            endpoint.other_key_probe =
                session(as_object(other, join(path, "other_key_probe")), join(path, "other_key_probe"));
        }
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
