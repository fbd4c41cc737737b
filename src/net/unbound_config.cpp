#include "net/unbound_config.hpp"

#include <danelaw/base/c_ptr.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>
#include <ldns/ldns.h>
#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <cstdlib>

namespace danelaw {

namespace {

/// Every setting of ours but the user's, with its reason.
constexpr std::string_view fixed_settings = R"(server:
  # Hardening.
  harden-glue: yes
  harden-dnssec-stripped: yes
  harden-below-nxdomain: yes
  harden-referral-path: no
  harden-algo-downgrade: no
  qname-minimisation: yes
  aggressive-nsec: no
  val-clean-additional: yes
  val-permissive-mode: no
  ignore-cd-flag: no
  use-caps-for-id: no
  # Bounded work for hostile zones.
  max-query-restarts: 11
  max-sent-count: 32
  val-max-restart: 5
  val-nsec3-keysize-iterations: "1024 150 2048 150 4096 150"
  target-fetch-policy: "0 0 0 0 0"
  # No fragments (RFC 9715).
  edns-buffer-size: 1232
  # The library's defaults of 16 sockets and 1 MB caches would make a list of names wait.
  outgoing-range: 256
  num-queries-per-thread: 256
  outgoing-num-tcp: 32
  msg-cache-size: 4m
  rrset-cache-size: 8m
  key-cache-size: 2m
  neg-cache-size: 1m
  infra-cache-numhosts: 1000
  # Name servers on loopback or private addresses are asked where hints, forwarder or delegation lead there: the guard against
  # private addresses is at the connection to mail hosts.
  do-not-query-localhost: no
  do-not-query-address: 0.0.0.0
  # Answers come from the DNS alone.
  use-syslog: no
  verbosity: 0
  module-config: "validator iterator"
)";

/// libunbound answers these itself unless told otherwise (RFC 6303, RFC 6761); `localhost.` and `onion.` stay.
std::vector<std::string> built_in_zones() {
    std::vector<std::string> zones{"test.",
                                   "invalid.",
                                   "home.arpa.",
                                   "127.in-addr.arpa.",
                                   "10.in-addr.arpa.",
                                   "168.192.in-addr.arpa.",
                                   "0.in-addr.arpa.",
                                   "254.169.in-addr.arpa.",
                                   "2.0.192.in-addr.arpa.",
                                   "100.51.198.in-addr.arpa.",
                                   "113.0.203.in-addr.arpa.",
                                   "255.255.255.255.in-addr.arpa.",
                                   "d.f.ip6.arpa.",
                                   "8.e.f.ip6.arpa.",
                                   "9.e.f.ip6.arpa.",
                                   "a.e.f.ip6.arpa.",
                                   "b.e.f.ip6.arpa.",
                                   "8.b.d.0.1.0.0.2.ip6.arpa."};
    constexpr std::string_view zeros = "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa.";
    zones.push_back(fmt::format("0.{}", zeros));
    zones.push_back(fmt::format("1.{}", zeros));
    for (int i = 16; i < 32; ++i) zones.push_back(fmt::format("{}.172.in-addr.arpa.", i));
    for (int i = 64; i < 128; ++i) zones.push_back(fmt::format("{}.100.in-addr.arpa.", i));
    return zones;
}

std::string quoted(const std::string& path) {
    if (path.find_first_of("\"\n\r") != std::string::npos) {
        throw SetupError(
            fmt::format("{}: a file name with a quote or line break cannot be handed to libunbound", printable(path)));
    }
    return '"' + path + '"';
}

std::string forward_zone(const std::string& forwarder) {
    const auto at = forwarder.find('@');
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(forwarder.substr(0, at), error);
    unsigned port = 53;
    if (at != std::string::npos) {
        const char* const end = forwarder.data() + forwarder.size();
        const auto [stop, bad] = std::from_chars(forwarder.data() + at + 1, end, port);
        if (bad != std::errc{} || stop != end) port = 0;
    }
    if (error || port == 0 || port > 65535) {
        throw SetupError(fmt::format("--resolver: \"{}\" is no name server, expected ADDRESS or ADDRESS@PORT",
                                     printable(forwarder)));
    }
    return fmt::format("forward-zone:\n  name: \".\"\n  forward-addr: {}@{}\n", address.to_string(), port);
}

/// What stands behind `key:` on a line, without quotes.
std::string_view value_of(std::string_view line) {
    auto value = trim(line.substr(line.find(':') + 1));
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'')) {
        value.remove_prefix(1);
        value = value.substr(0, value.find_last_of("\"'"));
    }
    return value;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(trim(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

}  // namespace

std::string unbound_config_text(const ResolverOptions& options) {
    std::string text(fixed_settings);
    for (const auto& zone : built_in_zones()) text += fmt::format("  local-zone: \"{}\" nodefault\n", zone);
    if (!options.root_hints_file.empty()) text += fmt::format("  root-hints: {}\n", quoted(options.root_hints_file));
    if (!options.trust_anchor_file.empty())
        text += fmt::format("  trust-anchor-file: {}\n", quoted(options.trust_anchor_file));
    if (options.at) text += fmt::format("  val-override-date: \"{}\"\n", options.at->time_since_epoch().count());
    if (!options.forwarder.empty()) text += forward_zone(options.forwarder);
    return text;
}

ConfiguredAnchors configured_anchors(std::string_view config) {
    ConfiguredAnchors found;
    for (const auto line : lines_of(config)) {
        if (line.starts_with("trust-anchor:")) found.records.emplace_back(value_of(line));
        for (const std::string_view key : {"trust-anchor-file:", "auto-trust-anchor-file:", "trusted-keys-file:"}) {
            if (line.starts_with(key)) found.files.emplace_back(value_of(line));
        }
        if (line.starts_with("module-config:") && line.find("validator") == std::string_view::npos) found.named = true;
    }
    found.named = found.named || !found.records.empty() || !found.files.empty();
    return found;
}

std::vector<DomainName> anchor_owners(std::string_view records) {
    using Rr = CPtr<ldns_rr, ldns_rr_free>;
    std::vector<DomainName> owners;
    for (const auto line : lines_of(records)) {
        if (line.empty() || line.front() == ';' || line.front() == '#') continue;
        ldns_rr* read = nullptr;
        if (ldns_rr_new_frm_str(&read, std::string(line).c_str(), 3600, nullptr, nullptr) != LDNS_STATUS_OK) continue;
        const Rr record(read);
        const auto type = ldns_rr_get_type(record.get());
        if (type != LDNS_RR_TYPE_DS && type != LDNS_RR_TYPE_DNSKEY) continue;
        const CPtr<char, std::free> owner(ldns_rdf2str(ldns_rr_owner(record.get())));
        const auto name = owner ? DomainName::from_presentation(owner.get()) : Result<DomainName>(failure("no owner"));
        if (name && std::find(owners.begin(), owners.end(), *name) == owners.end()) owners.push_back(*name);
    }
    return owners;
}

}  // namespace danelaw
