#include <danelaw/base/c_ptr.hpp>
#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/dns/domain_name.hpp>

#include <fmt/format.h>
#include <idn2.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace danelaw {

namespace {

using CString = CPtr<char, std::free>;

// RFC 1035 §2.3.4
constexpr std::size_t longest_label = 63;
constexpr std::size_t longest_name = 255;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Letters, digits, hyphen and underscore: the octets that stand for themselves in the canonical text.
bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '_';
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string shown(std::string_view text) { return fmt::format("\"{}\"", printable(text, limits::shown_octets)); }

/// Collects the labels of one name in canonical form and holds the lengths of RFC 1035 §2.3.4.
class NameBuilder {
public:
    void add(char octet) {
        ++label_octets_;
        if (is_plain(octet) || octet == '*') {
            text_ += ascii_lower({&octet, 1});
        } else if (octet == '.') {
            text_ += "\\.";
        } else {
            text_ += fmt::format("\\{:03}", static_cast<std::uint8_t>(octet));
        }
    }

    /// Ends a label; false where it is empty or too long, or the name has become too long.
    [[nodiscard]] bool end_label() {
        name_octets_ += label_octets_ + 1;
        const bool fits = label_octets_ >= 1 && label_octets_ <= longest_label && name_octets_ <= longest_name;
        label_octets_ = 0;
        text_ += '.';
        return fits;
    }

    [[nodiscard]] bool in_label() const { return label_octets_ > 0; }

    /// The name, without the dot after its last label.
    [[nodiscard]] std::string take() {
        text_.pop_back();
        return std::move(text_);
    }

private:
    std::string text_;
    std::size_t label_octets_ = 0;
    std::size_t name_octets_ = 1;
};

/// One octet of presentation form, perhaps escaped, from the front of `rest`; false for a bad escape (RFC 1035 §5.1).
bool take_octet(std::string_view& rest, char& octet) {
    octet = rest.front();
    rest.remove_prefix(1);
    if (octet != '\\') return true;
    if (rest.empty()) return false;
    if (!is_digit(rest.front())) {
        octet = rest.front();
        rest.remove_prefix(1);
        return true;
    }
    if (rest.size() < 3 || !is_digit(rest[1]) || !is_digit(rest[2])) return false;
    const int value = (rest[0] - '0') * 100 + (rest[1] - '0') * 10 + (rest[2] - '0');
    octet = static_cast<char>(value);
    rest.remove_prefix(3);
    return value <= 255;
}

/// The octets of a label in canonical text.
std::string unescaped(std::string_view label) {
    std::string octets;
    while (!label.empty()) {
        char octet = 0;
        if (!take_octet(label, octet)) break;
        octets += octet;
    }
    return octets;
}

/// RFC 1123 §2.1 and RFC 952: no hyphen at either end.
bool is_host_label(std::string_view label) {
    return !label.empty() && std::ranges::all_of(label, is_plain) && label.front() != '-' && label.back() != '-';
}

bool is_all_digits(std::string_view label) { return std::ranges::all_of(label, is_digit); }

/// IDNA 2008 lookup (RFC 5891 §5) after the mapping of UTS 46, non-transitional: `ß` stays what it is.
Result<std::string> to_ascii(std::string_view text) {
    std::uint8_t* converted = nullptr;
    const std::string terminated(text);
    const int status = idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(terminated.c_str()), &converted,
                                      IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const CString owner(reinterpret_cast<char*>(converted));
    if (status != IDN2_OK || !owner) {
        return failure(fmt::format("{}: {}, expected a domain name", shown(text), printable(idn2_strerror(status))));
    }
    return Result<std::string>(boost::system::in_place_value, owner.get());
}

/// Converts label by label: an A-label beside U-labels is taken as it stands, as in a name all in ASCII.
Result<std::string> labels_to_ascii(std::string_view text) {
    std::string dotted(text);
    for (const std::string_view dot : {"\u3002", "\uff0e", "\uff61"}) {  // UTS 46 §4.5: they separate labels, too
        for (auto at = dotted.find(dot); at != std::string::npos; at = dotted.find(dot)) {
            dotted.replace(at, dot.size(), ".");
        }
    }
    std::string result;
    std::string_view rest = dotted;
    while (true) {
        const auto end = std::min(rest.find('.'), rest.size());
        const auto label = rest.substr(0, end);
        if (is_ascii(label)) {
            result += label;
        } else {
            auto converted = to_ascii(label);
            if (!converted) return converted;
            result += *converted;
        }
        if (end == rest.size()) return Result<std::string>(boost::system::in_place_value, std::move(result));
        result += '.';
        rest.remove_prefix(end + 1);
    }
}

/// What `from_user` demands of a name beyond its lengths.
Result<DomainName> checked_user_name(DomainName name, std::string_view typed) {
    const auto labels = name.labels();
    for (const auto& label : labels) {
        if (!is_host_label(label)) {
            return failure(fmt::format(
                "{}: label \"{}\" is no host name label, expected letters, digits, underscores and inner hyphens",
                shown(typed), printable(unescaped(label))));
        }
    }
    if (!labels.empty() && is_all_digits(labels.back())) {
        return failure(
            fmt::format("{}: the last label is a number, expected a domain name, not an address", shown(typed)));
    }
    return name;
}

}  // namespace

Result<DomainName> DomainName::from_presentation(std::string_view text) {
    if (text.empty()) return failure("\"\": the name is empty, expected a domain name");
    if (text == ".") return DomainName();
    NameBuilder builder;
    std::string_view rest = text;
    while (!rest.empty()) {
        if (rest.front() == '.') {
            rest.remove_prefix(1);
            if (!builder.end_label()) {
                return failure(
                    fmt::format("{}: a label is empty or the name too long, expected labels of 1 to 63 octets "
                                "and 255 in all",
                                shown(text)));
            }
            continue;
        }
        char octet = 0;
        if (!take_octet(rest, octet)) {
            return failure(fmt::format("{}: bad escape, expected \\DDD up to 255 or \\X", shown(text)));
        }
        builder.add(octet);
    }
    if (builder.in_label() && !builder.end_label()) {
        return failure(fmt::format(
            "{}: a label or the name is too long, expected labels of 1 to 63 octets and 255 in all", shown(text)));
    }
    return DomainName(builder.take());
}

Result<DomainName> DomainName::from_user(std::string_view text) {
    if (text.size() > limits::typed_name_octets) {
        return failure(fmt::format("{}: the name has {} octets, expected a domain name", shown(text), text.size()));
    }
    if (text.find('\0') != std::string_view::npos || text.find('\\') != std::string_view::npos) {
        return failure(fmt::format("{}: a character that no domain name has, expected a domain name", shown(text)));
    }
    if (text == ".") return DomainName();
    // RFC 5891 §5.3 leaves the test of A-labels to the application: a name that is in DNS can be asked for, also where
    // its label (an emoji) is none that IDNA 2008 allows to register.
    std::string ascii(text);
    if (!is_ascii(text)) {
        auto converted = labels_to_ascii(text);
        if (!converted) return converted.error();
        ascii = std::move(*converted);
    }
    auto name = from_presentation(ascii);
    if (!name) return name.error();
    return checked_user_name(std::move(*name), text);
}

std::vector<std::string> DomainName::labels() const {
    std::vector<std::string> result;
    if (is_root()) return result;
    std::string label;
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (text_[i] == '.') {
            result.push_back(std::move(label));
            label.clear();
            continue;
        }
        label += text_[i];
        if (text_[i] == '\\') label += text_[++i];  // the canonical text never ends in a backslash
    }
    result.push_back(std::move(label));
    return result;
}

DomainName DomainName::parent() const {
    const auto all = labels();
    if (all.size() <= 1) return {};
    return DomainName(text_.substr(all.front().size() + 1));
}

bool DomainName::is_at_or_below(const DomainName& ancestor) const {
    const auto own = labels();
    const auto above = ancestor.labels();
    return own.size() >= above.size() && std::equal(above.rbegin(), above.rend(), own.rbegin());
}

bool DomainName::is_host_name() const {
    const auto all = labels();
    return !all.empty() && std::ranges::all_of(all, is_host_label) && !is_all_digits(all.back());
}

Result<DomainName> DomainName::with_prefix(std::string_view label) const {
    return from_presentation(is_root() ? std::string(label) : fmt::format("{}.{}", label, text_));
}

std::string DomainName::unicode() const {
    if (is_root()) return text_;
    std::string result;
    for (const auto& label : labels()) {
        if (!result.empty()) result += '.';
        if (!label.starts_with("xn--")) {
            result += label;
            continue;
        }
        char* converted = nullptr;
        const int status = idn2_to_unicode_8z8z(label.c_str(), &converted, 0);
        const CString owner(converted);
        // Only what leads back to this very label may stand for it.
        const auto back = status == IDN2_OK && owner ? to_ascii(owner.get()) : Result<std::string>(failure(""));
        result += back && *back == label ? printable(owner.get()) : label;
    }
    return result;
}

Result<DomainName> tlsa_owner(const DomainName& base, unsigned short port) {
    auto transport = base.with_prefix("_tcp");
    if (!transport) return transport;
    return transport->with_prefix(fmt::format("_{}", port));
}

}  // namespace danelaw
