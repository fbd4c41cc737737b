// JSON of contract 7: exactly its keys, of its types, and null exactly where it says null.
#include "support/domain.hpp"
#include "support/full_facts.hpp"

#include <danelaw/render/render.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace danelaw {
namespace {

namespace json = boost::json;
using namespace test;

using Keys = std::vector<std::pair<std::string, std::string>>;

/// `null`, `bool`, `int`, `number`, `text`, `list` or `object`.
std::string kind_of(const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            return "null";
        case json::kind::bool_:
            return "bool";
        case json::kind::int64:
        case json::kind::uint64:
            return "int";
        case json::kind::double_:
            return "number";
        case json::kind::string:
            return "text";
        case json::kind::array:
            return "list";
        case json::kind::object:
            return "object";
    }
    return {};
}

Keys keys_of(const json::value& value) {
    Keys keys;
    for (const auto& entry : value.as_object()) keys.emplace_back(entry.key(), kind_of(entry.value()));
    return keys;
}

/// Keys that have tests of their own.
const std::vector<std::string> keys_of_others = {"mta_sts",  "tls_rpt",      "senders", "sts_probe",
                                                 "forecast", "name_servers", "history"};

bool contains_name(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool contains(const Keys& keys, const Keys::value_type& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

void check_keys(const char* what, const json::value& value, const Keys& expected) {
    BOOST_TEST_CONTEXT(what) {
        BOOST_REQUIRE(value.is_object());
        const auto keys = keys_of(value);
        for (const auto& key : expected)
            BOOST_TEST(contains(keys, key), key.first << " of kind " << key.second << " is missing");
        for (const auto& key : keys) {
            const bool known = contains(expected, key) || contains_name(keys_of_others, key.first);
            BOOST_TEST(known, key.first << " of kind " << key.second << " is not in the contract");
        }
    }
}

/// `expected` with other kinds for some keys.
Keys but(Keys expected, const Keys& others) {
    for (const auto& [name, kind] : others) {
        const auto found = std::find_if(expected.begin(), expected.end(),
                                        [&name = name](const auto& key) { return key.first == name; });
        BOOST_REQUIRE(found != expected.end());
        found->second = kind;
    }
    return expected;
}

Keys plus(Keys keys, const Keys& more) {
    keys.insert(keys.end(), more.begin(), more.end());
    return keys;
}

const Keys answered_lookup = {{"name", "text"},
                              {"type", "text"},
                              {"dnssec", "text"},
                              {"presence", "text"},
                              {"failure", "null"},
                              {"extended_error", "null"},
                              {"canonical_name", "text"},
                              {"ttl", "int"},
                              {"signature_inception", "null"},
                              {"signature_expires", "null"}};
const Keys signed_lookup = but(answered_lookup, {{"signature_inception", "text"}, {"signature_expires", "text"}});
const Keys bogus_lookup = but(answered_lookup, {{"failure", "text"}, {"extended_error", "int"}, {"ttl", "null"}});
const Keys mx_more = {{"implicit", "bool"}, {"null_mx", "bool"}};

const Keys report_keys = {{"schema", "text"},         {"program", "object"},  {"domain", "text"},
                          {"domain_unicode", "text"}, {"checked_at", "text"}, {"seconds", "number"},
                          {"verdict", "text"},        {"exit_code", "int"},   {"mx", "object"},
                          {"hosts", "list"},          {"dane", "object"},     {"findings", "list"}};

const Keys host_keys = {{"name", "text"},
                        {"preference", "int"},
                        {"action", "text"},
                        {"action_reason", "null"},
                        {"tlsa_base_domain", "text"},
                        {"reference_identifiers", "list"},
                        {"addresses", "object"},
                        {"cname", "null"},
                        {"tlsa_lookups", "list"},
                        {"tlsa", "object"},
                        {"endpoints", "list"}};

const Keys session_keys = {{"address", "text"}, {"port", "int"},    {"outcome", "text"},
                           {"reason", "null"},  {"smtp", "object"}, {"tls", "object"},
                           {"chain", "list"},   {"dane", "object"}, {"pkix", "null"}};
const Keys endpoint_keys = plus(session_keys, {{"other_key_probe", "object"}});

const Keys smtp_keys = {{"result", "text"},   {"stage", "text"},   {"banner", "text"},
                        {"starttls", "text"}, {"replies", "list"}, {"seconds", "object"}};
const Keys tls_keys = {
    {"version", "text"}, {"cipher", "text"}, {"group", "text"}, {"signature", "text"}, {"sni", "text"}};
const Keys certificate_keys = {{"subject", "text"},     {"issuer", "text"},     {"not_before", "text"},
                               {"not_after", "text"},   {"dns_names", "list"},  {"key", "text"},
                               {"spki_sha256", "text"}, {"cert_sha256", "text"}};
const Keys record_keys = {{"usage", "int"},   {"selector", "int"},    {"matching_type", "int"}, {"data", "text"},
                          {"usable", "bool"}, {"considered", "bool"}, {"matched", "bool"},      {"reason", "null"}};
const Keys finding_keys = {{"code", "text"},   {"severity", "text"},  {"subject", "text"}, {"text", "text"},
                           {"advice", "text"}, {"reference", "text"}, {"tls_rpt", "null"}};

/// mx.example.org with two keys and three records: one matches each key, one none.
Domain whole_domain() {
    return Domain({Host("mx.example.org")
                       .at("192.0.2.1", tls_session({"leaf", "intermediate"}))
                       .other_key(tls_session({"leaf_rsa"}))
                       .tlsa({to_text(tlsa("3 1 1", "leaf")), to_text(tlsa("3 1 1", "leaf_rsa")),
                              to_text(tlsa("3 1 1", "root"))})});
}

json::value json_of(const Domain& domain) { return json::parse(render_json(domain.judged())); }

json::value first_host(const Domain& domain) { return json_of(domain).at("hosts").at(0); }

}  // namespace

BOOST_AUTO_TEST_SUITE(json_of_check)

BOOST_AUTO_TEST_CASE(the_report_has_the_keys_of_the_contract) {
    const auto report = json_of(whole_domain());
    check_keys("report", report, report_keys);
    BOOST_TEST(report.at("schema") == "danelaw.report/1");
    check_keys("program", report.at("program"), {{"version", "text"}, {"libunbound", "text"}, {"gnutls", "text"}});
    check_keys("dane", report.at("dane"), {{"verdict", "text"}});
    check_keys("mx", report.at("mx"), plus(answered_lookup, mx_more));
    check_keys("finding", report.at("findings").at(0), finding_keys);
    BOOST_TEST(report.at("checked_at") == "2026-01-01T00:00:00Z");
    BOOST_TEST(report.at("exit_code") == 0);
}

BOOST_AUTO_TEST_CASE(a_host_has_the_keys_of_the_contract) {
    const auto host = first_host(whole_domain());
    check_keys("host", host, host_keys);
    check_keys("addresses", host.at("addresses"), {{"a", "object"}, {"aaaa", "object"}});
    check_keys("A", host.at("addresses").at("a"), answered_lookup);
    check_keys("TLSA lookup", host.at("tlsa_lookups").at(0), answered_lookup);
    check_keys("tlsa", host.at("tlsa"), {{"owner", "text"}, {"records", "list"}});
    const auto& records = host.at("tlsa").at("records").as_array();
    check_keys("matched record", records.at(0), record_keys);
    check_keys("other record", records.at(2), but(record_keys, {{"reason", "text"}}));
    BOOST_TEST(records.at(1).at("matched") == true);
    BOOST_TEST(records.at(2).at("matched") == false);
}

BOOST_AUTO_TEST_CASE(an_endpoint_has_the_keys_of_the_contract) {
    const auto endpoint = first_host(whole_domain()).at("endpoints").at(0);
    check_keys("endpoint", endpoint, endpoint_keys);
    check_keys("smtp", endpoint.at("smtp"), smtp_keys);
    check_keys("tls", endpoint.at("tls"), tls_keys);
    check_keys("certificate", endpoint.at("chain").at(0), certificate_keys);
    check_keys("dane", endpoint.at("dane"), {{"matched_record", "int"}, {"matched_depth", "int"}});
    check_keys("other key", endpoint.at("other_key_probe"), session_keys);
    BOOST_TEST(endpoint.at("other_key_probe").at("dane").at("matched_record") == 1);
    BOOST_TEST(endpoint.at("chain").as_array().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_failed_lookup_says_why_and_has_no_ttl) {
    const auto report = json_of(Domain().mx(bogus("example.org", RecordType::mx)));
    check_keys("mx", report.at("mx"), plus(bogus_lookup, mx_more));
    BOOST_TEST(report.at("mx").at("presence") == "failed");
    BOOST_TEST(report.at("hosts").as_array().empty());
}

BOOST_AUTO_TEST_CASE(signature_dates_are_times) {
    const auto a = first_host(Domain({protected_host().with([](HostFacts& facts) {
                       facts.lookups.a->signature_inception = checked_at;
                       facts.lookups.a->signature_expires = checked_at + std::chrono::days{14};
                   })}))
                       .at("addresses")
                       .at("a");
    check_keys("A", a, signed_lookup);
    BOOST_TEST(a.at("signature_expires") == "2026-01-15T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(what_was_not_asked_or_not_found_is_null) {
    const auto no_mx = json_of(Domain({plain_host().insecure()}).with([](DomainFacts& facts) { facts.mx.reset(); }));
    BOOST_TEST(no_mx.at("mx").is_null());
    const auto host = no_mx.at("hosts").at(0);
    check_keys("host", host, but(host_keys, {{"tlsa_base_domain", "null"}, {"tlsa", "null"}}));
    BOOST_TEST(host.at("tlsa_lookups").as_array().empty());
    BOOST_TEST(host.at("reference_identifiers").as_array().empty());
    check_keys("endpoint", host.at("endpoints").at(0),
               but(endpoint_keys, {{"dane", "null"}, {"other_key_probe", "null"}}));
    const auto literal = first_host(Domain({literal_host("192.0.2.1")}));
    check_keys("addresses", literal.at("addresses"), {{"a", "null"}, {"aaaa", "null"}});
}

BOOST_AUTO_TEST_CASE(an_address_that_was_not_probed_has_no_session) {
    const auto host = first_host(Domain({protected_host().with([](HostFacts& facts) {
        facts.endpoints.front().not_probed = NotProbed{NotProbedReason::private_address, "loopback"};
    })}));
    check_keys(
        "endpoint", host.at("endpoints").at(0),
        but(endpoint_keys,
            {{"reason", "text"}, {"smtp", "null"}, {"tls", "null"}, {"dane", "null"}, {"other_key_probe", "null"}}));
    BOOST_TEST(host.at("endpoints").at(0).at("outcome") == "not_probed");
}

BOOST_AUTO_TEST_CASE(a_session_without_tls_has_no_parameters) {
    const auto session = ended_session(SmtpResult::no_starttls, SmtpStage::ehlo);
    const auto endpoint = first_host(Domain({plain_host().at("192.0.2.9", session)})).at("endpoints").at(1);
    check_keys(
        "endpoint", endpoint,
        but(endpoint_keys, {{"reason", "text"}, {"tls", "null"}, {"dane", "null"}, {"other_key_probe", "null"}}));
    check_keys("smtp", endpoint.at("smtp"), but(smtp_keys, {{"banner", "null"}}));
    BOOST_TEST(endpoint.at("smtp").at("result") == "no_starttls");
}

BOOST_AUTO_TEST_CASE(a_skipped_host_has_a_reason) {
    const auto host = first_host(Domain({Host("mx1.example.org").with([](HostFacts& facts) {
        facts.lookups.a = bogus("mx1.example.org", RecordType::a);
        facts.lookups.tlsa.clear();
    })}));
    check_keys("host", host,
               but(host_keys, {{"action_reason", "text"}, {"tlsa_base_domain", "null"}, {"tlsa", "null"}}));
    BOOST_TEST(host.at("action") == "skip");
}

BOOST_AUTO_TEST_CASE(a_finding_that_senders_report_has_their_word) {
    const auto report = json_of(Domain().mx(bogus("example.org", RecordType::mx)));
    check_keys("finding", report.at("findings").at(0), but(finding_keys, {{"tls_rpt", "text"}}));
}

BOOST_AUTO_TEST_CASE(a_u_label_is_shown_both_ways) {
    const auto report =
        json_of(Domain().with([](DomainFacts& facts) { facts.domain = name("xn--bcher-kva.example"); }));
    BOOST_TEST(report.at("domain") == "xn--bcher-kva.example");
    BOOST_TEST(report.at("domain_unicode") == "bücher.example");
}

BOOST_AUTO_TEST_CASE(it_is_one_line) {
    const auto text = render_json(judge(full_facts()));
    BOOST_TEST(text.find('\n') == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(json_of_the_other_commands)

BOOST_AUTO_TEST_CASE(lookup) {
    auto asked = aliased(answer("www.example.org", RecordType::a, {"192.0.2.1"}), {"example.net"});
    const auto keys =
        plus(answered_lookup, {{"schema", "text"}, {"rcode", "int"}, {"cname_chain", "list"}, {"records", "list"}});
    const auto value = json::parse(render_lookup_json(asked));
    check_keys("lookup", value, keys);
    BOOST_TEST(value.at("schema") == "danelaw.lookup/1");
    BOOST_TEST(value.at("records").at(0) == "192.0.2.1");
    BOOST_TEST(value.at("cname_chain").at(0) == "example.net");
    BOOST_TEST(value.at("canonical_name") == "example.net");
    check_keys("failed lookup", json::parse(render_lookup_json(bogus("example.org", RecordType::mx))),
               but(keys, {{"failure", "text"}, {"extended_error", "int"}, {"ttl", "null"}}));
}

BOOST_AUTO_TEST_CASE(match) {
    const Keys keys = {
        {"schema", "text"}, {"outcome", "text"}, {"matched", "object"}, {"records", "list"}, {"reason", "null"}};
    const std::vector<DomainName> names{name("mx.example.org")};
    MatchInput input;
    input.reference_identifiers = names;
    input.now = checked_at;
    const auto certificates = chain({"leaf", "intermediate", "root"});
    const auto matched = [&](const TlsaRecord& record) {
        return json::parse(render_match_json(match_chain(std::vector{record}, certificates, input)));
    };
    const auto by_anchor = matched(tlsa("2 0 1", "root"));
    check_keys("match", by_anchor, keys);
    check_keys("matched", by_anchor.at("matched"), {{"record", "int"}, {"depth", "int"}, {"name", "text"}});
    check_keys("record", by_anchor.at("records").at(0), record_keys);
    BOOST_TEST(by_anchor.at("matched").at("depth") == 2);
    const auto by_leaf = matched(tlsa("3 1 1", "leaf"));
    check_keys("matched", by_leaf.at("matched"), {{"record", "int"}, {"depth", "int"}, {"name", "null"}});
    const auto mismatch = matched(tlsa("3 1 1", "root"));
    check_keys("mismatch", mismatch, but(keys, {{"matched", "null"}, {"reason", "text"}}));
    BOOST_TEST(mismatch.at("outcome") == "mismatch");
    BOOST_TEST(matched(*tlsa_from_text("3 1 1 ab")).at("outcome") == "unusable");
}

BOOST_AUTO_TEST_CASE(probe) {
    EndpointFacts endpoint;
    endpoint.address = boost::asio::ip::make_address("192.0.2.1");
    endpoint.session = tls_session({"leaf"});
    const auto value = json::parse(render_probe_json("mx.example.org", endpoint, judge_session(endpoint)));
    check_keys("probe", value,
               plus(but(endpoint_keys, {{"dane", "null"}, {"other_key_probe", "null"}}),
                    {{"schema", "text"}, {"host", "text"}}));
    BOOST_TEST(value.at("schema") == "danelaw.probe/1");
    BOOST_TEST(value.at("outcome") == "encrypted");
}

BOOST_AUTO_TEST_CASE(lint_tlsa_records) {
    const Keys keys = {{"schema", "text"}, {"kind", "text"},   {"valid", "bool"},
                       {"value", "list"},  {"reason", "null"}, {"findings", "list"}};
    const auto linted = [](const std::vector<std::string>& texts) {
        return json::parse(render_lint_json(lint_tlsa(texts)));
    };
    const auto good = linted({to_text(tlsa("3 1 1", "leaf"))});
    check_keys("lint", good, keys);
    check_keys("record", good.at("value").at(0), record_keys);
    BOOST_TEST(good.at("schema") == "danelaw.lint/1");
    BOOST_TEST(good.at("kind") == "tlsa");
    const auto bad = linted({"3 1 1 ab", "3 1"});
    check_keys("lint", bad, but(keys, {{"reason", "text"}}));
    BOOST_TEST(bad.at("valid") == false);
    BOOST_TEST(bad.at("value").as_array().size() == 1U);
    check_keys("unusable record", bad.at("value").at(0), but(record_keys, {{"reason", "text"}}));
    check_keys("finding", bad.at("findings").at(0), finding_keys);
}

BOOST_AUTO_TEST_CASE(explain) {
    const Keys keys = {{"schema", "text"},  {"code", "text"},    {"severity", "text"}, {"reference", "text"},
                       {"tls_rpt", "text"}, {"meaning", "text"}, {"advice", "text"}};
    check_keys("explain", json::parse(render_explain_json(*catalogue_entry("tlsa.mismatch"))), keys);
    check_keys("explain", json::parse(render_explain_json(*catalogue_entry("mx.null"))),
               but(keys, {{"tls_rpt", "null"}}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
