#include <danelaw/report/senders.hpp>

#include "report/maybe.hpp"
#include "report/sender_view.hpp"
#include "report/sender_why.hpp"

#include <algorithm>

namespace danelaw {

namespace {

using Resists = std::array<Maybe, attack_count>;

// The letters are those of contract 4.

/// T: every reached address has TLS; not known where none was reached.
Maybe has_tls(const SeenHost& host) {
    if (host.endpoints.empty()) return std::nullopt;
    return std::all_of(host.endpoints.begin(), host.endpoints.end(), [](const SeenEndpoint& e) { return e.has_tls; });
}

/// a: the host is authenticated, or nothing is delivered to it.
Maybe is_authenticated(const SeenHost& host) {
    if (!host.action) return std::nullopt;
    return host.action == DaneAction::authenticate || dane_refuses(host);
}

/// b: a, or TLS is demanded.
Maybe demands_tls(const SeenHost& host) { return either(is_authenticated(host), host.action == DaneAction::encrypt); }

Maybe withstands_forgery(const SeenHost& host) {
    if (!host.action) return std::nullopt;
    return either(is_authenticated(host), host.addresses_secure);
}

/// A certificate for the name from a public CA: only DANE can tell it from the true one.
Maybe withstands_rogue_ca(const SeenHost& host) {
    if (!host.action) return std::nullopt;
    if (dane_refuses(host)) return true;
    if (host.action != DaneAction::authenticate) return false;
    return host.only_usage_3 ? Maybe(true) : host.trust_anchor_is_private;
}

/// ∀: for every MX host with an address.
template <class Claim>
Maybe for_all(const SeenDomain& domain, Claim claim) {
    if (domain.route == MailRoute::failed || domain.route == MailRoute::unknown) return std::nullopt;
    Maybe all = true;
    for (const auto& host : domain.hosts) all = both(all, claim(host));
    return all;
}

Maybe mx_secure(const SeenDomain& domain) {
    if (domain.route == MailRoute::failed || domain.route == MailRoute::unknown) return std::nullopt;
    return domain.mx_secure;
}

Resists opportunistic_row(const SeenDomain& domain) {
    return {for_all(domain, has_tls), false, false, false, false, false};
}

Resists dane_row(const SeenDomain& domain) {
    const auto authenticated = for_all(domain, is_authenticated);
    return {for_all(domain, [](const SeenHost& host) { return either(demands_tls(host), has_tls(host)); }),
            for_all(domain, demands_tls),
            authenticated,
            both(mx_secure(domain), for_all(domain, withstands_forgery)),
            for_all(domain, withstands_rogue_ca),
            both(mx_secure(domain), authenticated)};
}

/// RFC 8461 §10: with a policy in the cache only the CAs are left to attack, and the time before the first fetch.
Resists mta_sts_row(const SeenDomain& domain) {
    const auto without = opportunistic_row(domain);
    const Resists with{true, true, true, true, false, false};
    Resists row;
    for (std::size_t i = 0; i < attack_count; ++i) row[i] = depending_on(domain.enforced, with[i], without[i]);
    return row;
}

Resists joint_row(const SeenDomain& domain) {
    const auto dane = dane_row(domain);
    const auto& e = domain.enforced;
    return {either(dane[0], e), either(dane[1], e), either(dane[2], e), either(dane[3], e), dane[4], dane[5]};
}

}  // namespace

std::vector<SenderRow> judge_senders(const SeenDomain& domain) {
    std::vector<SenderRow> rows(4);
    rows[0].resists = opportunistic_row(domain);
    rows[1].resists = dane_row(domain);
    rows[2].resists = mta_sts_row(domain);
    rows[3].resists = joint_row(domain);
    constexpr Sender senders[] = {Sender::opportunistic, Sender::dane, Sender::mta_sts, Sender::dane_and_mta_sts};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].sender = senders[i];
        rows[i].delivery = delivery_of(senders[i], domain);
        rows[i].why = why_not(rows[i], domain);
    }
    return rows;
}

std::string to_text(Sender sender) {
    switch (sender) {
        case Sender::opportunistic:
            return "opportunistic";
        case Sender::dane:
            return "dane";
        case Sender::mta_sts:
            return "mta_sts";
        case Sender::dane_and_mta_sts:
            return "dane_and_mta_sts";
    }
    return {};
}

std::string to_text(Delivery delivery) {
    switch (delivery) {
        case Delivery::cleartext:
            return "cleartext";
        case Delivery::encrypted:
            return "encrypted";
        case Delivery::authenticated:
            return "authenticated";
        case Delivery::deferred:
            return "deferred";
        case Delivery::rejected:
            return "rejected";
        case Delivery::unknown:
            return "unknown";
    }
    return {};
}

std::string to_text(Attack attack) {
    switch (attack) {
        case Attack::eavesdropping:
            return "eavesdropping";
        case Attack::starttls_stripping:
            return "starttls_stripping";
        case Attack::certificate_substitution:
            return "certificate_substitution";
        case Attack::mx_forgery:
            return "mx_forgery";
        case Attack::rogue_ca:
            return "rogue_ca";
        case Attack::first_contact_suppression:
            return "first_contact_suppression";
    }
    return {};
}

}  // namespace danelaw
