#include "tlsrpt/mail.hpp"

#include <danelaw/base/bytes.hpp>
#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include "tlsrpt/mail_header.hpp"

#include <fmt/format.h>

#include <optional>

namespace danelaw {

namespace {

Result<std::string> decode_base64(std::string_view body) {
    std::string packed;
    packed.reserve(body.size());
    for (const char c : body) {
        if (c != '\r' && c != '\n' && c != ' ' && c != '\t') packed += c;
    }
    const auto octets = from_base64(packed);
    if (!octets) return failure("the base64 of the report: " + octets.error().detail);
    return Result<std::string>(boost::system::in_place_value, as_text(*octets));
}

/// RFC 2045 §6.7.
Result<std::string> decode_quoted_printable(std::string_view body) {
    std::string text;
    while (!body.empty()) {
        const auto end = body.find('\n');
        auto line = body.substr(0, end);
        const bool ended = end != std::string_view::npos;
        body.remove_prefix(ended ? end + 1 : body.size());
        line = line.substr(0, line.find_last_not_of(" \t\r") + 1);  // white space at the end was added on the way
        const bool soft = line.ends_with('=');
        if (soft) line.remove_suffix(1);
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line[i] != '=') {
                text += line[i];
                continue;
            }
            const auto octet = from_hex(line.substr(i + 1, 2));
            if (!octet || octet->size() != 1)
                return failure("the quoted-printable of the report: = is not followed by two hexadecimal digits");
            text += static_cast<char>(octet->front());
            i += 2;
        }
        if (ended && !soft) text += '\n';
    }
    return Result<std::string>(boost::system::in_place_value, std::move(text));
}

Result<std::string> decode(const MailHeader& header) {
    const auto& encoding = header.transfer_encoding;
    if (encoding == "base64") return decode_base64(header.body);
    if (encoding == "quoted-printable") return decode_quoted_printable(header.body);
    if (encoding == "7bit" || encoding == "8bit" || encoding == "binary")
        return Result<std::string>(boost::system::in_place_value, header.body);
    return failure(
        fmt::format("the report's Content-Transfer-Encoding is \"{}\", expected base64, quoted-printable, "
                    "7bit, 8bit or binary",
                    printable(encoding, limits::shown_octets)));
}

/// Whether a line is `--boundary`, and whether it closes the multipart; white space may follow (RFC 2046 §5.1.1).
bool is_delimiter(std::string_view line, std::string_view boundary, bool& closes) {
    if (!line.starts_with("--") || !line.substr(2).starts_with(boundary)) return false;
    line.remove_prefix(2 + boundary.size());
    closes = line.starts_with("--");
    if (closes) line.remove_prefix(2);
    return trim(line).empty();
}

/// The parts between the delimiter lines; the line break before a delimiter belongs to it.
std::vector<std::string_view> split(std::string_view body, std::string_view boundary) {
    std::vector<std::string_view> parts;
    std::size_t begin = std::string_view::npos;
    std::size_t at = 0;
    bool closed = false;
    while (at < body.size() && !closed) {
        const auto end = std::min(body.find('\n', at), body.size());
        if (is_delimiter(body.substr(at, end - at), boundary, closed)) {
            if (begin != std::string_view::npos) {
                auto part = body.substr(begin, at - std::min(at, begin));
                if (part.ends_with('\n')) part.remove_suffix(1);
                if (part.ends_with('\r')) part.remove_suffix(1);
                parts.push_back(part);
            }
            begin = std::min(end + 1, body.size());
        }
        at = end + 1;
    }
    if (!closed && begin < body.size()) parts.push_back(body.substr(begin));
    return parts;
}

/// Walks through a mail's parts and collects the reports.
class Walk {
public:
    std::optional<Error> part(std::string_view text, std::size_t depth) {
        if (++parts_ > limits::mail_parts)
            return failure(fmt::format("more than {} parts in a mail", limits::mail_parts));
        if (depth > limits::mail_depth)
            return failure(fmt::format("parts within parts more than {} deep", limits::mail_depth));
        const auto header = read_mail_header(text);
        if (!header) return header.error();
        if (header->content_type.starts_with("multipart/") && !header->boundary.empty()) {
            for (const auto inner : split(header->body, header->boundary)) {
                if (auto fault = part(inner, depth + 1)) return fault;
            }
            return std::nullopt;
        }
        if (header->content_type == "message/rfc822") return part(header->body, depth + 1);
        if (!is_report(header->content_type)) return std::nullopt;
        auto content = decode(*header);
        if (!content) return content.error();
        found.push_back(std::move(*content));
        return std::nullopt;
    }

    std::vector<std::string> found;

private:
    static bool is_report(std::string_view type) {
        return type == "application/tlsrpt+gzip" || type == "application/tlsrpt+json" || type == "application/tlsrpt";
    }

    std::size_t parts_ = 0;
};

}  // namespace

Result<std::vector<std::string>> report_parts(std::string_view mail) {
    Walk walk;
    if (auto fault = walk.part(mail, 0)) return *fault;
    return std::move(walk.found);
}

}  // namespace danelaw
