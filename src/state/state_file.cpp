#include <danelaw/state/state_file.hpp>

#include "state/sqlite.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace danelaw {

namespace {

constexpr std::int64_t application_id = 0x64616e65;  // "dane", for file(1) and to know our own
constexpr std::int64_t schema_version = 1;

/// Makes the file where there is none. SQLite would make it readable by all.
void make_sure_of(const std::string& path) {
    const auto refuse = [&](const std::string& why) { throw SetupError(fmt::format("{}: {}", printable(path), why)); };
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
    if (descriptor < 0) refuse(std::generic_category().message(errno));
    struct stat status {};
    const bool is_file = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    // Before SQLite has it open: closing a file drops a process's locks on it.
    ::close(descriptor);
    if (!is_file) refuse("no file, one that can be written was expected");
}

/// Makes the tables of an empty database; whoever is first.
void set_up(Database& database) {
    database.run("BEGIN IMMEDIATE");
    if (database.number("PRAGMA application_id") == 0) {
        database.run(
            "CREATE TABLE memories (name TEXT NOT NULL, kind TEXT NOT NULL, port INTEGER NOT NULL, require TEXT NOT "
            "NULL, revision INTEGER NOT NULL, memory TEXT NOT NULL, PRIMARY KEY (name, kind, port, require)) STRICT");
        database.run(fmt::format("PRAGMA application_id = {}", application_id).c_str());
        database.run(fmt::format("PRAGMA user_version = {}", schema_version).c_str());
    }
    database.run("COMMIT");
}

/// Refuses what is not ours, before anything is changed.
void check_schema(Database& database) {
    const auto application = database.number("PRAGMA application_id");
    const bool is_empty = application == 0 && database.number("SELECT count(*) FROM sqlite_schema") == 0;
    if (is_empty) set_up(database);
    if (!is_empty && application != application_id)
        database.refuse("it is a database of another program, one of danelaw or a new name was expected");
    const auto version = database.number("PRAGMA user_version");
    if (version != schema_version) {
        database.refuse(
            fmt::format("it has version {}, this danelaw knows version {}; use the danelaw that made it, or "
                        "another file",
                        version, schema_version));
    }
}

void bind(Statement& statement, const StateKey& key) {
    statement.bind(1, key.name);
    statement.bind(2, key.kind);
    statement.bind(3, std::int64_t{key.port});
    statement.bind(4, key.require);
}

}  // namespace

StateFile::StateFile(const std::string& path) {
    make_sure_of(path);
    database_ = std::make_unique<Database>(path);
    check_schema(*database_);
    database_->run("PRAGMA journal_mode = WAL");
    database_->run("PRAGMA synchronous = NORMAL");
}

StateFile::~StateFile() = default;

std::optional<StateEntry> StateFile::read(const StateKey& key) {
    Statement statement(
        *database_, "SELECT revision, memory FROM memories WHERE name = ? AND kind = ? AND port = ? AND require = ?");
    bind(statement, key);
    if (!statement.step()) return std::nullopt;
    StateEntry entry{statement.number(0), statement.text(1)};
    if (entry.text.size() > limits::state_octets)
        database_->refuse(fmt::format("{} has more than {} octets in it, at most that was expected",
                                      printable(key.name, limits::shown_octets), limits::state_octets));
    return entry;
}

bool StateFile::replace(const StateKey& key, std::optional<std::int64_t> revision, std::string_view text) {
    if (text.size() > limits::state_octets)
        database_->refuse(fmt::format("{} octets are to be remembered of {}, at most {} can be", text.size(),
                                      printable(key.name, limits::shown_octets), limits::state_octets));
    Statement statement(*database_,
                        revision ? "UPDATE memories SET revision = revision + 1, memory = ?5 WHERE name = ?1 AND kind "
                                   "= ?2 AND port = ?3 AND require = ?4 AND revision = ?6"
                                 : "INSERT INTO memories (name, kind, port, require, revision, memory) VALUES (?1, ?2, "
                                   "?3, ?4, 1, ?5) ON CONFLICT DO NOTHING");
    bind(statement, key);
    statement.bind(5, text);
    if (revision) statement.bind(6, *revision);
    statement.step();
    return database_->changes() == 1;
}

}  // namespace danelaw
