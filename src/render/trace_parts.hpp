#pragma once

#include <danelaw/dnssec/chain.hpp>

#include "render/wrap.hpp"

#include <cstdint>
#include <string>

namespace danelaw {

/// `20326 RSASHA256(8)`.
[[nodiscard]] std::string key_words(std::uint16_t tag, std::uint8_t algorithm);
/// `20326 RSASHA256(8), 2048 bits, flags 257 (KSK), vouched for`.
[[nodiscard]] std::string key_words(const KeyReport& report);
/// `mx1.example.org A`.
[[nodiscard]] std::string rrset_words(const RrSet& rrset);
/// The state, coloured where there is colour.
[[nodiscard]] std::string state_words(LinkState state, const Palette& palette);

}  // namespace danelaw
