#include <danelaw/tlsrpt/digest.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace danelaw {

namespace {

std::uint64_t sum(std::uint64_t a, std::uint64_t b) {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    return a > most - b ? most : a + b;
}

/// The entry of a name; names beyond the cap share one.
template <class Map>
typename Map::mapped_type& entry(Map& map, const typename Map::key_type& key, std::size_t most,
                                 const typename Map::key_type& others) {
    const auto known = map.find(key);
    if (known != map.end()) return known->second;
    return map[map.size() < most ? key : others];
}

const std::string other_names = "(others)";

/// A policy's domain as one text: case does not count, and a dot may end it.
std::string domain_key(const std::optional<std::string>& domain) {
    auto text = ascii_lower(domain.value_or(""));
    if (text.size() > 1 && text.ends_with('.')) text.pop_back();
    return text;
}

}  // namespace

void SessionCount::add(const SessionCount& more) {
    successful = sum(successful, more.successful);
    failed = sum(failed, more.failed);
}

std::uint64_t SessionCount::all() const { return sum(successful, failed); }

std::optional<double> SessionCount::success_rate() const {
    if (all() == 0) return std::nullopt;
    return static_cast<double>(successful) / static_cast<double>(all());
}

Day report_day(const TlsReport& report) {
    return std::chrono::floor<std::chrono::days>(report.start + (report.end - report.start) / 2);
}

std::string to_text(Day day) { return format_time(Timestamp(day)).substr(0, 10); }

std::string to_text(DigestState state) {
    switch (state) {
        case DigestState::no_failures:
            return "no_failures";
        case DigestState::failures:
            return "failures";
        case DigestState::alarming:
            return "alarming";
    }
    return {};
}

std::optional<Error> DigestBuilder::add(const TlsReport& report, Timestamp now) {
    if (report.start > now) {
        return failure(fmt::format("its period begins at {}, which is not yet, expected one that has begun",
                                   format_time(report.start)));
    }
    if (seen_.size() >= limits::digest_reports)
        return failure(fmt::format("more than {} reports, give fewer at once", limits::digest_reports));
    if (!seen_.emplace(report.organization, report.id).second) {
        ++duplicates_;
        return std::nullopt;
    }
    const auto day = report_day(report);
    auto& count = days_[day];
    count.day = day;
    ++count.reports;
    for (const auto& policy : report.policies) add_policy(report, policy, day);
    return std::nullopt;
}

void DigestBuilder::add_policy(const TlsReport& report, const TlsReportPolicy& policy, Day day) {
    const SessionCount sessions{policy.successful.value_or(0), policy.failed.value_or(0)};
    const auto domain = domain_key(policy.domain);
    days_[day].sessions.add(sessions);
    entry(domains_, domain, limits::digest_names, other_names).days[day].add(sessions);
    entry(senders_, report.organization, limits::digest_names, other_names).days[day].add(sessions);
    std::uint64_t explained = 0;
    for (const auto& failure : policy.failures) {
        explained = sum(explained, failure.sessions);
        const FailureKey key{domain, policy.type, failure.result_type, domain_key(failure.receiving_mx_hostname)};
        add_failure(report, key, failure, day);
    }
    if (explained >= sessions.failed) return;
    TlsReportFailure rest;
    rest.sessions = sessions.failed - explained;
    add_failure(report, {domain, policy.type, "", ""}, rest, day);
}

void DigestBuilder::add_failure(const TlsReport& report, const FailureKey& key, const TlsReportFailure& failure,
                                Day day) {
    constexpr std::size_t kept_reasons = 5;
    const FailureKey others{other_names, "", "", ""};
    auto& tally = entry(failures_, key, limits::digest_failures, others);
    auto& count = tally.days[day];
    count = sum(count, failure.sessions);
    auto& by_sender = entry(tally.senders, report.organization, limits::digest_names, other_names);
    by_sender = sum(by_sender, failure.sessions);
    if (!failure.reason_code.empty() && tally.reason_codes.size() < kept_reasons)
        tally.reason_codes.insert(failure.reason_code);
}

namespace {

/// Most failures first, then by name.
void sort_by_failures(std::vector<NamedCount>& counts) {
    std::stable_sort(counts.begin(), counts.end(),
                     [](const NamedCount& a, const NamedCount& b) { return a.sessions.failed > b.sessions.failed; });
}

template <class Tallies>
std::vector<NamedCount> named_counts(const Tallies& tallies, Day last) {
    std::vector<NamedCount> counts;
    for (const auto& [name, tally] : tallies) {
        NamedCount count;
        count.name = name;
        for (const auto& [day, sessions] : tally.days) {
            count.sessions.add(sessions);
            if (day == last) count.last_day = sessions;
        }
        counts.push_back(std::move(count));
    }
    sort_by_failures(counts);
    return counts;
}

template <class Key, class Tally>
DigestFailure digest_failure(const Key& key, const Tally& tally, Day last) {
    DigestFailure failure;
    std::tie(failure.domain, failure.policy_type, failure.result_type, failure.mx_host) = key;
    failure.first = tally.days.begin()->first;
    failure.last = tally.days.rbegin()->first;
    for (const auto& [day, sessions] : tally.days) {
        failure.sessions = sum(failure.sessions, sessions);
        if (day == last) failure.last_day_sessions = sessions;
    }
    failure.senders.assign(tally.senders.begin(), tally.senders.end());
    std::stable_sort(failure.senders.begin(), failure.senders.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    failure.reason_codes.assign(tally.reason_codes.begin(), tally.reason_codes.end());
    return failure;
}

/// In the order of what an operator looks at first.
void sort_failures(std::vector<DigestFailure>& failures, Day last) {
    const auto rank = [last](const DigestFailure& failure) {
        return std::tuple(failure.last != last, !failure.is_new.value_or(false));
    };
    std::stable_sort(failures.begin(), failures.end(), [&](const DigestFailure& a, const DigestFailure& b) {
        return rank(a) != rank(b) ? rank(a) < rank(b) : a.sessions > b.sessions;
    });
}

std::string share(std::uint64_t part, std::uint64_t whole) {
    return fmt::format("{} of {} sessions", std::min(part, whole), whole);  // one session may have several failures
}

/// What makes the last day more than a matter of routine: half of a domain's sessions fail, or a failure that was not
/// there before hits one session in a hundred. Single failures are everyday in reports: networks break, too.
void find_alarms(Digest& digest) {
    constexpr std::uint64_t half = 2;
    constexpr std::uint64_t one_in = 100;
    const auto last = to_text(*digest.last);
    for (const auto& domain : digest.domains) {
        const auto& count = domain.last_day;
        if (count.failed > 0 && count.failed >= count.all() / half + count.all() % half) {
            digest.alarms.push_back(
                fmt::format("{}: {} failed on {}", printable(domain.name), share(count.failed, count.all()), last));
        }
    }
    for (const auto& failure : digest.failures) {
        if (!failure.is_new.value_or(false) || failure.last_day_sessions == 0) continue;
        const auto domain = std::find_if(digest.domains.begin(), digest.domains.end(),
                                         [&](const NamedCount& count) { return count.name == failure.domain; });
        const auto all = domain == digest.domains.end() ? 0 : domain->last_day.all();
        if (failure.last_day_sessions < all / one_in) continue;
        digest.alarms.push_back(
            fmt::format("{}: {} is new on {}, {}", printable(failure.domain),
                        failure.result_type.empty() ? "a failure without details" : printable(failure.result_type),
                        last, share(failure.last_day_sessions, all)));
    }
}

}  // namespace

Digest DigestBuilder::finish() const {
    Digest digest;
    digest.reports = seen_.size();
    digest.duplicates = duplicates_;
    if (days_.empty()) return digest;
    digest.first = days_.begin()->first;
    digest.last = days_.rbegin()->first;
    for (const auto& [day, count] : days_) {
        digest.days.push_back(count);
        digest.sessions.add(count.sessions);
    }
    digest.domains = named_counts(domains_, *digest.last);
    digest.senders = named_counts(senders_, *digest.last);
    for (const auto& [key, tally] : failures_) {
        auto failure = digest_failure(key, tally, *digest.last);
        const auto domain = domains_.find(failure.domain);
        const bool comparable = domain != domains_.end() && domain->second.days.begin()->first < *digest.last;
        if (comparable) failure.is_new = failure.first == *digest.last;
        digest.failures.push_back(std::move(failure));
    }
    sort_failures(digest.failures, *digest.last);
    find_alarms(digest);
    const bool failed = digest.sessions.failed > 0 || !digest.failures.empty();
    digest.state = !digest.alarms.empty() ? DigestState::alarming
                   : failed               ? DigestState::failures
                                          : DigestState::no_failures;
    return digest;
}

}  // namespace danelaw
