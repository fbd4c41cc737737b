#include "dnssec/signature.hpp"

#include <danelaw/base/c_ptr.hpp>
#include <danelaw/base/limits.hpp>
#include <danelaw/dns/wire.hpp>

#include <algorithm>
#include <array>

#include <ldns/ldns.h>  // after the standard headers: defines true and false

namespace danelaw {

namespace {

using LdnsRecord = CPtr<ldns_rr, ldns_rr_free>;
using LdnsRecords = CPtr<ldns_rr_list, ldns_rr_list_deep_free>;

void append_u16(Bytes& wire, std::size_t number) {
    wire.push_back(static_cast<std::uint8_t>(number >> 8U & 0xFFU));
    wire.push_back(static_cast<std::uint8_t>(number & 0xFFU));
}

/// A record for libldns, or nothing where it cannot read it.
LdnsRecord ldns_record(const DomainName& owner, RecordType type, std::uint32_t ttl, ByteView rdata) {
    auto wire = name_to_wire(owner);
    append_u16(wire, static_cast<std::uint16_t>(type));
    append_u16(wire, LDNS_RR_CLASS_IN);
    append_u16(wire, ttl >> 16U);
    append_u16(wire, ttl & 0xFFFFU);
    append_u16(wire, rdata.size());
    wire.insert(wire.end(), rdata.begin(), rdata.end());
    ldns_rr* parsed = nullptr;
    std::size_t at = 0;
    const auto status = ldns_wire2rr(&parsed, wire.data(), wire.size(), &at, LDNS_SECTION_ANSWER);
    LdnsRecord record(parsed);
    if (status != LDNS_STATUS_OK || at != wire.size()) record.reset();
    return record;
}

LdnsRecords ldns_records(const RrSet& rrset) {
    LdnsRecords records(ldns_rr_list_new());
    for (const auto& rdata : rrset.rdata) {
        auto record = ldns_record(rrset.owner, rrset.type, rrset.ttl, rdata);
        if (!record || !ldns_rr_list_push_rr(records.get(), record.get())) return nullptr;
        (void)record.release();  // the list owns it now
    }
    return records;
}

/// libldns (1.8) spoils the length of every rdata that begins after 64 KiB of what it hashes.
bool is_too_long_for_libldns(const Rrsig& signature, const RrSet& rrset) {
    constexpr std::size_t type_class_ttl_length = 10;
    const auto before_rdata = name_to_wire(rrset.owner).size() + type_class_ttl_length;
    auto octets = signature.rdata.size();
    for (const auto& rdata : rrset.rdata) octets += before_rdata + rdata.size();
    return octets > limits::message_octets;
}

}  // namespace

SignatureCheck check_signature(const Rrsig& signature, const RrSet& rrset, const DomainName& zone, const Dnskey& key) {
    if (is_too_long_for_libldns(signature, rrset)) return SignatureCheck::unknown;
    const auto records = ldns_records(rrset);
    const auto rrsig = ldns_record(rrset.owner, rrsig_type, rrset.ttl, signature.rdata);
    const auto dnskey = ldns_record(zone, RecordType::dnskey, rrset.ttl, key.rdata);
    if (!records || !rrsig || !dnskey) return SignatureCheck::unknown;
    // libldns asks for a moment within the validity; dates are judged elsewhere.
    const auto within = static_cast<time_t>(signature.inception.time_since_epoch().count());
    const auto status = ldns_verify_rrsig_time(records.get(), rrsig.get(), dnskey.get(), within);
    if (status == LDNS_STATUS_OK) return SignatureCheck::fits;
    return status == LDNS_STATUS_CRYPTO_BOGUS ? SignatureCheck::differs : SignatureCheck::unknown;
}

std::optional<Ds> ds_of(const DomainName& zone, const Dnskey& key, std::uint8_t digest_type) {
    if (!is_supported_digest(digest_type)) return std::nullopt;
    const auto dnskey = ldns_record(zone, RecordType::dnskey, 0, key.rdata);
    if (!dnskey) return std::nullopt;
    const LdnsRecord made(ldns_key_rr2ds(dnskey.get(), static_cast<ldns_hash>(digest_type)));
    if (!made || ldns_rr_rd_count(made.get()) != 4) return std::nullopt;
    const auto* const digest = ldns_rr_rdf(made.get(), 3);
    const auto* const octets = ldns_rdf_data(digest);
    return Ds{key.key_tag, key.algorithm, digest_type, Bytes(octets, octets + ldns_rdf_size(digest))};
}

bool is_supported_algorithm(std::uint8_t algorithm) {
    constexpr std::array<std::uint8_t, 7> supported{LDNS_RSASHA1,   LDNS_RSASHA1_NSEC3,   LDNS_RSASHA256,
                                                    LDNS_RSASHA512, LDNS_ECDSAP256SHA256, LDNS_ECDSAP384SHA384,
                                                    LDNS_ED25519};
    return std::ranges::find(supported, algorithm) != supported.end();
}

bool is_supported_digest(std::uint8_t digest_type) {
    return digest_type == LDNS_SHA1 || digest_type == LDNS_SHA256 || digest_type == LDNS_SHA384;
}

}  // namespace danelaw
