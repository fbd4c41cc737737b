#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include "pki/path_node.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

struct Subtree {
    unsigned type = 0;
    std::string base;
};

using SubtreeReader = int (*)(gnutls_x509_name_constraints_t, unsigned, unsigned*, gnutls_datum_t*);

std::vector<Subtree> read_subtrees(const NameConstraintsHandle& constraints, SubtreeReader reader) {
    std::vector<Subtree> subtrees;
    for (unsigned i = 0; i < limits::certificate_names; ++i) {
        unsigned type = 0;
        gnutls_datum_t base{nullptr, 0};  // a constant view into the constraints
        if (reader(constraints.get(), i, &type, &base) < 0) break;
        subtrees.push_back({type, std::string(as_text({base.data, base.size}))});
    }
    return subtrees;
}

bool ends_with_label(std::string_view name, std::string_view base) {
    if (name.size() < base.size() || !ascii_iequal(name.substr(name.size() - base.size()), base)) return false;
    return name.size() == base.size() || name[name.size() - base.size() - 1] == '.';
}

/// RFC 5280 §4.2.1.10: zero or more labels added to the left. A leading dot, as some CAs write it, asks for at least
/// one.
bool is_in_dns_subtree(std::string_view name, std::string_view base) {
    if (base.empty()) return true;
    if (base.front() == '.')
        return name.size() > base.size() && ascii_iequal(name.substr(name.size() - base.size()), base);
    return ends_with_label(name, base);
}

/// A wildcard also stands for the names under it, of which one may be excluded.
bool touches_dns_subtree(std::string_view name, std::string_view base) {
    if (is_in_dns_subtree(name, base)) return true;
    return name.starts_with("*.") && is_in_dns_subtree(base.starts_with('.') ? base.substr(1) : base, name.substr(2));
}

/// RFC 4514 puts the most general part last.
bool is_in_directory_subtree(std::string_view subject, std::string_view base) {
    if (base.empty() || subject == base) return true;
    return subject.size() > base.size() && subject.ends_with(base) && subject[subject.size() - base.size() - 1] == ',';
}

using IsIn = bool (*)(std::string_view, std::string_view);

/// Whether a name of one type is excluded, or misses every permitted subtree of its type.
bool is_forbidden(std::string_view name, unsigned type, const std::vector<Subtree>& permitted,
                  const std::vector<Subtree>& excluded) {
    const bool dns = type == GNUTLS_SAN_DNSNAME;
    const IsIn inside = dns ? is_in_dns_subtree : is_in_directory_subtree;
    const IsIn touches = dns ? touches_dns_subtree : is_in_directory_subtree;
    const auto of_type = [&](const Subtree& subtree) { return subtree.type == type; };
    if (std::any_of(excluded.begin(), excluded.end(),
                    [&](const Subtree& s) { return of_type(s) && touches(name, s.base); }))
        return true;
    return std::any_of(permitted.begin(), permitted.end(), of_type) &&
           std::none_of(permitted.begin(), permitted.end(),
                        [&](const Subtree& s) { return of_type(s) && inside(name, s.base); });
}

}  // namespace

std::optional<std::string> name_constraint_fault(const PathNode& issuer, const PathNode& subject,
                                                 bool subject_is_leaf) {
    gnutls_x509_name_constraints_t made = nullptr;
    if (gnutls_x509_name_constraints_init(&made) < 0) return "no memory for name constraints";
    const NameConstraintsHandle constraints(made);
    const int read = gnutls_x509_crt_get_name_constraints(issuer.crt.get(), constraints.get(), 0, nullptr);
    if (read == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE) return std::nullopt;
    const auto who = printable(issuer.certificate->subject, limits::shown_octets);
    if (read < 0) return fmt::format("the name constraints of \"{}\" do not parse", who);

    const auto permitted = read_subtrees(constraints, gnutls_x509_name_constraints_get_permitted);
    const auto excluded = read_subtrees(constraints, gnutls_x509_name_constraints_get_excluded);
    const auto forbidden = [&](std::string_view name) {
        return fmt::format("the name constraints of \"{}\" forbid {}", who, printable(name, limits::shown_octets));
    };
    const auto& certificate = *subject.certificate;
    // A common name counts where it would be taken for the host's name (RFC 7672 §3.2.3).
    const bool use_cn = subject_is_leaf && certificate.dns_names.empty();
    for (const auto& name : use_cn ? certificate.common_names : certificate.dns_names) {
        if (is_forbidden(name, GNUTLS_SAN_DNSNAME, permitted, excluded)) return forbidden(name);
    }
    if (!certificate.subject.empty() && is_forbidden(certificate.subject, GNUTLS_SAN_DN, permitted, excluded)) {
        return forbidden(certificate.subject);
    }
    for (const auto type : {GNUTLS_SAN_RFC822NAME, GNUTLS_SAN_URI, GNUTLS_SAN_IPADDRESS}) {
        if (gnutls_x509_name_constraints_check_crt(constraints.get(), type, subject.crt.get()) == 0)
            return forbidden("another name of the certificate");
    }
    return std::nullopt;
}

}  // namespace danelaw
