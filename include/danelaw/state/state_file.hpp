#pragma once

#include <danelaw/base/result.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace danelaw {

/// Whose memory it is: one name can be checked in several ways, each with verdicts of its own.
struct StateKey {
    std::string name;
    std::string kind;  ///< of the destination
    std::uint16_t port = 25;
    std::string require;  ///< what the verdict goes by
};

/// What is kept under a key.
struct StateEntry {
    std::int64_t revision = 0;  ///< of this text; each write makes a new one
    std::string text;
};

class Database;

/// Texts in a SQLite file, one a key, for this process and others at once.
///
/// Shape: write-ahead log: readers and one writer do not wait for each other, and a write costs no disk flush.
///        Without power the last writes can go, never the file. Where two write one key, the second is told.
/// Caps:  limits::state_octets a text; locks are waited for limits::state_wait.
/// Errors: every function throws SetupError: `PATH: what is wrong, what to do`.
class StateFile {
public:
    /// Opens the file, or makes it (readable and writable by its owner alone).
    explicit StateFile(const std::string& path);
    StateFile(const StateFile&) = delete;
    StateFile& operator=(const StateFile&) = delete;
    ~StateFile();

    [[nodiscard]] std::optional<StateEntry> read(const StateKey& key);
    /// Puts a text in the place of the one with this revision, or where there is none. False where that is no longer
    /// so: somebody else has written.
    [[nodiscard]] bool replace(const StateKey& key, std::optional<std::int64_t> revision, std::string_view text);

private:
    std::unique_ptr<Database> database_;
};

}  // namespace danelaw
