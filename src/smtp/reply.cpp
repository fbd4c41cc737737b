#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/smtp/reply.hpp>

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

constexpr std::size_t code_digits = 3;

std::string in_quotes(std::string_view octets) {
    return fmt::format("\"{}\"", printable(octets, limits::shown_octets));
}

/// Whether the first octets of a line can be `Reply-code SP`, `Reply-code "-"` or a bare code, as far as they are
/// there.
bool can_be_reply(std::string_view line) {
    for (std::size_t i = 0; i < std::min(line.size(), code_digits); ++i) {
        const char least = i == 0 ? '1' : '0';
        const char most = i == 0 ? '5' : '9';
        if (line[i] < least || line[i] > most) return false;
    }
    constexpr std::string_view separators = " -\r\n";
    return line.size() <= code_digits || separators.find(line[code_digits]) != std::string_view::npos;
}

Error not_a_reply(std::string_view line) {
    const auto shown = line.substr(0, line.find('\n'));
    return failure(
        fmt::format("reply {} has no reply code, expected three digits and a space or hyphen", in_quotes(trim(shown))));
}

Error tls_record(std::string_view octets) {
    if (const auto alert = tls_alert(octets)) {
        return failure(
            fmt::format("the server sent TLS alert {}, expected a reply in text, "
                        "TLS seems to come first on this port (--tls-on-connect)",
                        *alert));
    }
    return failure(
        "the server sent a TLS record, expected a reply in text, "
        "TLS seems to come first on this port (--tls-on-connect)");
}

int code_of(std::string_view line) { return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0'); }

}  // namespace

std::string Reply::text() const { return fmt::format("{}", fmt::join(lines, "\n")); }

std::string Reply::transcript() const {
    std::string out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        out += fmt::format("{}{}{}{}", i == 0 ? "" : "\n", code, i + 1 == lines.size() ? " " : "-", lines[i]);
    }
    return out;
}

bool looks_like_tls(std::string_view octets) {
    if (octets.size() < 2) return !octets.empty() && (octets[0] == '\x15' || octets[0] == '\x16');
    return (octets[0] == '\x15' || octets[0] == '\x16') && octets[1] == '\x03';
}

std::optional<int> tls_alert(std::string_view octets) {
    constexpr std::size_t record_header = 5;
    constexpr std::size_t alert_octets = 2;
    if (octets.size() < record_header + alert_octets || octets[0] != '\x15' || octets[1] != '\x03') return std::nullopt;
    if (octets[3] != 0 || octets[4] != static_cast<char>(alert_octets)) return std::nullopt;
    return static_cast<unsigned char>(octets[record_header + 1]);
}

Result<std::optional<Reply>> ReplyParser::next() {
    for (;;) {
        const auto left = buffer_.size();
        const auto complete = take_line();
        if (!complete) return complete.error();
        if (*complete) break;
        if (buffer_.size() == left) return std::optional<Reply>();
    }
    taken_ = 0;
    return std::optional<Reply>(std::exchange(partial_, Reply()));
}

/// Takes one line off the buffer, if there is a whole one; true where it was the last of its reply.
Result<bool> ReplyParser::take_line() {
    if (partial_.lines.empty() && looks_like_tls(buffer_)) return tls_record(buffer_);
    if (!can_be_reply(buffer_)) return not_a_reply(buffer_);
    const auto end = buffer_.find('\n');
    if (std::min(end, buffer_.size()) >= limits::reply_line_octets) {
        return failure(
            fmt::format("a reply line is longer than {} octets, expected at most 512", limits::reply_line_octets));
    }
    if (end == std::string::npos) return false;
    taken_ += end + 1;
    if (taken_ > limits::reply_octets) {
        return failure(
            fmt::format("the reply is longer than {} octets, expected its last line before", limits::reply_octets));
    }
    const std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    return read_line(line);
}

Result<bool> ReplyParser::read_line(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() < code_digits) return not_a_reply(line);
    const int code = code_of(line);
    if (partial_.lines.empty()) partial_.code = code;
    if (code != partial_.code) {
        return failure(fmt::format("a reply line has code {} after one with {}, expected the same in each line", code,
                                   partial_.code));
    }
    if (partial_.lines.size() == limits::reply_lines) {
        return failure(fmt::format("the reply has more than {} lines, expected fewer", limits::reply_lines));
    }
    partial_.lines.emplace_back(line.substr(std::min(line.size(), code_digits + 1)));
    return line.size() == code_digits || line[code_digits] == ' ';
}

}  // namespace danelaw
