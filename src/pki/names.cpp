#include <danelaw/pki/names.hpp>

#include <danelaw/base/text.hpp>

#include <algorithm>

namespace danelaw {

namespace {

bool is_host_octet(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/// Labels of host-name octets, none empty, and no trailing dot.
bool is_host_name(std::string_view text) {
    if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos)
        return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return is_host_octet(c) || c == '.'; });
}

std::optional<NameMatch> find_match(const std::vector<std::string>& presented, const DomainName& reference,
                                    bool from_cn) {
    for (const auto& text : presented) {
        if (matches_identifier(text, reference)) return NameMatch{text, from_cn, text.starts_with("*.")};
    }
    return std::nullopt;
}

}  // namespace

bool matches_identifier(std::string_view presented, const DomainName& reference) {
    if (!reference.is_host_name()) return false;
    if (!presented.starts_with("*.")) return is_host_name(presented) && ascii_iequal(presented, reference.text());
    presented.remove_prefix(2);
    const auto parent = reference.parent();
    return !parent.is_root() && is_host_name(presented) && ascii_iequal(presented, parent.text());
}

std::optional<NameMatch> match_names(const Certificate& leaf, std::span<const DomainName> references) {
    const bool from_cn = leaf.dns_names.empty();
    for (const auto& reference : references) {
        if (auto match = find_match(from_cn ? leaf.common_names : leaf.dns_names, reference, from_cn)) return match;
    }
    return std::nullopt;
}

}  // namespace danelaw
