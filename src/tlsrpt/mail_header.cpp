#include "tlsrpt/mail_header.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

namespace danelaw {

namespace {

/// The next line without its end; takes it from `text`.
std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool continues(std::string_view text) { return text.starts_with(' ') || text.starts_with('\t'); }

/// Takes a comment, RFC 5322 §3.2.2; they nest.
void skip_comment(std::string_view& text) {
    int depth = 0;
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        if (c == '\\' && !text.empty()) text.remove_prefix(1);
        if (c == '(') ++depth;
        if (c == ')' && --depth == 0) return;
    }
}

void skip_white_space(std::string_view& text) {
    while (!text.empty()) {
        if (text.front() == '(') {
            skip_comment(text);
        } else if (text.front() == ' ' || text.front() == '\t') {
            text.remove_prefix(1);
        } else {
            return;
        }
    }
}

std::string take_token(std::string_view& text) {
    constexpr std::string_view ends = " \t;=\"(),";
    const auto end = std::min(text.find_first_of(ends), text.size());
    std::string token(text.substr(0, end));
    text.remove_prefix(end);
    return token;
}

std::string take_value(std::string_view& text) {
    if (!text.starts_with('"')) return take_token(text);
    text.remove_prefix(1);
    std::string value;
    while (!text.empty()) {
        char c = text.front();
        text.remove_prefix(1);
        if (c == '"') break;
        if (c == '\\' && !text.empty()) {
            c = text.front();
            text.remove_prefix(1);
        }
        value += c;
    }
    return value;
}

/// RFC 2045 §5.1: type "/" subtype, then parameters, of which the boundary counts here.
void read_content_type(std::string_view value, MailHeader& header) {
    skip_white_space(value);
    header.content_type = ascii_lower(take_token(value));
    for (;;) {
        const auto next = value.find_first_of(";\"(");
        if (next == std::string_view::npos) return;
        value.remove_prefix(next);
        if (value.front() == '"') {
            (void)take_value(value);  // no parameter, but what is quoted is not looked into
            continue;
        }
        if (value.front() == '(') {
            skip_comment(value);
            continue;
        }
        value.remove_prefix(1);
        skip_white_space(value);
        const auto name = ascii_lower(take_token(value));
        skip_white_space(value);
        if (!value.starts_with('=')) continue;
        value.remove_prefix(1);
        skip_white_space(value);
        auto text = take_value(value);
        if (name == "boundary" && header.boundary.empty()) header.boundary = std::move(text);
    }
}

void read_field(const std::string& field, MailHeader& header) {
    const auto colon = field.find(':');
    if (colon == std::string::npos) return;
    const auto name = ascii_lower(trim(std::string_view(field).substr(0, colon)));
    auto value = std::string_view(field).substr(colon + 1);
    if (name == "content-type") read_content_type(value, header);
    if (name == "content-transfer-encoding") {
        skip_white_space(value);
        header.transfer_encoding = ascii_lower(take_token(value));
    }
}

}  // namespace

Result<MailHeader> read_mail_header(std::string_view text) {
    MailHeader header;
    const auto whole = text.size();
    while (!text.empty()) {
        std::string field(take_line(text));
        if (field.empty()) break;
        while (continues(text)) field += take_line(text);
        if (whole - text.size() > limits::mail_header_octets) {
            return failure(fmt::format("a header section of more than {} octets, expected an empty line before that",
                                       limits::mail_header_octets));
        }
        read_field(field, header);
    }
    header.body = text;
    return header;
}

}  // namespace danelaw
