#pragma once

#include <danelaw/base/bytes.hpp>
#include <danelaw/base/time.hpp>
#include <danelaw/dns/domain_name.hpp>
#include <danelaw/dns/tlsa.hpp>

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace danelaw {

/// RFC 4035 §4.3 sense, as RFC 7672 §2.1.1 demands: indeterminate is a lookup that failed without a
/// DNSSEC verdict; "no trust anchor covers it" is insecure.
enum class ValidationState { secure, insecure, bogus, indeterminate };

enum class Presence { records, no_data, nx_domain, failed };

/// A DNS record type by its number (RFC 1035 §3.2.2); the named ones are those danelaw asks for itself.
enum class RecordType : std::uint16_t {
    a = 1,
    ns = 2,
    cname = 5,
    soa = 6,
    mx = 15,
    txt = 16,
    aaaa = 28,
    ds = 43,
    dnskey = 48,
    tlsa = 52,
};

/// The type's mnemonic (`TLSA`), or `TYPEnnn` (RFC 3597 §5).
[[nodiscard]] std::string to_text(RecordType type);
/// Reads a mnemonic libldns knows, `ANY`, or `TYPEnnn`. Errors: anything else, and types of no records (OPT, AXFR).
[[nodiscard]] Result<RecordType> record_type_from_text(std::string_view text);

/// Why a lookup gave no usable answer.
struct LookupFailure {
    std::string detail;                           ///< what failed and where in the chain, printable
    std::optional<std::uint16_t> extended_error;  ///< RFC 8914 code derived from the reason
    bool cut_by_deadline = false;                 ///< our own time ran out: says nothing about the domain

    bool operator==(const LookupFailure&) const = default;
};

/// What another validator made of the same question (--backend both).
struct SecondOpinion {
    ValidationState dnssec = ValidationState::indeterminate;
    Presence presence = Presence::failed;
    std::string why;           ///< where presence is failed: why, printable
    std::vector<Bytes> rdata;  ///< as Lookup has it; empty where presence is not records
    /// Why this counts for nothing (no answer in time, an algorithm that it does not know, ...), printable; empty where
    /// it counts.
    std::string abstention;
    /// What the first validator said, where the lookup is bogus by this opinion alone.
    std::optional<ValidationState> overruled;

    bool operator==(const SecondOpinion&) const = default;
};

/// What one question gave. A value: no resolver type leaks through it.
///
/// Invariant: presence is `failed` exactly when dnssec is bogus or indeterminate, and then `failure` is set and
/// `rdata` is empty, so that a bogus answer has nothing to read by mistake (RFC 7672 §2.1.1: "all lookup
/// errors are treated the same way").
struct Lookup {
    DomainName name;
    RecordType type{};
    ValidationState dnssec = ValidationState::indeterminate;
    Presence presence = Presence::failed;
    std::optional<LookupFailure> failure;
    unsigned rcode = 2;                            ///< as the resolver gave it; 2 (SERVFAIL) where there was no reply
    DomainName canonical_name;                     ///< after CNAMEs; `name` where there is none
    std::vector<DomainName> cname_chain;           ///< targets in order; the last is canonical_name
    std::optional<std::chrono::seconds> ttl;       ///< least over the chain and the RRset, or of the negative answer
    std::optional<Timestamp> signature_inception;  ///< latest over the RRSIGs of the answer that are used
    std::optional<Timestamp> signature_expires;    ///< earliest over the RRSIGs of the answer that are used
    std::vector<Bytes> rdata;                      ///< wire rdata of the RRs of `type` at canonical_name, uncompressed;
                                                   ///< for ANY of all of them but RRSIGs
    /// The whole reply as the validator saw it, for those who explain an answer (`read_packet`); also of a bogus one,
    /// whose records nobody may use. Empty where none came that can be read.
    Bytes message;
    std::optional<SecondOpinion> second;  ///< where two validators were asked

    [[nodiscard]] bool secure() const { return dnssec == ValidationState::secure; }
    [[nodiscard]] bool answered() const { return presence != Presence::failed; }
    bool operator==(const Lookup&) const = default;
};

/// `mx.example.org A`: what was asked.
[[nodiscard]] std::string question_of(const Lookup& lookup);

/// Makes the Lookup of a question that failed, holding the invariant.
[[nodiscard]] Lookup failed_lookup(DomainName name, RecordType type, ValidationState state, LookupFailure failure);

/// What a validating resolver handed over for one question; turned into a Lookup by `read_answer`.
struct RawAnswer {
    Bytes packet;  ///< the whole DNS message, as the validator saw it
    bool secure = false;
    bool bogus = false;
    std::string why_bogus;  ///< the validator's own words
};

/// Reads a validator's answer. A message that does not parse, is not for this question, or has an rcode
/// other than NOERROR and NXDOMAIN is a failure (RFC 7672 §2.1.1, D04). Packets are read by libldns.
[[nodiscard]] Lookup read_answer(const DomainName& name, RecordType type, const RawAnswer& raw);

/// RFC 8914 code for the words libunbound uses for a validation failure; 6 (DNSSEC Bogus) for words not known.
[[nodiscard]] std::uint16_t extended_error_for(std::string_view why_bogus);

/// One MX record. Source: RFC 1035 §3.3.9.
struct MxRecord {
    std::uint16_t preference = 0;
    DomainName exchange;

    auto operator<=>(const MxRecord&) const = default;
};

/// The typed records of a lookup; all empty where it failed. MX: sorted by preference, then name.
[[nodiscard]] std::vector<MxRecord> mx_records(const Lookup& lookup);
[[nodiscard]] std::vector<boost::asio::ip::address> addresses(const Lookup& lookup);
/// TLSA rdata too short to be a record (RFC 6698 §2.1: three octets and data) comes as usage, selector and matching
/// type 255 with no data, which no profile can use: the RRset stays binding.
[[nodiscard]] std::vector<TlsaRecord> tlsa_records(const Lookup& lookup);
/// TXT records, each with its character-strings joined without anything between; raw octets, not yet printable().
/// Source: RFC 1035 §3.3.14, RFC 7208 §3.3 (as RFC 8460 §3 and RFC 8461 §3.1 ask for it).
[[nodiscard]] std::vector<std::string> txt_records(const Lookup& lookup);
/// Presentation form of every record, as `dig` prints rdata (by libldns).
[[nodiscard]] std::vector<std::string> record_texts(const Lookup& lookup);

[[nodiscard]] std::string to_text(ValidationState state);
[[nodiscard]] std::string to_text(Presence presence);

}  // namespace danelaw
