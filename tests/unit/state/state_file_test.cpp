// The file of --state: what is kept, what happens where two write, and what is said of a file that cannot be used.
#include <danelaw/base/limits.hpp>
#include <danelaw/state/state_file.hpp>

#include "state/sqlite.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace danelaw {
namespace {

namespace fs = std::filesystem;

/// A folder of its own for each test.
struct Folder {
    Folder() : path(fs::temp_directory_path() / ("danelaw-state-" + std::to_string(::getpid()))) {
        fs::remove_all(path);
        fs::create_directory(path);
        file = (path / "state.db").string();
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(path); }

    void write(const std::string& text) const { std::ofstream(file, std::ios::binary) << text; }

    fs::path path;
    std::string file;
};

StateKey key_of(const std::string& name) { return {name, "domain", 25, "any"}; }

/// What is said of the file, without its name; empty where it can be opened, read and written.
std::string refusal(const std::string& file) {
    try {
        StateFile state(file);
        const auto entry = state.read(key_of("example.org"));
        const bool replaced =
            state.replace(key_of("example.org"), entry ? std::optional(entry->revision) : std::nullopt, "x");
        return replaced ? "" : "not replaced";
    } catch (const SetupError& error) {
        const std::string text = error.what();
        BOOST_TEST(text.starts_with(file + ": "), text);
        return text.substr(file.size() + 2);
    }
}

std::string content(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(state_files, Folder)

BOOST_AUTO_TEST_CASE(what_was_written_is_read_by_the_next_process) {
    {
        StateFile state(file);
        BOOST_TEST(!state.read(key_of("example.org")).has_value());
        BOOST_TEST(state.replace(key_of("example.org"), std::nullopt, "first"));
        BOOST_TEST(state.replace(key_of("example.net"), std::nullopt, "another"));
    }
    StateFile state(file);
    const auto entry = state.read(key_of("example.org"));
    BOOST_REQUIRE(entry.has_value());
    BOOST_TEST(entry->text == "first");
    BOOST_TEST(state.replace(key_of("example.org"), entry->revision, "second"));
    BOOST_TEST(state.read(key_of("example.org"))->text == "second");
    BOOST_TEST(state.read(key_of("example.net"))->text == "another");
}

BOOST_AUTO_TEST_CASE(each_way_to_check_a_name_has_a_memory_of_its_own) {
    StateFile state(file);
    const StateKey keys[] = {{"example.org", "domain", 25, "any"},
                             {"example.org", "host", 25, "any"},
                             {"example.org", "domain", 587, "any"},
                             {"example.org", "domain", 25, "dane"}};
    for (const auto& key : keys) BOOST_TEST(state.replace(key, std::nullopt, key.kind + key.require));
    for (const auto& key : keys) BOOST_TEST(state.read(key)->text == key.kind + key.require);
}

// Two processes read, then both write: the second is told, and what the first wrote stays.
BOOST_AUTO_TEST_CASE(of_two_that_write_the_second_is_told) {
    StateFile one(file), other(file);
    BOOST_TEST(!other.read(key_of("example.org")).has_value());
    BOOST_TEST(one.replace(key_of("example.org"), std::nullopt, "one"));
    BOOST_TEST(!other.replace(key_of("example.org"), std::nullopt, "other"));
    const auto entry = other.read(key_of("example.org"));
    BOOST_TEST(entry->text == "one");
    BOOST_TEST(one.replace(key_of("example.org"), entry->revision, "one again"));
    BOOST_TEST(!other.replace(key_of("example.org"), entry->revision, "other"));
    BOOST_TEST(other.read(key_of("example.org"))->text == "one again");
}

BOOST_AUTO_TEST_CASE(it_is_readable_by_its_owner_alone) {
    StateFile state(file);
    BOOST_TEST(state.replace(key_of("example.org"), std::nullopt, "x"));
    for (const auto* suffix : {"", "-wal", "-shm"}) {
        struct stat status {};
        BOOST_TEST(::stat((file + suffix).c_str(), &status) == 0, suffix);
        BOOST_TEST((status.st_mode & 0777U) == 0600U, suffix);
    }
}

BOOST_AUTO_TEST_CASE(nothing_stays_beside_it) {
    { const StateFile state(file); }
    BOOST_TEST(std::distance(fs::directory_iterator(path), {}) == 1);
}

BOOST_AUTO_TEST_CASE(an_empty_file_is_a_new_one) {
    write("");
    BOOST_TEST(refusal(file).empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_database_is_left_alone) {
    const std::string text = "domains = example.org\n" + std::string(2000, '#');
    write(text);
    BOOST_TEST(refusal(file) == "it is no SQLite database, one of danelaw or a new name was expected");
    BOOST_TEST(content(file) == text);
}

BOOST_AUTO_TEST_CASE(the_database_of_another_program_is_left_alone) {
    write("");
    { Database(file).run("CREATE TABLE bookmarks (url TEXT)"); }
    const auto before = content(file);
    BOOST_TEST(refusal(file) == "it is a database of another program, one of danelaw or a new name was expected");
    BOOST_TEST(content(file) == before);
}

BOOST_AUTO_TEST_CASE(a_later_version_is_left_alone) {
    { const StateFile state(file); }
    { Database(file).run("PRAGMA user_version = 7"); }
    BOOST_TEST(refusal(file) ==
               "it has version 7, this danelaw knows version 1; use the danelaw that made it, or another file");
}

BOOST_AUTO_TEST_CASE(damage_is_told) {
    {
        StateFile state(file);
        for (int i = 0; i < 200; ++i)
            BOOST_REQUIRE(state.replace(key_of("d" + std::to_string(i)), std::nullopt, std::string(500, 'x')));
    }
    auto octets = content(file);
    std::fill(octets.begin() + 4096, octets.end(), '\x55');
    write(octets);
    BOOST_TEST(refusal(file) == "it is damaged, move it away and danelaw begins a new one");
}

BOOST_AUTO_TEST_CASE(a_lock_is_waited_for_and_then_told) {
    { const StateFile state(file); }
    Database other(file);
    other.run("BEGIN IMMEDIATE");
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST(refusal(file) == "another process keeps it locked, it was waited for 1000 milliseconds");
    const auto waited = std::chrono::steady_clock::now() - start;
    BOOST_TEST((waited >= limits::state_wait * 9 / 10));
    other.run("COMMIT");
    BOOST_TEST(refusal(file).empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_file_is_told) {
    BOOST_TEST(refusal(path.string()) == "Is a directory");
    BOOST_TEST(refusal((path / "nowhere" / "state.db").string()) == "No such file or directory");
    BOOST_TEST(refusal("/dev/null") == "no file, one that can be written was expected");
}

BOOST_AUTO_TEST_CASE(too_much_is_neither_written_nor_read) {
    StateFile state(file);
    BOOST_CHECK_THROW(
        (void)state.replace(key_of("example.org"), std::nullopt, std::string(limits::state_octets + 1, 'x')),
        SetupError);
    BOOST_TEST(state.replace(key_of("example.org"), std::nullopt, std::string(limits::state_octets, 'x')));
    { Database(file).run("UPDATE memories SET memory = memory || 'x'"); }
    BOOST_CHECK_THROW((void)state.read(key_of("example.org")), SetupError);
}

// A name that means something else to SQLite is a file's name here.
BOOST_AUTO_TEST_CASE(names_that_mean_something_to_sqlite_are_names) {
    const auto folder = fs::current_path();
    fs::current_path(path);
    BOOST_TEST(refusal(":memory:").empty());
    BOOST_TEST(refusal("file:x?mode=memory").empty());
    BOOST_TEST(fs::exists(path / ":memory:"));
    BOOST_TEST(fs::exists(path / "file:x?mode=memory"));
    fs::current_path(folder);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
