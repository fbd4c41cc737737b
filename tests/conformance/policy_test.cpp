#include <danelaw/report/report.hpp>

#include "support/conformance.hpp"
#include "support/gathering.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

// Destinations of other people's test suites (family dane-policy): DNS tables with a status for each RRset, and what a
// sender does. The table in tests/conformance/README.md explains the cases that are answered otherwise here, by name.

using namespace danelaw;
using namespace danelaw::test;
using danelaw::testing::text;
using Status = FakeResolver::Status;
namespace json = boost::json;

namespace {

// mox treats a domain that does not exist as one without MX; RFC 5321 §5.1: "this situation MUST be reported as an
// error".
const std::set<std::string> does_not_exist{"gather-dest-06", "gather-dest-07"};

std::string without_dot(std::string name) {
    if (name.size() > 1 && name.back() == '.') name.pop_back();
    return name;
}

Status status_of(const std::string& word) {
    if (word == "secure" || word == "nxdomain-secure" || word == "nodata-secure") return Status::secure;
    if (word == "bogus") return Status::bogus;
    if (word == "servfail" || word == "timeout") return Status::failed;
    return Status::insecure;
}

FakeResolver resolver_of(const json::object& input) {
    FakeResolver resolver;
    bool any_secure = false;
    for (const auto& row : input.at("dns").as_array()) {
        const auto& record = row.as_object();
        const auto status = text(record.at("status"));
        any_secure = any_secure || status == "secure";
        if (status.starts_with("nxdomain")) continue;
        std::vector<std::string> rdata;
        for (const auto& value : record.at("rdata").as_array()) rdata.push_back(text(value));
        const auto type = record_type_from_text(text(record.at("type")));
        if (!type) continue;
        resolver.add(without_dot(text(record.at("name"))), *type, rdata, status_of(status));
    }
    resolver.absence_is(any_secure ? ValidationState::secure : ValidationState::insecure);
    return resolver;
}

std::vector<Bytes> chain_of(const json::object& server) {
    const auto* const file = server.if_contains("chain_pem");
    if (file == nullptr) return {};
    std::vector<Bytes> chain;
    const auto read = read_pem_chain(danelaw::testing::conformance_file("dane-policy", text(*file)));
    BOOST_REQUIRE(bool(read));
    for (const auto& certificate : *read) chain.push_back(certificate.der);
    return chain;
}

/// Every address that would be connected to shows the same server.
void let_server_answer(DomainFacts& facts, const json::object& server) {
    const auto* const starttls = server.if_contains("starttls");
    for (auto& host : facts.hosts) {
        for (auto& endpoint : host.endpoints) {
            if (!endpoint.not_probed || endpoint.not_probed->reason != NotProbedReason::dns_only) continue;
            endpoint.not_probed.reset();
            endpoint.session.stage = SmtpStage::tls;
            endpoint.session.result = SmtpResult::tls_established;
            endpoint.session.tls = TlsParameters{};
            endpoint.session.chain = chain_of(server);
            if (starttls != nullptr && !starttls->as_bool()) endpoint.session.result = SmtpResult::no_starttls;
        }
    }
    facts.dns_only = false;
}

std::string outcome_of_case(const Report& report, const std::string& dane) {
    const auto has = [&](Outcome outcome) {
        return std::any_of(report.hosts.begin(), report.hosts.end(), [&](const HostReport& host) {
            return std::any_of(host.endpoints.begin(), host.endpoints.end(),
                               [&](const EndpointReport& e) { return e.outcome == outcome; });
        });
    };
    const auto skipped = [](const HostReport& host) { return host.decision.action == DaneAction::skip; };
    const bool all_skipped = std::all_of(report.hosts.begin(), report.hosts.end(), skipped);
    if (dane == "off") return "tls-unauthenticated";
    if ((report.facts.mx && !report.facts.mx->answered()) || all_skipped) return "tempfail";
    if (has(Outcome::authenticated)) return "dane-authenticated";
    if (dane == "required") return "fail";
    if (has(Outcome::mismatch) || has(Outcome::tls_failed)) return "dane-failed";
    return has(Outcome::encrypted) ? "tls-unauthenticated" : "cleartext";
}

DomainFacts gather_dns(FakeResolver& resolver, const std::string& domain, bool no_mx = false) {
    Gathering gathering(resolver);
    gathering.options.dns_only = true;
    return gathering.run(domain, no_mx);
}

void check_tlsa_queries(const json::object& expected, const FakeResolver& resolver) {
    const auto* const queries = expected.if_contains("tlsa_queries");
    if (queries == nullptr) return;
    for (const auto& [host, count] : queries->as_object()) {
        BOOST_TEST(resolver.count("_25._tcp." + without_dot(std::string(host)), RecordType::tlsa) ==
                   static_cast<std::size_t>(count.to_number<int>()));
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(policy_conformance)

BOOST_AUTO_TEST_CASE(deliveries_end_as_upstream_says) {
    for (const auto& one : danelaw::testing::conformance_cases("dane-policy", {"delivery"})) {
        if (one.contains("disputed")) continue;
        BOOST_TEST_CONTEXT(text(one.at("id"))) {
            const auto& input = one.at("input").as_object();
            auto resolver = resolver_of(input);
            auto facts = gather_dns(resolver, text(input.at("domain")));
            let_server_answer(facts, input.at("server").as_object());
            const auto report = judge(facts);
            const auto& expected = one.at("expected").as_object();
            BOOST_TEST(outcome_of_case(report, text(input.at("dane"))) == text(expected.at("outcome")));
            check_tlsa_queries(expected, resolver);
            if (const auto* const sni = expected.if_contains("sni"); sni != nullptr && sni->is_string()) {
                BOOST_TEST(report.hosts.at(0).decision.tlsa_base_domain.value().text() == text(*sni));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(destinations_lead_to_the_hosts_upstream_finds) {
    for (const auto& one : danelaw::testing::conformance_cases("dane-policy", {"gather-destinations"})) {
        if (one.contains("disputed")) continue;
        BOOST_TEST_CONTEXT(text(one.at("id"))) {
            const auto& input = one.at("input").as_object();
            const auto& expected = one.at("expected").as_object();
            auto resolver = resolver_of(input);
            const auto facts = gather_dns(resolver, text(input.at("next_hop")));
            if (does_not_exist.contains(text(one.at("id")))) {
                BOOST_TEST((facts.mx->presence == Presence::nx_domain));
                BOOST_TEST(facts.hosts.empty());
                continue;
            }
            BOOST_TEST(facts.mx->answered() != expected.contains("error"));
            if (expected.contains("error")) continue;
            std::vector<std::string> hosts, wanted;
            for (const auto& host : facts.hosts) hosts.push_back(host.lookups.name.text());
            for (const auto& host : expected.at("mx_hosts").as_array()) wanted.push_back(text(host));
            BOOST_TEST(hosts == wanted);
            BOOST_TEST(facts.mx->canonical_name.text() == text(expected.at("expanded_next_hop")));
            BOOST_TEST(next_hop_resolution(facts).mx_secure == expected.at("expanded_next_hop_secure").as_bool());
        }
    }
}

BOOST_AUTO_TEST_CASE(the_names_of_the_rfc_s_example_are_accepted) {  // RFC 7672 §3.2.2
    for (const auto& one : danelaw::testing::conformance_cases("dane-policy", {"reference-names-dns"})) {
        BOOST_TEST_CONTEXT(text(one.at("id"))) {
            const auto& input = one.at("input").as_object();
            const auto& expected = one.at("expected").as_object();
            auto resolver = resolver_of(input);
            const auto report = judge(gather_dns(resolver, text(input.at("next_hop"))));
            const auto wanted_host = name(text(input.at("mx_host")));
            bool seen = false;
            for (std::size_t i = 0; i < report.hosts.size(); ++i) {
                if (report.facts.hosts[i].lookups.name != wanted_host) continue;
                seen = true;
                const auto& host = report.hosts[i];
                BOOST_TEST(host.decision.tlsa_base_domain.value().text() == text(expected.at("tlsa_base_domain")));
                for (const auto& must : expected.at("must_accept").as_array()) {
                    const auto& names = host.reference_identifiers;
                    BOOST_TEST((std::find(names.begin(), names.end(), name(text(must))) != names.end()));
                }
            }
            BOOST_TEST(seen);
        }
    }
}

BOOST_AUTO_TEST_CASE(names_of_an_expanded_mx_host_are_those_of_the_rfc) {  // RFC 7672 §3.2.2
    for (const auto& one : danelaw::testing::conformance_cases("dane-policy", {"reference-names"})) {
        BOOST_TEST_CONTEXT(text(one.at("id"))) {
            const auto& input = one.at("input").as_object();
            const auto in = [&](const char* key) { return name(text(input.at(key))); };
            const NextHopResolution next_hop{in("original_next_hop"), in("expanded_next_hop"),
                                             input.at("have_mx").as_bool(),
                                             input.at("expanded_next_hop_secure").as_bool()};
            std::set<std::string> ours, wanted;
            for (const auto& each :
                 reference_identifiers(next_hop, in("original_tlsa_base"), in("expanded_tlsa_base"))) {
                ours.insert(each.text());
            }
            for (const auto& each : one.at("expected").as_object().at("names").as_array()) wanted.insert(text(each));
            // mox also takes the alias that the MX record names; the RFC and Postfix do not.
            if (next_hop.mx_used) wanted.erase(text(input.at("original_tlsa_base")));
            BOOST_TEST(ours == wanted);
        }
    }
}

BOOST_AUTO_TEST_CASE(tlsa_records_are_found_where_upstream_finds_them) {
    for (const auto& one : danelaw::testing::conformance_cases("dane-policy", {"gather-tlsa"})) {
        if (one.contains("disputed")) continue;
        BOOST_TEST_CONTEXT(text(one.at("id"))) {
            const auto& input = one.at("input").as_object();
            const auto& expected = one.at("expected").as_object();
            auto resolver = resolver_of(input);
            // Upstream starts after the address lookups; here these lead to what it starts from.
            const auto host = text(input.at("mx_host"));
            const auto target = text(input.at("expanded_host"));
            const bool secure = host == target || input.at("expanded_secure").as_bool();
            if (host != target) resolver.add(host, RecordType::cname, {target});
            resolver.add(target, RecordType::a, {"192.0.2.1"}, secure ? Status::secure : Status::insecure);
            const auto facts = gather_dns(resolver, host, true);
            const auto& lookups = facts.hosts.at(0).lookups;
            const auto decision = decide_host(lookups, UsageProfile::smtp);
            if (expected.contains("error")) {
                BOOST_TEST((decision.action == DaneAction::skip));
                continue;
            }
            BOOST_TEST(decision.tlsa_base_domain.has_value() == expected.at("dane_required").as_bool());
            if (!decision.tlsa_base_domain) continue;
            BOOST_TEST(decision.tlsa_base_domain->text() == text(expected.at("tlsa_base_domain")));
            std::vector<std::string> found, wanted;
            for (const auto& record : tlsa_records(lookups.tlsa.at(*decision.tlsa_lookup)))
                found.push_back(to_text(record));
            for (const auto& record : expected.at("tlsa").as_array()) wanted.push_back(text(record));
            BOOST_TEST(found == wanted);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_host_without_mx_is_authenticated_as_upstream_does) {
    for (const auto& one : danelaw::testing::conformance_cases("dane-policy", {"direct-host"})) {
        if (one.contains("disputed")) continue;
        BOOST_TEST_CONTEXT(text(one.at("id"))) {
            const auto& input = one.at("input").as_object();
            const auto& expected = one.at("expected").as_object();
            auto resolver = resolver_of(input);
            auto facts = gather_dns(resolver, text(input.at("host")), true);
            let_server_answer(facts, input.at("server").as_object());
            const auto report = judge(facts);
            const auto& host = report.hosts.at(0);
            if (text(expected.at("outcome")) == "insecure") {
                BOOST_TEST((host.decision.action == DaneAction::opportunistic));
                continue;
            }
            const auto& endpoint = host.endpoints.at(0);
            BOOST_TEST((endpoint.outcome == Outcome::authenticated));
            BOOST_REQUIRE(endpoint.match && endpoint.match->matched);
            BOOST_TEST(to_text(endpoint.match->records.at(endpoint.match->matched->record).record) ==
                       text(expected.at("matched")));
        }
    }
}

BOOST_AUTO_TEST_CASE(addresses_and_their_security_are_those_upstream_finds) {
    for (const auto& one : danelaw::testing::conformance_cases("dane-policy", {"gather-ips"})) {
        if (one.contains("disputed")) continue;
        BOOST_TEST_CONTEXT(text(one.at("id"))) {
            const auto& input = one.at("input").as_object();
            const auto& expected = one.at("expected").as_object();
            auto resolver = resolver_of(input);
            Gathering gathering(resolver);
            gathering.options.dns_only = true;
            const auto network = text(input.at("network"));
            gathering.options.ipv4 = network != "ip6";
            gathering.options.ipv6 = network != "ip4";
            const auto facts = gathering.run(text(input.at("host")), true);
            const auto decision = decide_host(facts.hosts.at(0).lookups, UsageProfile::smtp);
            if (const auto* const error = expected.if_contains("error")) {
                BOOST_TEST(facts.hosts[0].endpoints.empty());
                // Both families are looked up: a host of the other one has an address, but none to connect to.
                if (network != "ip" && decision.action != DaneAction::skip) continue;
                BOOST_TEST((decision.action == DaneAction::skip));
                BOOST_TEST(decision.no_address == (text(*error) == "no-address"));
                continue;
            }
            std::set<std::string> found, wanted;
            for (const auto& endpoint : facts.hosts[0].endpoints) found.insert(endpoint.address.to_string());
            for (const auto& address : expected.at("addresses").as_array()) wanted.insert(text(address));
            BOOST_TEST(found == wanted);
        }
    }
}

BOOST_AUTO_TEST_CASE(policies_are_those_of_the_policy_daemon) {
    for (const auto& one : danelaw::testing::conformance_cases("dane-policy", {"policy"})) {
        if (one.contains("disputed")) continue;
        BOOST_TEST_CONTEXT(text(one.at("id"))) {
            const auto& input = one.at("input").as_object();
            const auto& expected = one.at("expected").as_object();
            auto resolver = resolver_of(input);
            const bool host_only = expected.contains("address_status");
            const auto report = judge(gather_dns(resolver, text(input.at("domain")), host_only));
            check_tlsa_queries(expected, resolver);
            if (host_only) {
                BOOST_TEST((report.hosts.at(0).decision.action == DaneAction::skip));
                BOOST_TEST(report.hosts[0].decision.no_address ==
                           (text(expected.at("address_status")) == "unreachable"));
            } else if (text(expected.at("policy")) == "tempfail") {
                BOOST_TEST((report.hosts.at(0).decision.action == DaneAction::skip));
            } else {
                const auto protects = [](const HostReport& host) { return host.decision.tlsa_base_domain.has_value(); };
                BOOST_TEST(std::none_of(report.hosts.begin(), report.hosts.end(), protects));
            }
            if (const auto* const followups = expected.if_contains("followup_queries")) {
                const auto of_domain =
                    resolver.count() - resolver.count(".", RecordType::dnskey) - resolver.count(RecordType::txt);
                BOOST_TEST(of_domain == 1U + static_cast<std::size_t>(followups->to_number<int>()));
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
