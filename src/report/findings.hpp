#pragma once

#include <danelaw/mtasts/policy.hpp>
#include <danelaw/mtasts/record.hpp>
#include <danelaw/report/report.hpp>
#include <danelaw/tlsrpt/record.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

using Findings = std::vector<Finding>;

/// Adds a finding whose text is `SUBJECT: WHAT`; `what` says what is wrong and what was expected. Both printable.
Finding& add_finding(Findings& findings, std::string_view code, const std::string& subject, std::string_view what);

// Each looks at one topic of a report whose hosts and verdict are judged, and adds what an operator should know.
void find_run_limits(const Report& report, Findings& findings);
void find_mx(const Report& report, Findings& findings);
void find_lookup_failures(const Report& report, Findings& findings);
void find_signatures(const Report& report, Findings& findings);
void find_tlsa(const Report& report, Findings& findings);
void find_mismatches(const Report& report, Findings& findings);
void find_changes(const Report& report, Findings& findings);
void find_sessions(const Report& report, Findings& findings);
void find_certificates(const Report& report, Findings& findings);
void find_flapping(const Report& report, Findings& findings);
void find_opinions(const Report& report, Findings& findings);
void find_forecast(const Report& report, Findings& findings);
void find_weak_zones(const Report& report, Findings& findings);
void find_tls_rpt(const Report& report, Findings& findings);
void find_sts(const Report& report, Findings& findings);        ///< record, way to the policy, policy
void find_sts_hosts(const Report& report, Findings& findings);  ///< what the policy finds at the MX hosts

// MTA-STS. `subject` is the name that holds the record, or the file or URL of the policy.
void find_sts_record_faults(const std::string& subject, const StsRecordSet& set, Findings& findings);
void find_sts_policy_faults(const std::string& subject, const Policy& policy, Findings& findings);

/// The finding for a session that broke where TLS was to begin; nothing for one that did not.
[[nodiscard]] std::string_view tls_failure_code(const SmtpSession& session);
/// The finding for a session that does not keep to the policy of MTA-STS, where it has several faults the first;
/// nothing for one that does, or was not seen.
[[nodiscard]] std::string_view sts_failure_code(const EndpointReport& endpoint);

/// By what number an operator knows each of some records.
using RecordNumbers = std::vector<std::size_t>;
/// As published; the data of Full(0) records is long, and its beginning tells them apart.
[[nodiscard]] std::string shown_record(const TlsaRecord& record);
/// What is wrong with an RRset as such: unusable, set aside, doubtful or duplicate records, and sets that not every
/// sender can use. `numbers` has one for each record.
void find_record_faults(const std::string& owner, const std::vector<RecordUse>& records, const RecordNumbers& numbers,
                        Findings& findings);

/// What is wrong with the TXT records `texts` at `owner`, of which senders make `records`; not that there is none.
void find_tlsrpt_faults(const std::string& owner, std::span<const std::string> texts, const TlsRptRecords& records,
                        Findings& findings);

/// At most `most` of some parts, joined by `separator`, and how many more there are.
[[nodiscard]] std::string listed(const std::vector<std::string>& parts, std::string_view separator = ", ",
                                 std::size_t most = 4);

/// `3 1 1 <digest>` of a server's certificate, the record that matches it; `3 0 1` where its key cannot be read.
[[nodiscard]] std::string wanted_record(const Certificate& leaf);

/// The names that a certificate presents (RFC 7672 §3.2.3), in words.
[[nodiscard]] std::string names_of(const Certificate& certificate);

/// Whether signed TLSA records bind senders to the host.
[[nodiscard]] bool has_secure_tlsa(const HostReport& host);

/// `is bogus` or `failed`: what a lookup without an answer did, in words that nobody has to look up.
[[nodiscard]] std::string_view how_it_failed(const Lookup& lookup);

/// What to call the domain: its name, or what was asked for where that is an address literal.
[[nodiscard]] std::string subject_of(const DomainFacts& facts);
/// What to call a host: its MX name, or the address for an address literal.
[[nodiscard]] std::string subject_of(const HostFacts& host);
/// `mx.example.org[192.0.2.1]:25`, as Postfix logs it.
[[nodiscard]] std::string subject_of(const HostFacts& host, const EndpointFacts& endpoint);

}  // namespace danelaw
