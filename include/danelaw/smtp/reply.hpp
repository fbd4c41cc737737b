#pragma once

#include <danelaw/base/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// One SMTP reply, as received (RFC 5321 §4.2).
struct Reply {
    int code = 0;                    ///< 100 to 599
    std::vector<std::string> lines;  ///< the text of each line, without code and separator; raw

    /// The texts joined by LF.
    [[nodiscard]] std::string text() const;
    /// As received: `250-a\n250 b`, lines joined by LF.
    [[nodiscard]] std::string transcript() const;

    bool operator==(const Reply&) const = default;
};

/// Reads SMTP replies from octets that come in pieces. Bare LF ends a line too; an octet that cannot belong to a reply
/// is told at once, without waiting for the end of its line.
///
/// Source:  RFC 5321 §4.2 (grammar), §4.2.1 (multi-line replies), §4.5.3.1.5 (line length; ours is longer).
/// Errors:  (clauses, for a sentence whose subject the caller knows) no reply code, different codes in one reply, a cap
/// of base/limits.hpp exceeded, a TLS record. After an error
///          the parser is of no further use.
class ReplyParser {
public:
    void feed(std::string_view octets) { buffer_ += octets; }
    /// The next reply, or nothing where more octets are needed.
    [[nodiscard]] Result<std::optional<Reply>> next();
    /// What was fed beyond the replies that were taken. Not empty when a command is about to be sent: nobody asked for
    /// it, and after the 220 to STARTTLS it is an injection (RFC 3207 §5, CVE-2011-0411).
    [[nodiscard]] std::string_view rest() const { return buffer_; }

private:
    Result<bool> take_line();
    Result<bool> read_line(std::string_view line);

    std::string buffer_;
    Reply partial_;
    std::size_t taken_ = 0;
};

/// Whether octets from a peer start with a TLS record (handshake or alert) instead of text.
[[nodiscard]] bool looks_like_tls(std::string_view octets);

/// The number of the alert, where the octets are a TLS record with one in clear.
[[nodiscard]] std::optional<int> tls_alert(std::string_view octets);

}  // namespace danelaw
