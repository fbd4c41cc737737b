#include "cli/option_table.hpp"

#include <algorithm>
#include <numeric>

namespace danelaw::cli {
namespace {

constexpr unsigned in_all = in_check | in_match | in_lookup | in_probe | in_judge | in_explain | in_lint | in_tlsrpt;
constexpr unsigned in_smtp = in_check | in_probe | in_tlsrpt | in_monitor | in_doctor;
constexpr unsigned in_network = in_check | in_lookup | in_probe | in_tlsrpt | in_monitor | in_doctor;

constexpr unsigned in_backend = in_network & ~in_doctor;

constexpr OptionSpec table[] = {
    // Of one command or two
    {"domain", 'H', "DOMAIN", "the domain to check", in_monitor, false, false},
    {"warning", 'w', "RANGE",
     "warn where what fails first by itself ends within this, such as 7: (days; suffix s, h, d)", in_monitor, false,
     false},
    {"critical", 'c', "RANGE", "the same as CRITICAL, such as 48h:", in_monitor, false, false},
    {"retries", '\0', "NUMBER", "try so many times more where the trouble may pass by itself (default 0)", in_monitor,
     false, false},
    {"version", 'V', "", "the versions of danelaw and its libraries", in_monitor, false, false},
    {"dns-only", '\0', "", "connect to nothing, judge what DNS says", in_check, false, false},
    {"no-mx", '\0', "", "each DOMAIN is itself the mail host", in_check | in_monitor, false, false},
    {"single-probe", '\0', "", "leave out the handshake with the other kind of key", in_check | in_monitor, false,
     false},
    {"save-facts", '\0', "FILE", "write what was observed, for danelaw judge", in_check, false, false},
    {"state", '\0', "FILE", "remember what was seen, and tell what changed since the last check (SQLite)",
     in_check | in_monitor, false, false},
    {"cached-policy", '\0', "FILE", "an MTA-STS policy that senders may still hold", in_check | in_monitor, false,
     false},
    {"require", '\0', "dane|mta-sts|both|any", "what the verdict goes by (default any)",
     in_check | in_judge | in_monitor, false, false},
    {"format", '\0', "text|json|prometheus", "how to print (prometheus: for the node exporter's textfile collector)",
     in_check | in_judge, false, false},
    {"output", 'o', "FILE", "write there when all is done, by rename, instead of to standard output",
     in_check | in_judge, false, false},
    {"quiet", 'q', "", "say nothing of domains with which all is well", in_check | in_judge, false, false},
    {"warn-days", '\0', "DAYS", "warn where what fails first ends sooner", in_check | in_judge, false, false},
    {"critical-days", '\0', "DAYS", "the same as a critical finding", in_check | in_judge, false, false},
    {"tls-rpt", '\0', "", "print the TLS report (RFC 8460) that a sender would send today", in_check | in_judge, false,
     false},
    {"check", '\0', "", "check the domains that fail, and say whether each failure still happens", in_tlsrpt, false,
     false},
    {"allow-private", '\0', "", "connect to private and reserved addresses, too", in_smtp | in_lookup, false, false},
    {"chain", '\0', "FILE", "PEM certificates as presented, leaf first (- reads standard input)", in_match, false,
     false},
    {"tlsa", '\0', "\"U S M HEX\"", "a TLSA record; may be repeated", in_match, false, true},
    {"tlsa-file", '\0', "FILE", "TLSA records as zone file lines or bare rdata", in_match, false, false},
    {"name", '\0', "NAME", "a reference identifier, TLSA base domain first; may be repeated", in_match, false, true},
    {"profile", '\0', "smtp|any", "smtp: usages 0 and 1 are unusable; any: all four count (default smtp)", in_match,
     false, false},
    {"mx", '\0', "HOST", "an MX host that the policy is to allow; may be repeated", in_lint, false, true},
    {"sni", '\0', "NAME", "server name to ask for in TLS (default: HOST, none for an address)", in_probe, false, false},
    {"tls-on-connect", '\0', "", "TLS first, then the greeting (port 465)", in_probe, false, false},
    {"all-nameservers", '\0', "", "ask every name server of the zones itself, and compare what they say",
     in_check | in_lookup, false, false},
    {"trace", '\0', "", "the chain of trust: each zone's DS and keys, signatures, the link that breaks", in_lookup,
     false, false},
    {"dot", '\0', "", "the chain of trust as a graph for Graphviz", in_lookup, false, false},
    {"canary", '\0', "HOST", "a mail server, to try TCP port 25 outward with", in_doctor, false, false},
    // Common
    {"timeout", 't', "SECONDS", "for the whole of one domain, name or host (default 60; monitor: 50)", in_network, true,
     false},
    {"connect-timeout", '\0', "SECONDS", "for one connection (default 10)", in_smtp, true, false},
    {"port", 'p', "NUMBER", "SMTP port (default 25)", in_smtp, true, false},
    {"ipv4", '4', "", "IPv4 only", in_smtp, true, false},
    {"ipv6", '6', "", "IPv6 only", in_smtp, true, false},
    {"source-address", '\0', "ADDRESS", "local address to connect from", in_smtp, true, false},
    {"ehlo", '\0', "NAME", "name to say in EHLO (default: the name of this machine)", in_smtp, true, false},
    {"ca-file", '\0', "FILE", "PEM of the CAs to trust, for MTA-STS and for usages 0 and 1 (default: the system's)",
     in_check | in_match | in_tlsrpt | in_monitor, true, false},
    {"trust-anchor", '\0', "FILE", "DS or DNSKEY lines of the trust anchor (default: Debian's dns-root-data)",
     in_network, true, false},
    {"root-hints", '\0', "FILE", "names and addresses of the root servers", in_network, true, false},
    {"resolver", '\0', "ADDR[@PORT]", "forward queries there; validation stays here", in_network, true, false},
    {"resolver-tls", '\0', "NAME|pin-sha256:BASE64",
     "ask --resolver by TLS: it has to be NAME, or its public key to have this digest", in_backend, true, false},
    {"backend", '\0', "unbound|getdns|both",
     "which library validates; both: where they differ is reported (default unbound)", in_backend, true, false},
    {"resolver-config", '\0', "FILE", "unbound.conf lines, in place of every resolver setting of ours", in_network,
     true, false},
    {"at", '\0', "TIME", "the clock for dates and signatures: RFC 3339, or seconds since 1970", in_network | in_match,
     true, false},
    {"config", '\0', "FILE", "read options from FILE, name = value", in_all | in_monitor | in_doctor, true, false},
    {"json", '\0', "", "JSON, one object a line; check and judge: as --format json", in_all | in_doctor, true, false},
    {"verbose", 'v', "", "the SMTP dialogue, and the time each phase took; monitor: more, up to -vvv",
     in_smtp | in_judge, true, true},
    {"no-color", '\0', "", "no colour (also: NO_COLOR in the environment)",
     in_check | in_match | in_lookup | in_probe | in_judge | in_lint | in_tlsrpt | in_doctor, true, false},
    {"help", 'h', "", "this text", in_all | in_monitor | in_doctor, true, false},
};

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i] == b[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({substituted, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

}  // namespace

std::span<const OptionSpec> option_table() { return table; }

bool accepts(unsigned command, const OptionSpec& option) { return option.common || (option.shown_in & command) != 0; }

const OptionSpec* find_option(std::string_view name) {
    const auto* found = std::find_if(std::begin(table), std::end(table), [&](const auto& o) { return o.name == name; });
    return found == std::end(table) ? nullptr : found;
}

std::optional<std::string> closest(std::string_view word, std::span<const std::string> candidates) {
    constexpr std::size_t word_octets = 64;  // nothing longer is a mistyped word
    std::optional<std::string> best;
    std::size_t least = 3;
    if (word.size() > word_octets) return best;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance >= least || distance >= candidate.size()) continue;
        least = distance;
        best = candidate;
    }
    return best;
}

}  // namespace danelaw::cli
