#pragma once

#include <danelaw/dane/host.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace danelaw {

/// Four kinds of sender, by what they go by.
enum class Sender { opportunistic, dane, mta_sts, dane_and_mta_sts };

/// The weakest delivery a sender would make today, in this order up to authenticated; or why it makes none.
enum class Delivery { cleartext, encrypted, authenticated, deferred, rejected, unknown };

/// What an attacker may try, each alone; each may also drop packets, and so steer mail to any host (contract 4).
enum class Attack {
    eavesdropping,
    starttls_stripping,
    certificate_substitution,
    mx_forgery,
    rogue_ca,
    first_contact_suppression,
};
inline constexpr std::size_t attack_count = 6;

/// True, false, or not known.
using Maybe = std::optional<bool>;

/// What one kind of sender does, and what it withstands.
struct SenderRow {
    Sender sender = Sender::opportunistic;
    Delivery delivery = Delivery::unknown;
    std::array<Maybe, attack_count> resists;  ///< in the order of Attack
    std::optional<std::string> why;           ///< why not all of them, in one sentence

    bool operator==(const SenderRow&) const = default;
};

// What the rows are made from. It is less than a report, so that each cell can be tried.

/// What a reached address does.
struct SeenEndpoint {
    bool has_tls = false;
    bool dane_refuses = false;  ///< mismatch, or no TLS where DANE demands it
    Maybe meets_policy;         ///< TLS 1.2, and a certificate valid by PKIX; not known without CA certificates
};

/// One MX host with an address, or one that was not looked at.
struct SeenHost {
    std::string name;                       ///< for sentences, printable
    std::optional<DaneAction> action;       ///< nothing: not looked at
    bool addresses_failed = false;          ///< skip: nobody finds its address
    bool addresses_secure = false;          ///< S: the address RRsets are secure
    std::vector<SeenEndpoint> endpoints;    ///< those that were reached
    bool only_usage_3 = false;              ///< all usable TLSA records are DANE-EE
    Maybe trust_anchor_is_private = false;  ///< usable DANE-TA: whether no public CA is above it; nothing: not seen
    bool allowed = false;                   ///< its name matches the policy in force
};

/// Where the domain's mail may go.
enum class MailRoute {
    hosts,    ///< to its hosts
    nowhere,  ///< null MX, no such domain, or no host with an address: mail is returned
    failed,   ///< the MX lookup failed: mail waits
    unknown,  ///< it is not known from here
};

struct SeenDomain {
    MailRoute route = MailRoute::hosts;
    bool mx_secure = false;       ///< M: the MX RRset is secure, securely absent, or not used
    Maybe enforced = false;       ///< E: a usable policy with mode enforce is in the sender's cache
    std::string policy_state;     ///< why not enforced, a clause: `there is no MTA-STS record`
    std::vector<SeenHost> hosts;  ///< those with an address, and those not looked at
};

/// The rows of contract 4, in the order of Sender. Source: RFC 7672 §2.2 and §8, RFC 8461 §5 and §10; MTA-STS never
/// overrides a DANE failure (RFC 8461 §2).
[[nodiscard]] std::vector<SenderRow> judge_senders(const SeenDomain& domain);

[[nodiscard]] std::string to_text(Sender sender);
[[nodiscard]] std::string to_text(Delivery delivery);
[[nodiscard]] std::string to_text(Attack attack);

}  // namespace danelaw
