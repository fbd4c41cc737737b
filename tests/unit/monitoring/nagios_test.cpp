#include <danelaw/mtasts/policy.hpp>
#include <danelaw/render/nagios.hpp>
#include <danelaw/report/forecast.hpp>

#include <boost/test/unit_test.hpp>

#include <support/domain.hpp>

#include <algorithm>

using namespace danelaw;
using namespace danelaw::test;

namespace {

std::string first_line(const std::string& output) { return output.substr(0, output.find('\n')); }

std::string shown(const Report& report, unsigned verbosity = 0) {
    NagiosStyle style;
    style.verbosity = verbosity;
    style.deadline = std::chrono::seconds(48);
    return render_nagios(report, style);
}

Host mismatched_host() {
    Host host("mx1.example.org");
    host.at("192.0.2.1", tls_session({stand_in_certificate(1)})).tlsa({record_of(stand_in_certificate(2))});
    return host;
}

State state_at_deadline(const Report& report, State at_deadline) {
    MonitoringLimits limits;
    limits.at_deadline = at_deadline;
    return monitoring_state(report, limits);
}

/// A signature that mail depends on ends after so many hours.
Report report_with_hours_left(int hours) {
    Report report = Domain({protected_host()}).judged();
    report.forecast = {Expiry{report.facts.checked_at + std::chrono::hours(hours), "signature of example.org MX",
                              "senders that validate defer", Loss::mail, ExpiryKind::signature}};
    return report;
}

Host silent_host() {
    Host host("mx1.example.org");
    host.at("192.0.2.1", silent_address()).tlsa({record_of(stand_in_certificate(1))});
    return host;
}

/// A report with one finding whose texts a hostile peer wrote.
Report hostile_report(const std::string& text) {
    Report report = Domain({protected_host()}).judged();
    Finding finding = make_finding("session.handshake_failed", "mx1.example.org[192.0.2.1]:25", text);
    finding.advice = text;
    report.findings.insert(report.findings.begin(), finding);
    report.exit_code = 2;
    return report;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(nagios)

BOOST_AUTO_TEST_CASE(a_protected_domain_is_one_line) {
    BOOST_TEST(shown(Domain({protected_host()}).judged()) ==
               "DANELAW OK - example.org: 1 of 1 host and 1 of 1 address authenticated | "
               "time=0.5s;;;0;48 hosts=1;;;0 hosts_authenticated=1;;;0 endpoints=1;;;0 authenticated=1;;;0 "
               "records=1;;;0\n");
}

BOOST_AUTO_TEST_CASE(the_first_line_names_the_worst_finding_and_the_next_say_what_to_do) {
    const auto output = shown(Domain({mismatched_host(), protected_host("mx2.example.org", 20)}).judged());
    BOOST_TEST(first_line(output).starts_with(
        "DANELAW CRITICAL - example.org: 1 of 2 hosts and 1 of 2 addresses authenticated; "));
    BOOST_TEST(first_line(output).find("(tlsa.mismatch)") != std::string::npos);
    BOOST_TEST(output.find("\nCRITICAL tlsa.mismatch: ") != std::string::npos);
    BOOST_TEST(output.find("\n  -> ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(where_only_the_verdict_warns_the_first_line_says_why) {
    const auto line = first_line(shown(Domain({plain_host()}).judged()));
    BOOST_TEST(line.starts_with("DANELAW WARNING - example.org: 0 of 1 host and 0 of 1 address authenticated; "));
    BOOST_TEST(line.find("(tlsa.none)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(where_there_is_mta_sts_the_first_line_says_what_it_does) {
    Report report = Domain({protected_host()}).judged();
    StsReport sts;
    sts.verdict = Verdict::pass;
    sts.state = PolicyState::usable;
    sts.served = *parse_policy("version: STSv1\nmode: enforce\nmx: mx1.example.org\nmax_age: 604800\n");
    report.sts = sts;
    report.hosts[0].endpoints[0].sts = StsOutcome::complies;
    BOOST_TEST(first_line(shown(report))
                   .starts_with("DANELAW OK - example.org: 1 of 1 host and 1 of 1 address "
                                "authenticated, MTA-STS pass (mode enforce, 1 of 1 address as "
                                "it demands) | "));
    report.dane = Verdict::none;  // nothing but MTA-STS: what DANE does not authenticate is no news
    BOOST_TEST(
        first_line(shown(report))
            .starts_with(
                "DANELAW OK - example.org: no DANE, MTA-STS pass (mode enforce, 1 of 1 address as it demands) | "));
    report.sts->verdict = Verdict::fail;
    report.sts->state = PolicyState::broken;
    BOOST_TEST(first_line(shown(report)).starts_with("DANELAW OK - example.org: no DANE, MTA-STS fail | "));
}

BOOST_AUTO_TEST_CASE(where_no_host_is_seen_the_first_line_says_whose_fault_that_is) {
    const auto line = [](const Domain& domain) { return first_line(shown(domain.judged())); };
    BOOST_TEST(line(Domain().mx(bogus("example.org", RecordType::mx)))
                   .starts_with("DANELAW CRITICAL - example.org: mail hosts not known; "));
    BOOST_TEST(line(Domain().mx(nx_domain("example.org", RecordType::mx)))
                   .starts_with("DANELAW CRITICAL - example.org: no such domain; "));
    BOOST_TEST(line(Domain({Host("mx1.example.org").with([](HostFacts& f) { f.lookups.tlsa.clear(); })}))
                   .starts_with("DANELAW CRITICAL - example.org: no mail host has an address; "));
}

BOOST_AUTO_TEST_CASE(lesser_findings_are_shown_with_v) {
    const Report report = Domain({plain_host()}).judged();
    BOOST_TEST(shown(report).find("\nNOTICE tlsa.none") == std::string::npos);
    BOOST_TEST(shown(report, 1).find("\nNOTICE tlsa.none") != std::string::npos);
    BOOST_TEST(shown(report, 2).find("mx2.example.org") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_fails_first_by_itself_is_held_to_the_ranges) {
    NagiosStyle style;
    style.limits.expiry.warning = *parse_range("7:", RangeUnit::days);
    style.limits.expiry.critical = *parse_range("48h:", RangeUnit::days);
    const auto line = [&](int hours) { return first_line(render_nagios(report_with_hours_left(hours), style)); };
    const auto state = [&](int hours) { return monitoring_state(report_with_hours_left(hours), style.limits); };
    BOOST_TEST((state(24 * 7) == State::ok));
    BOOST_TEST((state(24 * 7 - 1) == State::warning));
    BOOST_TEST((state(47) == State::critical));
    BOOST_TEST((state(-1) == State::critical));
    BOOST_TEST(line(24 * 9).find("; ") == std::string::npos);
    BOOST_TEST(line(24 * 9).ends_with(" first_expiry=777600s;604800:;172800:"));
    BOOST_TEST(
        line(47).starts_with("DANELAW CRITICAL - example.org: 1 of 1 host and 1 of 1 address authenticated; "
                             "signature of example.org MX ends in 47 hours | "));
    BOOST_TEST(render_nagios(report_with_hours_left(47), style)
                   .find("\nCRITICAL first_expiry: signature of example.org MX ends in 47 hours at "
                         "2026-01-02T23:00:00Z: senders that validate defer\n") != std::string::npos);
    BOOST_TEST(line(-3).find("; signature of example.org MX ended 3 hours ago | ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(where_nothing_is_known_to_end_no_range_alerts) {
    MonitoringLimits limits;
    limits.expiry.critical = *parse_range("1000:", RangeUnit::days);
    Report report = Domain({protected_host()}).judged();
    report.forecast.clear();
    BOOST_TEST((monitoring_state(report, limits) == State::ok));
    BOOST_TEST(!time_to_first_failure(report).has_value());
}

// Monitoring systems take what is behind a bar for performance data, on every line, and split lines at CR and LF.
BOOST_AUTO_TEST_CASE(no_octet_of_the_network_forges_a_line_a_bar_or_a_label) {
    const std::string text = "500 no|time=0s;;;0 'x'=1\r\nDANELAW OK - fine | a=1\n\xe2\x80\xa8|b=2";
    for (unsigned verbosity = 0; verbosity <= 3; ++verbosity) {
        BOOST_TEST_CONTEXT(verbosity) {
            const auto output = shown(hostile_report(text), verbosity);
            BOOST_TEST(std::count(output.begin(), output.end(), '|') == 1);
            BOOST_TEST(first_line(output).find(" | time=") != std::string::npos);
            BOOST_TEST(output.find('\r') == std::string::npos);
            BOOST_TEST(output.find("\nDANELAW") == std::string::npos);
            BOOST_TEST(output.find("\xe2\x80\xa8") == std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(output_fits_into_what_nagios_keeps) {
    Report report = hostile_report(std::string(100'000, 'x'));
    for (int i = 0; i < 100; ++i) report.findings.push_back(report.findings.front());
    for (const unsigned verbosity : {0U, 1U}) {
        const auto output = shown(report, verbosity);
        BOOST_TEST(output.size() < 8192U);
        BOOST_TEST(output.find("more findings are not shown") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_check_that_time_cut_has_the_state_that_was_asked_for) {
    Host host("mx1.example.org");
    host.at("192.0.2.1", cut(silent_address())).tlsa({record_of(stand_in_certificate(1))});
    const Report report = Domain({host}).judged();
    BOOST_TEST((state_at_deadline(report, State::unknown) == State::unknown));
    BOOST_TEST((state_at_deadline(report, State::critical) == State::critical));
    // What is known all the same stays.
    const Report worse = Domain({mismatched_host(), host}).judged();
    BOOST_TEST((state_at_deadline(worse, State::ok) == State::critical));
    const Report warned = Domain({host}).mx(ValidationState::insecure).judged();
    BOOST_TEST((state_at_deadline(warned, State::ok) == State::warning));
    // Silence that lasted is no matter of our own time.
    BOOST_TEST((state_at_deadline(Domain({silent_host()}).judged(), State::ok) == State::unknown));
}

// Time that ran out excuses nothing that would be unknown with more of it, too.
BOOST_AUTO_TEST_CASE(what_is_unknown_beside_the_deadline_stays_unknown) {
    Host late("mx2.example.org", 20);
    late.at("192.0.2.2", cut(silent_address())).tlsa({record_of(stand_in_certificate(1))});
    const auto with = [&](const Lookup& anchor) {
        const auto cut_mx = cut_lookup("example.org", RecordType::mx);
        return Domain().mx(cut_mx).with([&](DomainFacts& facts) { facts.trust.anchor_lookups = {anchor}; }).judged();
    };
    const auto broken = with(bogus(".", RecordType::dnskey));
    const auto cut_short = with(cut_lookup(".", RecordType::dnskey));
    BOOST_TEST((state_at_deadline(Domain({silent_host(), late}).judged(), State::ok) == State::unknown));
    BOOST_TEST(has(broken, "resolver.cannot_validate"));
    BOOST_TEST(has(broken, "check.deadline"));
    BOOST_TEST((state_at_deadline(broken, State::ok) == State::unknown));
    BOOST_TEST((state_at_deadline(broken, State::critical) == State::critical));  // time did run out
    // The same finding, as the key of the root did not come in time either.
    BOOST_TEST(has(cut_short, "resolver.cannot_validate"));
    BOOST_TEST((state_at_deadline(cut_short, State::ok) == State::ok));
    const auto left_out = [](DomainFacts& facts) { facts.mx_records_left_out = 1; };
    BOOST_TEST((state_at_deadline(Domain({protected_host(), late}).judged(), State::ok) == State::ok));
    BOOST_TEST(
        (state_at_deadline(Domain({protected_host(), late}).with(left_out).judged(), State::ok) == State::unknown));
}

BOOST_AUTO_TEST_CASE(silence_may_pass_and_a_mismatch_does_not) {
    const Host silent = silent_host();
    BOOST_TEST(is_transient(Domain({silent}).judged()));
    // What stays beside it would be less bad.
    BOOST_TEST(is_transient(Domain({silent}).mx(ValidationState::insecure).judged()));
    BOOST_TEST(!is_transient(Domain({silent, mismatched_host()}).judged()));
    BOOST_TEST(!is_transient(Domain({mismatched_host()}).judged()));
    BOOST_TEST(!is_transient(Domain({protected_host()}).judged()));
    BOOST_TEST(!is_transient(Domain({plain_host()}).judged()));
}

BOOST_AUTO_TEST_CASE(trouble_of_our_own_is_one_line_too) {
    BOOST_TEST(render_nagios_failure(State::unknown, "no\n|x=1") == "DANELAW UNKNOWN - no\\x0a\\x7cx=1\n");
}

BOOST_AUTO_TEST_SUITE_END()
