#include "report/findings.hpp"
#include "report/judge_sts.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

void find_tlsrpt_faults(const std::string& owner, std::span<const std::string> texts, const TlsRptRecords& records,
                        Findings& findings) {
    if (records.failure) {
        findings.push_back(make_finding(records.candidates > 1 ? "tlsrpt.several" : "tlsrpt.invalid", owner,
                                        fmt::format("{}: {}", owner, *records.failure)));
    }
    for (const auto index : records.ignored) {
        findings.push_back(
            make_finding("tlsrpt.ignored_record", owner,
                         fmt::format("{}: \"{}\" is ignored", owner, printable(texts[index], limits::shown_octets))));
    }
    if (!records.record) return;
    for (const auto& uri : records.record->rua) {
        if (!uri.unfit) continue;
        findings.push_back(make_finding("tlsrpt.unfit_uri", owner,
                                        fmt::format("{}: no sender can use \"{}\": {}", owner,
                                                    printable(uri.text, limits::shown_octets), *uri.unfit)));
    }
    for (const auto& name : records.record->extensions) {
        findings.push_back(
            make_finding("tlsrpt.unknown_field", owner, fmt::format("{}: field \"{}\" is ignored", owner, name)));
    }
}

namespace {

/// Whether senders that use DANE or MTA-STS cannot deliver to the host now, or nobody can.
bool is_failing(const Report& report, std::size_t index) {
    const auto& host = report.hosts[index];
    const auto* const policy = report.sts ? report.sts->applied() : nullptr;
    if (policy != nullptr && policy->mode == PolicyMode::enforce &&
        fails_policy(*policy, report.facts.hosts[index], host))
        return true;
    if (host.decision.action == DaneAction::skip && !host.decision.no_address) return true;
    const auto fails = [](const EndpointReport& endpoint) {
        return endpoint.outcome == Outcome::mismatch || endpoint.outcome == Outcome::tls_failed;
    };
    return std::any_of(host.endpoints.begin(), host.endpoints.end(), fails);
}

/// The hosts that take mail for a mailbox's domain.
std::vector<DomainName> hosts_of(const Report& report, const DomainName& mailbox) {
    std::vector<DomainName> names;
    if (mailbox == report.facts.domain) {
        for (const auto& host : report.facts.hosts) names.push_back(host.lookups.name);
        return names;
    }
    for (const auto& lookup : report.facts.tls_rpt.mailboxes) {
        if (lookup.name != mailbox) continue;
        for (const auto& record : mx_records(lookup)) names.push_back(record.exchange);
    }
    return names;
}

/// Whether every host that takes mail for a mailbox's domain is one that was seen to fail.
bool is_behind_failure(const Report& report, const DomainName& mailbox) {
    const auto names = hosts_of(report, mailbox);
    return !names.empty() && std::all_of(names.begin(), names.end(), [&](const DomainName& name) {
        for (std::size_t i = 0; i < report.hosts.size(); ++i) {
            if (report.facts.hosts[i].lookups.name == name) return is_failing(report, i);
        }
        return false;
    });
}

/// T03: reports about a failure that go to the failing host.
void find_mailboxes(const Report& report, const std::string& owner, Findings& findings) {
    std::string places;
    for (const auto& uri : report.tls_rpt->records.record->rua) {
        if (uri.unfit) continue;
        if (!uri.mailbox || !is_behind_failure(report, *uri.mailbox)) return;  // one place that works is enough
        places += (places.empty() ? "" : ", ") + uri.text;
    }
    findings.push_back(
        make_finding("tlsrpt.mailbox_behind_failure", owner,
                     fmt::format("{}: every host that takes mail for {} fails at this moment", owner, places)));
}

}  // namespace

void find_tls_rpt(const Report& report, Findings& findings) {
    if (!report.tls_rpt || report.null_mx || report.facts.hosts.empty()) return;
    const auto& lookup = *report.facts.tls_rpt.record;
    const auto owner = lookup.name.text();
    const auto& status = *report.tls_rpt;
    if (!lookup.answered()) {
        auto finding = make_finding("tlsrpt.lookup_failed", owner, *status.failure);
        if (lookup.failure->cut_by_deadline) finding.severity = Severity::notice;  // says nothing about the domain
        findings.push_back(std::move(finding));
        return;
    }
    if (!status.present) findings.push_back(make_finding("tlsrpt.none", owner, fmt::format("{}: no record", owner)));
    find_tlsrpt_faults(owner, txt_records(lookup), status.records, findings);
    if (status.records.record) find_mailboxes(report, owner, findings);
}

}  // namespace danelaw
