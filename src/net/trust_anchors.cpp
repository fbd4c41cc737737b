#include "net/trust_anchors.hpp"

#include <danelaw/base/c_ptr.hpp>
#include <danelaw/base/text.hpp>

#include "net/zone_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include <ldns/ldns.h>  // after the standard headers: defines true and false

#include <unistd.h>

namespace danelaw {

namespace {

constexpr const char* dns_root_data = "/usr/share/dns/root.key";
constexpr const char* unbound_root_key = "/var/lib/unbound/root.key";
constexpr const char* advice = "install the package dns-root-data or name a file of DS or DNSKEY lines";

using CString = CPtr<char, std::free>;

/// Lines of keys that unbound has not accepted yet, or no longer accepts, blanked out (RFC 5011 §4 states; 2 is
/// VALID, 3 is MISSING, which stays trusted).
std::string without_untrusted_states(std::string_view text) {
    std::string kept;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto state = line.find(";;state=");
        const auto digit = line.substr(std::min(state, line.size())).substr(0, 9);
        if (state == std::string_view::npos || digit.ends_with('2') || digit.ends_with('3')) kept += line;
        kept += '\n';
    }
    return kept;
}

bool is_revoked(const ldns_rr& record) {
    constexpr std::uint16_t revoke_flag = 0x0080;
    return ldns_rr_get_type(&record) == LDNS_RR_TYPE_DNSKEY &&
           (ldns_rdf2native_int16(ldns_rr_dnskey_flags(&record)) & revoke_flag) != 0;
}

bool is_anchor(const ldns_rr& record) {
    const auto type = ldns_rr_get_type(&record);
    return type == LDNS_RR_TYPE_DS || (type == LDNS_RR_TYPE_DNSKEY && !is_revoked(record));
}

/// One line without the comment that libldns adds (`;{id = 20326 (ksk), ..}`).
std::string one_line(const ldns_rr& record) {
    const CString text{ldns_rr2str(&record)};
    std::string line{text ? text.get() : ""};
    line.resize(std::min(line.find(';'), line.size()));
    std::replace(line.begin(), line.end(), '\t', ' ');
    return std::string{trim(line)};
}

/// Keeps a record that is an anchor; false where it is none that DNS knows (libldns gives other text type 0).
bool take_record(const ldns_rr& record, TrustAnchors& anchors) {
    if (!is_anchor(record)) return ldns_rr_get_type(&record) != 0;
    const CString owner_text{ldns_rdf2str(ldns_rr_owner(&record))};
    if (!owner_text) return false;
    const auto owner = DomainName::from_presentation(owner_text.get());
    if (!owner) return false;
    anchors.records.push_back(one_line(record));
    if (std::find(anchors.owners.begin(), anchors.owners.end(), *owner) == anchors.owners.end()) {
        anchors.owners.push_back(*owner);
    }
    return true;
}

}  // namespace

Result<TrustAnchors> trust_anchors_from_text(std::string_view text) {
    TrustAnchors anchors;
    const auto error = for_each_record(without_untrusted_states(text), "DS or DNSKEY",
                                       [&](const ldns_rr& record) { return take_record(record, anchors); });
    if (error) return *error;
    if (anchors.records.empty()) return failure("there is no DS and no DNSKEY record in it");
    return anchors;
}

Result<TrustAnchors> trust_anchors_from_file(const std::string& path) {
    const auto text = zone_file_text(path);
    if (!text) return failure("it cannot be read, a file of up to 1 MiB was expected");
    return trust_anchors_from_text(*text);
}

TrustAnchors read_trust_anchors(const std::string& path) {
    const auto anchors = trust_anchors_from_file(path);
    if (anchors) return *anchors;
    throw SetupError(fmt::format("trust anchor {}: {}, {}", printable(path), anchors.error().detail, advice));
}

TrustAnchors read_default_trust_anchors() {
    for (const auto* path : {dns_root_data, unbound_root_key}) {
        if (access(path, R_OK) == 0) return read_trust_anchors(path);
    }
    throw SetupError(
        fmt::format("trust anchor: neither {} nor {} can be read, {}", dns_root_data, unbound_root_key, advice));
}

}  // namespace danelaw
