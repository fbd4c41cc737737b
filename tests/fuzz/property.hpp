#pragma once

#include <cstdio>
#include <cstdlib>

/// Ends the fuzz target where something does not hold that must hold for every input.
inline void must_hold(bool property, const char* what) {
    if (property) return;
    std::fprintf(stderr, "property does not hold: %s\n", what);
    std::abort();
}
