#pragma once

#include <danelaw/dns/tlsa.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace danelaw::cli {

/// One record of a zone file, and the line it begins on.
struct ZoneEntry {
    std::size_t line = 0;
    std::string owner;  ///< as written, without a dot at its end; empty where none is there
    std::string rdata;
};

/// The TLSA rdata in zone-file text (RFC 1035 §5.1): entries `[owner] [ttl] [class] TLSA rdata`, or rdata alone;
/// parentheses continue a line, `;` and a `#` that begins a word are comments, $ directives are passed over.
/// Errors: parentheses that do not pair.
[[nodiscard]] Result<std::vector<ZoneEntry>> tlsa_entries(std::string_view zone_text);

/// Reads the records of a file's text. Errors: `line N: ...` for the first that is no TLSA record, or that has another
/// owner than those before it (one RRset is matched); no record at all.
[[nodiscard]] Result<std::vector<TlsaRecord>> tlsa_from_zone_text(std::string_view zone_text);

}  // namespace danelaw::cli
