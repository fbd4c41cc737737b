#pragma once

#include <danelaw/dns/lookup.hpp>

#include <string>

namespace danelaw {

/// `the DS lookup of example.org is bogus: ...`, in the validator's words.
[[nodiscard]] std::string failure_of(const Lookup& lookup);

}  // namespace danelaw
