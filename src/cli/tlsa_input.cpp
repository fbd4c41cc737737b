#include "cli/tlsa_input.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <span>

namespace danelaw::cli {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// `text` up to a comment.
std::string_view without_comment(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool word_begins = at == 0 || is_blank(text[at - 1]) || text[at - 1] == '(';
        if (text[at] == ';' || (text[at] == '#' && word_begins)) return text.substr(0, at);
    }
    return text;
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto start = text.find_first_not_of(" \t\r()");
        if (start == std::string_view::npos) break;
        const auto end = std::min(text.find_first_of(" \t\r()", start), text.size());
        words.push_back(text.substr(start, end - start));
        text.remove_prefix(end);
    }
    return words;
}

bool is_ttl_or_class(std::string_view word) {
    if (ascii_iequal(word, "IN")) return true;
    // 3600, and BIND's 1h30m
    constexpr std::string_view allowed = "0123456789smhdwSMHDW";
    return std::isdigit(static_cast<unsigned char>(word.front())) != 0 &&
           word.find_first_not_of(allowed) == std::string_view::npos;
}

/// What follows the type `TLSA` where the words are a whole zone-file entry; all of them otherwise.
std::span<const std::string_view> rdata_words(std::span<const std::string_view> words) {
    constexpr std::size_t last_place = 3;  // owner, TTL and class may come before
    for (std::size_t at = 0; at < words.size() && at <= last_place; ++at) {
        if (ascii_iequal(words[at], "TLSA") || ascii_iequal(words[at], "TYPE52")) return words.subspan(at + 1);
        if (at > 0 && !is_ttl_or_class(words[at])) break;
    }
    return words;
}

std::string joined(std::span<const std::string_view> words) {
    std::string text;
    for (const std::string_view word : words) text += (text.empty() ? "" : " ") + std::string(word);
    return text;
}

int depth_change(std::string_view text) {
    return static_cast<int>(std::count(text.begin(), text.end(), '(') - std::count(text.begin(), text.end(), ')'));
}

void add_entry(std::string_view text, std::size_t line, std::vector<ZoneEntry>& entries) {
    const auto words = split(text);
    if (words.empty() || words.front().starts_with('$')) return;
    const auto rdata = rdata_words(words);
    const bool has_owner =
        rdata.size() + 1 < words.size() && !is_blank(text.front()) && !is_ttl_or_class(words.front());
    auto owner = std::string(has_owner ? words.front() : "");
    if (owner.ends_with('.')) owner.pop_back();
    entries.push_back({line, std::move(owner), joined(rdata)});
}

}  // namespace

Result<std::vector<ZoneEntry>> tlsa_entries(std::string_view zone_text) {
    std::vector<ZoneEntry> entries;
    std::string pending;
    std::size_t number = 0;
    std::size_t begun = 1;
    int depth = 0;
    while (!zone_text.empty()) {
        const auto end = zone_text.find('\n');
        const std::string_view line = without_comment(zone_text.substr(0, end));
        zone_text.remove_prefix(end == std::string_view::npos ? zone_text.size() : end + 1);
        ++number;
        if (pending.empty()) begun = number;
        depth += depth_change(line);
        if (depth < 0) return failure(fmt::format("line {}: \")\" without \"(\"", number));
        pending += std::string(line) + " ";
        if (depth > 0) continue;
        add_entry(pending, begun, entries);
        pending.clear();
    }
    if (depth != 0) return failure(fmt::format("line {}: \"(\" without \")\"", begun));
    return entries;
}

Result<std::vector<TlsaRecord>> tlsa_from_zone_text(std::string_view zone_text) {
    const auto entries = tlsa_entries(zone_text);
    if (!entries) return entries.error();
    if (entries->empty()) return failure("no TLSA record, at least one was expected");
    std::vector<TlsaRecord> records;
    std::string owner;
    for (const ZoneEntry& entry : *entries) {
        const auto record = tlsa_from_text(entry.rdata);
        if (!record) return failure(fmt::format("line {}: {}", entry.line, record.error().detail));
        records.push_back(*record);
        if (entry.owner.empty()) continue;
        if (!owner.empty() && !ascii_iequal(owner, entry.owner)) {
            return failure(
                fmt::format("line {}: a record of {} among those of {}, the records of one owner were expected",
                            entry.line, printable(entry.owner, 255), printable(owner, 255)));
        }
        owner = entry.owner;
    }
    return records;
}

}  // namespace danelaw::cli
