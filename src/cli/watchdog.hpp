#pragma once

#include <chrono>
#include <string>

namespace danelaw::cli {

/// Ends the process at `limit` with `last_words` on standard output and `exit_code`, whatever it is at (a signal: also
/// where the event loop does not turn). One at a time.
class Watchdog {
public:
    Watchdog(std::chrono::seconds limit, std::string last_words, int exit_code);
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;
    ~Watchdog();
};

}  // namespace danelaw::cli
