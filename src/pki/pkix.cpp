#include <danelaw/pki/pkix.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/pki/names.hpp>
#include <danelaw/pki/path.hpp>

#include "pki/path_node.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

IsAnchor is_one_of(std::span<const Certificate> anchors) {
    return [anchors](const Certificate& certificate) {
        return std::any_of(anchors.begin(), anchors.end(),
                           [&](const Certificate& anchor) { return anchor.der == certificate.der; });
    };
}

PathResult find_path(const CertificateChain& chain, std::span<const Certificate> anchors, Timestamp now) {
    PathQuery query;
    query.known_issuers = anchors;
    query.is_anchor = is_one_of(anchors);
    return PathFinder(chain, now).find(query);
}

void add_fault(PkixResult& result, PkixFault fault, const std::string& reason) {
    result.faults.push_back(fault);
    result.reason = result.reason ? fmt::format("{}; {}", *result.reason, reason) : reason;
}

void check_path(const CertificateChain& chain, std::span<const Certificate> anchors, Timestamp now,
                PkixResult& result) {
    const auto found = find_path(chain, anchors, now);
    if (!found.path) {
        if (found.outdated) return add_fault(result, PkixFault::expired, found.fault);
        const bool self_signed = chain.front().self_issued;
        add_fault(result, self_signed ? PkixFault::self_signed : PkixFault::untrusted,
                  self_signed ? "the certificate is self-signed" : found.fault);
        if (const auto outdated = date_fault(chain.front(), now)) add_fault(result, PkixFault::expired, *outdated);
        return;
    }
    result.path = found.path->presented;
    for (const auto index : result.path) {
        const auto& end = chain[index].not_after;
        if (end && (!result.not_after || *end < *result.not_after)) result.not_after = end;
    }
    if (const auto usage = key_usage_fault(chain.front())) add_fault(result, PkixFault::untrusted, *usage);
}

/// Only subjectAltName counts (RFC 8461 §4.2, RFC 9525 §6.3).
void check_name(const Certificate& leaf, const DomainName& name, PkixResult& result) {
    if (leaf.dns_names.empty()) {
        return add_fault(result, PkixFault::without_san,
                         fmt::format("the certificate has no subjectAltName, {} was expected there", name.text()));
    }
    const auto matches = [&](const std::string& presented) { return matches_identifier(presented, name); };
    if (std::any_of(leaf.dns_names.begin(), leaf.dns_names.end(), matches)) return;
    const auto more = leaf.dns_names.size() - 1;
    add_fault(result, PkixFault::wrong_name,
              fmt::format("the certificate names {}{}, {} was expected",
                          printable(leaf.dns_names.front(), limits::shown_octets),
                          more == 0 ? "" : fmt::format(" and {} more", more), name.text()));
}

}  // namespace

PkixResult verify_pkix(const CertificateChain& chain, std::span<const Certificate> anchors, const DomainName& name,
                       Timestamp now) {
    PkixResult result;
    if (chain.empty()) {
        add_fault(result, PkixFault::no_certificate, "no certificate was presented");
    } else if (chain.front().fault) {
        add_fault(result, PkixFault::no_certificate, *chain.front().fault);
    } else {
        check_path(chain, anchors, now, result);
        check_name(chain.front(), name, result);
    }
    return result;
}

bool leads_to_anchor(const Certificate& ca, const CertificateChain& presented, std::span<const Certificate> anchors,
                     Timestamp now) {
    if (is_one_of(anchors)(ca)) return true;
    CertificateChain chain{ca};
    for (const auto& certificate : presented) {
        if (certificate.der != ca.der) chain.push_back(certificate);
    }
    return find_path(chain, anchors, now).path.has_value();
}

}  // namespace danelaw
