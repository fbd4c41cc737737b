#include <danelaw/mtasts/policy.hpp>
#include <danelaw/render/prometheus.hpp>
#include <danelaw/report/forecast.hpp>

#include <boost/test/unit_test.hpp>

#include <support/domain.hpp>

#include <algorithm>
#include <set>
#include <sstream>

using namespace danelaw;
using namespace danelaw::test;

namespace {

std::string metrics_of(const Report& report) {
    PrometheusMetrics metrics;
    metrics.add(report);
    return metrics.text();
}

bool has_line(const std::string& text, const std::string& line) {
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

Host mismatched_host() {
    Host host("mx1.example.org");
    host.at("192.0.2.1", tls_session({stand_in_certificate(1)})).tlsa({record_of(stand_in_certificate(2))});
    return host;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(prometheus)

BOOST_AUTO_TEST_CASE(the_verdict_is_one_of_five_gauges) {
    const auto text = metrics_of(Domain({protected_host()}).judged());
    BOOST_TEST(has_line(text, R"(danelaw_verdict{domain="example.org",verdict="pass"} 1)"));
    BOOST_TEST(has_line(text, R"(danelaw_verdict{domain="example.org",verdict="fail"} 0)"));
    BOOST_TEST(has_line(text, R"(danelaw_exit_code{domain="example.org"} 0)"));
    BOOST_TEST(has_line(text, R"(danelaw_last_check_timestamp_seconds{domain="example.org"} 1767225600)"));
    BOOST_TEST(has_line(text, R"(danelaw_mx_hosts_authenticated{domain="example.org"} 1)"));
    BOOST_TEST(text.ends_with("\n"));
}

BOOST_AUTO_TEST_CASE(what_fails_first_has_a_moment) {
    Report report = Domain({protected_host()}).judged();
    const auto at = report.facts.checked_at;
    report.forecast = {
        Expiry{at + std::chrono::seconds(1), "signature of org DNSKEY", "", Loss::mail, ExpiryKind::parent_signature},
        Expiry{at + std::chrono::seconds(2), "signature of example.org MX", "", Loss::mail, ExpiryKind::signature},
    };
    BOOST_TEST(
        has_line(metrics_of(report), R"(danelaw_first_failure_timestamp_seconds{domain="example.org"} 1767225602)"));
}

BOOST_AUTO_TEST_CASE(of_each_kind_of_expiry_the_first_has_a_moment) {
    Report report = Domain({protected_host()}).judged();
    const auto at = report.facts.checked_at;
    const auto after = [&](int seconds, ExpiryKind kind) {
        return Expiry{at + std::chrono::seconds(seconds), "", "", Loss::nothing, kind};
    };
    report.forecast = {after(1, ExpiryKind::certificate), after(2, ExpiryKind::max_age),
                       after(3, ExpiryKind::certificate)};
    const auto text = metrics_of(report);
    BOOST_TEST(
        has_line(text, R"(danelaw_expiry_timestamp_seconds{domain="example.org",kind="certificate"} 1767225601)"));
    BOOST_TEST(has_line(text, R"(danelaw_expiry_timestamp_seconds{domain="example.org",kind="max_age"} 1767225602)"));
    BOOST_TEST(text.find("kind=\"signature\"") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(each_record_says_whether_it_matched) {
    for (const auto& [host, matched] : {std::pair(protected_host(), '1'), std::pair(mismatched_host(), '0')}) {
        const auto text = metrics_of(Domain({host}).judged());
        const auto at = text.find("\ndanelaw_tlsa_record_matched{");
        BOOST_REQUIRE(at != std::string::npos);
        const auto line = text.substr(at + 1, text.find('\n', at + 1) - at - 1);
        BOOST_TEST(line.find(R"(owner="_25._tcp.mx1.example.org",usage="3",selector="0",matching_type="1",data=")") !=
                   std::string::npos);
        BOOST_TEST(line.back() == matched);
    }
}

BOOST_AUTO_TEST_CASE(each_address_has_one_outcome) {
    const auto text = metrics_of(Domain({mismatched_host()}).judged());
    const std::string start =
        R"(danelaw_endpoint_outcome{domain="example.org",host="mx1.example.org",address="192.0.2.1",port="25",outcome=)";
    BOOST_TEST(has_line(text, start + R"("mismatch"} 1)"));
    BOOST_TEST(has_line(text, start + R"("authenticated"} 0)"));
}

// An address that was not reached from here breaks no policy: 0 is for one that was seen to.
BOOST_AUTO_TEST_CASE(only_an_address_that_was_seen_complies_or_not) {
    Report report = Domain({protected_host()}).judged();
    report.sts.emplace();
    report.sts->state = PolicyState::usable;
    report.sts->served = *parse_policy("version: STSv1\nmode: enforce\nmx: mx1.example.org\nmax_age: 604800\n");
    const auto text_with = [&](StsOutcome outcome) {
        report.hosts[0].endpoints[0].sts = outcome;
        return metrics_of(report);
    };
    const std::string series =
        R"(danelaw_endpoint_complies{domain="example.org",host="mx1.example.org",address="192.0.2.1",port="25"} )";
    BOOST_TEST(has_line(text_with(StsOutcome::complies), series + "1"));
    for (const auto outcome :
         {StsOutcome::no_starttls, StsOutcome::handshake_failed, StsOutcome::old_tls, StsOutcome::invalid_certificate})
        BOOST_TEST(has_line(text_with(outcome), series + "0"));
    for (const auto outcome : {StsOutcome::unreachable, StsOutcome::not_seen})
        BOOST_TEST(text_with(outcome).find("danelaw_endpoint_complies") == std::string::npos);
}

// Two of the same would make the node exporter refuse the whole file.
BOOST_AUTO_TEST_CASE(no_series_comes_twice_and_families_stand_together) {
    PrometheusMetrics metrics;
    Host twice = protected_host();
    twice.tlsa({record_of(stand_in_certificate(1)), record_of(stand_in_certificate(1))});
    const Report report = Domain({twice, protected_host()}).judged();
    metrics.add(report);
    metrics.add(report);
    std::set<std::string> series, families;
    std::istringstream lines(metrics.text());
    std::string last_family;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) continue;
        BOOST_TEST(series.insert(line.substr(0, line.rfind(' '))).second, "twice: " << line);
        const auto family = line.substr(0, line.find('{'));
        if (family != last_family) BOOST_TEST(families.insert(family).second, "not together: " << family);
        last_family = family;
    }
    BOOST_TEST(series.size() > 20U);
}

BOOST_AUTO_TEST_CASE(a_domain_with_too_many_hosts_is_cut_and_says_so) {
    std::vector<Host> hosts;
    hosts.reserve(300);
    for (int i = 0; i < 300; ++i) hosts.push_back(plain_host("mx" + std::to_string(i) + ".example.org"));
    const auto text = metrics_of(Domain(hosts).judged());
    BOOST_TEST(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) < series_per_domain + 60);
    BOOST_TEST(text.find(R"(danelaw_series_left_out{domain="example.org"} 0)") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(labels_are_escaped) { BOOST_TEST(prometheus_label("a\"b\\c\nd") == R"(a\"b\\c\nd)"); }

BOOST_AUTO_TEST_CASE(nothing_checked_is_nothing_written) { BOOST_TEST(PrometheusMetrics().text().empty()); }

BOOST_AUTO_TEST_SUITE_END()
