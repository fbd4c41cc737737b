#pragma once

#include <danelaw/report/senders.hpp>

#include <optional>

namespace danelaw {

/// What a sender makes of one host today.
struct HostView {
    std::optional<Delivery> taken;             ///< the weakest of what is delivered; nothing where it is not
    bool refused = false;                      ///< reached, or passed over, and the sender delivers nothing
    Delivery least = Delivery::authenticated;  ///< where neither: no weaker than this, were it reached
};

/// How each kind of sender sees a host; `enforced` is E, and known here.
[[nodiscard]] HostView view_of(Sender sender, const SeenHost& host, const SeenDomain& domain, bool enforced);

/// The delivery of a sender over all hosts (contract 4).
[[nodiscard]] Delivery delivery_of(Sender sender, const SeenDomain& domain);

/// Whether DANE senders deliver nothing to a host: all that was reached of it is refused, or it is passed over.
[[nodiscard]] bool dane_refuses(const SeenHost& host);

}  // namespace danelaw
