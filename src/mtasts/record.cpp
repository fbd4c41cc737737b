#include <danelaw/mtasts/record.hpp>

#include <danelaw/base/text.hpp>

#include "mtasts/grammar.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

constexpr std::string_view version = "v=STSv1";
constexpr std::size_t id_octets = 32;

bool is_extension_value(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '!' && c <= ':') || c == '<' || (c >= '>' && c <= '~');
    });
}

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= id_octets && std::all_of(text.begin(), text.end(), is_alphanumeric);
}

/// One field after its delimiter; fills the record.
std::optional<Error> read_field(std::string_view field, StsRecord& record) {
    if (field.empty()) return failure("an empty field between two semicolons, name=value was expected");
    const auto equals = field.find('=');
    const auto name = field.substr(0, equals);
    const auto value = equals == std::string_view::npos ? std::string_view() : field.substr(equals + 1);
    if (equals == std::string_view::npos || !is_key(name)) {
        return failure(fmt::format("field \"{}\", name=value was expected", shown_text(field)));
    }
    if (name == "id" && record.id.empty()) {
        if (!is_id(value)) {
            return failure(
                fmt::format("id is \"{}\", 1 to {} letters and digits were expected", shown_text(value), id_octets));
        }
        record.id = value;
        return std::nullopt;
    }
    if (!is_extension_value(value)) {
        return failure(fmt::format("field {} is \"{}\", printable ASCII without space, = and ; was expected", name,
                                   shown_text(value)));
    }
    // "v" comes first and "id" was there: what follows of either is a duplicate.
    keep_key(name == "id" || name == "v" ? record.repeated_fields : record.unknown_fields, name);
    return std::nullopt;
}

}  // namespace

bool is_sts_record(std::string_view text) {
    if (!text.starts_with(version)) return false;
    return skip_blanks(text.substr(version.size())).starts_with(';');
}

Result<StsRecord> parse_sts_record(std::string_view text) {
    if (!is_sts_record(text)) {
        return failure(fmt::format("\"{}\" does not begin with \"v=STSv1;\"", shown_text(text)));
    }
    text = skip_blanks(text.substr(version.size()));
    StsRecord record;
    while (!text.empty()) {
        text = skip_blanks(text.substr(1));  // the semicolon
        const auto end = std::min(text.find(';'), text.size());
        // White space belongs to the delimiter, so it may stand before a semicolon only.
        const auto field = end == text.size() ? text : without_trailing_blanks(text.substr(0, end));
        text.remove_prefix(end);
        if (field.empty() && text.empty()) break;  // the last delimiter may end the record
        if (auto fault = read_field(field, record)) return std::move(*fault);
    }
    if (record.id.empty()) return failure("the field id is missing");
    return record;
}

StsRecordSet read_sts_records(std::span<const std::string> texts) {
    StsRecordSet set;
    std::vector<std::string_view> meant;
    for (const auto& text : texts) {
        if (is_sts_record(text)) meant.emplace_back(text);
    }
    set.meant = meant.size();
    set.ignored = texts.size() - meant.size();
    if (meant.empty()) return set;
    if (meant.size() > 1) {
        set.fault = fmt::format("{} records begin with v=STSv1, one was expected", meant.size());
        return set;
    }
    const auto record = parse_sts_record(meant.front());
    if (record) {
        set.record = *record;
    } else {
        set.fault = record.error().detail;
    }
    return set;
}

Result<DomainName> sts_record_owner(const DomainName& domain) { return domain.with_prefix("_mta-sts"); }
Result<DomainName> sts_policy_host(const DomainName& domain) { return domain.with_prefix("mta-sts"); }

}  // namespace danelaw
