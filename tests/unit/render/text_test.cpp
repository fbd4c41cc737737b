// The report for people: what has to be done first, 80 columns, what is alike told once.
#include "render/wrap.hpp"
#include "support/domain.hpp"

#include <danelaw/dns/second_opinion.hpp>
#include <danelaw/render/render.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <regex>
#include <sstream>

namespace danelaw {
namespace {

using namespace test;

const TextStyle plain;
constexpr TextStyle verbose{false, true};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

std::size_t columns_of(const std::string& line) {
    return static_cast<std::size_t>(std::count_if(
        line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// At most 80 columns; a word that is longer has a line of its own.
void check_columns(const std::string& text) {
    for (const auto& line : lines_of(text)) {
        const auto first = std::min(line.find_first_not_of(' '), line.size());
        const bool one_word = line.find(' ', first) == std::string::npos;
        const bool record = line.find_first_of("0123456789") == first || line.find('(') == first;
        BOOST_TEST((columns_of(line) <= 80U || one_word || record), line);
        BOOST_TEST((line.empty() || line.back() != ' '), line);
    }
}

/// How often a part of a sentence stands in wrapped text.
std::size_t count(const std::string& wrapped, const std::string& part) {
    const auto text = std::regex_replace(wrapped, std::regex("\\n +"), " ");
    std::size_t times = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++times;
    return times;
}

/// Three hosts with four addresses each, which all present another certificate than published.
Domain broken_farm() {
    std::vector<Host> hosts;
    for (int host = 1; host <= 3; ++host) {
        Host one("mx" + std::to_string(host) + ".example.org", static_cast<std::uint16_t>(host));
        for (int address = 1; address <= 4; ++address)
            one.at("192.0.2." + std::to_string(host * 10 + address), tls_session({"leaf_rsa", "intermediate"}));
        hosts.push_back(one.tlsa({to_text(tlsa("3 1 1", "leaf")), to_text(tlsa("3 1 1", "root"))}));
    }
    return Domain(hosts);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text_report)

BOOST_AUTO_TEST_CASE(a_domain_in_order_is_a_short_tree) {
    const auto domain = Domain(
        {Host("mx.example.org")
             .at("192.0.2.1", tls_session({"leaf", "intermediate"}))
             .other_key(tls_session({"leaf_rsa"}))
             .tlsa({"3 1 1 " + to_hex(digest_of("leaf", "key")), "3 1 1 " + to_hex(digest_of("leaf_rsa", "key"))})});
    const auto shown = [](const char* name) { return to_hex(digest_of(name, "key")).substr(0, 38); };
    BOOST_TEST(render_text(domain.judged(), plain) ==
               "example.org: pass\n"
               "  DANE protects mail to every host\n"
               "\n"
               "  MX secure\n"
               "\n"
               "  mx.example.org (preference 10): authenticate\n"
               "    A secure; AAAA secure, no_data\n"
               "    _25._tcp.mx.example.org secure\n"
               "      3 1 1 " +
                   shown("leaf") +
                   "... matched\n"
                   "      3 1 1 " +
                   shown("leaf_rsa") +
                   "... matched\n"
                   "    [192.0.2.1]:25 authenticated TLS1.3, ECDSA-P256; RSA-2048: authenticated\n");
}

BOOST_AUTO_TEST_CASE(tls_reports_are_not_asked_for_or_in_a_wrong_way_or_nobody_knows) {
    auto report = broken_farm().judged();
    report.tls_rpt = TlsRptStatus();
    BOOST_TEST(count(render_text(report, plain), "TLS reports: not asked for") == 1U);
    report.tls_rpt->failure = "the lookup failed";
    BOOST_TEST(count(render_text(report, plain), "TLS reports: unknown, the lookup failed") == 1U);
    report.tls_rpt->present = true;
    BOOST_TEST(count(render_text(report, plain), "TLS reports: no usable record, the lookup failed") == 1U);
}

BOOST_AUTO_TEST_CASE(what_has_to_be_done_comes_before_what_was_seen) {
    const auto text =
        render_text(Domain({Host("mx1.example.org").at("192.0.2.1", refused_connection())}).judged(), plain);
    const auto problem = text.find("critical session.host_refuses (RFC 7672 §2.2)");
    const auto tree = text.find("  MX secure");
    const auto note = text.find("notice tlsa.none");
    BOOST_TEST(problem < tree);
    BOOST_TEST(tree < note);
    BOOST_TEST(note != std::string::npos);
    BOOST_TEST(text.find("  -> Start the mail server") < tree);
}

BOOST_AUTO_TEST_CASE(what_is_alike_is_told_once) {
    const auto text = render_text(broken_farm().judged(), plain);
    BOOST_TEST(count(text, "tlsa.mismatch") == 1U);
    BOOST_TEST(count(text, "-> Publish the record") == 1U);
    // Each host publishes under a name of its own: three statements, four addresses each.
    BOOST_TEST(count(text, "no TLSA record matches") == 3U);
    BOOST_TEST(count(text, "[192.0.2.11]:25") == 2U);  // in the finding and in the tree
    check_columns(text);
}

BOOST_AUTO_TEST_CASE(many_that_are_alike_are_cut_but_with_v) {
    std::vector<Host> hosts;
    for (int i = 1; i <= 7; ++i)
        hosts.push_back(
            Host("mx" + std::to_string(i) + ".example.org").at("192.0.2." + std::to_string(i), silent_address()));
    const auto report = Domain(hosts).judged();
    const auto text = render_text(report, plain);
    BOOST_TEST(count(text, "no session with its only address") == 4U);
    BOOST_TEST(text.find("  and 3 more of this kind, -v shows them all\n") != std::string::npos);
    BOOST_TEST(count(render_text(report, verbose), "no session with its only address") == 7U);
    auto one = Host("mx1.example.org").at("192.0.2.1", tls_session({stand_in_certificate(1)}));
    for (int i = 11; i <= 19; ++i) one.at("192.0.2." + std::to_string(i), silent_address());
    const auto addresses = render_text(Domain({one}).judged(), plain);
    BOOST_TEST(addresses.find("mx1.example.org[192.0.2.14]:25 and 5") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(each_verdict_has_a_sentence) {
    const auto second_line = [](const Domain& domain) { return lines_of(render_text(domain.judged(), plain)).at(1); };
    BOOST_TEST(second_line(Domain({protected_host()})) == "  DANE protects mail to every host");
    BOOST_TEST(second_line(Domain({protected_host(), plain_host()})) == "  DANE protects some of the mail, not all");
    BOOST_TEST(second_line(Domain({protected_host()}).mx(ValidationState::insecure)) ==
               "  DANE authenticates every host; forged MX records lead mail past them");
    BOOST_TEST(second_line(Domain({plain_host().tlsa({"1 1 1 ab"})})) ==
               "  DANE makes senders encrypt, and authenticates no host");
    BOOST_TEST(second_line(Domain({plain_host()})) == "  no DANE: nothing signed tells senders to encrypt");
    BOOST_TEST(second_line(Domain().mx({"0 ."})) == "  takes no mail (null MX)");
    BOOST_TEST(second_line(Domain({Host("mx1.example.org").at("192.0.2.1", silent_address()).tlsa({"3 1 1 ab"})})) ==
               "  a mail host does not answer this machine: nothing is certain");
    BOOST_TEST(
        second_line(Domain({Host("mx1.example.org").at("192.0.2.1", refused_connection()).tlsa({"3 1 1 ab"})})) ==
        "  a mail host refuses every connection: mail waits, or takes another host");
    BOOST_TEST(second_line(Domain().mx(nx_domain("example.org", RecordType::mx))) ==
               "  the domain does not exist: mail to it is returned");
    BOOST_TEST(second_line(Domain().mx(bogus("example.org", RecordType::mx))) ==
               "  its mail hosts cannot be looked up: mail to it waits, then is returned");
    BOOST_TEST(second_line(Domain({Host("mx1.example.org").with([](HostFacts& f) { f.lookups.tlsa.clear(); })})) ==
               "  no mail host has an address: mail to it is returned");
    BOOST_TEST(second_line(broken_farm()) ==
               "  senders that use DANE do not deliver: their mail waits, then is returned");
}

// Who is woken by it reads the first lines.
BOOST_AUTO_TEST_CASE(what_has_to_be_done_stands_before_the_table_of_senders_and_notes_stand_last) {
    auto report = broken_farm().judged();
    report.sts = StsReport();
    report.findings.push_back(make_finding("sts.none", "example.org", "no MTA-STS record"));
    const auto text = render_text(report, plain);
    const auto mismatch = text.find("\ncritical tlsa.mismatch");
    const auto senders = text.find("withstands");
    const auto hosts = text.find("\n  MX secure");
    BOOST_TEST(mismatch < senders);
    BOOST_TEST(senders < hosts);
    BOOST_TEST(hosts < text.find("\nnotice sts.none"));
    BOOST_TEST(text.find("\nnotice sts.none") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(hosts_say_what_senders_do) {
    const auto host_line = [](Host host) { return lines_of(render_text(Domain({std::move(host)}).judged(), plain)); };
    const auto has_line = [](const std::vector<std::string>& lines, const std::string& line) {
        return std::find(lines.begin(), lines.end(), line) != lines.end();
    };
    const auto skipped = host_line(protected_host().with([](HostFacts& facts) {
        facts.lookups.tlsa = {bogus("_25._tcp.mx1.example.org", RecordType::tlsa)};
        facts.endpoints.front().not_probed = NotProbed{NotProbedReason::skip, "senders do not connect"};
    }));
    BOOST_TEST(has_line(skipped, "  mx1.example.org (preference 10): skip, a lookup failed"));
    BOOST_TEST(has_line(skipped, "    _25._tcp.mx1.example.org bogus, failed"));
    BOOST_TEST(has_line(skipped, "    [192.0.2.1]:25 not_probed"));
    const auto private_one = host_line(protected_host().with([](HostFacts& facts) {
        facts.endpoints.front().not_probed = NotProbed{NotProbedReason::private_address, "not a public address"};
    }));
    BOOST_TEST(has_line(private_one, "      not a public address"));
    const auto aliased_one = host_line(protected_host().with(
        [](HostFacts& facts) { facts.lookups.a = aliased(*facts.lookups.a, {"box.example.net"}); }));
    BOOST_TEST(has_line(aliased_one, "    A secure, alias of box.example.net; AAAA secure, no_data"));
}

BOOST_AUTO_TEST_CASE(verbose_shows_the_dialogue_and_the_times) {
    auto session = tls_session({"leaf", "intermediate"});
    session.dialogue = {{"S", "220 mx.example.org ESMTP"}, {"C", "EHLO probe.example.net"}};
    session.times = {{"connect", std::chrono::milliseconds{12}}};
    const auto domain =
        Domain({Host("mx.example.org").at("192.0.2.1", session).tlsa({to_text(tlsa("3 1 1", "leaf"))})});
    const auto text = render_text(domain.judged(), verbose);
    for (const auto* const line :
         {"      TLS1.3 AES-256-GCM X25519 ECDSA-SECP256R1-SHA256, server name",
          "      certificate CN=leaf, ECDSA-P256, until 2044-01-01T00:00:00Z\n", "      S: 220 mx.example.org ESMTP\n",
          "      C: EHLO probe.example.net\n", "      connect took 12 ms\n"})
        BOOST_TEST(text.find(line) != std::string::npos, line);
    BOOST_TEST(text.find(to_hex(digest_of("leaf", "key"))) != std::string::npos);
    check_columns(text);
}

BOOST_AUTO_TEST_CASE(colour_is_there_only_where_it_is_asked_for) {
    const auto report = broken_farm().judged();
    BOOST_TEST(render_text(report, plain).find('\x1b') == std::string::npos);
    const auto coloured = render_text(report, TextStyle{true, false});
    BOOST_TEST(coloured.find("\x1b[31mfail\x1b[0m") != std::string::npos);
    BOOST_TEST(coloured.find("\x1b[31mcritical\x1b[0m") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(lookup_by_two_validators)

BOOST_AUTO_TEST_CASE(it_says_whether_they_agree) {
    const auto secure = answer("example.org", RecordType::a, {"192.0.2.1"});
    const auto told = [&](const Lookup& second, const std::string& distrust) {
        return lines_of(render_lookup_text(with_second_opinion(secure, second, distrust), plain));
    };
    BOOST_TEST(told(secure, "").at(2) == "  getdns says the same");
    BOOST_TEST(told(failed("example.org", RecordType::a, "SERVFAIL"), "").at(2) == "  no second opinion: SERVFAIL");
    BOOST_TEST(told(answer("example.org", RecordType::a, {}, ValidationState::insecure), "").at(2) ==
               "  two validators differ, libunbound: secure, records; getdns: insecure, no_data");
    const auto overruled = told(bogus("example.org", RecordType::a, "no key"), "");
    BOOST_TEST(overruled.at(0) == "example.org A: bogus, failed");
    BOOST_TEST(overruled.at(1) == "  no key; libunbound calls it secure");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(wrapping)

BOOST_AUTO_TEST_CASE(lines_break_at_spaces_and_keep_their_indent) {
    const auto text = wrap("  -> ", "     ", std::string(60, 'a') + " " + std::string(20, 'b') + " c");
    BOOST_TEST(text == "  -> " + std::string(60, 'a') + "\n     " + std::string(20, 'b') + " c\n");
    BOOST_TEST(wrap("  ", "    ", "") == "  \n");
}

BOOST_AUTO_TEST_CASE(a_tlsa_record_stays_in_one_piece) {
    const auto record = "3 1 1 " + std::string(64, 'a');
    BOOST_TEST(wrap("  ", "    ", "published: " + record + "; " + record + " now") ==
               "  published:\n    " + record + ";\n    " + record + " now\n");
    BOOST_TEST(wrap("  ", "    ", "record 1 (" + record + ") is unusable") ==
               "  record 1\n    (" + record + ") is\n    unusable\n");
    BOOST_TEST(wrap("  ", "    ", "3 1 1 apples") == "  3 1 1 apples\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
