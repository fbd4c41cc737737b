#include "report/findings.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include "report/judge_sts.hpp"
#include "report/renewal.hpp"
#include "report/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

std::string failure_text(const Lookup& lookup) {
    return fmt::format("the {} lookup {}: {}", to_text(lookup.type), how_it_failed(lookup),
                       lookup.failure ? lookup.failure->detail : "no reason given");
}

/// A lookup that our own time cut says nothing about the domain.
Finding* find_lookup(const std::optional<Lookup>& lookup, std::string_view bogus, std::string_view failed,
                     Findings& findings) {
    if (!lookup || lookup->answered() || is_cut(*lookup)) return nullptr;
    const auto code = lookup->dnssec == ValidationState::bogus ? bogus : failed;
    return &add_finding(findings, code, lookup->name.text(), failure_text(*lookup));
}

/// One family that answers is enough, as for MX hosts (contract 2).
void find_policy_address(const std::optional<Lookup>& lookup, const std::optional<Lookup>& other, Findings& findings) {
    auto* const finding =
        find_lookup(lookup, "sts.policy_host_lookup_bogus", "sts.policy_host_lookup_failed", findings);
    if (finding == nullptr || !other || other->presence != Presence::records) return;
    finding->severity = Severity::warning;
    finding->tls_rpt.reset();
}

/// What the domain says of itself in DNS.
void find_record(const Report& report, Findings& findings) {
    const auto& facts = report.facts.sts;
    const auto& record = *facts.record;
    const bool zone_works = !report.facts.mx || report.facts.mx->answered();  // else that is told already
    if (zone_works) find_lookup(facts.record, "sts.record_lookup_bogus", "sts.record_lookup_failed", findings);
    find_sts_record_faults(record.name.text(), report.sts->record, findings);
    const auto domain = report.facts.domain.text();
    if (report.null_mx) {
        if (report.sts->record.meant > 0)
            add_finding(findings, "sts.null_mx", domain, "it takes no mail (null MX), and has an MTA-STS record");
        return;
    }
    const bool exists = !report.facts.mx || report.facts.mx->presence != Presence::nx_domain;
    if (report.sts->state != PolicyState::absent || report.sts->cached || !exists) return;
    add_finding(findings, "sts.none", domain,
                report.dane == Verdict::pass
                    ? "no MTA-STS record: senders that use DANE are protected, those that go by MTA-STS alone are not"
                    : "no MTA-STS record: nothing tells senders that do not use DANE to demand TLS");
}

void find_connections(const StsFacts& facts, const std::string& host, Findings& findings) {
    const auto* const last = policy_exchange(facts);
    bool all_refused = last != nullptr;
    for (const auto& attempt : facts.attempts) {
        const auto subject = fmt::format("{}[{}]:443", host, attempt.address.to_string());
        if (attempt.not_probed) {
            all_refused = false;
            if (attempt.not_probed->reason != NotProbedReason::private_address) continue;
            add_finding(findings, "sts.policy_host_private", subject, attempt.not_probed->text);
            continue;
        }
        all_refused = all_refused && attempt.exchange.connection_refused;
        if (attempt.exchange.stage != FetchStage::connect || last->stage == FetchStage::connect) continue;
        add_finding(findings, "sts.policy_host_address", subject, attempt.exchange.detail);
    }
    if (last == nullptr || last->stage != FetchStage::connect || last->cut_by_deadline) return;
    add_finding(findings, all_refused ? "sts.policy_host_refuses" : "sts.policy_host_silent", host, last->detail);
}

/// The code for an exchange that was no good answer, or nothing.
std::string_view http_code(const PolicyExchange& exchange) {
    switch (exchange.result) {
        case FetchResult::timeout:
            return exchange.cut_by_deadline ? "" : "sts.policy_host_silent";
        case FetchResult::connection_lost:
        case FetchResult::protocol_error:
            return "sts.policy_http";
        case FetchResult::too_big:
            return "sts.policy_too_big";
        case FetchResult::connect_failed:
        case FetchResult::tls_failed:
            return "";
        case FetchResult::response:
            break;
    }
    const auto status = exchange.status.value_or(0);
    if (status / 100 == 3) return "sts.policy_redirect";
    if (status != 200) return "sts.policy_status";
    if (!is_plain_text(exchange.content_type)) return "sts.policy_media_type";
    return is_identity(exchange.content_encoding) ? "" : "sts.policy_http";
}

std::string http_text(const PolicyExchange& exchange) {
    if (exchange.result != FetchResult::response) return exchange.detail;
    const auto status = exchange.status.value_or(0);
    if (status / 100 == 3 && !exchange.location.empty()) {
        return fmt::format("status {}, to {}, 200 was expected", status,
                           printable(exchange.location, limits::shown_octets));
    }
    if (status != 200) return fmt::format("status {}, 200 was expected", status);
    if (is_plain_text(exchange.content_type)) {
        return fmt::format("Content-Encoding is \"{}\", none was asked for",
                           printable(exchange.content_encoding, limits::shown_octets));
    }
    if (exchange.content_type.empty()) return "there is no Content-Type, text/plain was expected";
    return fmt::format("Content-Type is \"{}\", text/plain was expected",
                       printable(exchange.content_type, limits::shown_octets));
}

void find_tls(const StsReport& sts, const PolicyExchange& exchange, const std::string& host, Timestamp now,
              Findings& findings) {
    if (exchange.result == FetchResult::tls_failed) add_finding(findings, "sts.policy_host_tls", host, exchange.detail);
    if (exchange.tls_version.empty()) return;
    if (!is_tls12_or_later(exchange.tls_version)) {
        add_finding(findings, "sts.policy_host_tls", host,
                    fmt::format("{} was negotiated, TLS 1.2 or later was expected", printable(exchange.tls_version)));
    }
    if (!sts.policy_pkix) return;
    if (!sts.policy_pkix->valid()) {
        add_finding(findings, "sts.policy_certificate", host, sts.policy_pkix->reason.value_or("not valid"));
    }
    const auto* const late = late_renewal(sts.policy_chain, sts.policy_pkix->path, now);
    if (sts.policy_pkix->valid() && late != nullptr)
        add_finding(findings, "sts.policy_certificate_expires_soon", host, expiry_text(*late, now));
}

/// The way to the policy, step by step, for as long as there was one.
void find_fetch(const Report& report, Findings& findings) {
    const auto& facts = report.facts.sts;
    const auto name = sts_policy_host(report.facts.domain);
    if (!name || !report.sts->record.record) return;
    const auto host = name->text();
    find_policy_address(facts.a, facts.aaaa, findings);
    find_policy_address(facts.aaaa, facts.a, findings);
    const auto empty = [](const std::optional<Lookup>& lookup) {
        return lookup && lookup->answered() && lookup->presence != Presence::records;
    };
    if (empty(facts.a) && empty(facts.aaaa))
        add_finding(findings, "sts.policy_host_no_address", host, "no A and no AAAA record, an address was expected");
    find_connections(facts, host, findings);
    const auto* const exchange = policy_exchange(facts);
    if (exchange == nullptr || exchange->stage == FetchStage::connect) return;
    find_tls(*report.sts, *exchange, host, report.facts.checked_at, findings);
    const auto url = sts_policy_url(report.facts.domain);
    if (const auto code = http_code(*exchange); !code.empty()) add_finding(findings, code, url, http_text(*exchange));
    const bool readable = exchange->result == FetchResult::response && exchange->status == 200U;
    const auto policy = readable ? parse_policy(exchange->body) : Result<Policy>(Policy());
    if (!policy) add_finding(findings, "sts.policy_invalid", url, policy.error().detail);
    if (report.sts->served) find_sts_policy_faults(url, *report.sts->served, findings);
}

void find_cached(const Report& report, Findings& findings) {
    const auto& sts = *report.sts;
    const bool gives_policy =
        sts.state == PolicyState::unknown || (sts.state == PolicyState::usable && sts.served->mode != PolicyMode::none);
    if (!sts.cached || sts.cached->mode == PolicyMode::none || gives_policy || report.null_mx) return;
    const auto domain = report.facts.domain.text();
    const auto why = sts.state == PolicyState::absent   ? std::string("there is no MTA-STS record")
                     : sts.state == PolicyState::usable ? std::string("the policy that is served has mode none")
                                                        : sts.failure.value_or("there is no policy");
    add_finding(findings, "sts.cached_policy_only", domain,
                fmt::format("only senders that hold the cached policy use MTA-STS: {}", why));
}

}  // namespace

void find_sts(const Report& report, Findings& findings) {
    const auto& facts = report.facts;
    if (!report.sts || !facts.sts.record) return;
    find_record(report, findings);
    find_fetch(report, findings);
    find_cached(report, findings);
    if (facts.ca && facts.ca->certificates == 0) {
        add_finding(findings, "sts.ca_store_empty", facts.domain.text(),
                    fmt::format("there are no CA certificates in {}", printable(facts.ca->source)));
    }
}

}  // namespace danelaw
