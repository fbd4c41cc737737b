#include "net/system_resolvers.hpp"

#include "net/unbound_config.hpp"
#include "net/zone_text.hpp"

#include <danelaw/base/limits.hpp>

#include <sstream>

namespace danelaw {

std::vector<std::string> resolvers_from_text(std::string_view resolv_conf) {
    std::vector<std::string> found;
    std::istringstream lines{std::string(resolv_conf)};
    std::string line;
    while (std::getline(lines, line) && found.size() < limits::system_resolvers) {
        std::istringstream words(line);
        std::string keyword;
        std::string address;
        words >> keyword >> address;
        const auto resolver = forwarder_from_text(address);
        if (keyword == "nameserver" && resolver) found.push_back(*resolver);
    }
    if (found.empty()) found.emplace_back("127.0.0.1@53");
    return found;
}

std::vector<std::string> system_resolvers() {
    return resolvers_from_text(zone_file_text("/etc/resolv.conf").value_or(""));
}

}  // namespace danelaw
