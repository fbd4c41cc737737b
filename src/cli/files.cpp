#include "cli/files.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/result.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

namespace danelaw::cli {
namespace {

std::string message_of(int error) { return std::generic_category().message(error); }

class OpenFile {
public:
    explicit OpenFile(const std::string& path)
        : descriptor_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)), owned_(path != "-") {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (owned_ && descriptor_ >= 0) ::close(descriptor_);
    }
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    int descriptor_;
    bool owned_;
};

[[noreturn]] void fail(std::string_view what, const std::string& path, const std::string& why) {
    const std::string shown = path == "-" ? "standard input" : printable(path);
    throw SetupError(what.empty() ? fmt::format("{}: {}", shown, why) : fmt::format("{}: {}: {}", what, shown, why));
}

std::string read_all(const OpenFile& file, std::string_view what, const std::string& path) {
    std::string text;
    std::array<char, std::size_t{64} * 1024> piece{};
    while (true) {
        const ssize_t count = ::read(file.descriptor(), piece.data(), piece.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail(what, path, message_of(errno));
        if (count == 0) return text;
        text.append(piece.data(), static_cast<std::size_t>(count));
        if (text.size() > limits::input_file_octets) {
            fail(what, path, fmt::format("more than {} octets, a file is read up to that", limits::input_file_octets));
        }
    }
}

/// 0, or errno.
int write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return 0;
}

constexpr int exit_when_unread = 3;

}  // namespace

void claim_standard_input() {
    static bool claimed = false;
    if (claimed) throw SetupError("-: given twice, standard input can be read once");
    claimed = true;
}

void occupy_standard_streams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) >= 0 || errno != EBADF) continue;
        // The lowest free descriptor is this one. Never closed: it stands for the stream.
        [[maybe_unused]] const int opened = ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

std::string read_file(const std::string& path, std::string_view what) {
    if (path == "-") claim_standard_input();
    const OpenFile file(path);
    if (file.descriptor() < 0) fail(what, path, message_of(errno));
    return read_all(file, what, path);
}

std::optional<std::string> read_file_if_there(const std::string& path) {
    const OpenFile file(path);
    if (file.descriptor() < 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
    if (file.descriptor() < 0) fail("", path, message_of(errno));
    return read_all(file, "", path);
}

void write_out(std::string_view text) {
    const int error = write_all(STDOUT_FILENO, text);
    // As SIGPIPE would end it; that is ignored because sockets raise it, too.
    if (error == EPIPE) ::_exit(exit_when_unread);
    if (error != 0) throw SetupError(fmt::format("standard output: {}", message_of(error)));
}

OutputFile::OutputFile(std::string path, std::string what)
    : path_(std::move(path)),
      what_(std::move(what)),
      descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {
    if (descriptor_ < 0) fail(what_, path_, message_of(errno));
}

OutputFile::~OutputFile() { ::close(descriptor_); }

void OutputFile::write_line(std::string_view text) {
    const int error = write_all(descriptor_, std::string(text) + "\n");
    if (error != 0) fail(what_, path_, message_of(error));
}

namespace {

std::string folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    return folder.empty() ? "." : folder.string();
}

/// Behind links, as writing it would go. Refuses what is there and no file: a rename would take a device's place.
std::string place_of(const std::string& path, const std::string& what) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) return path;
    if (!std::filesystem::is_regular_file(status)) fail(what, path, "no file, one that can be replaced was expected");
    const auto place = std::filesystem::canonical(path, error);
    if (error) fail(what, path, error.message());
    return place.string();
}

}  // namespace

ReplacedFile::ReplacedFile(const std::string& path, std::string what)
    : path_(place_of(path, what)),
      beside_(fmt::format("{}.{}.tmp", path_, ::getpid())),
      what_(std::move(what)),
      descriptor_(::open(folder_of(path_).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666)) {
    if (descriptor_ >= 0) return;
    descriptor_ = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail(what_, beside_, message_of(errno));
    has_name_ = true;
}

ReplacedFile::~ReplacedFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    if (has_name_) ::unlink(beside_.c_str());
}

void ReplacedFile::write(std::string_view text) {
    const int error = write_all(descriptor_, text);
    if (error != 0) fail(what_, beside_, message_of(error));
}

void ReplacedFile::commit() {
    if (!has_name_) {
        ::unlink(beside_.c_str());  // of an earlier process with our number
        const std::string open_file = fmt::format("/proc/self/fd/{}", descriptor_);
        if (::linkat(AT_FDCWD, open_file.c_str(), AT_FDCWD, beside_.c_str(), AT_SYMLINK_FOLLOW) != 0)
            fail(what_, beside_, message_of(errno));
    }
    const int closed = ::close(std::exchange(descriptor_, -1));
    if (closed == 0 && ::rename(beside_.c_str(), path_.c_str()) == 0) return;
    const int error = errno;
    ::unlink(beside_.c_str());
    fail(what_, path_, message_of(error));
}

void write_line(std::string_view text) {
    while (text.ends_with('\n')) text.remove_suffix(1);
    write_out(std::string(text) + "\n");
}

void complain(std::string_view sentence) {
    const std::string line = fmt::format("danelaw: {}\n", sentence);
    // Where standard error is gone too there is nobody left to tell.
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

bool output_takes_colour() {
    const char* no_colour = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe): nobody writes to the environment
    if (no_colour != nullptr && *no_colour != '\0') return false;
    const char* terminal = std::getenv("TERM");  // NOLINT(concurrency-mt-unsafe): as above
    if (terminal == nullptr || std::string_view(terminal) == "dumb") return false;
    return ::isatty(STDOUT_FILENO) == 1;
}

}  // namespace danelaw::cli
