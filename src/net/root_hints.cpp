#include "net/root_hints.hpp"

#include <danelaw/base/text.hpp>

#include "net/zone_text.hpp"

#include <fmt/format.h>

#include <filesystem>

#include <ldns/ldns.h>  // after the standard headers: defines true and false

namespace danelaw {

namespace {

bool is_of_root(const ldns_rr& record) { return ldns_dname_label_count(ldns_rr_owner(&record)) == 0; }

/// A path is written into libunbound's configuration, between quotes.
bool can_be_quoted(const std::string& path) { return path.find_first_of("\"\n\r") == std::string::npos; }

}  // namespace

std::optional<Error> root_hints_fault(std::string_view text) {
    bool has_server = false;
    bool has_address = false;
    const auto take = [&](const ldns_rr& record) {
        const auto type = ldns_rr_get_type(&record);
        has_server = has_server || (type == LDNS_RR_TYPE_NS && is_of_root(record));
        has_address = has_address || type == LDNS_RR_TYPE_A || type == LDNS_RR_TYPE_AAAA;
        return type != 0;  // libldns gives text that is no record type 0
    };
    if (auto error = for_each_record(std::string(text), "NS, A or AAAA", take)) return error;
    if (!has_server) return failure("no NS record of the root is in it, at least one was expected");
    if (!has_address) return failure("no A or AAAA record is in it, the addresses of the root servers were expected");
    return std::nullopt;
}

std::string checked_root_hints(const std::string& path) {
    const auto subject = fmt::format("root hints {}: ", printable(path));
    std::error_code unknown;
    const bool plain = std::filesystem::is_regular_file(path, unknown);  // libunbound reads it again
    const auto text = plain ? zone_file_text(path) : std::nullopt;
    if (!text || !can_be_quoted(path)) throw SetupError(subject + "cannot be read, a file of up to 1 MiB was expected");
    if (const auto fault = root_hints_fault(*text)) throw SetupError(subject + fault->detail);
    return path;
}

}  // namespace danelaw
