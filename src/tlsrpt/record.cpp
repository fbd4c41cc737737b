#include <danelaw/tlsrpt/record.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include "tlsrpt/uri.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

constexpr std::string_view version = "v=TLSRPTv1";

// WSP of RFC 5234: no other white space separates.
constexpr std::string_view white_space = " \t";

std::string_view without_wsp(std::string_view text) {
    const auto first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

/// `v=TLSRPTv1` and the first field-delim; case counts.
bool begins_as_tlsrpt(std::string_view text) {
    if (!text.starts_with(version)) return false;
    const auto next = text.find_first_not_of(white_space, version.size());
    return next != std::string_view::npos && text[next] == ';';
}

std::string in_quotes(std::string_view text) { return fmt::format("\"{}\"", printable(text, limits::shown_octets)); }

bool is_extension_name(std::string_view name) {
    constexpr std::size_t longest = 32;  // tlsrpt-ext-name: one character and at most 31 more
    const auto is_alphanumeric = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    if (name.empty() || name.size() > longest || !is_alphanumeric(name.front())) return false;
    return std::all_of(name.begin(), name.end(),
                       [&](char c) { return is_alphanumeric(c) || c == '_' || c == '-' || c == '.'; });
}

bool is_extension_value(std::string_view value) {
    return !value.empty() &&
           std::all_of(value.begin(), value.end(), [](char c) { return c >= '!' && c <= '~' && c != ';' && c != '='; });
}

std::optional<Error> read_rua(std::string_view list, TlsRptRecord& record) {
    // No white space stands between "rua=" and the first URI.
    if (list.empty() || white_space.find(list.front()) != std::string_view::npos)
        return failure("rua= is not followed by a URI, expected one such as mailto:MAILBOX@DOMAIN");
    for (;;) {
        const auto comma = list.find(',');
        auto uri = read_report_uri(without_wsp(list.substr(0, comma)));
        if (!uri) return failure("rua: " + uri.error().detail);
        record.rua.push_back(std::move(*uri));
        if (comma == std::string_view::npos) return std::nullopt;
        list.remove_prefix(comma + 1);
    }
}

std::optional<Error> read_field(std::string_view field, TlsRptRecord& record) {
    constexpr std::string_view rua = "rua=";
    if (field.empty()) return failure("an empty field, expected NAME=VALUE between semicolons");
    if (field.starts_with(rua)) return read_rua(field.substr(rua.size()), record);
    const auto equals = field.find('=');
    if (equals == std::string_view::npos)
        return failure(fmt::format("field {} has no =, expected NAME=VALUE", in_quotes(field)));
    const auto name = field.substr(0, equals);
    if (!is_extension_name(name)) {
        return failure(fmt::format(
            "{} is no name of a field, expected at most 32 letters, digits, _, - and ., a letter or digit first",
            in_quotes(name)));
    }
    if (!is_extension_value(field.substr(equals + 1))) {
        return failure(fmt::format("field {}: the value {} is empty or has a space, = or a character that is not ASCII",
                                   in_quotes(name), in_quotes(field.substr(equals + 1))));
    }
    record.extensions.emplace_back(name);
    return std::nullopt;
}

Result<TlsRptRecord> checked(TlsRptRecord record) {
    if (record.rua.empty()) {
        const auto miswritten = std::find_if(record.extensions.begin(), record.extensions.end(),
                                             [](const std::string& name) { return ascii_iequal(name, "rua"); });
        return failure(miswritten == record.extensions.end()
                           ? std::string("no rua field, expected rua=mailto:MAILBOX@DOMAIN or rua=https://HOST/PATH")
                           : fmt::format("no rua field, expected rua= in lower case instead of {}=", *miswritten));
    }
    const auto unfit = [](const ReportUri& uri) { return uri.unfit.has_value(); };
    if (std::all_of(record.rua.begin(), record.rua.end(), unfit)) {
        const auto& first = record.rua.front();
        return failure(fmt::format("rua: no sender can use {}: {}", in_quotes(first.text), *first.unfit));
    }
    return record;
}

}  // namespace

Result<TlsRptRecord> read_tlsrpt_record(std::string_view text) {
    if (!begins_as_tlsrpt(text)) {
        return failure(fmt::format("{} does not begin with \"v=TLSRPTv1;\", which senders look for, case and all",
                                   in_quotes(text)));
    }
    TlsRptRecord record;
    text.remove_prefix(text.find(';') + 1);
    for (;;) {
        const auto end = text.find(';');
        const bool last = end == std::string_view::npos;
        auto field = text.substr(0, end);
        field.remove_prefix(std::min(field.find_first_not_of(white_space), field.size()));
        // A field-delim may end the record, with white space around it; without it nothing may follow the last field.
        if (last && field.empty() && !(record.rua.empty() && record.extensions.empty())) return checked(record);
        if (last && field.empty()) return failure("no field, expected rua=mailto:MAILBOX@DOMAIN or rua=https://...");
        if (last && white_space.find(field.back()) != std::string_view::npos)
            return failure("white space at the end, expected nothing after the last field but a semicolon");
        if (auto fault = read_field(last ? field : without_wsp(field), record)) return *fault;
        if (last) return checked(std::move(record));
        text.remove_prefix(end + 1);
    }
}

TlsRptRecords read_tlsrpt_records(std::span<const std::string> texts) {
    TlsRptRecords result;
    const std::string* candidate = nullptr;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (begins_as_tlsrpt(texts[i])) {
            ++result.candidates;
            candidate = &texts[i];
        } else {
            result.ignored.push_back(i);
        }
    }
    if (result.candidates > 1) {
        result.failure = fmt::format("{} records begin with \"v=TLSRPTv1;\", expected exactly one", result.candidates);
    } else if (candidate != nullptr) {
        auto record = read_tlsrpt_record(*candidate);
        if (record) {
            result.record = std::move(*record);
        } else {
            result.failure = record.error().detail;
        }
    }
    return result;
}

}  // namespace danelaw
