#include "net/message_capture.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/result.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace danelaw {

namespace {

/// `FILE:LINE` gives `line LINE: `; what stands before a message on libunbound's log has no line.
std::string place(std::string_view before) {
    const auto colon = before.rfind(':');
    if (colon == std::string_view::npos) return {};
    const auto digits = before.substr(colon + 1);
    const bool is_number = !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
    return is_number ? fmt::format("line {}: ", digits) : std::string{};
}

}  // namespace

MessageCapture::MessageCapture() : stream_(nullptr) {
    const int descriptor = memfd_create("messages", MFD_CLOEXEC);
    if (descriptor >= 0) stream_ = fdopen(descriptor, "w+");
    if (stream_ == nullptr) throw SetupError("resolver: no memory for the messages of libunbound");
}

MessageCapture::~MessageCapture() { std::fclose(stream_); }

MessageCapture::Redirection::Redirection(const MessageCapture& capture)
    : saved_stderr(fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)) {
    std::fflush(stderr);
    if (saved_stderr >= 0) dup2(fileno(capture.stream_), STDERR_FILENO);
}

MessageCapture::Redirection::~Redirection() {
    std::fflush(stderr);
    if (saved_stderr < 0) return;
    dup2(saved_stderr, STDERR_FILENO);
    close(saved_stderr);
}

std::string MessageCapture::text() const {
    std::fflush(stream_);
    std::string text(limits::shown_octets * 16, '\0');
    const auto count = pread(fileno(stream_), text.data(), text.size(), 0);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    return text;
}

std::string MessageCapture::complaint(std::string_view otherwise) const { return complaint_from(text(), otherwise); }

std::string complaint_from(std::string_view messages, std::string_view otherwise) {
    constexpr std::string_view mark = ": error: ";
    constexpr std::string_view log_mark = " error: ";
    std::string sentence;
    while (!messages.empty()) {
        const auto line = messages.substr(0, messages.find('\n'));
        messages.remove_prefix(std::min(line.size() + 1, messages.size()));
        const auto found = line.find(log_mark);
        if (found == std::string_view::npos) continue;
        const bool has_place = found > 0 && line.substr(found - 1).starts_with(mark);
        if (!sentence.empty()) sentence += "; ";
        if (has_place) sentence += place(line.substr(0, found - 1));
        sentence += line.substr(found + log_mark.size());
    }
    return printable(sentence.empty() ? otherwise : sentence, limits::shown_octets);
}

}  // namespace danelaw
