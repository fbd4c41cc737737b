#pragma once

#include <danelaw/dane/match.hpp>
#include <danelaw/report/facts.hpp>
#include <danelaw/report/finding.hpp>
#include <danelaw/tlsrpt/record.hpp>

#include <optional>
#include <string>
#include <vector>

namespace danelaw {

enum class Verdict { pass, partial, fail, none, unknown };

/// What happened at one address, judged (contract 1).
enum class Outcome { authenticated, encrypted, cleartext, mismatch, tls_failed, unreachable, not_probed };

struct EndpointReport {
    Outcome outcome = Outcome::not_probed;
    std::optional<std::string> reason;
    CertificateChain chain;                    ///< parsed, presented order
    std::optional<MatchResult> match;          ///< where the action is authenticate and TLS was established
    std::optional<Outcome> other_key_outcome;  ///< of the second handshake; absent where the server has no such key
    CertificateChain other_key_chain;
    std::optional<MatchResult> other_key_match;
};

struct HostReport {
    HostDecision decision;
    std::vector<DomainName> reference_identifiers;  ///< empty without a TLSA base domain
    std::optional<DomainName> tlsa_owner;
    std::vector<RecordUse> records;         ///< `matched` if any endpoint or key type matched it
    std::vector<EndpointReport> endpoints;  ///< as facts.hosts[i].endpoints
};

/// Whether senders know where to send TLS reports (contract 7, `tls_rpt`).
struct TlsRptStatus {
    bool present = false;                ///< a record there begins with the version
    TlsRptRecords records;               ///< valid where `record` is set
    std::optional<std::string> failure;  ///< why senders send none, although a record may be there
};

/// Facts, what they mean, and what to do. Never changes after judge().
struct Report {
    DomainFacts facts;
    NextHopResolution next_hop;
    bool null_mx = false;
    bool implicit_mx = false;
    std::vector<HostReport> hosts;  ///< as facts.hosts
    Verdict dane = Verdict::unknown;
    Verdict verdict = Verdict::unknown;
    std::optional<TlsRptStatus> tls_rpt;  ///< absent where it was not looked up
    int exit_code = 3;
    std::vector<Finding> findings;  ///< worst first, then in order of hosts
};

/// Judges facts. Pure: the same facts give the same report. Source: contract 2 and 6, RFC 7672.
[[nodiscard]] Report judge(DomainFacts facts);

/// Judges one session without any policy, as `probe` does (action `opportunistic`).
[[nodiscard]] EndpointReport judge_session(const EndpointFacts& facts);
/// Whether an endpoint was reached: the session got as far as the server's answer to EHLO.
[[nodiscard]] bool is_reached(Outcome outcome);

[[nodiscard]] std::string to_text(Verdict verdict);
[[nodiscard]] std::string to_text(Outcome outcome);

}  // namespace danelaw
