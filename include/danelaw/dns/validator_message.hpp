#pragma once

#include <danelaw/dns/lookup.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace danelaw {

/// What a validator in a process of its own is asked: one question, and all that it needs to know to answer it.
struct ValidatorRequest {
    DomainName name;
    RecordType type{};
    std::vector<std::string> upstreams;  ///< resolvers, `ADDR@PORT`
    std::string tls_name;                ///< by TLS, and its certificate has to be for this name; empty: not asked for
    Bytes tls_pin;        ///< by TLS, and the SHA-256 of its public key has to be this; empty: not asked for
    std::string ca_file;  ///< PEM of the CAs for `tls_name`; empty: the system's
    std::vector<std::string> anchors;  ///< DS and DNSKEY records in presentation form
    std::optional<Timestamp> at;       ///< the clock for signatures; empty: the system's
    /// When it is to give up; on Linux this clock is one for all processes of a machine, so that a slow start counts.
    std::chrono::steady_clock::time_point until;

    bool operator==(const ValidatorRequest&) const = default;
};

/// The validator's own numbers for its verdicts (getdns: GETDNS_DNSSEC_*).
enum class ValidatorStatus : std::uint16_t {
    unknown = 0,
    secure = 400,
    bogus = 401,
    indeterminate = 402,
    insecure = 403
};

/// What it found.
struct ValidatorReply {
    Bytes packet;  ///< the whole DNS message; empty where there is none
    ValidatorStatus status = ValidatorStatus::unknown;
    bool only_dates = false;             ///< bogus, but secure where nobody looks at the dates of signatures
    bool unsupported_algorithm = false;  ///< on the way are keys of which the validator knows no algorithm
    bool no_library = false;             ///< the validator is not installed; `trouble` says what to do
    std::string trouble;                 ///< why there is no packet: its own words

    bool operator==(const ValidatorReply&) const = default;
};

/// A message between the two processes: four octets of length, then so many octets of at most
/// limits::validator_message_octets.
[[nodiscard]] Bytes encode(const ValidatorRequest& request);
[[nodiscard]] Bytes encode(const ValidatorReply& reply);
/// The length that the first four octets tell. Errors: more than the cap.
[[nodiscard]] Result<std::size_t> message_length(ByteView four_octets);
/// Reads what follows the length. Errors: anything that `encode` does not write.
[[nodiscard]] Result<ValidatorRequest> decode_validator_request(ByteView body);
[[nodiscard]] Result<ValidatorReply> decode_validator_reply(ByteView body);

/// The lookup that a reply of getdns gives. The rcode counts first: getdns calls a SERVFAIL insecure. Neither no reply
/// nor one that it calls indeterminate is an answer (RFC 7672 §2.1.1).
[[nodiscard]] Lookup read_getdns_reply(const DomainName& name, RecordType type, const ValidatorReply& reply);

}  // namespace danelaw
