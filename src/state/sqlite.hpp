#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace danelaw {

/// The functions of libsqlite3 that are used. It is loaded with the first file: no start without --state pays for it.
struct SqliteLibrary {
    decltype(&sqlite3_open_v2) open_v2 = nullptr;
    decltype(&sqlite3_close) close = nullptr;
    decltype(&sqlite3_busy_timeout) busy_timeout = nullptr;
    decltype(&sqlite3_limit) limit = nullptr;
    decltype(&sqlite3_prepare_v2) prepare_v2 = nullptr;
    decltype(&sqlite3_finalize) finalize = nullptr;
    decltype(&sqlite3_step) step = nullptr;
    decltype(&sqlite3_bind_text) bind_text = nullptr;
    decltype(&sqlite3_bind_int64) bind_int64 = nullptr;
    decltype(&sqlite3_column_int64) column_int64 = nullptr;
    decltype(&sqlite3_column_text) column_text = nullptr;
    decltype(&sqlite3_column_bytes) column_bytes = nullptr;
    decltype(&sqlite3_changes) changes = nullptr;
    decltype(&sqlite3_errmsg) errmsg = nullptr;
    decltype(&sqlite3_errcode) errcode = nullptr;
};

/// Throws SetupError where it is not installed.
[[nodiscard]] const SqliteLibrary& sqlite_library();

class Statement;

/// An open database. Throws SetupError: `PATH: what is wrong, what to do`.
class Database {
public:
    /// Of a file that is there.
    explicit Database(std::string path);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    /// Runs a statement that gives no rows.
    void run(const char* sql);
    /// The first column of the first row.
    [[nodiscard]] std::int64_t number(const char* sql);
    /// How many rows the last statement changed.
    [[nodiscard]] int changes() const;
    /// Says what is wrong with the file.
    [[noreturn]] void refuse(std::string_view why) const;

private:
    friend class Statement;
    [[noreturn]] void fail() const;

    const SqliteLibrary& library_;
    std::string path_;
    sqlite3* handle_ = nullptr;
};

/// One prepared statement; parameters and columns are counted from 1 and from 0, as SQLite does.
class Statement {
public:
    Statement(Database& database, const char* sql);
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    /// The text has to stay until the statement is gone.
    void bind(int parameter, std::string_view text);
    void bind(int parameter, std::int64_t number);
    /// Whether there is a row.
    bool step();
    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] std::string text(int column) const;

private:
    Database& database_;
    sqlite3_stmt* handle_ = nullptr;
};

}  // namespace danelaw
