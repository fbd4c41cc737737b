#include <danelaw/report/sender_report.hpp>

#include "report/findings.hpp"
#include "report/sender_sessions.hpp"
#include "report/verdict.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

/// Puts sessions into policies, each policy once.
class SenderReport {
public:
    explicit SenderReport(const Report& report) : report_(report) {}

    std::vector<TlsReportPolicy> policies() {
        const auto& facts = report_.facts;
        if (!can_tell(facts)) return {};
        if (facts.mx && !facts.mx->answered()) add_failed_lookup(facts.domain.text(), *facts.mx, "");
        for (std::size_t i = 0; i < report_.hosts.size(); ++i) add_host(report_.hosts[i], facts.hosts[i]);
        if (auto sts = sts_report_policy(report_)) policies_.push_back(std::move(*sts));
        return std::move(policies_);
    }

private:
    TlsReportPolicy& policy(std::string_view type, const std::string& domain) {
        const auto known = std::find_if(policies_.begin(), policies_.end(), [&](const TlsReportPolicy& policy) {
            return policy.type == type && policy.domain == domain;
        });
        if (known != policies_.end()) return *known;
        TlsReportPolicy added;
        added.type = type;
        added.domain = domain;
        added.successful = 0;
        added.failed = 0;
        policies_.push_back(std::move(added));
        return policies_.back();
    }

    /// §4.3.2.1: no valid records were returned, so that nobody was connected to.
    void add_failed_lookup(const std::string& domain, const Lookup& lookup, const std::string& mx_host) {
        if (lookup.failure->cut_by_deadline) return;
        TlsReportFailure failure;
        failure.result_type = "dnssec-invalid";
        failure.receiving_mx_hostname = mx_host;
        failure.reason_code =
            fmt::format("{} {}: {}", lookup.name.text(), to_text(lookup.type), lookup.failure->detail);
        add_failure(policy("tlsa", domain), std::move(failure));
    }

    void add_host(const HostReport& host, const HostFacts& facts) {
        switch (host.decision.action) {
            case DaneAction::skip:
                return add_skipped(host, facts);
            case DaneAction::authenticate:
            case DaneAction::encrypt:
                return add_tlsa(host, facts);
            case DaneAction::opportunistic:
                if (applies_sts(report_)) return;
                return add_sessions("no-policy-found", report_.facts.domain.text(), host, facts);
        }
    }

    void add_skipped(const HostReport& host, const HostFacts& facts) {
        if (host.decision.no_address) return;
        const auto name = facts.lookups.name.text();
        if (const auto* const failed = failed_lookup(facts.lookups)) add_failed_lookup(name, *failed, name);
    }

    /// The lookup that keeps senders from a host with action `skip`, in the order of RFC 7672 §2.2.2. A family that
    /// fails while the other has addresses keeps nobody.
    static const Lookup* failed_lookup(const HostLookups& lookups) {
        std::vector<const Lookup*> asked;
        for (const auto* lookup : {&lookups.a, &lookups.aaaa}) {
            if (*lookup) asked.push_back(&**lookup);
        }
        if (std::any_of(asked.begin(), asked.end(), [](const Lookup* l) { return l->presence == Presence::records; }))
            asked.clear();
        if (lookups.cname) asked.push_back(&*lookups.cname);
        for (const auto& tlsa : lookups.tlsa) asked.push_back(&tlsa);
        const auto failed = std::find_if(asked.begin(), asked.end(), [](const Lookup* l) { return !l->answered(); });
        return failed == asked.end() ? nullptr : *failed;
    }

    void add_tlsa(const HostReport& host, const HostFacts& facts) {
        const auto domain = host.decision.tlsa_base_domain->text();
        auto& applied = policy("tlsa", domain);
        if (applied.policy_string.empty()) {
            for (const auto& use : host.records) applied.policy_string.push_back(to_text(use.record));
        }
        applied.mx_host.push_back(facts.lookups.name.text());
        if (host.decision.action == DaneAction::encrypt) {
            // §4.3.2.1: no record is valid. Mail is encrypted and goes all the same, so that no session fails of it.
            TlsReportFailure failure;
            failure.result_type = "tlsa-invalid";
            failure.receiving_mx_hostname = facts.lookups.name.text();
            failure.reason_code = printable(host.decision.reason.value_or(""), limits::shown_octets);
            applied.failures.push_back(std::move(failure));
        }
        add_sessions("tlsa", domain, host, facts);
    }

    void add_sessions(std::string_view type, const std::string& domain, const HostReport& host,
                      const HostFacts& facts) {
        for (std::size_t i = 0; i < host.endpoints.size(); ++i) {
            const auto& endpoint = facts.endpoints[i];
            const auto& judged = host.endpoints[i];
            if (endpoint.not_probed || !is_reached(judged.outcome) || endpoint.session.cut_by_deadline) continue;
            auto& applied = policy(type, domain);
            if (judged.outcome == Outcome::authenticated || judged.outcome == Outcome::encrypted) {
                applied.successful = applied.successful.value_or(0) + 1;
            } else {
                add_failure(applied, session_failure(facts, endpoint, judged));
            }
        }
    }

    /// What the finding about a mismatch says that senders report.
    std::string_view mismatch_type(const std::string& subject) const {
        constexpr std::string_view codes[] = {"tlsa.mismatch", "tlsa.other_key_mismatch", "certificate.expired",
                                              "certificate.wrong_name"};
        for (const auto& finding : report_.findings) {
            const bool about = std::find(std::begin(codes), std::end(codes), finding.code) != std::end(codes);
            if (about && finding.subject == subject && finding.tls_rpt) return *finding.tls_rpt;
        }
        return "validation-failure";
    }

    TlsReportFailure session_failure(const HostFacts& facts, const EndpointFacts& endpoint,
                                     const EndpointReport& judged) const {
        const bool mismatch = judged.outcome == Outcome::mismatch;
        const bool other = mismatch && judged.other_key_outcome == Outcome::mismatch;
        const auto& session = other ? *endpoint.other_key_probe : endpoint.session;
        auto failure = failed_session(facts, endpoint, session);
        failure.result_type =
            mismatch ? mismatch_type(subject_of(facts, endpoint)) : catalogue_entry(tls_failure_code(session))->tls_rpt;
        failure.reason_code = judged.reason.value_or("");
        return failure;
    }

    const Report& report_;
    std::vector<TlsReportPolicy> policies_;
};

/// The name that the server gives itself in its greeting (RFC 5321 §4.2).
std::string greeting_name(const SmtpSession& session) {
    const auto name = std::string_view(session.banner).substr(0, session.banner.find_first_of(" \t\r\n"));
    return printable(name, limits::shown_octets);
}

}  // namespace

bool can_tell(const DomainFacts& facts) { return !cannot_validate(facts) && is_covered_by_anchor(facts); }

void add_failure(TlsReportPolicy& policy, TlsReportFailure failure) {
    failure.sessions = 1;
    failure.reason_code = printable(failure.reason_code, limits::shown_octets);
    policy.failed = policy.failed.value_or(0) + 1;
    policy.failures.push_back(std::move(failure));
}

TlsReportFailure failed_session(const HostFacts& host, const EndpointFacts& endpoint, const SmtpSession& session) {
    TlsReportFailure failure;
    failure.sending_mta_ip = session.local_address;
    if (!host.lookups.name.is_root()) failure.receiving_mx_hostname = host.lookups.name.text();
    failure.receiving_mx_helo = greeting_name(session);
    failure.receiving_ip = endpoint.address.to_string();
    return failure;
}

TlsReport sender_report(const Report& report) {
    const auto& facts = report.facts;
    const auto day = std::chrono::floor<std::chrono::days>(facts.checked_at);
    const std::string sender = facts.ehlo_name.empty() ? "localhost" : facts.ehlo_name;
    TlsReport sent;
    sent.organization = sender;
    sent.contact = "postmaster@" + sender;
    // §5.3 puts it into <id-left@id-right>: one report a domain and moment.
    sent.id = fmt::format("{}_{}@{}", format_time(facts.checked_at),
                          facts.kind == DestinationKind::address ? "literal" : facts.domain.text(), sender);
    sent.start = day;
    sent.end = day + std::chrono::days{1} - std::chrono::seconds{1};
    sent.policies = SenderReport(report).policies();
    return sent;
}

}  // namespace danelaw
