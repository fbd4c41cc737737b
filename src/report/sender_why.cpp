#include "report/sender_why.hpp"

#include "report/sender_view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

bool resists_all(const SenderRow& row) {
    return std::all_of(row.resists.begin(), row.resists.end(), [](const Maybe& one) { return one == true; });
}

bool resists(const SenderRow& row, Attack attack) { return row.resists.at(static_cast<std::size_t>(attack)) == true; }

/// `mx1.example.org`, or `mx1.example.org and 2 other hosts`; nothing where no host is of the kind.
template <class Kind>
std::optional<std::string> hosts_that(const SeenDomain& domain, Kind kind) {
    std::string first;
    std::size_t count = 0;
    for (const auto& host : domain.hosts) {
        if (!kind(host)) continue;
        if (count++ == 0) first = host.name;
    }
    if (count == 0) return std::nullopt;
    if (count == 1) return first;
    return fmt::format("{} and {} other host{}", first, count - 1, count == 2 ? "" : "s");
}

bool is_unseen(const SeenHost& host) { return !host.action || (host.endpoints.empty() && !dane_refuses(host)); }

std::string unreached(const SeenDomain& domain) {
    const auto hosts = hosts_that(domain, is_unseen);
    return hosts ? fmt::format("nothing is known of {}, which could not be reached from here", *hosts)
                 : "too little was seen from here";
}

/// What DANE leaves open, the widest gap first.
std::optional<std::string> dane_gap(const SeenDomain& domain) {
    if (const auto plain =
            hosts_that(domain, [](const SeenHost& h) { return h.action == DaneAction::opportunistic; })) {
        return fmt::format("no signed TLSA records for {}, and an attacker can steer mail there", *plain);
    }
    if (const auto unusable =
            hosts_that(domain, [](const SeenHost& h) { return h.action == DaneAction::encrypt && !dane_refuses(h); })) {
        return fmt::format("the TLSA records of {} cannot be used: TLS is demanded, but any certificate will do",
                           *unusable);
    }
    if (!domain.mx_secure) return "the MX records are not signed, so an attacker can name hosts of his own";
    if (hosts_that(domain, [](const SeenHost& h) { return !h.action; })) return unreached(domain);
    const auto by_anchor = [](Maybe is_private) {
        return [is_private](const SeenHost& host) {
            return host.action == DaneAction::authenticate && !host.only_usage_3 && !dane_refuses(host) &&
                   host.trust_anchor_is_private == is_private;
        };
    };
    if (const auto publicly = hosts_that(domain, by_anchor(false))) {
        return fmt::format(
            "the trust anchor that the TLSA records of {} name belongs to a public CA, which could be "
            "made to issue another certificate",
            *publicly);
    }
    if (const auto hidden = hosts_that(domain, by_anchor(std::nullopt))) {
        return fmt::format(
            "the trust anchor that the TLSA records of {} name was not seen, so whether a public CA is "
            "above it is not known",
            *hidden);
    }
    return std::nullopt;
}

std::string opportunistic_why(const SenderRow& row, const SeenDomain& domain) {
    const auto plain = hosts_that(domain, [](const SeenHost& host) {
        return std::any_of(host.endpoints.begin(), host.endpoints.end(), [](const auto& e) { return !e.has_tls; });
    });
    if (plain && row.delivery == Delivery::cleartext)
        return fmt::format("{} gives no TLS, so mail goes there in clear", *plain);
    return "it takes any certificate, and sends in clear where TLS fails";
}

std::string mta_sts_why(const SenderRow& row, const SeenDomain& domain) {
    if (!domain.enforced) return fmt::format("whether a policy is enforced is not known: {}", domain.policy_state);
    if (!*domain.enforced) {
        return fmt::format("{}, so it sends as an opportunistic sender does", domain.policy_state);
    }
    if (row.delivery == Delivery::unknown) return unreached(domain);
    return "any public CA is trusted, and nothing protects before the policy was first fetched";
}

std::optional<std::string> refusal_why(Sender sender, const SeenDomain& domain) {
    const bool enforced = domain.enforced.value_or(false);
    const auto refused =
        hosts_that(domain, [&](const SeenHost& host) { return view_of(sender, host, domain, enforced).refused; });
    if (!refused) return std::nullopt;
    return fmt::format("mail waits: {} {} what this sender demands", *refused,
                       refused->find(" and ") == std::string::npos ? "does not meet" : "do not meet");
}

std::optional<std::string> policy_why(const SenderRow& row, const SeenDomain& domain) {
    switch (row.sender) {
        case Sender::opportunistic:
            return opportunistic_why(row, domain);
        case Sender::dane:
            return dane_gap(domain);
        case Sender::mta_sts:
            return mta_sts_why(row, domain);
        case Sender::dane_and_mta_sts: {
            auto gap = dane_gap(domain);
            // What the policy closes is no gap any more; what it cannot close is (contract 4).
            if (gap && domain.enforced == true && resists(row, Attack::mx_forgery))
                return "against a rogue CA, and before the policy was first fetched, only DANE helps: " + *gap;
            return gap;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> why_not(const SenderRow& row, const SeenDomain& domain) {
    switch (domain.route) {
        case MailRoute::hosts:
            break;
        case MailRoute::nowhere:
            return "mail to the domain is returned: no host takes it";
        case MailRoute::failed:
            return "mail waits: the MX lookup fails";
        case MailRoute::unknown:
            return "where mail to the domain goes could not be found out from here";
    }
    if (row.delivery == Delivery::deferred) return refusal_why(row.sender, domain);
    if (resists_all(row) && row.delivery == Delivery::authenticated) return std::nullopt;
    auto why = policy_why(row, domain);
    if (!why) why = unreached(domain);
    return why;
}

}  // namespace danelaw
