#pragma once

#include <danelaw/base/bytes.hpp>
#include <danelaw/base/result.hpp>
#include <danelaw/base/time.hpp>
#include <danelaw/dns/domain_name.hpp>
#include <danelaw/dns/lookup.hpp>
#include <danelaw/dns/tlsa.hpp>
#include <danelaw/mtasts/policy.hpp>

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

struct Report;
enum class Verdict;

/// A verdict, and when it was seen. Checks that could not tell, between two that saw it, do not end it.
struct VerdictSpan {
    Verdict verdict{};
    Timestamp since{};      ///< of the first check that saw it
    Timestamp last_seen{};  ///< of the last one

    bool operator==(const VerdictSpan&) const = default;
};

/// The verdicts of all checks until now, as far as they matter to the next one.
struct VerdictMemory {
    std::optional<VerdictSpan> known;        ///< the last that was not `unknown`
    std::optional<VerdictSpan> earlier;      ///< the one that it took the place of
    std::optional<Timestamp> unknown_since;  ///< where the last check could not tell

    bool operator==(const VerdictMemory&) const = default;
};

/// A certificate, as far as it is told from others.
struct SeenCertificate {
    Bytes digest;      ///< SHA2-256 of its DER
    Bytes key_digest;  ///< SHA2-256 of its SubjectPublicKeyInfo; empty where that cannot be read
    std::string key;   ///< `RSA-2048`
    std::optional<Timestamp> not_after;

    bool operator==(const SeenCertificate&) const = default;
};

/// The certificate of a server whose chain matched a TLSA record.
struct MatchedCertificate {
    SeenCertificate certificate;
    TlsaRecord record;

    bool operator==(const MatchedCertificate&) const = default;
};

struct EndpointMemory {
    boost::asio::ip::address address;
    std::uint16_t port = 25;
    std::vector<SeenCertificate> leaves;      ///< as last presented: one, or two where the server has both kinds of key
    std::vector<MatchedCertificate> matched;  ///< as it was last authenticated; empty where it never was
    Timestamp matched_at{};

    bool operator==(const EndpointMemory&) const = default;
};

struct TlsaMemory {
    DomainName owner;
    bool secure = false;
    std::vector<TlsaRecord> records;

    bool operator==(const TlsaMemory&) const = default;
};

struct HostMemory {
    DomainName name;
    std::optional<bool> a_secure;     ///< of the last A lookup that was answered, with or without records
    std::optional<bool> aaaa_secure;  ///< as well, of AAAA
    std::vector<TlsaMemory> tlsa;     ///< of each name that was asked for
    std::vector<EndpointMemory> endpoints;

    bool operator==(const HostMemory&) const = default;
};

struct MxMemory {
    bool secure = false;
    std::vector<MxRecord> records;  ///< none where the domain is its own host, or does not exist

    bool operator==(const MxMemory&) const = default;
};

struct StsMemory {
    std::optional<std::string> id;                ///< of the record; nothing where there is none
    std::optional<PolicyMode> mode;               ///< of the last policy that senders could use
    std::optional<std::chrono::seconds> max_age;  ///< of it; nothing also where only a version 1 remembers it
    std::vector<std::string> mx;                  ///< its patterns, in order; as max_age

    bool operator==(const StsMemory&) const = default;
};

/// What is remembered of a domain's checks: of each thing what was last seen, so that a check which could not see it
/// does not make it forgotten.
struct DomainMemory {
    Timestamp checked_at{};  ///< of the last check
    VerdictMemory verdict;
    VerdictMemory dane;
    VerdictMemory mta_sts;
    bool null_mx = false;
    std::optional<MxMemory> mx;
    std::vector<HostMemory> hosts;
    std::optional<StsMemory> sts;

    bool operator==(const DomainMemory&) const = default;
};

/// What --state had to say of the domain before this check.
struct PastFacts {
    std::optional<DomainMemory> memory;  ///< nothing where it was never checked, or `failure` says why it is not known
    std::optional<std::string> failure;  ///< why the file cannot be used, a sentence

    bool operator==(const PastFacts&) const = default;
};

/// What is to be remembered after a check: what it saw, and beside it what was remembered before of all that it could
/// not see. Nothing where the check is not to be remembered: without --state, or where a later one is.
[[nodiscard]] std::optional<DomainMemory> remember(const Report& report);

/// One JSON object, schema `danelaw.state/2`; everything above survives a round trip.
[[nodiscard]] std::string memory_to_json(const DomainMemory& memory);
/// Reads version 1, too, which says less. Errors: which key is missing or of which wrong kind, and what was expected;
/// unknown keys are ignored.
[[nodiscard]] Result<DomainMemory> memory_from_json(std::string_view json);

}  // namespace danelaw
