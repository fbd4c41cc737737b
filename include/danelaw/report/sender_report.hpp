#pragma once

#include <danelaw/report/report.hpp>
#include <danelaw/tlsrpt/digest.hpp>
#include <danelaw/tlsrpt/report.hpp>

#include <string>

namespace danelaw {

/// The TLS report that a sender with DANE and MTA-STS would send of the sessions of this run, for the day of the check
/// (RFC 8460 §4). A policy `tlsa` for each TLSA base domain; one `sts` where a policy is in force, or fails to be had;
/// `no-policy-found` for the hosts that neither covers. A session counts as successful where it kept to the policy;
/// addresses that could not be reached count as nothing (§4.3.4). A lookup that keeps a sender from a host is one
/// failed session, `dnssec-invalid`. It has no policies where this machine can validate nothing.
[[nodiscard]] TlsReport sender_report(const Report& report);

/// Whether a failure that was reported still happens.
enum class FailureState {
    still,    ///< the same result-type, at the same host where the report names one
    other,    ///< the host fails, but otherwise
    gone,     ///< the host, or without a name every host, was reached and does not fail; or it is no host of the domain
    unknown,  ///< it was not reached, or this kind of failure was not looked at
};

struct FailureNow {
    FailureState state = FailureState::unknown;
    std::string text;  ///< what was seen, printable
};

/// Compares a failure of a digest with a check of its domain.
[[nodiscard]] FailureNow failure_now(const DigestFailure& failure, const Report& report);

[[nodiscard]] std::string to_text(FailureState state);

}  // namespace danelaw
