#pragma once

#include <danelaw/base/time.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace danelaw {

struct Report;

/// What is lost at the moment when something ends.
enum class Loss {
    mail,        ///< senders that validate, or use DANE or MTA-STS, no longer deliver to a host or to the domain
    protection,  ///< mail goes on, less protected
    nothing,     ///< it is to be renewed or fetched again, as is usual
};

/// What it is that ends.
enum class ExpiryKind {
    signature,           ///< of an answer: MX, addresses, TLSA, the TXT records of MTA-STS and TLSRPT
    zone_signature,      ///< of the keys of a zone that signs such answers
    parent_signature,    ///< of the keys of a zone above, and of DS records: kept up by the parent, by routine
    certificate,         ///< of a mail server
    policy_certificate,  ///< of the policy host of MTA-STS
    max_age,             ///< of a policy that is fetched today
};

/// Something that was seen and ends by itself.
struct Expiry {
    Timestamp at{};
    std::string what;  ///< `signature of example.org MX`, `certificate of mx1.example.org[192.0.2.1]:25`; printable
    std::string then;  ///< what happens at that moment, a sentence; printable
    Loss loss = Loss::mail;
    ExpiryKind kind = ExpiryKind::signature;

    bool operator==(const Expiry&) const = default;
};

/// How many days before the first failure a check is to warn.
struct ExpiryLimits {
    std::optional<double> warn_days;
    std::optional<double> critical_days;

    bool operator==(const ExpiryLimits&) const = default;
};

/// All that ends of what was seen of a judged domain, soonest first: signatures of the lookups and of the DNSKEY and DS
/// records on the way to them, certificates where their dates count (DANE-TA, RFC 7671 §5.2; MTA-STS, RFC 8461 §4.2;
/// the policy host, RFC 8461 §3.3), and the policy's max_age (RFC 8461 §3.2).
[[nodiscard]] std::vector<Expiry> forecast(const Report& report);

/// The first that stops mail, parents aside (they renew by routine, and an operator cannot); nothing if none does.
[[nodiscard]] const Expiry* first_to_fail(std::span<const Expiry> forecast);

[[nodiscard]] std::string to_text(Loss loss);
[[nodiscard]] std::string to_text(ExpiryKind kind);

}  // namespace danelaw
