#include <danelaw/render/prometheus.hpp>

#include <danelaw/base/bytes.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/report/forecast.hpp>
#include <danelaw/report/monitoring.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace danelaw {

namespace {

using Labels = std::initializer_list<std::pair<std::string_view, std::string>>;

constexpr MetricFamily families[] = {
    {"danelaw_build_info", "The program that made these metrics and the libraries it stands on."},
    {"danelaw_last_check_timestamp_seconds", "When the domain was checked."},
    {"danelaw_check_duration_seconds", "How long the check of the domain took."},
    {"danelaw_verdict", "The verdict of the domain: 1 for the one that holds, 0 for the others."},
    {"danelaw_verdict_since_timestamp_seconds", "With --state: when a check first saw the verdict that holds."},
    {"danelaw_mechanism_verdict", "The verdict of DANE and that of MTA-STS alone: 1 for the one that holds."},
    {"danelaw_exit_code", "What danelaw check exits with for the domain: 0 ok, 1 warning, 2 critical, 3 unknown."},
    {"danelaw_findings", "Findings of the domain by severity."},
    {"danelaw_mx_hosts", "Mail hosts of the domain that have an address."},
    {"danelaw_mx_hosts_authenticated", "Mail hosts of which every address that was reached is authenticated by DANE."},
    {"danelaw_mta_sts_mode", "The mode of the MTA-STS policy that is served: 1 for the mode, 0 for the others."},
    {"danelaw_mta_sts_max_age_seconds", "How long senders keep the MTA-STS policy that is served."},
    {"danelaw_endpoint_complies", "Whether an address that was reached meets what an MTA-STS policy asks of it."},
    {"danelaw_endpoint_outcome", "What the session with an address came to: 1 for the outcome, 0 for the others."},
    {"danelaw_tlsa_record_usable", "Whether senders can use the TLSA record."},
    {"danelaw_tlsa_record_matched", "Whether a certificate chain that was seen matches the TLSA record."},
    {"danelaw_certificate_not_after_timestamp_seconds", "When a certificate that an address presents expires."},
    {"danelaw_signature_expires_timestamp_seconds", "When the signature of a DNS record that mail depends on expires."},
    {"danelaw_first_failure_timestamp_seconds", "When the first thing that mail depends on ends by itself."},
    {"danelaw_expiry_timestamp_seconds", "When the first thing of a kind that was seen of the domain ends by itself."},
    {"danelaw_series_left_out", "Series of the domain that were left out, as it has too many hosts or records."},
};

constexpr std::size_t shown_data_digits = 128;  // SHA2-512; whole certificates are told apart by their beginning

std::string join(Labels labels) {
    std::string text;
    for (const auto& [name, value] : labels)
        text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ",", name, prometheus_label(value));
    return text;
}

std::string seconds_since_1970(Timestamp moment) { return std::to_string(moment.time_since_epoch().count()); }

std::string flag(bool value) { return value ? "1" : "0"; }

constexpr Verdict verdicts[] = {Verdict::pass, Verdict::partial, Verdict::fail, Verdict::none, Verdict::unknown};
constexpr Outcome outcomes[] = {Outcome::authenticated, Outcome::encrypted,   Outcome::cleartext, Outcome::mismatch,
                                Outcome::tls_failed,    Outcome::unreachable, Outcome::not_probed};
constexpr Severity severities[] = {Severity::info, Severity::notice, Severity::warning, Severity::unknown,
                                   Severity::critical};

}  // namespace

/// Writes down one report.
class DomainMetrics {
public:
    DomainMetrics(const Report& report, PrometheusMetrics& metrics)
        : report_(report),
          facts_(report.facts),
          metrics_(metrics),
          domain_(facts_.kind == DestinationKind::address ? printable(facts_.asked) : facts_.domain.text()) {}

    void write() {
        set("danelaw_build_info",
            {{"version", printable(facts_.program_version)},
             {"libunbound", printable(facts_.libunbound_version)},
             {"gnutls", printable(facts_.gnutls_version)}},
            "1");
        write_domain();
        for (std::size_t i = 0; i < report_.hosts.size(); ++i) write_host(report_.hosts[i], facts_.hosts[i]);
        if (facts_.mx) write_signature(*facts_.mx);
        if (report_.sts) write_policy(*report_.sts);
        if (const auto* const first = first_to_fail(report_.forecast))
            set("danelaw_first_failure_timestamp_seconds", {{"domain", domain_}}, seconds_since_1970(first->at));
        write_expiries();
        set("danelaw_series_left_out", {{"domain", domain_}}, std::to_string(left_out_));
    }

    /// What an alert goes by: all that there is of what could not be checked.
    void write_standing() {
        set("danelaw_exit_code", {{"domain", domain_}}, std::to_string(report_.exit_code));
        for (const Verdict verdict : verdicts)
            set("danelaw_verdict", {{"domain", domain_}, {"verdict", to_text(verdict)}},
                flag(verdict == report_.verdict));
    }

private:
    void set(std::string_view family, Labels labels, std::string value) {
        metrics_.families_[std::string(family)][join(labels)] = std::move(value);
    }

    /// Of what the domain decides the number.
    void set_capped(std::string_view family, Labels labels, std::string value) {
        if (series_ == series_per_domain) {
            ++left_out_;
            return;
        }
        ++series_;
        set(family, labels, std::move(value));
    }

    void write_domain() {
        set("danelaw_last_check_timestamp_seconds", {{"domain", domain_}}, seconds_since_1970(facts_.checked_at));
        set("danelaw_check_duration_seconds", {{"domain", domain_}}, number_text(facts_.seconds));
        write_standing();
        if (report_.history)
            set("danelaw_verdict_since_timestamp_seconds", {{"domain", domain_}},
                seconds_since_1970(report_.history->since));
        for (const Verdict verdict : verdicts) {
            write_mechanism("dane", verdict, report_.dane);
            if (report_.sts) write_mechanism("mta_sts", verdict, report_.sts->verdict);
        }
        for (const Severity severity : severities) {
            const auto count = std::count_if(report_.findings.begin(), report_.findings.end(),
                                             [&](const Finding& finding) { return finding.severity == severity; });
            set("danelaw_findings", {{"domain", domain_}, {"severity", to_text(severity)}}, std::to_string(count));
        }
        const Totals totals = totals_of(report_);
        set("danelaw_mx_hosts", {{"domain", domain_}}, std::to_string(totals.hosts));
        set("danelaw_mx_hosts_authenticated", {{"domain", domain_}}, std::to_string(totals.hosts_authenticated));
    }

    void write_expiries() {
        std::set<ExpiryKind> written;
        for (const auto& expiry : report_.forecast) {  // soonest first
            if (written.insert(expiry.kind).second)
                set("danelaw_expiry_timestamp_seconds", {{"domain", domain_}, {"kind", to_text(expiry.kind)}},
                    seconds_since_1970(expiry.at));
        }
    }

    void write_mechanism(const std::string& mechanism, Verdict verdict, Verdict held) {
        set("danelaw_mechanism_verdict", {{"domain", domain_}, {"mechanism", mechanism}, {"verdict", to_text(verdict)}},
            flag(verdict == held));
    }

    void write_policy(const StsReport& sts) {
        if (sts.state != PolicyState::usable || !sts.served) return;
        for (const PolicyMode mode : {PolicyMode::enforce, PolicyMode::testing, PolicyMode::none})
            set("danelaw_mta_sts_mode", {{"domain", domain_}, {"mode", to_text(mode)}}, flag(mode == sts.served->mode));
        set("danelaw_mta_sts_max_age_seconds", {{"domain", domain_}}, std::to_string(sts.served->max_age.count()));
    }

    void write_host(const HostReport& host, const HostFacts& facts) {
        for (const RecordUse& use : host.records) write_record(*host.tlsa_owner, use);
        for (std::size_t i = 0; i < host.endpoints.size(); ++i)
            write_endpoint(facts.lookups.name.text(), facts.endpoints[i], host.endpoints[i]);
        for (const auto* lookup : {&facts.lookups.a, &facts.lookups.aaaa, &facts.lookups.cname})
            if (*lookup) write_signature(**lookup);
        for (const Lookup& lookup : facts.lookups.tlsa) write_signature(lookup);
    }

    void write_record(const DomainName& owner, const RecordUse& use) {
        const auto number = [](auto value) { return std::to_string(static_cast<unsigned>(value)); };
        const TlsaRecord& record = use.record;
        for (const auto& [family, value] : {std::pair("danelaw_tlsa_record_usable", use.usable),
                                            std::pair("danelaw_tlsa_record_matched", use.matched)})
            set_capped(family,
                       {{"domain", domain_},
                        {"owner", owner.text()},
                        {"usage", number(record.usage)},
                        {"selector", number(record.selector)},
                        {"matching_type", number(record.matching_type)},
                        {"data", to_hex(record.association_data).substr(0, shown_data_digits)}},
                       flag(value));
    }

    void write_endpoint(const std::string& host, const EndpointFacts& facts, const EndpointReport& endpoint) {
        const std::string address = facts.address.to_string();
        const std::string port = std::to_string(facts.port);
        for (const Outcome outcome : outcomes)
            set_capped("danelaw_endpoint_outcome",
                       {{"domain", domain_},
                        {"host", host},
                        {"address", address},
                        {"port", port},
                        {"outcome", to_text(outcome)}},
                       flag(outcome == endpoint.outcome));
        const auto complies = meets_policy(endpoint);
        if (report_.sts && report_.sts->applied() != nullptr && complies)
            set_capped("danelaw_endpoint_complies",
                       {{"domain", domain_}, {"host", host}, {"address", address}, {"port", port}}, flag(*complies));
        for (std::size_t depth = 0; depth < endpoint.chain.size(); ++depth) {
            if (!endpoint.chain[depth].not_after) continue;
            set_capped("danelaw_certificate_not_after_timestamp_seconds",
                       {{"domain", domain_},
                        {"host", host},
                        {"address", address},
                        {"port", port},
                        {"depth", std::to_string(depth)}},
                       seconds_since_1970(*endpoint.chain[depth].not_after));
        }
    }

    void write_signature(const Lookup& lookup) {
        if (!lookup.secure() || !lookup.signature_expires) return;
        set_capped("danelaw_signature_expires_timestamp_seconds",
                   {{"domain", domain_}, {"name", lookup.name.text()}, {"type", to_text(lookup.type)}},
                   seconds_since_1970(*lookup.signature_expires));
    }

    const Report& report_;
    const DomainFacts& facts_;
    PrometheusMetrics& metrics_;
    std::string domain_;
    std::size_t series_ = 0;
    std::size_t left_out_ = 0;
};

std::span<const MetricFamily> metric_families() { return families; }

void PrometheusMetrics::add(const Report& report) { DomainMetrics(report, *this).write(); }

void PrometheusMetrics::add_unchecked(std::string_view asked) {
    Report nothing;
    nothing.facts.kind = DestinationKind::address;  // it goes by what was asked for
    nothing.facts.asked = asked;
    DomainMetrics(nothing, *this).write_standing();
}

std::string PrometheusMetrics::text() const {
    std::string text;
    for (const MetricFamily& family : families) {
        const auto found = families_.find(family.name);
        if (found == families_.end()) continue;
        text += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", family.name, family.help);
        for (const auto& [labels, value] : found->second)
            text += fmt::format("{}{{{}}} {}\n", family.name, labels, value);
    }
    return text;
}

std::string prometheus_label(std::string_view value) {
    std::string escaped;
    for (const char c : value) {
        if (c == '\n') {
            escaped += "\\n";
            continue;
        }
        if (c == '\\' || c == '"') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

}  // namespace danelaw
