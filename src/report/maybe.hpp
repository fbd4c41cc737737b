#pragma once

#include <danelaw/report/senders.hpp>

#include <vector>

namespace danelaw {

// Three-valued logic (Kleene): what is not known stays so unless the rest decides.

[[nodiscard]] inline Maybe both(const Maybe& a, const Maybe& b) {
    if (a == false || b == false) return false;
    if (a && b) return true;
    return std::nullopt;
}

[[nodiscard]] inline Maybe either(const Maybe& a, const Maybe& b) {
    if (a == true || b == true) return true;
    if (a && b) return false;
    return std::nullopt;
}

/// What it is under a condition: `yes` where it holds, `no` where not, and where that is not known what both agree on.
[[nodiscard]] inline Maybe depending_on(const Maybe& condition, const Maybe& yes, const Maybe& no) {
    if (condition) return *condition ? yes : no;
    return yes == no ? yes : std::nullopt;
}

}  // namespace danelaw
