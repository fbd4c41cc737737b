#pragma once

#include <danelaw/dnssec/zones.hpp>
#include <danelaw/report/finding.hpp>
#include <danelaw/report/server_facts.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace danelaw {

/// One name server's answer to one question, judged.
struct ServerAnswerReport {
    Lookup lookup;  ///< what the reply says; its `dnssec` means nothing, `failure` why it is no answer
    LinkState state = LinkState::failed;  ///< by the signatures in the reply
    std::string reason;                   ///< why not secure, a sentence
    bool denial_unproven = false;  ///< a denial in a signed zone without NSEC or NSEC3, or with bad signatures on it
    std::optional<Timestamp> signature_expires;  ///< the first of those that count
    bool replied = true;
    std::chrono::milliseconds took{};
    bool over_tcp = false;
};

/// One address of a name server, judged.
struct ServerReport {
    DomainName name;
    std::optional<boost::asio::ip::address> address;
    std::optional<NotAsked> not_asked;
    std::optional<std::string> trouble;       ///< why it is no server of the zone: silent, refusing, not authoritative
    std::optional<std::uint32_t> serial;      ///< RFC 1035 §3.3.13
    std::vector<ServerAnswerReport> answers;  ///< as ServerFacts::answers

    /// `ns1.example.net[192.0.2.53]`, or the name alone.
    [[nodiscard]] std::string text() const;
};

struct ZoneServersReport {
    DomainName zone;
    std::vector<ServerReport> servers;
};

/// Judges what the name servers of a zone said, each by itself, with the keys of the zones on the way.
[[nodiscard]] ZoneServersReport judge_servers(const ZoneServers& facts, TrustedZones& trusted);

/// In what the servers of each zone differ, and which of them fail. One finding for each kind of trouble and server;
/// servers of a family of which none answered, while those of the other did, are no fault of the zones.
[[nodiscard]] std::vector<Finding> server_findings(std::span<const ZoneServersReport> zones, Timestamp now);

}  // namespace danelaw
