#include "report/judge_sts.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include "report/findings.hpp"
#include "report/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

/// A step that ends the way to the policy: the state it leaves, and why.
struct Stop {
    PolicyState state;
    std::string why;
};

Stop broken(std::string why) { return {PolicyState::broken, std::move(why)}; }
Stop unknown(std::string why) { return {PolicyState::unknown, std::move(why)}; }

std::optional<Stop> stop_at_failure(const std::optional<Lookup>& lookup) {
    if (!lookup || lookup->answered()) return std::nullopt;
    auto why = fmt::format("the {} lookup of {} {}: {}", to_text(lookup->type), lookup->name.text(),
                           how_it_failed(*lookup), lookup->failure ? lookup->failure->detail : "no reason given");
    return lookup->dnssec == ValidationState::bogus ? broken(std::move(why)) : unknown(std::move(why));
}

std::optional<Stop> stop_at_addresses(const StsFacts& facts) {
    const auto found = [](const std::optional<Lookup>& lookup) {
        return lookup && lookup->presence == Presence::records;
    };
    if (found(facts.a) || found(facts.aaaa)) return std::nullopt;
    if (auto stop = stop_at_failure(facts.a)) return stop;
    if (auto stop = stop_at_failure(facts.aaaa)) return stop;
    if (!facts.a || !facts.aaaa) return unknown("the policy host has no address of the family that was asked for");
    return broken(fmt::format("the policy host {} has no address", facts.a->name.text()));
}

std::optional<Stop> stop_at_connection(const StsFacts& facts) {
    const auto* const exchange = policy_exchange(facts);
    if (exchange == nullptr) {
        const auto reason = facts.attempts.empty() ? std::string("no time was left")
                                                   : facts.attempts.front().not_probed.value_or(NotProbed()).text;
        return unknown(fmt::format("the policy host was not connected to: {}", reason));
    }
    if (exchange->stage != FetchStage::connect) return std::nullopt;
    const bool refused = std::all_of(facts.attempts.begin(), facts.attempts.end(), [](const PolicyAttempt& attempt) {
        return !attempt.not_probed && attempt.exchange.connection_refused;
    });
    auto why = fmt::format("the policy host cannot be connected to: {}", exchange->detail);
    return refused ? broken(std::move(why)) : unknown(std::move(why));
}

std::optional<Stop> stop_at_tls(const PolicyExchange& exchange, const std::optional<PkixResult>& pkix) {
    if (exchange.result == FetchResult::timeout && exchange.stage == FetchStage::tls) return unknown(exchange.detail);
    if (exchange.result == FetchResult::tls_failed) return broken(exchange.detail);
    if (!is_tls12_or_later(exchange.tls_version)) {
        return broken(fmt::format("the policy host negotiates {}, TLS 1.2 or later was expected",
                                  printable(exchange.tls_version, limits::shown_octets)));
    }
    if (!pkix) return unknown("there are no CA certificates to check the policy host with");
    if (!pkix->valid()) return broken("the certificate of the policy host: " + pkix->reason.value_or("not valid"));
    return std::nullopt;
}

std::optional<Stop> stop_at_http(const PolicyExchange& exchange) {
    if (exchange.result == FetchResult::timeout) return unknown(exchange.detail);
    if (exchange.result != FetchResult::response) return broken(exchange.detail);
    if (exchange.status != 200U) {
        return broken(
            fmt::format("the policy host answers with status {}, 200 was expected", exchange.status.value_or(0)));
    }
    if (!is_plain_text(exchange.content_type)) {
        return broken(fmt::format("the policy comes as \"{}\", text/plain was expected",
                                  printable(exchange.content_type, limits::shown_octets)));
    }
    if (!is_identity(exchange.content_encoding)) {
        return broken(fmt::format("the policy comes encoded as \"{}\", which nobody asked for",
                                  printable(exchange.content_encoding, limits::shown_octets)));
    }
    const auto policy = parse_policy(exchange.body);
    if (!policy) return broken("the policy: " + policy.error().detail);
    return std::nullopt;
}

std::optional<Stop> stop_on_the_way(const StsFacts& facts, const StsReport& report) {
    if (auto stop = stop_at_failure(facts.record)) return stop;
    if (report.record.fault) return broken("the record: " + *report.record.fault);
    if (!report.record.record) return Stop{PolicyState::absent, {}};
    if (auto stop = stop_at_addresses(facts)) return stop;
    if (auto stop = stop_at_connection(facts)) return stop;
    const auto& exchange = *policy_exchange(facts);
    if (auto stop = stop_at_tls(exchange, report.policy_pkix)) return stop;
    return stop_at_http(exchange);
}

void read_policy_chain(const DomainFacts& facts, PkixJudge& pkix, StsReport& report) {
    const auto* const exchange = policy_exchange(facts.sts);
    const auto host = sts_policy_host(facts.domain);
    if (exchange == nullptr || !host) return;
    for (const auto& der : exchange->chain) report.policy_chain.push_back(read_certificate(der));
    if (!exchange->tls_version.empty()) report.policy_pkix = pkix.judge(report.policy_chain, *host);
}

}  // namespace

bool is_tls12_or_later(std::string_view version) { return version == "TLS1.2" || version == "TLS1.3"; }

std::optional<StsReport> judge_policy(const DomainFacts& facts, PkixJudge& pkix) {
    StsReport report;
    if (facts.kind == DestinationKind::address) return report;  // RFC 8461 §3.4: an address literal has no policy
    if (!facts.sts.record) return std::nullopt;
    if (facts.sts.record->answered()) report.record = read_sts_records(txt_records(*facts.sts.record));
    report.served = served_policy(facts.sts);
    report.cached = cached_policy(facts.sts);
    read_policy_chain(facts, pkix, report);
    const auto stop = stop_on_the_way(facts.sts, report);
    report.state = stop ? stop->state : PolicyState::usable;
    if (stop && !stop->why.empty()) report.failure = stop->why;
    return report;
}

}  // namespace danelaw
