// What the network sends never acts on a terminal or a log: banner, replies, certificates, names, records.
#include "fuzz/output_checks.hpp"
#include "support/domain.hpp"
#include "support/full_facts.hpp"

#include <danelaw/render/render.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

namespace danelaw {
namespace {

namespace json = boost::json;
using namespace test;

constexpr TextStyle verbose{false, true};

/// Every text in a JSON document is safe to print, the keys too.
void check_texts(const json::value& value) {
    if (value.is_string()) BOOST_TEST(acts_on_nothing(value.get_string()), value.get_string());
    if (value.is_array()) {
        for (const auto& entry : value.get_array()) check_texts(entry);
    }
    if (value.is_object()) {
        for (const auto& entry : value.get_object()) {
            BOOST_TEST(acts_on_nothing(entry.key()));
            check_texts(entry.value());
        }
    }
}

void check_json(const std::string& document) {
    BOOST_TEST(is_utf8(document));
    BOOST_TEST(document.find('\n') == std::string::npos);
    check_texts(json::parse(document));
}

void check_text(const std::string& text) {
    BOOST_TEST(is_utf8(text));
    BOOST_TEST(acts_on_nothing(text, true));
}

/// A chain whose every text is hostile.
CertificateChain hostile_chain() {
    Certificate certificate;
    certificate.der = stand_in_certificate(1);
    certificate.subject = certificate.issuer = certificate.key = hostile_text;
    certificate.dns_names = certificate.common_names = {hostile_text, "*." + hostile_text};
    certificate.fault = hostile_text;
    return {certificate};
}

SmtpSession hostile_session() {
    auto session = tls_session({stand_in_certificate(1)});
    session.banner = session.detail = hostile_text;
    session.replies = {hostile_text};
    session.dialogue = {{hostile_text, hostile_text}};
    session.tls = TlsParameters{hostile_text, hostile_text, hostile_text, hostile_text, hostile_text};
    session.times = {{hostile_text, std::chrono::milliseconds{1}}};
    return session;
}

/// Whether the letters of the hostile text are there, escaped or not: nothing was dropped to be safe.
bool shows_hostile_text(const std::string& output) { return output.find("x1b[31m") != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(hostile_octets)

BOOST_AUTO_TEST_CASE(in_a_report) {
    auto report = judge(full_facts());
    report.hosts[0].endpoints[0].chain = report.hosts[0].endpoints[0].other_key_chain = hostile_chain();
    check_json(render_json(report));
    for (const bool colour : {false}) check_text(render_text(report, TextStyle{colour, false}));
    check_text(render_text(report, verbose));
    BOOST_TEST(shows_hostile_text(render_json(report)));
    BOOST_TEST(shows_hostile_text(render_text(report, verbose)));
}

BOOST_AUTO_TEST_CASE(in_a_probe) {
    EndpointFacts endpoint;
    endpoint.address = boost::asio::ip::make_address("192.0.2.1");
    endpoint.session = hostile_session();
    auto judged = judge_session(endpoint);
    judged.chain = hostile_chain();
    check_json(render_probe_json(hostile_text, endpoint, judged));
    check_text(render_probe_text(hostile_text, endpoint, judged, verbose));
    check_text(render_probe_text(hostile_text, endpoint, judged, {}));
    BOOST_TEST(shows_hostile_text(render_probe_text(hostile_text, endpoint, judged, {})));
}

BOOST_AUTO_TEST_CASE(in_real_certificates) {
    for (const char* const leaf :
         {"nul_leaf", "cn_nul_leaf", "broken_names_leaf", "empty_name_leaf", "many_names_leaf"}) {
        const auto domain =
            Domain({Host("mx.example.org")
                        .at("192.0.2.1", tls_session({leaf, "intermediate"}))
                        .tlsa({to_text(tlsa("2 0 1", "root")), "3 0 1 " + to_hex(digest_of(leaf, "certificate"))})});
        const auto report = domain.judged();
        check_json(render_json(report));
        check_text(render_text(report, verbose));
    }
}

BOOST_AUTO_TEST_CASE(in_a_lookup) {
    Lookup txt = answer("example.org", RecordType::txt, {});
    txt.presence = Presence::records;
    Bytes rdata{static_cast<std::uint8_t>(hostile_text.size())};
    rdata.insert(rdata.end(), hostile_text.begin(), hostile_text.end());
    txt.rdata = {rdata};
    const auto hostile_name = name("a\\027[31m\\010\\226\\128\\174.example");
    txt.cname_chain = {hostile_name};
    txt.canonical_name = hostile_name;
    const auto failed_so = failed_lookup(hostile_name, RecordType::a, ValidationState::bogus,
                                         LookupFailure{hostile_text, std::nullopt, false});
    for (const auto& lookup : {txt, failed_so}) {
        check_json(render_lookup_json(lookup));
        check_text(render_lookup_text(lookup, verbose));
    }
}

BOOST_AUTO_TEST_CASE(in_the_names_of_a_domain_and_its_hosts) {
    const auto hostile_host = [](const char* text) {
        return protected_host(text).with([](HostFacts& facts) {
            facts.lookups.a = bogus(facts.lookups.name.text(), RecordType::a, hostile_text);
            facts.endpoints.clear();
        });
    };
    const auto report = Domain({hostile_host("mx\\027[2J.example.org"), hostile_host("mx\\226\\128\\174.example.org")})
                            .with([](DomainFacts& facts) { facts.domain = name("x\\010y.example"); })
                            .judged();
    check_json(render_json(report));
    check_text(render_text(report, verbose));
}

BOOST_AUTO_TEST_CASE(in_a_match_and_a_lint) {
    MatchResult result;
    result.outcome = MatchOutcome::mismatch;
    result.matched = Match{0, 0, hostile_text, false, false, {0}};
    result.reason = hostile_text;
    RecordUse use;
    use.reason = hostile_text;
    result.records = {use};
    check_json(render_match_json(result));
    check_text(render_match_text(result, {}));
    const auto lint = lint_tlsa(std::vector<std::string>{hostile_text, "3 1 1 " + hostile_text});
    check_json(render_lint_json(lint));
    check_text(render_lint_text(lint, {}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
