#pragma once

#include <danelaw/base/result.hpp>
#include <danelaw/base/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// What a sender could not do, and how often. Texts are the sender's, not yet printable(); empty where absent.
struct TlsReportFailure {
    std::string result_type;  ///< RFC 8460 §4.3, or a word that came later
    std::string sending_mta_ip;
    std::string receiving_mx_hostname;
    std::string receiving_mx_helo;
    std::string receiving_ip;
    std::uint64_t sessions = 0;
    std::string additional_information;
    std::string reason_code;

    bool operator==(const TlsReportFailure&) const = default;
};

/// One policy that a sender applied, and how its sessions went.
struct TlsReportPolicy {
    std::string type;                        ///< `tlsa`, `sts`, `no-policy-found`, or a word that came later
    std::vector<std::string> policy_string;  ///< TLSA records, or lines of an MTA-STS policy (RFC 8460 §4.5)
    std::optional<std::string> domain;       ///< some senders leave it out
    std::vector<std::string> mx_host;
    std::optional<std::uint64_t> successful;  ///< sessions; some senders leave a count of 0 out
    std::optional<std::uint64_t> failed;
    std::vector<TlsReportFailure> failures;  ///< overlapping: one session may have several (RFC 8460 §4)

    bool operator==(const TlsReportPolicy&) const = default;
};

/// An aggregate report. Source: RFC 8460 §4.4.
struct TlsReport {
    std::string organization;
    std::string contact;
    std::string id;
    Timestamp start{};
    Timestamp end{};
    std::vector<TlsReportPolicy> policies;
    std::vector<std::string> deviations;  ///< where the report departs from RFC 8460 and can be read all the same

    bool operator==(const TlsReport&) const = default;
};

/// Reads the JSON of a report. Strict about what is needed to make sense of it (organisation, id, period, policies with
/// a type and a count), lenient as receivers are about the rest, which `deviations` tells. Unknown keys are ignored.
/// Errors: no JSON, a key missing or of the wrong kind, more than limits::report_... allows.
[[nodiscard]] Result<TlsReport> read_tls_report(std::string_view json);

/// The JSON of a report, in the order of RFC 8460 §4.4, on one line; what is empty or absent is left out.
[[nodiscard]] std::string write_tls_report(const TlsReport& report);

/// Whether RFC 8460 §4.3 (registry: §6.6) defines this result-type.
[[nodiscard]] bool is_registered_result_type(std::string_view word);

}  // namespace danelaw
