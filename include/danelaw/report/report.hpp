#pragma once

#include <danelaw/dane/match.hpp>
#include <danelaw/dnssec/zones.hpp>
#include <danelaw/mtasts/policy.hpp>
#include <danelaw/mtasts/record.hpp>
#include <danelaw/pki/pkix.hpp>
#include <danelaw/report/facts.hpp>
#include <danelaw/report/finding.hpp>
#include <danelaw/report/forecast.hpp>
#include <danelaw/report/history.hpp>
#include <danelaw/report/senders.hpp>
#include <danelaw/report/servers.hpp>
#include <danelaw/report/sts.hpp>
#include <danelaw/tlsrpt/record.hpp>

#include <optional>
#include <string>
#include <vector>

namespace danelaw {

enum class Verdict { pass, partial, fail, none, unknown };

/// What happened at one address, judged (contract 1).
enum class Outcome { authenticated, encrypted, cleartext, mismatch, tls_failed, unreachable, not_probed };

/// What an address is to a sender that enforces MTA-STS (RFC 8461 §4).
enum class StsOutcome {
    complies,
    no_starttls,
    handshake_failed,
    old_tls,              ///< before TLS 1.2
    invalid_certificate,  ///< by PKIX for the name of the MX host
    unreachable,
    not_seen,  ///< not probed, cut short, or no CA certificates to judge by
};

/// The session with the SNI of MTA-STS, judged as one without a policy.
struct StsProbeReport {
    Outcome outcome = Outcome::not_probed;
    std::optional<std::string> reason;
    CertificateChain chain;
    std::optional<PkixResult> pkix;
};

struct EndpointReport {
    Outcome outcome = Outcome::not_probed;
    std::optional<std::string> reason;
    CertificateChain chain;                    ///< parsed, presented order
    std::optional<MatchResult> match;          ///< where the action is authenticate and TLS was established
    std::optional<Outcome> other_key_outcome;  ///< of the second handshake; absent where the server has no such key
    CertificateChain other_key_chain;
    std::optional<MatchResult> other_key_match;
    std::optional<PkixResult> pkix;           ///< for the MX name, where a policy or a usage-2 record asks for it
    std::optional<StsProbeReport> sts_probe;  ///< where facts have it
    StsOutcome sts = StsOutcome::not_seen;    ///< by the session with the SNI of MTA-STS
};

struct HostReport {
    HostDecision decision;
    std::vector<DomainName> reference_identifiers;  ///< empty without a TLSA base domain
    std::optional<DomainName> tlsa_owner;
    std::vector<RecordUse> records;         ///< `matched` if any endpoint or key type matched it
    std::vector<EndpointReport> endpoints;  ///< as facts.hosts[i].endpoints
};

/// Whether senders find a policy that they can use.
enum class PolicyState {
    absent,   ///< no record is meant for MTA-STS
    broken,   ///< there is one, and what follows is wrong: senders have no policy
    unknown,  ///< it could not be found out from here
    usable,
};

/// MTA-STS of the domain (contract 3).
struct StsReport {
    Verdict verdict = Verdict::none;
    StsRecordSet record;
    PolicyState state = PolicyState::absent;
    std::optional<std::string> failure;  ///< why broken or unknown, a sentence
    std::optional<Policy> served;        ///< what the policy host serves, if it can be read; `state` says if it counts
    std::optional<Policy> cached;        ///< of --cached-policy
    CertificateChain policy_chain;       ///< of the policy host
    std::optional<PkixResult> policy_pkix;

    /// The policy that a sender goes by: the cached one, else the one served if it is usable; nothing if there is none.
    [[nodiscard]] const Policy* applied() const {
        if (cached) return &*cached;
        return state == PolicyState::usable && served ? &*served : nullptr;
    }
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
    std::optional<StsReport> sts;  ///< absent where it was not looked up
    Verdict verdict = Verdict::unknown;
    std::vector<SenderRow> senders;               ///< four, in the order of Sender
    std::optional<TlsRptStatus> tls_rpt;          ///< absent where it was not looked up
    std::vector<ZoneReport> zones;                ///< on the way to what was seen, parents before children
    std::vector<ZoneServersReport> name_servers;  ///< as facts.name_servers
    std::vector<Expiry> forecast;                 ///< soonest first
    std::optional<History> history;               ///< with --state, where it can be compared
    int exit_code = 3;
    std::vector<Finding> findings;  ///< worst first, then in order of hosts
};

/// Judges facts. Pure: the same facts give the same report. Source: contract 2, 3, 4 and 6, RFC 7672, RFC 8461.
/// `require` is what the verdict goes by; without it, what the facts ask for.
[[nodiscard]] Report judge(DomainFacts facts, std::optional<Require> require = std::nullopt);

/// Judges one session without any policy, as `probe` does (action `opportunistic`).
[[nodiscard]] EndpointReport judge_session(const EndpointFacts& facts);
/// Whether an endpoint was reached: the session got as far as the server's answer to EHLO.
[[nodiscard]] bool is_reached(Outcome outcome);

[[nodiscard]] std::string to_text(Verdict verdict);
[[nodiscard]] std::string to_text(Outcome outcome);
[[nodiscard]] std::string to_text(StsOutcome outcome);

}  // namespace danelaw
