#include "report/advice.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace danelaw {

namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/// Whether neither a shell nor a command takes the name for anything else: one that begins with - is an option.
bool is_plain(std::string_view name) {
    return !name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || is_capital(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
}

/// Replaces the placeholder where it stands as a word of its own.
std::string replaced(std::string_view text, std::string_view placeholder, std::string_view name) {
    std::string result;
    while (true) {
        const auto at = text.find(placeholder);
        if (at == std::string_view::npos) return result.append(text);
        const auto end = at + placeholder.size();
        const bool is_word = (at == 0 || !is_capital(text[at - 1])) && (end == text.size() || !is_capital(text[end]));
        result.append(text.substr(0, at)).append(is_word ? name : placeholder);
        text.remove_prefix(end);
    }
}

/// The mail host that a finding is about: `HOST`, `HOST[ADDRESS]:PORT`, `_PORT._tcp.HOST`.
std::optional<std::string> host_of(const Report& report, const Finding& finding) {
    constexpr std::string_view service = "._tcp.";
    std::string_view name = finding.subject;
    name = name.substr(0, name.find('['));
    const auto at = name.find(service);
    if (name.starts_with('_') && at != std::string_view::npos) name.remove_prefix(at + service.size());
    const auto is_it = [&](const HostFacts& host) { return host.lookups.name.text() == name; };
    const auto& hosts = report.facts.hosts;
    if (std::none_of(hosts.begin(), hosts.end(), is_it) || !is_plain(name)) return std::nullopt;
    return std::string(name);
}

}  // namespace

void fill_in_names(const Report& report, std::vector<Finding>& findings) {
    const auto domain = report.facts.domain.text();
    for (auto& finding : findings) {
        const auto alike = [&](const Finding& other) { return other.code == finding.code; };
        const bool is_alone = std::count_if(findings.begin(), findings.end(), alike) == 1;
        const auto host = is_alone ? host_of(report, finding) : std::nullopt;
        if (!report.facts.domain.is_root() && is_plain(domain))
            finding.advice = replaced(finding.advice, "DOMAIN", domain);
        if (host) finding.advice = replaced(finding.advice, "HOST", *host);
    }
}

}  // namespace danelaw
