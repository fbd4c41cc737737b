#pragma once

#include <danelaw/report/facts.hpp>

#include <optional>
#include <string_view>

namespace danelaw {

// The words of facts JSON for enumerations, in one place for the writer and the reader.
inline constexpr ValidationState validation_states[] = {ValidationState::secure, ValidationState::insecure,
                                                        ValidationState::bogus, ValidationState::indeterminate};
inline constexpr Presence presences[] = {Presence::records, Presence::no_data, Presence::nx_domain, Presence::failed};
inline constexpr SmtpResult smtp_results[] = {SmtpResult::tls_established,
                                              SmtpResult::no_starttls,
                                              SmtpResult::refused_temporary,
                                              SmtpResult::refused_permanent,
                                              SmtpResult::starttls_refused_temporary,
                                              SmtpResult::starttls_refused_permanent,
                                              SmtpResult::starttls_protocol_error,
                                              SmtpResult::injection_detected,
                                              SmtpResult::tls_handshake_failed,
                                              SmtpResult::protocol_error,
                                              SmtpResult::connection_lost,
                                              SmtpResult::timeout,
                                              SmtpResult::connect_failed};
inline constexpr SmtpStage smtp_stages[] = {SmtpStage::connect, SmtpStage::greeting, SmtpStage::ehlo,
                                            SmtpStage::starttls, SmtpStage::tls};
inline constexpr StartTlsOffer starttls_offers[] = {StartTlsOffer::offered, StartTlsOffer::not_offered,
                                                    StartTlsOffer::refused, StartTlsOffer::not_reached};
inline constexpr DestinationKind destination_kinds[] = {DestinationKind::domain, DestinationKind::host,
                                                        DestinationKind::address};

inline constexpr NotProbedReason not_probed_reasons[] = {
    NotProbedReason::skip, NotProbedReason::dns_only, NotProbedReason::private_address, NotProbedReason::address_cap};

inline constexpr Require requirements[] = {Require::any, Require::both, Require::dane, Require::mta_sts};

inline constexpr FetchResult fetch_results[] = {
    FetchResult::response,       FetchResult::connect_failed, FetchResult::tls_failed, FetchResult::connection_lost,
    FetchResult::protocol_error, FetchResult::too_big,        FetchResult::timeout};
inline constexpr FetchStage fetch_stages[] = {FetchStage::connect, FetchStage::tls, FetchStage::http};

[[nodiscard]] inline std::string to_text(NotProbedReason reason) {
    switch (reason) {
        case NotProbedReason::skip:
            return "skip";
        case NotProbedReason::dns_only:
            return "dns_only";
        case NotProbedReason::private_address:
            return "private_address";
        case NotProbedReason::address_cap:
            return "address_cap";
    }
    return {};
}

[[nodiscard]] inline std::string to_text(DestinationKind kind) {
    switch (kind) {
        case DestinationKind::domain:
            return "domain";
        case DestinationKind::host:
            return "host";
        case DestinationKind::address:
            return "address";
    }
    return {};
}

/// The enumerator with this word, or nothing.
template <class Enum, std::size_t Count>
std::optional<Enum> from_word(const Enum (&all)[Count], std::string_view word) {
    for (const auto value : all) {
        if (to_text(value) == word) return value;
    }
    return std::nullopt;
}

}  // namespace danelaw
