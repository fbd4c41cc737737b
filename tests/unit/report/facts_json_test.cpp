// Facts as JSON: everything survives a round trip, and every fault of a file is named with its place.
#include "support/domain.hpp"
#include "support/full_facts.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>

namespace danelaw {
namespace {

namespace json = boost::json;
using namespace test;

/// Keys that may be null: what was not asked, not there, or not told.
constexpr std::string_view nullable[] = {"mx",           "a",
                                         "aaaa",         "cname",
                                         "failure",      "extended_error",
                                         "ttl",          "signature_inception",
                                         "tls",          "signature_expires",
                                         "session",      "other_key_probe",
                                         "not_probed",   "record",
                                         "sts_probe",    "exchange",
                                         "status",       "cached_policy",
                                         "ca",           "warn_days",
                                         "address",      "not_asked",
                                         "no_reply",     "critical_days",
                                         "past",         "memory",
                                         "known",        "earlier",
                                         "not_after",    "a_secure",
                                         "max_age",      "aaaa_secure",
                                         "id",           "mode",
                                         "overruled",    "sts",
                                         "unknown_since"};

/// What facts of an earlier version lack: read as not asked, or not kept.
constexpr std::string_view later_keys[] = {"tls_rpt",
                                           "sts",
                                           "ca",
                                           "require",
                                           "sts_probe",
                                           "message",
                                           "trust_anchor_records",
                                           "zone_lookups",
                                           "warn_days",
                                           "critical_days",
                                           "flapping",
                                           "name_servers",
                                           "ehlo_name",
                                           "local_address",
                                           "second",
                                           "past"};

bool may_be_null(std::string_view key) {
    return std::find(std::begin(nullable), std::end(nullable), key) != std::end(nullable);
}

json::value full_json() { return json::parse(facts_to_json(full_facts())); }

std::string error_of(std::string_view text) {
    const auto read = facts_from_json(text);
    return read ? std::string() : read.error().detail;
}

/// The error for the full facts after one change.
std::string error_after(const std::function<void(json::object&)>& change) {
    auto value = full_json();
    change(value.as_object());
    return error_of(json::serialize(value));
}

/// Calls `visit` with every object below `value`, and the path to each of its keys as errors name it.
void for_each_key(json::value& value, const std::string& path,
                  const std::function<void(json::object&, const std::string&, const std::string&)>& visit) {
    if (value.is_array()) {
        for (std::size_t i = 0; i < value.as_array().size(); ++i)
            for_each_key(value.as_array()[i], path + "[" + std::to_string(i) + "]", visit);
    }
    if (!value.is_object()) return;
    std::vector<std::string> keys;
    for (const auto& entry : value.as_object()) keys.emplace_back(entry.key());
    for (const auto& key : keys) {
        const auto here = path.empty() ? key : path + "." + key;
        visit(value.as_object(), key, here);
        for_each_key(value.as_object()[key], here, visit);
    }
}

/// Puts something else in the place of every key, one after the other, and says what the error is.
void spoil_each_key(const std::function<json::value(const std::string&, const json::value&)>& replacement,
                    const std::function<void(const std::string&, const std::string&, const std::string&)>& check) {
    auto value = full_json();
    for_each_key(value, "", [&](json::object& object, const std::string& key, const std::string& path) {
        const auto original = object[key];
        object[key] = replacement(key, original);
        check(key, path, error_of(json::serialize(value)));
        object[key] = original;
    });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(facts_json)

BOOST_AUTO_TEST_CASE(everything_survives_a_round_trip) {
    const auto facts = full_facts();
    const auto text = facts_to_json(facts);
    const auto read = facts_from_json(text);
    BOOST_REQUIRE(bool(read));
    BOOST_TEST((*read == facts));
    BOOST_TEST(facts_to_json(*read) == text);
}

BOOST_AUTO_TEST_CASE(what_is_absent_stays_absent) {
    DomainFacts facts;
    facts.hosts.resize(1);
    facts.hosts.front().endpoints.resize(1);
    facts.hosts.front().lookups.a = Lookup();
    facts.hosts.front().lookups.a->failure.emplace();
    const auto read = facts_from_json(facts_to_json(facts));
    BOOST_REQUIRE(bool(read));
    BOOST_TEST((*read == facts));
}

BOOST_AUTO_TEST_CASE(it_is_one_line_of_ascii) {
    const auto text = facts_to_json(full_facts());
    BOOST_TEST(std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; }));
}

BOOST_AUTO_TEST_CASE(judging_what_was_read_gives_the_same_report) {
    const auto facts = Domain({protected_host(), plain_host()}).facts();
    const auto again = judge(*facts_from_json(facts_to_json(facts)));
    BOOST_TEST((again.facts == facts));
    BOOST_TEST((again.findings == judge(facts).findings));
}

BOOST_AUTO_TEST_CASE(every_key_that_is_missing_is_named) {
    auto value = full_json();
    for_each_key(value, "", [&](json::object& object, const std::string& key, const std::string& path) {
        const auto original = object[key];
        object.erase(key);
        const bool later = std::find(std::begin(later_keys), std::end(later_keys), key) != std::end(later_keys);
        const auto expected = later ? std::string() : path + ": expected this key, it is missing";
        BOOST_TEST(error_of(json::serialize(value)) == expected, path);
        object[key] = original;
    });
}

BOOST_AUTO_TEST_CASE(every_value_of_a_wrong_kind_is_named) {
    const auto other_kind = [](const std::string&, const json::value& original) {
        return original.is_object() || original.is_null() ? json::value("text") : json::value(json::object{{"x", 1}});
    };
    spoil_each_key(other_kind, [](const std::string&, const std::string& path, const std::string& error) {
        const bool named = error.starts_with(path + ": an object stands there, expected ") ||
                           error.starts_with(path + ": the text \"text\" stands there, expected ");
        BOOST_TEST(named, path << " gave " << error);
    });
}

BOOST_AUTO_TEST_CASE(null_stands_only_where_something_can_be_absent) {
    spoil_each_key([](const std::string&, const json::value&) { return json::value(); },
                   [](const std::string& key, const std::string& path, const std::string& error) {
                       const bool refused = error.starts_with(path + ": null stands there, expected ");
                       BOOST_TEST((refused || may_be_null(key)), path << " gave " << error);
                   });
}

BOOST_AUTO_TEST_CASE(an_address_was_probed_or_has_a_reason_why_not) {
    const auto endpoint_of = [](json::object& o, std::size_t host) -> json::object& {
        return o["hosts"].as_array()[host].as_object()["endpoints"].as_array()[0].as_object();
    };
    BOOST_TEST(error_after([&](auto& o) { endpoint_of(o, 0)["session"] = nullptr; }) ==
               "hosts[0].endpoints[0].session: null stands there, expected an object");
    BOOST_TEST(error_after([&](auto& o) { endpoint_of(o, 1)["session"] = endpoint_of(o, 0)["session"]; }) ==
               "hosts[1].endpoints[0].session: an object stands there, expected null where the address was not probed");
    const auto attempt_of = [](json::object& o, std::size_t i) -> json::object& {
        return o["sts"].as_object()["attempts"].as_array()[i].as_object();
    };
    BOOST_TEST(error_after([&](auto& o) { attempt_of(o, 1)["exchange"] = nullptr; }) ==
               "sts.attempts[1].exchange: null stands there, expected an object");
    BOOST_TEST(error_after([&](auto& o) { attempt_of(o, 0)["exchange"] = attempt_of(o, 1)["exchange"]; }) ==
               "sts.attempts[0].exchange: an object stands there, expected null where the address was not probed");
}

BOOST_AUTO_TEST_CASE(established_tls_has_its_parameters) {
    for (const char* const key : {"session", "other_key_probe", "sts_probe"}) {
        const auto error = error_after([&](auto& o) {
            auto& endpoint = o["hosts"].as_array()[0].as_object()["endpoints"].as_array()[0].as_object();
            auto& session = endpoint[key].as_object();
            session["result"] = "tls_established";
            session["tls"] = nullptr;
        });
        BOOST_TEST(error == std::string("hosts[0].endpoints[0].") + key +
                                ".tls: null stands there, expected an object where the result is tls_established");
    }
}

BOOST_AUTO_TEST_CASE(a_name_server_without_an_address_was_not_asked) {
    const auto server_of = [](json::object& o) -> json::object& {
        return o["name_servers"].as_array()[0].as_object()["servers"].as_array()[0].as_object();
    };
    const std::string error =
        "name_servers[0].servers[0].address: null stands there, expected the address of a name server that was asked";
    BOOST_TEST(error_after([&](auto& o) {
                   server_of(o)["address"] = nullptr;
                   server_of(o)["not_asked"] = nullptr;
                   server_of(o)["answers"] = json::array();
               }) == error);
    BOOST_TEST(error_after([&](auto& o) {
                   server_of(o)["address"] = nullptr;  // and answers all the same
               }) == error);
}

BOOST_AUTO_TEST_CASE(values_out_of_range_are_refused_with_what_was_expected) {
    const auto expect = [](const std::string& error, const std::function<void(json::object&)>& change) {
        BOOST_TEST(error_after(change) == error);
    };
    expect("schema: the text \"danelaw.facts/2\" stands there, expected danelaw.facts/1",
           [](auto& o) { o["schema"] = "danelaw.facts/2"; });
    expect("port: 65536 stands there, expected a whole number from 0 to 65535", [](auto& o) { o["port"] = 65536; });
    expect("port: -1 stands there, expected a whole number from 0 to 65535", [](auto& o) { o["port"] = -1; });
    expect("port: 2.55E1 stands there, expected a whole number from 0 to 65535", [](auto& o) { o["port"] = 25.5; });
    expect("seconds: -1 stands there, expected a number of seconds", [](auto& o) { o["seconds"] = -1; });
    expect("warn_days: -1 stands there, expected a number of days", [](auto& o) { o["warn_days"] = -1; });
    expect("checked_at: the text \"soon\" stands there, expected a time such as 2026-01-02T03:04:05Z",
           [](auto& o) { o["checked_at"] = "soon"; });
    expect("kind: the text \"mailbox\" stands there, expected one of domain, host, address",
           [](auto& o) { o["kind"] = "mailbox"; });
    expect("domain: the text \"a..b\" stands there, expected a domain name", [](auto& o) { o["domain"] = "a..b"; });
    expect("asked: the text \"%\" stands there, expected base64", [](auto& o) { o["asked"] = "%"; });
    expect("hosts[0].endpoints[0].address: the text \"mx\" stands there, expected an IP address", [](auto& o) {
        o["hosts"].as_array()[0].as_object()["endpoints"].as_array()[0].as_object()["address"] = "mx";
    });
    expect("mx.message: the text \"%\" stands there, expected base64",
           [](auto& o) { o["mx"].as_object()["message"] = "%"; });
    expect("mx.message: expected at most 65535 octets",
           [](auto& o) { o["mx"].as_object()["message"] = std::string(87384, 'A'); });
    expect("mx.rdata: the text \"abc\" stands there, expected hexadecimal digits",
           [](auto& o) { o["mx"].as_object()["rdata"] = json::array{"abc"}; });
    expect("hosts[0].endpoints[0].session.times: an array stands there, expected an array of two", [](auto& o) {
        auto& endpoint = o["hosts"].as_array()[0].as_object()["endpoints"].as_array()[0].as_object();
        endpoint["session"].as_object()["times"] = json::array{json::array{1}};
    });
}

/// A failed lookup has nothing to read by mistake (RFC 7672 §2.1.1), however the file was edited.
BOOST_AUTO_TEST_CASE(a_failed_lookup_has_a_failure_and_no_records) {
    const std::string error = "mx: expected a failure, and no records, exactly where dnssec is bogus or indeterminate";
    const auto spoil = [](const char* key, const json::value& value) {
        return error_after([&](json::object& o) { o["mx"].as_object()[key] = value; });
    };
    BOOST_TEST(spoil("dnssec", "bogus") == error);
    BOOST_TEST(spoil("dnssec", "indeterminate") == error);
    BOOST_TEST(spoil("presence", "failed") == error);
    BOOST_TEST(spoil("presence", "no_data") == "mx: expected records exactly where presence is records");
    BOOST_TEST(spoil("rdata", json::array()) == "mx: expected records exactly where presence is records");
}

/// The seeds of fuzz_facts_json, saved by one version after the other.
BOOST_AUTO_TEST_CASE(what_earlier_versions_saved_stays_readable) {
    std::size_t read = 0;
    const std::filesystem::path corpus(DANELAW_SOURCE_DIR "/testdata/corpus/facts_json");
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
        std::ifstream file(entry.path());
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        BOOST_TEST(error_of(text).empty(), entry.path().filename() << ": " << error_of(text));
        ++read;
    }
    BOOST_TEST(read > 10U);
}

BOOST_AUTO_TEST_CASE(a_lookup_saved_without_its_reply_is_the_same_otherwise) {
    auto facts = full_facts();
    facts.mx->message = {};
    auto value = full_json();
    value.as_object()["mx"].as_object().erase("message");
    const auto read = facts_from_json(json::serialize(value));
    BOOST_REQUIRE(bool(read));
    BOOST_TEST((*read == facts));
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_ignored) {
    BOOST_TEST(error_after([](json::object& o) { o["later"] = json::array{1, 2, 3}; }).empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(hostile_json)

BOOST_AUTO_TEST_CASE(what_is_no_json_object_is_refused_in_one_sentence) {
    for (const std::string text :
         {"", " ", "{", "{\"schema\":", "nul", "\xff\xfe", "{\"schema\":\"danelaw.facts/1\"}x"}) {
        const auto error = error_of(text);
        BOOST_TEST(error.starts_with("not JSON ("), text << " gave " << error);
        BOOST_TEST(error.ends_with("), expected one danelaw.facts/1 object"));
    }
    for (const std::string text : {"null", "[]", "1", "\"danelaw.facts/1\""})
        BOOST_TEST(error_of(text) == "not a JSON object, expected danelaw.facts/1");
}

BOOST_AUTO_TEST_CASE(depth_is_bounded) {
    const std::string deep(100'000, '[');
    BOOST_TEST(error_of(deep).starts_with("not JSON (too deep"));
    BOOST_TEST(error_of("{\"schema\":" + deep).starts_with("not JSON (too deep"));
}

BOOST_AUTO_TEST_CASE(strings_that_are_no_utf_8_are_refused) {
    BOOST_TEST(error_of("{\"schema\":\"\xff\"}").starts_with("not JSON ("));
    BOOST_TEST(error_of("{\"schema\":\"\\ud800\"}").starts_with("not JSON ("));
}

BOOST_AUTO_TEST_CASE(lists_are_bounded) {
    const auto list_of = [](std::size_t count, const json::value& entry) {
        json::array list;
        for (std::size_t i = 0; i < count; ++i) list.push_back(entry);
        return list;
    };
    const auto host = full_json().as_object()["hosts"].as_array()[0];
    BOOST_TEST(error_after([&](auto& o) { o["hosts"] = list_of(101, host); }) == "hosts: expected at most 100 hosts");
    BOOST_TEST(error_after([&](auto& o) { o["trust_anchors"] = list_of(8193, "."); }) ==
               "trust_anchors: expected at most 8192 entries");
    BOOST_TEST(error_after([&](auto& o) { o["mx"].as_object()["rdata"] = list_of(4097, "00"); }) ==
               "mx.rdata: expected at most 4096 records");
    BOOST_TEST(error_after([&](auto& o) {
                   auto& endpoint = o["hosts"].as_array()[0].as_object()["endpoints"].as_array()[0].as_object();
                   endpoint["session"].as_object()["chain"] = list_of(11, "AA==");
               }) == "hosts[0].endpoints[0].session.chain: expected at most 10 certificates");
}

/// RFC 8259 §4 leaves it open: here as in jq and Python the last one counts, whatever came before.
BOOST_AUTO_TEST_CASE(of_a_key_that_stands_twice_the_last_counts) {
    auto text = facts_to_json(full_facts());
    text.insert(text.size() - 1, ",\"port\":587");
    const auto read = facts_from_json(text);
    BOOST_REQUIRE(bool(read));
    BOOST_TEST(read->port == 587);
    text.insert(text.size() - 1, ",\"port\":[]");
    BOOST_TEST(error_of(text) == "port: an array stands there, expected a whole number from 0 to 65535");
}

BOOST_AUTO_TEST_CASE(text_of_the_file_is_printable_in_the_error) {
    const auto error = error_after([](json::object& o) { o["kind"] = "\x1b[31m\n" + std::string(500, 'x'); });
    BOOST_TEST(error.starts_with("kind: the text \"\\x1b[31m\\x0axxx"));
    BOOST_TEST(error.size() < 200U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
