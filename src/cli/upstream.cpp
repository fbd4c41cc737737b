#include "cli/upstream.hpp"

#include "cli/files.hpp"

#include <danelaw/scan/special_address.hpp>

#include <algorithm>
#include <filesystem>

namespace danelaw::cli {

bool names_private_address(std::string_view text) {
    constexpr std::string_view separators = " \t\r\n\"'@[]";
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(separators), text.size());
        boost::system::error_code not_address;
        const auto address = boost::asio::ip::make_address(std::string(text.substr(0, end)), not_address);
        if (!not_address && special_purpose(address)) return true;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

bool has_private_upstream(const Settings& settings) {
    if (names_private_address(settings.value("resolver").value_or(""))) return true;
    for (const auto* option : {"root-hints", "resolver-config"}) {
        const auto path = settings.value(option);
        std::error_code unknown;
        if (!path || !std::filesystem::is_regular_file(*path, unknown)) continue;
        const auto text = read_file_if_there(*path);
        if (text && names_private_address(*text)) return true;
    }
    return false;
}

}  // namespace danelaw::cli
