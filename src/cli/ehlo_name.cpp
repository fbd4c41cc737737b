#include "cli/ehlo_name.hpp"

#include "cli/files.hpp"

#include <danelaw/base/text.hpp>
#include <danelaw/dns/domain_name.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <vector>

namespace danelaw::cli {
namespace {

constexpr std::string_view ipv6_tag = "IPv6:";

/// As it can be said in EHLO: a host name with at least two labels.
std::optional<std::string> qualified(std::string_view text) {
    const auto name = DomainName::from_user(text);
    if (!name || !name->is_host_name() || name->labels().size() < 2) return std::nullopt;
    return name->text();
}

std::vector<std::string> words_of(std::string_view line) {
    std::istringstream stream{std::string(line.substr(0, line.find('#')))};
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

std::string own_host_name() {
    std::array<char, 256> name{};
    // POSIX: a name that does not fit may lack the NUL.
    if (::gethostname(name.data(), name.size() - 1) != 0) return {};
    return name.data();
}

}  // namespace

bool is_address_literal(std::string_view text) {
    if (text.size() < 2 || text.front() != '[' || text.back() != ']') return false;
    text = text.substr(1, text.size() - 2);
    const bool tagged = ascii_iequal(text.substr(0, ipv6_tag.size()), ipv6_tag);
    if (tagged) text.remove_prefix(ipv6_tag.size());
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(std::string(text), error);
    return !error && address.is_v6() == tagged;
}

std::optional<std::string> qualified_name_in(std::string_view hosts_file, std::string_view host_name) {
    while (!hosts_file.empty()) {
        const auto end = hosts_file.find('\n');
        const auto words = words_of(hosts_file.substr(0, end));
        hosts_file.remove_prefix(end == std::string_view::npos ? hosts_file.size() : end + 1);
        const auto same = [&](const std::string& word) { return ascii_iequal(word, host_name); };
        if (words.size() < 2 || std::none_of(words.begin() + 1, words.end(), same)) continue;
        for (auto word = words.begin() + 1; word != words.end(); ++word) {
            if (auto name = qualified(*word)) return name;
        }
    }
    return std::nullopt;
}

std::string own_ehlo_name(const std::optional<boost::asio::ip::address>& source) {
    const std::string host_name = own_host_name();
    if (auto name = qualified(host_name)) return *name;
    const auto hosts_file = read_file_if_there("/etc/hosts");
    if (hosts_file && !host_name.empty()) {
        if (auto name = qualified_name_in(*hosts_file, host_name)) return *name;
    }
    if (!source) return "[127.0.0.1]";
    return source->is_v4() ? "[" + source->to_string() + "]" : "[" + std::string(ipv6_tag) + source->to_string() + "]";
}

}  // namespace danelaw::cli
