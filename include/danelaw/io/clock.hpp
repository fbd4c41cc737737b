#pragma once

#include <danelaw/base/time.hpp>

#include <chrono>

namespace danelaw {

/// Seam: what time it is. `--at` replaces the first, tests both.
class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    [[nodiscard]] virtual Timestamp now() const = 0;
    [[nodiscard]] virtual std::chrono::steady_clock::time_point steady() const = 0;
};

}  // namespace danelaw
