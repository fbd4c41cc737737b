#include "state/sqlite.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/result.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <dlfcn.h>

namespace danelaw {

namespace {

template <class Function>
void find(void* library, Function& function, const char* name) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
    if (function == nullptr) throw SetupError(fmt::format("libsqlite3 has no {}, a later one is needed", name));
}

SqliteLibrary load() {
    // Debian's name for it, and the only one that there has been since 2004. Never unloaded.
    void* const loaded = ::dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_LOCAL);
    if (loaded == nullptr) throw SetupError("libsqlite3.so.0 cannot be loaded, install the package libsqlite3-0");
    SqliteLibrary library;
    find(loaded, library.open_v2, "sqlite3_open_v2");
    find(loaded, library.close, "sqlite3_close");
    find(loaded, library.busy_timeout, "sqlite3_busy_timeout");
    find(loaded, library.limit, "sqlite3_limit");
    find(loaded, library.prepare_v2, "sqlite3_prepare_v2");
    find(loaded, library.finalize, "sqlite3_finalize");
    find(loaded, library.step, "sqlite3_step");
    find(loaded, library.bind_text, "sqlite3_bind_text");
    find(loaded, library.bind_int64, "sqlite3_bind_int64");
    find(loaded, library.column_int64, "sqlite3_column_int64");
    find(loaded, library.column_text, "sqlite3_column_text");
    find(loaded, library.column_bytes, "sqlite3_column_bytes");
    find(loaded, library.changes, "sqlite3_changes");
    find(loaded, library.errmsg, "sqlite3_errmsg");
    find(loaded, library.errcode, "sqlite3_errcode");
    return library;
}

}  // namespace

const SqliteLibrary& sqlite_library() {
    static const SqliteLibrary library = load();
    return library;
}

Database::Database(std::string path) : library_(sqlite_library()), path_(std::move(path)) {
    // A name that begins with : or is empty would mean no file to SQLite.
    const auto place = path_.starts_with('/') ? path_ : "./" + path_;
    const int opened = library_.open_v2(place.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    try {
        if (opened != SQLITE_OK) fail();
        library_.busy_timeout(handle_, static_cast<int>(limits::state_wait.count()));
        library_.limit(handle_, SQLITE_LIMIT_LENGTH, static_cast<int>(2 * limits::state_octets));
        run("PRAGMA trusted_schema = OFF");  // the file may be another's
    } catch (const SetupError&) {
        library_.close(handle_);
        throw;
    }
}

Database::~Database() { library_.close(handle_); }

void Database::run(const char* sql) {
    Statement statement(*this, sql);
    while (statement.step()) {
    }
}

std::int64_t Database::number(const char* sql) {
    Statement statement(*this, sql);
    return statement.step() ? statement.number(0) : 0;
}

int Database::changes() const { return library_.changes(handle_); }

void Database::refuse(std::string_view why) const { throw SetupError(fmt::format("{}: {}", printable(path_), why)); }

void Database::fail() const {
    switch (handle_ == nullptr ? SQLITE_NOMEM : library_.errcode(handle_) & 0xff) {
        case SQLITE_NOTADB:
            refuse("it is no SQLite database, one of danelaw or a new name was expected");
        case SQLITE_CORRUPT:
            refuse("it is damaged, move it away and danelaw begins a new one");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            refuse(fmt::format("another process keeps it locked, it was waited for {} milliseconds",
                               limits::state_wait.count()));
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
            refuse(fmt::format("it cannot be written ({}), the file and its folder have to be writable",
                               library_.errmsg(handle_)));
        default:
            refuse(handle_ == nullptr ? "out of memory" : library_.errmsg(handle_));
    }
}

Statement::Statement(Database& database, const char* sql) : database_(database) {
    if (database_.library_.prepare_v2(database_.handle_, sql, -1, &handle_, nullptr) != SQLITE_OK) database_.fail();
}

Statement::~Statement() { database_.library_.finalize(handle_); }

void Statement::bind(int parameter, std::string_view text) {
    const auto size = static_cast<int>(text.size());
    if (database_.library_.bind_text(handle_, parameter, text.data(), size, SQLITE_STATIC) != SQLITE_OK)
        database_.fail();
}

void Statement::bind(int parameter, std::int64_t number) {
    if (database_.library_.bind_int64(handle_, parameter, number) != SQLITE_OK) database_.fail();
}

bool Statement::step() {
    const int result = database_.library_.step(handle_);
    if (result != SQLITE_ROW && result != SQLITE_DONE) database_.fail();
    return result == SQLITE_ROW;
}

std::int64_t Statement::number(int column) const { return database_.library_.column_int64(handle_, column); }

std::string Statement::text(int column) const {
    const auto* const text = reinterpret_cast<const char*>(database_.library_.column_text(handle_, column));
    if (text == nullptr) return {};
    return {text, static_cast<std::size_t>(database_.library_.column_bytes(handle_, column))};
}

}  // namespace danelaw
