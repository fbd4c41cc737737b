#include <danelaw/base/text.hpp>
#include <danelaw/smtp/capabilities.hpp>

#include <algorithm>

namespace danelaw {

namespace {

std::vector<std::string> words(std::string_view line) {
    constexpr std::string_view spaces = " \t\r";
    std::vector<std::string> out;
    for (std::size_t start = line.find_first_not_of(spaces); start != std::string_view::npos;) {
        const auto end = line.find_first_of(spaces, start);
        out.emplace_back(line.substr(start, end - start));
        start = line.find_first_not_of(spaces, end);
    }
    return out;
}

}  // namespace

bool Capabilities::offers(std::string_view keyword) const {
    return std::any_of(extensions.begin(), extensions.end(),
                       [&](const Capability& one) { return ascii_iequal(one.keyword, keyword); });
}

Capabilities read_capabilities(const Reply& reply) {
    Capabilities out;
    for (std::size_t i = 0; i < reply.lines.size(); ++i) {
        auto parts = words(reply.lines[i]);
        if (parts.empty()) continue;
        if (i == 0) {
            out.server_name = parts.front();
            continue;
        }
        Capability capability;
        capability.keyword = parts.front();
        capability.parameters.assign(parts.begin() + 1, parts.end());
        out.extensions.push_back(std::move(capability));
    }
    return out;
}

}  // namespace danelaw
