#include "report/catalogue.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

namespace danelaw {

std::span<const CatalogueEntry> catalogue() {
    static const auto all = [] {
        std::vector<CatalogueEntry> entries;
        for (const auto part :
             {dane_catalogue(), dnssec_catalogue(), sts_catalogue(), tlsrpt_catalogue(), change_catalogue()})
            entries.insert(entries.end(), part.begin(), part.end());
        return entries;
    }();
    return all;
}

const CatalogueEntry* catalogue_entry(std::string_view code) {
    const auto entries = catalogue();
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const CatalogueEntry& entry) { return entry.code == code; });
    return found == entries.end() ? nullptr : &*found;
}

Finding make_finding(std::string_view code, std::string subject, std::string text) {
    const auto* const entry = catalogue_entry(code);
    assert(entry != nullptr);
    Finding finding;
    finding.code = entry->code;
    finding.severity = entry->severity;
    finding.subject = std::move(subject);
    finding.text = std::move(text);
    finding.advice = entry->advice;
    finding.reference = entry->reference;
    if (!entry->tls_rpt.empty()) finding.tls_rpt = entry->tls_rpt;
    return finding;
}

}  // namespace danelaw
