#include "dnssec/anchors.hpp"

#include "dnssec/signature.hpp"

#include <danelaw/base/c_ptr.hpp>
#include <danelaw/dns/ldns_rdata.hpp>
#include <danelaw/dns/wire.hpp>

#include <optional>

#include <ldns/ldns.h>  // after the standard headers: defines true and false

namespace danelaw {

namespace {

std::optional<Ds> ds_from(const ldns_rr& record, const DomainName& owner) {
    constexpr std::uint8_t sha256_digest = 2;
    if (ldns_rr_get_type(&record) == LDNS_RR_TYPE_DS) {
        auto ds = ds_from_rdata(rdata_of(record));
        return ds ? std::optional(std::move(*ds)) : std::nullopt;
    }
    if (ldns_rr_get_type(&record) != LDNS_RR_TYPE_DNSKEY) return std::nullopt;
    const auto key = dnskey_from_rdata(rdata_of(record));
    return key ? ds_of(owner, *key, sha256_digest) : std::nullopt;
}

}  // namespace

std::vector<Anchor> read_anchors(std::span<const std::string> records) {
    std::vector<Anchor> anchors;
    for (const auto& text : records) {
        ldns_rr* parsed = nullptr;
        const auto status = ldns_rr_new_frm_str(&parsed, text.c_str(), 0, nullptr, nullptr);
        const CPtr<ldns_rr, ldns_rr_free> record(parsed);
        if (status != LDNS_STATUS_OK || !record) continue;
        const auto* const owner = ldns_rr_owner(record.get());
        const auto name = name_from_wire(ByteView(ldns_rdf_data(owner), ldns_rdf_size(owner)));
        if (!name) continue;
        if (auto ds = ds_from(*record, *name)) anchors.push_back({*name, std::move(*ds)});
    }
    return anchors;
}

}  // namespace danelaw
