#pragma once

#include <danelaw/report/senders.hpp>

#include <optional>
#include <string>

namespace danelaw {

/// Why a sender does not deliver authenticated, or does not withstand everything: the one thing that matters most, in
/// one sentence; nothing where there is nothing to say. The row has delivery and attacks.
[[nodiscard]] std::optional<std::string> why_not(const SenderRow& row, const SeenDomain& domain);

}  // namespace danelaw
