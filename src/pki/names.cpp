#include <danelaw/pki/names.hpp>

#include <danelaw/base/text.hpp>

namespace danelaw {

namespace {

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
    if (!presented.starts_with("*.")) return ascii_iequal(presented, reference.text());
    const auto parent = reference.parent();
    return !parent.is_root() && ascii_iequal(presented.substr(2), parent.text());
}

std::optional<NameMatch> match_names(const Certificate& leaf, std::span<const DomainName> references) {
    const bool from_cn = leaf.dns_names.empty();
    for (const auto& reference : references) {
        if (auto match = find_match(from_cn ? leaf.common_names : leaf.dns_names, reference, from_cn)) return match;
    }
    return std::nullopt;
}

}  // namespace danelaw
