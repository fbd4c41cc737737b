#pragma once

#include <danelaw/io/clock.hpp>

#include "support/certificates.hpp"

namespace danelaw::test {

/// Time stands still until it is told to go on. It begins before any machine that runs tests was up: real timers that
/// wait for a moment of it have expired.
class ManualClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override { return judged_at; }
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override { return steady_; }
    void advance_to(std::chrono::steady_clock::time_point moment) { steady_ = std::max(steady_, moment); }
    void advance(std::chrono::milliseconds by) { steady_ += by; }

private:
    std::chrono::steady_clock::time_point steady_ = std::chrono::steady_clock::time_point{std::chrono::seconds{1}};
};

}  // namespace danelaw::test
