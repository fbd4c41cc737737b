#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/option_table.hpp"

#include <danelaw/base/text.hpp>
#include <danelaw/render/render.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw::cli {
namespace {

const CatalogueEntry& entry_named(const std::string& code) {
    const CatalogueEntry* entry = catalogue_entry(ascii_lower(code));
    if (entry != nullptr) return *entry;
    std::vector<std::string> codes;
    for (const CatalogueEntry& known : catalogue()) codes.emplace_back(known.code);
    const auto meant = closest(ascii_lower(code), codes);
    throw UsageError(
        fmt::format("\"{}\" is not the code of a finding{}", printable(code, 60),
                    meant ? fmt::format(", did you mean {}?", *meant) : ", danelaw explain lists them all"));
}

std::string line_of_list(const CatalogueEntry& entry) {
    const auto all = catalogue();
    const auto by_length = [](const auto& one, const auto& other) { return one.code.size() < other.code.size(); };
    const auto longest = std::max_element(all.begin(), all.end(), by_length)->code.size();
    return fmt::format("{:<{}}  {:<8}  {}", entry.code, longest, to_text(entry.severity), entry.reference);
}

}  // namespace

int run_explain(const Invocation& invocation) {
    const bool json = invocation.settings.flag("json");
    if (invocation.arguments.empty()) {
        for (const CatalogueEntry& entry : catalogue()) {
            write_line(json ? render_explain_json(entry) : line_of_list(entry));
        }
        return exit_ok;
    }
    std::vector<const CatalogueEntry*> entries;
    for (const std::string& code : invocation.arguments) entries.push_back(&entry_named(code));
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i > 0 && !json) write_out("\n");
        write_line(json ? render_explain_json(*entries[i]) : render_explain_text(*entries[i]));
    }
    return exit_ok;
}

}  // namespace danelaw::cli
