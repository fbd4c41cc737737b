#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/option_table.hpp"

#include <danelaw/base/text.hpp>
#include <danelaw/report/finding.hpp>

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>

namespace danelaw::cli {
namespace {

boost::json::value text_or_null(std::string_view text) {
    if (text.empty()) return nullptr;
    return boost::json::string(text);
}

std::string entry_json(const CatalogueEntry& entry) {
    boost::json::object object;
    object["schema"] = "danelaw.explain/1";
    object["code"] = entry.code;
    object["severity"] = to_text(entry.severity);
    object["reference"] = entry.reference;
    object["tls_rpt"] = text_or_null(entry.tls_rpt);
    object["meaning"] = entry.meaning;
    object["advice"] = entry.advice;
    return boost::json::serialize(object);
}

/// Paragraphs for a terminal of 80 columns.
std::string wrapped(std::string_view text, std::size_t width) {
    std::string lines;
    std::size_t column = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const bool fits = column == 0 || column + 1 + word.size() <= width;
        lines += column == 0 ? "" : fits ? " " : "\n";
        column = column == 0 || !fits ? word.size() : column + 1 + word.size();
        lines += word;
    }
    return lines;
}

std::string entry_text(const CatalogueEntry& entry) {
    constexpr std::size_t width = 80;
    std::string text = fmt::format("{}  {}  {}\n\n{}\n\n{}\n", entry.code, to_text(entry.severity), entry.reference,
                                   wrapped(entry.meaning, width), wrapped(entry.advice, width));
    if (!entry.tls_rpt.empty()) text += fmt::format("\nSenders report it by TLS-RPT as {}.\n", entry.tls_rpt);
    return text;
}

const CatalogueEntry& entry_named(const std::string& code) {
    const CatalogueEntry* entry = catalogue_entry(code);
    if (entry != nullptr) return *entry;
    std::vector<std::string> codes;
    for (const CatalogueEntry& known : catalogue()) codes.emplace_back(known.code);
    const auto meant = closest(code, codes);
    throw UsageError(
        fmt::format("\"{}\" is not the code of a finding{}", printable(code, 60),
                    meant ? fmt::format(", did you mean {}?", *meant) : ", danelaw explain lists them all"));
}

}  // namespace

int run_explain(const Invocation& invocation) {
    const bool json = invocation.settings.flag("json");
    if (invocation.arguments.empty()) {
        for (const CatalogueEntry& entry : catalogue()) {
            write_line(json ? entry_json(entry)
                            : fmt::format("{:<32}{:<10}{}", entry.code, to_text(entry.severity), entry.reference));
        }
        return exit_ok;
    }
    std::vector<const CatalogueEntry*> entries;
    for (const std::string& code : invocation.arguments) entries.push_back(&entry_named(code));
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i > 0 && !json) write_out("\n");
        write_line(json ? entry_json(*entries[i]) : entry_text(*entries[i]));
    }
    return exit_ok;
}

}  // namespace danelaw::cli
