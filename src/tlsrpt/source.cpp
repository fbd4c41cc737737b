#include <danelaw/tlsrpt/source.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include "tlsrpt/gzip.hpp"
#include "tlsrpt/mail.hpp"

#include <fmt/format.h>

namespace danelaw {

namespace {

constexpr std::string_view mbox_mark = "From ";

/// Where the mails of an mbox begin: at each line that begins with `From ` and follows an empty one (RFC 4155 App. A).
std::vector<std::string_view> split_mbox(std::string_view text) {
    std::vector<std::string_view> mails;
    std::size_t begin = 0;
    for (std::size_t at = 0; at != std::string_view::npos;) {
        const auto next = text.find("\nFrom ", at);
        if (next == std::string_view::npos) break;
        const auto before = text.substr(0, next);
        at = next + 1;
        if (!before.ends_with('\n') && !before.ends_with("\n\r")) continue;
        mails.push_back(text.substr(begin, at - begin));
        begin = at;
    }
    mails.push_back(text.substr(begin));
    return mails;
}

std::string_view without_mbox_mark(std::string_view mail) {
    if (!mail.starts_with(mbox_mark)) return mail;
    mail.remove_prefix(std::min(mail.find('\n'), mail.size() - 1) + 1);
    return mail;
}

/// JSON, packed or not.
Result<TlsReport> read_packed(std::string_view octets) {
    if (!is_gzip(octets)) return read_tls_report(octets);
    const auto text = gunzip(octets, limits::report_octets);
    if (!text) return text.error();
    return read_tls_report(*text);
}

void read_mail(std::string_view mail, const std::string& where, ReportSource& source) {
    ++source.mails;
    const auto parts = report_parts(without_mbox_mark(mail));
    if (!parts) {
        source.found.push_back({where, parts.error()});
        return;
    }
    if (parts->empty()) ++source.mails_without;
    for (const auto& part : *parts) source.found.push_back({where, read_packed(part)});
}

bool is_json(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    const auto first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '{';
}

}  // namespace

ReportSource read_report_source(std::string_view octets) {
    ReportSource source;
    if (is_gzip(octets) || is_json(octets)) {
        source.found.push_back({"", read_packed(octets)});
        return source;
    }
    const auto mails = octets.starts_with(mbox_mark) ? split_mbox(octets) : std::vector{octets};
    for (std::size_t i = 0; i < mails.size(); ++i)
        read_mail(mails[i], mails.size() == 1 ? "" : fmt::format("mail {}", i + 1), source);
    return source;
}

}  // namespace danelaw
