#pragma once

#include <danelaw/tlsrpt/report.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace danelaw {

/// A day in UTC.
using Day = std::chrono::sys_days;

/// How sessions went. Sums stop at the greatest number there is.
struct SessionCount {
    std::uint64_t successful = 0;
    std::uint64_t failed = 0;

    void add(const SessionCount& more);
    [[nodiscard]] std::uint64_t all() const;
    /// Of all sessions, 0 to 1; nothing where there were none.
    [[nodiscard]] std::optional<double> success_rate() const;
    bool operator==(const SessionCount&) const = default;
};

struct DayCount {
    Day day;
    std::size_t reports = 0;
    SessionCount sessions;
};

/// A policy domain or a sender, and how its sessions went.
struct NamedCount {
    std::string name;
    SessionCount sessions;
    SessionCount last_day;  ///< on the digest's last day
};

/// One kind of failure at one host.
struct DigestFailure {
    std::string domain;          ///< policy domain, as reported; empty where no report says it
    std::string policy_type;     ///< `tlsa`, `sts`, `no-policy-found`, ...
    std::string result_type;     ///< empty: the sender gives no details
    std::string mx_host;         ///< empty where no report says it
    std::uint64_t sessions = 0;  ///< that failed; 0 where mail went all the same (RFC 8460 §4.3.2.1, tlsa-invalid)
    std::uint64_t last_day_sessions = 0;
    Day first;
    Day last;
    std::optional<bool> is_new;  ///< on the last day and on none before; unset where the
                                 ///< domain has no earlier day to compare with
    std::vector<std::pair<std::string, std::uint64_t>> senders;  ///< organisation and sessions, most first
    std::vector<std::string> reason_codes;                       ///< a few different ones
};

/// How bad it is, for the exit code.
enum class DigestState { no_failures, failures, alarming };

/// Many reports in one: what an operator wants to know in the morning.
struct Digest {
    std::optional<Day> first;  ///< nothing where there was no report
    std::optional<Day> last;
    std::size_t reports = 0;
    std::size_t duplicates = 0;
    SessionCount sessions;
    std::vector<DayCount> days;           ///< in order; days without reports are not there
    std::vector<NamedCount> domains;      ///< most failures first
    std::vector<NamedCount> senders;      ///< likewise
    std::vector<DigestFailure> failures;  ///< those of the last day first, new ones before others, then by sessions
    DigestState state = DigestState::no_failures;
    std::vector<std::string> alarms;  ///< why the state is alarming, a sentence each
};

/// Puts reports together. Reports of the same organisation and id count once (RFC 8460 §5.3: "to identify and ignore
/// duplicate reports").
class DigestBuilder {
public:
    /// Errors: the report lies in the future, as `now` has it, or there are more than limits::digest_reports.
    [[nodiscard]] std::optional<Error> add(const TlsReport& report, Timestamp now);
    [[nodiscard]] Digest finish() const;

private:
    struct Tally {
        std::map<Day, SessionCount> days;
    };
    struct FailureTally {
        std::map<Day, std::uint64_t> days;
        std::map<std::string, std::uint64_t> senders;
        std::set<std::string> reason_codes;
    };
    using FailureKey = std::tuple<std::string, std::string, std::string, std::string>;

    void add_policy(const TlsReport& report, const TlsReportPolicy& policy, Day day);
    void add_failure(const TlsReport& report, const FailureKey& key, const TlsReportFailure& failure, Day day);

    std::set<std::pair<std::string, std::string>> seen_;
    std::size_t duplicates_ = 0;
    std::map<Day, DayCount> days_;
    std::map<std::string, Tally> domains_;
    std::map<std::string, Tally> senders_;
    std::map<FailureKey, FailureTally> failures_;
};

/// The day that a report is about: that of the middle of its period, as some senders count days in their own zone.
[[nodiscard]] Day report_day(const TlsReport& report);
/// `2026-01-02`.
[[nodiscard]] std::string to_text(Day day);
[[nodiscard]] std::string to_text(DigestState state);

}  // namespace danelaw
