#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include "pki/directory_name.hpp"
#include "pki/path_node.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

// GeneralName, RFC 5280 §4.2.1.6.
constexpr std::uint8_t tag_email = 0x81;
constexpr std::uint8_t tag_dns = 0x82;
constexpr std::uint8_t tag_directory = 0xA4;
constexpr std::uint8_t tag_uri = 0x86;
constexpr std::uint8_t tag_address = 0x87;

constexpr const char* name_constraints_oid = "2.5.29.30";

struct Subtrees {
    std::vector<DerElement> permitted;
    std::vector<DerElement> excluded;
};

/// GeneralSubtrees: each a GeneralName alone, for minimum is 0 and maximum absent in this profile.
bool read_bases(ByteView content, std::vector<DerElement>& bases) {
    const auto subtrees = elements_in(content);
    if (!subtrees) return false;
    for (const auto& subtree : *subtrees) {
        const auto parts = elements_in(subtree.content);
        if (!parts || parts->size() != 1) return false;
        bases.push_back(parts->front());
    }
    return true;
}

std::optional<Subtrees> read_subtrees(ByteView extension) {
    constexpr std::uint8_t tag_permitted = 0xA0;
    constexpr std::uint8_t tag_excluded = 0xA1;
    const auto lists = elements_of_sequence(extension);
    if (!lists) return std::nullopt;
    Subtrees subtrees;
    for (const auto& list : *lists) {
        if (list.tag != tag_permitted && list.tag != tag_excluded) return std::nullopt;
        if (!read_bases(list.content, list.tag == tag_permitted ? subtrees.permitted : subtrees.excluded))
            return std::nullopt;
    }
    return subtrees;
}

/// Every name that a certificate bears, or nothing where they do not parse. Views into the certificate and
/// `alt_names`.
std::optional<std::vector<DerElement>> names_of(const PathNode& node, bool is_leaf,
                                                const std::optional<Bytes>& alt_names) {
    auto names = alt_names ? elements_of_sequence(*alt_names) : std::vector<DerElement>();
    const auto subject = elements_of_sequence(node.parts->subject);
    if (!names || !subject) return std::nullopt;
    if (!subject->empty()) names->push_back({tag_directory, node.parts->subject, {}});
    // A common name counts where it would be taken for the host's name (RFC 7672 §3.2.3).
    if (is_leaf && node.certificate->dns_names.empty()) {
        for (const auto& name : node.certificate->common_names) names->push_back({tag_dns, as_bytes(name), {}});
    }
    return names;
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

enum class Relation { inside, touches };

/// GnuTLS judges mailboxes, URIs and addresses. What nobody here can read is never inside and always touched: "either
/// process the constraint or reject the certificate".
bool relates(const DerElement& name, const DerElement& base, Relation relation) {
    if (name.tag == tag_email || name.tag == tag_uri || name.tag == tag_address) return relation == Relation::inside;
    if (name.tag == tag_directory) return is_in_directory_subtree(name.content, base.content);
    if (name.tag != tag_dns) return relation == Relation::touches;
    return relation == Relation::inside ? is_in_dns_subtree(as_text(name.content), as_text(base.content))
                                        : touches_dns_subtree(as_text(name.content), as_text(base.content));
}

/// Whether a name is excluded, or misses every permitted subtree of its kind.
bool is_forbidden(const DerElement& name, const Subtrees& subtrees) {
    bool any_permitted = false;
    bool inside = false;
    for (const auto& base : subtrees.permitted) {
        if (base.tag != name.tag) continue;
        any_permitted = true;
        inside = inside || relates(name, base, Relation::inside);
    }
    return (any_permitted && !inside) ||
           std::any_of(subtrees.excluded.begin(), subtrees.excluded.end(), [&](const DerElement& base) {
               return base.tag == name.tag && relates(name, base, Relation::touches);
           });
}

std::string shown(const DerElement& name, const PathNode& node) {
    if (name.tag == tag_directory) return printable(node.certificate->subject, limits::shown_octets);
    return name.tag == tag_dns ? printable(as_text(name.content), limits::shown_octets) : "a name of an unknown kind";
}

/// Mailboxes, URIs and addresses, also where they stand in the subject.
bool is_forbidden_by_gnutls(const PathNode& issuer, const PathNode& subject) {
    gnutls_x509_name_constraints_t made = nullptr;
    if (gnutls_x509_name_constraints_init(&made) < 0) return true;
    const NameConstraintsHandle constraints(made);
    if (gnutls_x509_crt_get_name_constraints(issuer.crt.get(), constraints.get(), 0, nullptr) < 0) return true;
    constexpr gnutls_x509_subject_alt_name_t kinds[] = {GNUTLS_SAN_RFC822NAME, GNUTLS_SAN_URI, GNUTLS_SAN_IPADDRESS};
    return std::any_of(std::begin(kinds), std::end(kinds), [&](const auto kind) {
        return gnutls_x509_name_constraints_check_crt(constraints.get(), kind, subject.crt.get()) == 0;
    });
}

}  // namespace

std::optional<std::string> name_constraint_fault(const PathNode& issuer, const PathNode& subject, bool subject_is_leaf,
                                                 std::size_t& comparisons_left) {
    const auto extension = read_extension(issuer.crt.get(), name_constraints_oid);
    if (!extension) return std::nullopt;
    const auto who = printable(issuer.certificate->subject, limits::shown_octets);
    const auto subtrees = read_subtrees(*extension);
    if (!subtrees) return fmt::format("the name constraints of \"{}\" do not parse", who);

    const auto alt_names = read_extension(subject.crt.get(), subject_alt_name_oid);
    const auto names = names_of(subject, subject_is_leaf, alt_names);
    if (!names) return fmt::format("the names of certificate \"{}\" do not parse", who);
    const auto comparisons = names->size() * (subtrees->permitted.size() + subtrees->excluded.size());
    if (comparisons > comparisons_left)
        return fmt::format("the name constraints of \"{}\" ask for more comparisons than are made", who);
    comparisons_left -= comparisons;
    for (const auto& name : *names) {
        if (is_forbidden(name, *subtrees))
            return fmt::format("the name constraints of \"{}\" forbid {}", who, shown(name, subject));
    }
    if (is_forbidden_by_gnutls(issuer, subject))
        return fmt::format("the name constraints of \"{}\" forbid another name of the certificate", who);
    return std::nullopt;
}

}  // namespace danelaw
