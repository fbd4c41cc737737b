#pragma once

#include <danelaw/base/bytes.hpp>
#include <danelaw/base/limits.hpp>
#include <danelaw/report/facts.hpp>

#include "base/json_reader.hpp"
#include "report/facts_words.hpp"

namespace danelaw {

/// Reads the values that facts are made of: words, octets, moments, names, lookups.
class LookupReader : public JsonReader {
public:
    template <class Enum, std::size_t Count>
    Enum word(const Enum (&all)[Count], const boost::json::object& object, std::string_view key,
              std::string_view path) {
        const auto* const seen = find(object, key, path);
        const auto value = from_word(all, text(seen, join(path, key)));
        if (value) return *value;
        std::string words;
        for (const auto known : all) words += fmt::format("{}{}", words.empty() ? "" : ", ", to_text(known));
        if (seen != nullptr) fail(join(path, key), *seen, "one of " + words);
        return all[0];
    }

    std::string raw(const boost::json::value* value, std::string_view path) {
        const auto octets = from_base64(text(value, path));
        if (!octets) fail(path, *value, "base64");
        return octets ? std::string(as_text(*octets)) : std::string();
    }

    Bytes octets(const boost::json::value& value, std::string_view path, Result<Bytes> (*decode)(std::string_view)) {
        auto read = decode(text(&value, path));
        if (!read) fail(path, value, decode == from_hex ? "hexadecimal digits" : "base64");
        return read ? std::move(*read) : Bytes();
    }

    std::optional<Timestamp> moment(const boost::json::value* value, std::string_view path) {
        if (value == nullptr || value->is_null()) return std::nullopt;
        const auto read = parse_time(text(value, path));
        if (!read) fail(path, *value, "a time such as 2026-01-02T03:04:05Z");
        return read ? std::optional(*read) : std::nullopt;
    }

    Timestamp required_moment(const boost::json::object& object, std::string_view key, std::string_view path) {
        const auto* const value = find(object, key, path);
        const auto read = moment(value, join(path, key));
        if (value != nullptr && !read) fail(join(path, key), *value, "a time such as 2026-01-02T03:04:05Z");
        return read.value_or(Timestamp{});
    }

    double duration(const boost::json::value* value, std::string_view path, std::string_view unit) {
        constexpr double longest = 1e9;  // no run takes thirty years, and infinity is no JSON
        if (value == nullptr) return 0;
        boost::system::error_code wrong;
        const auto read = value->to_number<double>(wrong);
        if (!wrong && read >= 0 && read <= longest) return read;
        fail(path, *value, fmt::format("a number of {}", unit));
        return 0;
    }

    DomainName name(const boost::json::value* value, std::string_view path) {
        const auto read = DomainName::from_presentation(text(value, path));
        if (!read && value != nullptr) fail(path, *value, "a domain name");
        return read ? *read : DomainName();
    }

    std::vector<DomainName> names(const boost::json::object& object, std::string_view key, std::string_view path) {
        std::vector<DomainName> list;
        for (const auto& value : array(object, key, path)) list.push_back(name(&value, join(path, key)));
        return list;
    }

    boost::asio::ip::address address(const boost::json::object& object, const std::string& path) {
        boost::system::error_code wrong;
        const auto* const value = find(object, "address", path);
        auto read = boost::asio::ip::make_address(text(value, join(path, "address")), wrong);
        if (wrong && value != nullptr) fail(join(path, "address"), *value, "an IP address");
        return read;
    }

    Lookup lookup(const boost::json::object& object, const std::string& path) {
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
        lookup.rdata = rdata(object, path);
        if (const auto* const message = object.if_contains("message")) {
            lookup.message = octets(*message, join(path, "message"), from_base64);
            if (lookup.message.size() > limits::message_octets)
                fail(join(path, "message"), fmt::format("at most {} octets", limits::message_octets));
        }
        if (const auto* const second = object.if_contains("second")) {
            lookup.second = second_opinion(as_object(second, join(path, "second")), join(path, "second"));
        }
        check_invariant(lookup, path);
        return lookup;
    }

    std::vector<Bytes> rdata(const boost::json::object& object, const std::string& path) {
        std::vector<Bytes> all;
        const auto& values = array(object, "rdata", path);
        if (values.size() > limits::records_per_answer)
            fail(join(path, "rdata"), fmt::format("at most {} records", limits::records_per_answer));
        for (const auto& record : values) all.push_back(octets(record, join(path, "rdata"), from_hex));
        return all;
    }

    SecondOpinion second_opinion(const boost::json::object& object, const std::string& path) {
        SecondOpinion second;
        second.dnssec = word(validation_states, object, "dnssec", path);
        second.presence = word(presences, object, "presence", path);
        second.why = raw(find(object, "why", path), join(path, "why"));
        second.rdata = rdata(object, path);
        second.abstention = raw(find(object, "abstention", path), join(path, "abstention"));
        if (const auto* const value = find(object, "overruled", path); value != nullptr && !value->is_null())
            second.overruled = word(validation_states, object, "overruled", path);
        return second;
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

    LookupFailure lookup_failure(const boost::json::object& object, const std::string& path) {
        LookupFailure failure;
        failure.detail = raw(find(object, "detail", path), join(path, "detail"));
        if (const auto* const code = find(object, "extended_error", path); code != nullptr && !code->is_null()) {
            failure.extended_error = number<std::uint16_t>(code, join(path, "extended_error"));
        }
        failure.cut_by_deadline = flag(object, "cut_by_deadline", path);
        return failure;
    }

    std::optional<Lookup> optional_lookup(const boost::json::object& object, std::string_view key,
                                          std::string_view path) {
        const auto* const value = find(object, key, path);
        if (value == nullptr || value->is_null()) return std::nullopt;
        return lookup(as_object(value, join(path, key)), join(path, key));
    }

    std::vector<Lookup> lookups(const boost::json::object& object, std::string_view key, std::string_view path) {
        std::vector<Lookup> list;
        const auto& values = array(object, key, path);
        for (std::size_t i = 0; i < values.size() && !error(); ++i) {
            const auto here = join(path, key, i);
            list.push_back(lookup(as_object(&values[i], here), here));
        }
        return list;
    }
};

}  // namespace danelaw
