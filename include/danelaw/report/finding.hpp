#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace danelaw {

/// In the order of weight (contract 1).
enum class Severity { info, notice, warning, unknown, critical };

/// One row of the catalogue: what a stable code means. `danelaw explain` prints it.
struct CatalogueEntry {
    std::string_view code;       ///< `tlsa.mismatch`: part of the interface, never renamed
    Severity severity;           ///< the usual one; judge() may raise or lower it where the contract says so
    std::string_view reference;  ///< `RFC 7672 §3.1.1`
    std::string_view tls_rpt;    ///< RFC 8460 §4.3 result-type a sender would report; empty where none
    std::string_view meaning;    ///< what was seen and what senders do about it, for `explain`
    std::string_view advice;     ///< what to do, an imperative sentence
};

/// Something an operator should know.
struct Finding {
    std::string code;
    Severity severity = Severity::info;
    std::string subject;  ///< domain, host, `host[address]:port`, owner name, or owner and type of an RRset; printable
    std::string text;     ///< `SUBJECT: what was seen, what was expected`, printable
    std::string advice;
    std::string reference;
    std::optional<std::string> tls_rpt;

    bool operator==(const Finding&) const = default;
};

[[nodiscard]] std::span<const CatalogueEntry> catalogue();
[[nodiscard]] const CatalogueEntry* catalogue_entry(std::string_view code);
/// A finding with severity, advice and reference of its catalogue row. The code must be in the catalogue.
[[nodiscard]] Finding make_finding(std::string_view code, std::string subject, std::string text);

[[nodiscard]] std::string to_text(Severity severity);

}  // namespace danelaw
