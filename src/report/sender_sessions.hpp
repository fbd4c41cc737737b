#pragma once

#include <danelaw/report/report.hpp>
#include <danelaw/tlsrpt/report.hpp>

#include <optional>

namespace danelaw {

/// The policy `sts` of a sender's TLS report, nothing where senders find none: its lines, its patterns, and a session
/// for each address that was reached, whether or not DANE covers the host as well (RFC 8460 §4: "multiple applied
/// policies"). What keeps senders from the policy is told with no failed session, as mail goes all the same.
[[nodiscard]] std::optional<TlsReportPolicy> sts_report_policy(const Report& report);

/// Whether this machine can tell what senders that validate see: without a trust anchor that works every lookup seems
/// to fail, or to be insecure, and neither is the domain's fault.
[[nodiscard]] bool can_tell(const DomainFacts& facts);

/// Whether senders hold the hosts to a policy of MTA-STS: one with a mode other than none.
[[nodiscard]] bool applies_sts(const Report& report);

/// One failed session, as far as the session tells (RFC 8460 §4.4). Result-type and reason are the caller's.
[[nodiscard]] TlsReportFailure failed_session(const HostFacts& host, const EndpointFacts& endpoint,
                                              const SmtpSession& session);

/// Counts one failed session, and tells of it.
void add_failure(TlsReportPolicy& policy, TlsReportFailure failure);

}  // namespace danelaw
