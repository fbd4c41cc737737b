#include "net/unbound_config.hpp"

#include <danelaw/base/text.hpp>

#include <boost/asio/ip/address.hpp>

#include <fmt/format.h>

#include <charconv>

namespace danelaw {

namespace {

/// Beyond the defaults (config_create_forlib of libunbound): what an attacker's zone may cost, and room for hundreds of
/// questions at once, and TTLs as they were published (RFC 2181 §8) instead of cut to a day. Nothing filters addresses
/// here: name servers on loopback or private addresses are asked when hints or the forwarder lie there, and private
/// answers are reported; the guard is where connections are made. Additional records are left unvalidated, as nothing
/// is answered from them: the addresses of many hosts beside an MX RRset would cost it its time.
constexpr std::string_view fixed_settings = R"(server:
module-config: "validator iterator"
do-not-query-localhost: no
harden-dnssec-stripped: yes
harden-glue: yes
harden-below-nxdomain: yes
harden-referral-path: no
aggressive-nsec: no
qname-minimisation: yes
use-caps-for-id: no
val-clean-additional: no
val-max-restart: 5
val-nsec3-keysize-iterations: "1024 150 2048 150 4096 150"
trust-anchor-signaling: no
target-fetch-policy: "0 0 0 0 0"
max-query-restarts: 11
max-sent-count: 32
edns-buffer-size: 1232
msg-cache-size: 4m
rrset-cache-size: 8m
key-cache-size: 2m
cache-max-ttl: 2147483647
infra-cache-numhosts: 1000
outgoing-range: 256
outgoing-num-tcp: 32
num-queries-per-thread: 512
)";

/// An address that stays silent is given up after four questions and 2.3 s instead of 17 s, so that a dead zone of four
/// addresses ends within 10 s; a server that takes longer than 0.75 s for an answer counts as silent.
constexpr std::string_view timing_settings = R"(outbound-msg-retry: 3
infra-cache-max-rtt: 1000
)";

/// libunbound answers for these names itself, insecure NXDOMAIN or loopback data, unless told not to. Only
/// `localhost.` (RFC 6761 §6.3) and `onion.` (RFC 7686 §2) may never be asked.
constexpr std::string_view local_zones_removed = R"(unblock-lan-zones: yes
local-zone: "test." nodefault
local-zone: "invalid." nodefault
local-zone: "home.arpa." nodefault
local-zone: "service.arpa." nodefault
local-zone: "resolver.arpa." nodefault
local-zone: "127.in-addr.arpa." nodefault
local-zone: "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa." nodefault
)";

}  // namespace

std::int32_t val_override_date(Timestamp at) {
    const auto serial = static_cast<std::int32_t>(static_cast<std::uint32_t>(at.time_since_epoch().count()));
    if (serial == 0) return 1;
    if (serial == -1) return -2;
    return serial;
}

std::string unbound_config_text(const UnboundSettings& settings) {
    std::string text{fixed_settings};
    text += timing_settings;
    text += local_zones_removed;
    if (settings.at) text += fmt::format("val-override-date: \"{}\"\n", val_override_date(*settings.at));
    if (!settings.root_hints_file.empty()) text += fmt::format("root-hints: \"{}\"\n", settings.root_hints_file);
    if (!settings.forwarder.empty()) {
        text += fmt::format("forward-zone:\nname: \".\"\nforward-addr: {}\n", settings.forwarder);
    }
    return text;
}

Result<std::string> forwarder_from_text(std::string_view text) {
    const auto at_sign = text.find('@');
    auto address_text = text.substr(0, at_sign);
    if (address_text.starts_with('[') && address_text.ends_with(']')) {
        address_text = address_text.substr(1, address_text.size() - 2);
    }
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(std::string{address_text}, error);
    if (error) {
        return failure(fmt::format("resolver: \"{}\" is no address, ADDR or ADDR@PORT was expected", printable(text)));
    }
    unsigned port = 53;
    if (at_sign != std::string_view::npos) {
        const auto digits = text.substr(at_sign + 1);
        const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
        if (code != std::errc{} || end != digits.data() + digits.size() || port == 0 || port > 65535) {
            return failure(fmt::format("resolver: port \"{}\" is wrong, a number from 1 to 65535 was expected",
                                       printable(digits)));
        }
    }
    return Result<std::string>{boost::system::in_place_value, fmt::format("{}@{}", address.to_string(), port)};
}

}  // namespace danelaw
