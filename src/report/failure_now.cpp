#include <danelaw/report/sender_report.hpp>

#include "report/sender_sessions.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

/// A failure that a sender would report now, and under which policy.
struct SeenFailure {
    std::string policy_type;
    TlsReportFailure failure;
};

/// What a sender would report now about `host`; about all hosts where it is empty.
std::vector<SeenFailure> failures_at(const TlsReport& sent, const std::string& host) {
    std::vector<SeenFailure> failures;
    for (const auto& policy : sent.policies) {
        for (const auto& failure : policy.failures) {
            if (host.empty() || failure.receiving_mx_hostname.empty() ||
                ascii_iequal(failure.receiving_mx_hostname, host))
                failures.push_back({policy.type, failure});
        }
    }
    return failures;
}

/// Whether what is seen is what was reported. What fails DANE need not fail MTA-STS, and the reverse; without a policy
/// it may be the same failure as under one.
bool is_same(const DigestFailure& reported, const SeenFailure& seen) {
    const auto is_policy = [](const std::string& type) { return type == "tlsa" || type == "sts"; };
    if (is_policy(reported.policy_type) && is_policy(seen.policy_type) && reported.policy_type != seen.policy_type)
        return false;
    return reported.result_type.empty() || seen.failure.result_type == reported.result_type;
}

std::string described(const TlsReportFailure& failure) {
    auto text = failure.result_type;
    if (!failure.receiving_mx_hostname.empty()) text += fmt::format(" at {}", failure.receiving_mx_hostname);
    if (!failure.reason_code.empty()) text += fmt::format(": {}", failure.reason_code);
    return text;
}

/// Whether every address of the host was seen, by what `is_seen` says, and there is one. Senders connect to those, too,
/// that were not probed (cap, private address): the failure may be there.
template <class IsSeen>
bool is_seen_whole(const HostFacts& facts, const HostReport& host, IsSeen is_seen) {
    return !facts.not_examined && !host.endpoints.empty() &&
           std::all_of(host.endpoints.begin(), host.endpoints.end(), is_seen);
}

bool is_reached_whole(const HostFacts& facts, const HostReport& host) {
    return is_seen_whole(facts, host, [](const EndpointReport& endpoint) { return is_reached(endpoint.outcome); });
}

bool complies_whole(const HostFacts& facts, const HostReport& host) {
    return is_seen_whole(facts, host,
                         [](const EndpointReport& endpoint) { return endpoint.sts == StsOutcome::complies; });
}

/// The first family of addresses that was not looked up with success, or nothing: senders may know addresses of it.
std::optional<RecordType> unknown_family(const HostLookups& lookups) {
    const auto is_known = [](const std::optional<Lookup>& lookup) { return lookup && lookup->answered(); };
    if (!is_known(lookups.a)) return RecordType::a;
    if (!is_known(lookups.aaaa)) return RecordType::aaaa;
    return std::nullopt;
}

FailureNow not_seen(const DigestFailure& failure, const Report& report) {
    const auto& facts = report.facts;
    const bool by_sts = failure.policy_type == "sts" && applies_sts(report);
    bool found = false;
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto name = facts.hosts[i].lookups.name.text();
        if (!failure.mx_host.empty() && !ascii_iequal(name, failure.mx_host)) continue;
        found = true;
        if (const auto family = unknown_family(facts.hosts[i].lookups))
            return {FailureState::unknown,
                    fmt::format("not every address of {} is known, without an answer for {}", name, to_text(*family))};
        if (by_sts ? !complies_whole(facts.hosts[i], report.hosts[i])
                   : !is_reached_whole(facts.hosts[i], report.hosts[i]))
            return {FailureState::unknown, fmt::format("{} was not reached, or not at every address", name)};
    }
    const bool may_be_left_out = !found || failure.mx_host.empty();
    if (may_be_left_out && facts.mx_records_left_out > 0) {
        return {FailureState::unknown,
                fmt::format("{} MX records more than are read were not looked at", facts.mx_records_left_out)};
    }
    if (found) return {FailureState::gone, "every address was reached and does not fail"};
    if (report.hosts.empty()) return {FailureState::unknown, "no host of the domain was found"};
    return {FailureState::gone,
            fmt::format("{} is no host of the domain now", printable(failure.mx_host, limits::shown_octets))};
}

/// What became of a policy that failed itself (RFC 8460 §4.3.2.2), or that hosts failed, where none fails now.
FailureNow without_policy(const Report& report) {
    const auto state = report.sts ? report.sts->state : PolicyState::unknown;
    switch (state) {
        case PolicyState::absent:
            return {FailureState::gone, "there is no policy of MTA-STS now"};
        case PolicyState::usable:
            return {FailureState::gone,
                    fmt::format("the policy is fetched and valid, its mode is {}", to_text(report.sts->served->mode))};
        case PolicyState::broken:
            return {FailureState::other, report.sts->failure.value_or("senders find no policy")};
        case PolicyState::unknown:
            break;
    }
    return {FailureState::unknown, "whether there is a policy of MTA-STS is not known from here"};
}

}  // namespace

FailureNow failure_now(const DigestFailure& failure, const Report& report) {
    if (!can_tell(report.facts)) return {FailureState::unknown, "nothing can be validated from this machine"};
    const auto seen = failures_at(sender_report(report), failure.mx_host);
    const auto same =
        std::find_if(seen.begin(), seen.end(), [&](const SeenFailure& one) { return is_same(failure, one); });
    if (same != seen.end()) return {FailureState::still, described(same->failure)};
    if (!seen.empty()) return {FailureState::other, described(seen.front().failure)};
    const bool of_policy = failure.result_type.starts_with("sts-");
    if (of_policy || (failure.policy_type == "sts" && !applies_sts(report))) return without_policy(report);
    return not_seen(failure, report);
}

std::string to_text(FailureState state) {
    switch (state) {
        case FailureState::still:
            return "still";
        case FailureState::other:
            return "other";
        case FailureState::gone:
            return "gone";
        case FailureState::unknown:
            return "unknown";
    }
    return {};
}

}  // namespace danelaw
