#pragma once

#include <danelaw/base/bytes.hpp>

#include <optional>
#include <string>
#include <vector>

namespace danelaw {

/// How fetching a policy from one address ended.
enum class FetchResult {
    response,         ///< a final answer came whole (of one that is not 200 the head alone)
    connect_failed,   ///< refused, or no route
    tls_failed,       ///< the handshake
    connection_lost,  ///< it broke off before the answer was whole
    protocol_error,   ///< what came is not HTTP
    too_big,          ///< beyond limits::policy_octets or limits::http_header_octets
    timeout,
};

/// Where it ended.
enum class FetchStage { connect, tls, http };

/// One HTTPS exchange with one address of a policy host, as observed; remote text is raw, capped, not yet printable().
struct PolicyExchange {
    FetchResult result = FetchResult::connect_failed;
    FetchStage stage = FetchStage::connect;
    std::string detail;               ///< why it ended so: our sentence, remote text in quotes; empty for a response
    bool connection_refused = false;  ///< connect was answered with RST
    bool cut_by_deadline = false;     ///< ended by the deadline of the whole domain, not by a phase's
    std::string tls_version;          ///< `TLS1.3`; empty where TLS was not reached
    std::vector<Bytes> chain;         ///< DER as presented, leaf first
    std::optional<unsigned> status;   ///< HTTP status of a response
    std::string content_type;         ///< headers that matter; empty where absent
    std::string content_encoding;
    std::string location;
    std::string body;  ///< of a response with status 200

    bool operator==(const PolicyExchange&) const = default;
};

[[nodiscard]] std::string to_text(FetchResult result);
[[nodiscard]] std::string to_text(FetchStage stage);

}  // namespace danelaw
