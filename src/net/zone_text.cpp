#include "net/zone_text.hpp"

#include <danelaw/base/c_ptr.hpp>
#include <danelaw/base/limits.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <ldns/ldns.h>  // after the standard headers: defines true and false

namespace danelaw {

namespace {

using RecordPtr = CPtr<ldns_rr, ldns_rr_free>;
using RdataPtr = CPtr<ldns_rdf, ldns_rdf_deep_free>;
using FilePtr = CPtr<std::FILE, std::fclose>;

bool is_no_record(ldns_status status) {
    return status == LDNS_STATUS_SYNTAX_EMPTY || status == LDNS_STATUS_SYNTAX_TTL ||
           status == LDNS_STATUS_SYNTAX_ORIGIN;
}

}  // namespace

std::optional<std::string> zone_file_text(const std::string& path) {
    std::error_code unknown;
    if (std::filesystem::is_directory(path, unknown)) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    std::string text;
    constexpr std::size_t piece = 16384;  // a buffer for the largest file would cost each start 0.4 ms
    while (file && text.size() < limits::zone_file_octets) {
        const auto read = text.size();
        text.resize(std::min(read + piece, limits::zone_file_octets));
        file.read(text.data() + read, static_cast<std::streamsize>(text.size() - read));
        text.resize(read + static_cast<std::size_t>(file.gcount()));
    }
    if (file.bad() || !file.eof()) return std::nullopt;
    return text;
}

std::optional<Error> for_each_record(std::string text, std::string_view expected,
                                     const std::function<bool(const ldns_rr&)>& take) {
    const FilePtr file{fmemopen(text.data(), text.size(), "r")};
    if (!file) return std::nullopt;  // nothing in it
    ldns_rdf* origin_handle = ldns_dname_new_frm_str(".");
    ldns_rdf* previous_handle = nullptr;
    std::uint32_t ttl = 0;
    int line = 0;
    std::optional<Error> error;
    while (!error && std::feof(file.get()) == 0) {
        ldns_rr* handle = nullptr;
        const auto status = ldns_rr_new_frm_fp_l(&handle, file.get(), &ttl, &origin_handle, &previous_handle, &line);
        const RecordPtr record{handle};
        if (is_no_record(status)) continue;
        if (status != LDNS_STATUS_OK || !take(*record))
            error = failure(fmt::format("near line {} is no DNS record, {} was expected", line, expected));
    }
    const RdataPtr origin{origin_handle};
    const RdataPtr previous{previous_handle};
    return error;
}

}  // namespace danelaw
