#include "report/sender_view.hpp"

#include <algorithm>

namespace danelaw {

namespace {

/// Folds what is delivered to each reached address (nothing: refused) into one view.
template <class Deliver>
HostView view_by(const SeenHost& host, Delivery least, Deliver deliver) {
    HostView view;
    view.least = least;
    for (const auto& endpoint : host.endpoints) {
        const std::optional<Delivery> delivery = deliver(endpoint);
        if (delivery) view.taken = std::min(view.taken.value_or(*delivery), *delivery);
    }
    view.refused = !view.taken && !host.endpoints.empty();
    return view;
}

HostView refusal() {
    HostView view;
    view.refused = true;
    return view;
}

HostView opportunistic_view(const SeenHost& host) {
    if (host.addresses_failed) return refusal();
    return view_by(host, Delivery::cleartext, [](const SeenEndpoint& endpoint) {
        return endpoint.has_tls ? Delivery::encrypted : Delivery::cleartext;
    });
}

/// What RFC 7672 §2.2 asks for, at least.
Delivery least_of(DaneAction action) {
    switch (action) {
        case DaneAction::authenticate:
        case DaneAction::skip:
            return Delivery::authenticated;
        case DaneAction::encrypt:
            return Delivery::encrypted;
        case DaneAction::opportunistic:
            return Delivery::cleartext;
    }
    return Delivery::cleartext;
}

HostView dane_view(const SeenHost& host) {
    if (host.action == DaneAction::skip) return refusal();
    const auto least = host.action ? least_of(*host.action) : Delivery::cleartext;
    return view_by(host, least, [&](const SeenEndpoint& endpoint) -> std::optional<Delivery> {
        if (endpoint.dane_refuses) return std::nullopt;
        return std::max(least, endpoint.has_tls ? Delivery::encrypted : Delivery::cleartext);
    });
}

/// RFC 8461 §5, mode enforce.
HostView enforcing_view(const SeenHost& host) {
    if (!host.allowed || host.addresses_failed) return refusal();
    const bool unknown = std::any_of(host.endpoints.begin(), host.endpoints.end(),
                                     [](const SeenEndpoint& endpoint) { return !endpoint.meets_policy; });
    if (unknown) return {};
    return view_by(host, Delivery::authenticated, [](const SeenEndpoint& endpoint) {
        return *endpoint.meets_policy ? std::optional(Delivery::authenticated) : std::nullopt;
    });
}

/// DANE decides where it binds behind signed MX records; elsewhere both must hold (RFC 8461 §2).
HostView joint_view(const SeenHost& host, const SeenDomain& domain) {
    const auto dane = dane_view(host);
    const bool dane_decides = host.action == DaneAction::authenticate || dane_refuses(host);
    if (domain.mx_secure && dane_decides) return dane;
    const auto sts = enforcing_view(host);
    if (dane.refused || sts.refused) return refusal();
    HostView view;
    view.least = std::max(dane.least, sts.least);
    if (dane.taken && sts.taken) view.taken = std::max(*dane.taken, *sts.taken);
    return view;
}

Delivery delivery_where(Sender sender, const SeenDomain& domain, bool enforced) {
    std::optional<Delivery> weakest;
    bool any_open = false;
    auto least_open = Delivery::authenticated;
    for (const auto& host : domain.hosts) {
        const auto view = view_of(sender, host, domain, enforced);
        if (view.taken) {
            weakest = std::min(weakest.value_or(*view.taken), *view.taken);
        } else if (!view.refused) {
            any_open = true;
            least_open = std::min(least_open, view.least);
        }
    }
    if (!weakest) return any_open ? Delivery::unknown : Delivery::deferred;
    return any_open && least_open < *weakest ? Delivery::unknown : *weakest;
}

}  // namespace

bool dane_refuses(const SeenHost& host) {
    if (host.action == DaneAction::skip) return true;
    return !host.endpoints.empty() && std::all_of(host.endpoints.begin(), host.endpoints.end(),
                                                  [](const SeenEndpoint& e) { return e.dane_refuses; });
}

HostView view_of(Sender sender, const SeenHost& host, const SeenDomain& domain, bool enforced) {
    switch (sender) {
        case Sender::opportunistic:
            return opportunistic_view(host);
        case Sender::dane:
            return dane_view(host);
        case Sender::mta_sts:
            return enforced ? enforcing_view(host) : opportunistic_view(host);
        case Sender::dane_and_mta_sts:
            return enforced ? joint_view(host, domain) : dane_view(host);
    }
    return {};
}

Delivery delivery_of(Sender sender, const SeenDomain& domain) {
    switch (domain.route) {
        case MailRoute::hosts:
            break;
        case MailRoute::nowhere:
            return Delivery::rejected;
        case MailRoute::failed:
            return Delivery::deferred;
        case MailRoute::unknown:
            return Delivery::unknown;
    }
    if (domain.enforced) return delivery_where(sender, domain, *domain.enforced);
    const auto with = delivery_where(sender, domain, true);
    return with == delivery_where(sender, domain, false) ? with : Delivery::unknown;
}

}  // namespace danelaw
