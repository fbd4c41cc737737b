#pragma once

#include <danelaw/smtp/reply.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// One `ehlo-line`: keyword and parameters as received.
struct Capability {
    std::string keyword;
    std::vector<std::string> parameters;

    bool operator==(const Capability&) const = default;
};

/// What a server says of itself in the reply to EHLO.
struct Capabilities {
    std::string server_name;  ///< first word of the first line; may be empty
    std::vector<Capability> extensions;

    /// Whether a line's keyword is exactly this, without regard to case. The first line names the server and counts
    /// for nothing; `XSTARTTLS` or `AUTH STARTTLS` is no STARTTLS.
    [[nodiscard]] bool offers(std::string_view keyword) const;

    bool operator==(const Capabilities&) const = default;
};

/// Reads the reply to EHLO. Words end at spaces and tabs; lines without a word are left out. Source: RFC 5321 §4.1.1.1.
[[nodiscard]] Capabilities read_capabilities(const Reply& reply);

}  // namespace danelaw
