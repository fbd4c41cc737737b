#pragma once

#include <danelaw/dane/match.hpp>
#include <danelaw/dns/lookup.hpp>
#include <danelaw/report/lint.hpp>
#include <danelaw/report/report.hpp>
#include <danelaw/report/sender_report.hpp>

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace danelaw {

struct TextStyle {
    bool colour = false;
    bool verbose = false;  ///< dialogue and times of each phase
};

/// A report for people: domain, hosts, addresses, records, each with its state; findings worst first, each with what to
/// do.
[[nodiscard]] std::string render_text(const Report& report, const TextStyle& style);
/// A domain and the exit code of its report.
struct DomainState {
    std::string domain;
    int exit_code = 3;
};

/// What many reports come to: how many are ok, and the others by name, worst first.
[[nodiscard]] std::string render_summary(std::span<const DomainState> domains, const TextStyle& style);
/// One line, schema `danelaw.report/1` (contract 7).
[[nodiscard]] std::string render_json(const Report& report);

/// `danelaw.lookup/1` and its text.
[[nodiscard]] std::string render_lookup_json(const Lookup& lookup);
[[nodiscard]] std::string render_lookup_text(const Lookup& lookup, const TextStyle& style);

/// `danelaw.match/1` and its text.
[[nodiscard]] std::string render_match_json(const MatchResult& result);
[[nodiscard]] std::string render_match_text(const MatchResult& result, const TextStyle& style);

/// An endpoint object of contract 7 (`danelaw.probe/1`) and its text; the host is the name that was asked for.
[[nodiscard]] std::string render_probe_json(const std::string& host, const EndpointFacts& endpoint,
                                            const EndpointReport& judged);
[[nodiscard]] std::string render_probe_text(const std::string& host, const EndpointFacts& endpoint,
                                            const EndpointReport& judged, const TextStyle& style);

/// `danelaw.lint/1` of the kind of what was checked, and its text.
[[nodiscard]] std::string render_lint_json(const TlsaLint& lint);
[[nodiscard]] std::string render_lint_text(const TlsaLint& lint, const TextStyle& style);
[[nodiscard]] std::string render_lint_json(const TlsRptRecordLint& lint);
[[nodiscard]] std::string render_lint_text(const TlsRptRecordLint& lint, const TextStyle& style);
[[nodiscard]] std::string render_lint_json(const TlsReportLint& lint);
[[nodiscard]] std::string render_lint_text(const TlsReportLint& lint, const TextStyle& style);

/// `danelaw.lint/1` of the kinds `sts-record` and `sts-policy`, and their text.
[[nodiscard]] std::string render_lint_json(const StsRecordLint& lint);
[[nodiscard]] std::string render_lint_text(const StsRecordLint& lint, const TextStyle& style);
[[nodiscard]] std::string render_lint_json(const StsPolicyLint& lint);
[[nodiscard]] std::string render_lint_text(const StsPolicyLint& lint, const TextStyle& style);

/// What stood beside a digest's reports.
struct DigestLeftOut {
    std::vector<std::pair<std::string, std::string>> unreadable;  ///< where, and why
    std::size_t without_report = 0;                               ///< mails and files with no report in them
    int exit_code = 0;
};

/// `danelaw.tlsrpt-digest/1` and its text. `now` is as digest.failures, or empty where nothing was checked.
[[nodiscard]] std::string render_digest_json(const Digest& digest, const DigestLeftOut& left_out,
                                             std::span<const FailureNow> now);
[[nodiscard]] std::string render_digest_text(const Digest& digest, std::span<const FailureNow> now,
                                             const TextStyle& style);

/// `danelaw.explain/1` and its text.
[[nodiscard]] std::string render_explain_json(const CatalogueEntry& entry);
[[nodiscard]] std::string render_explain_text(const CatalogueEntry& entry);

}  // namespace danelaw
