#include "pki/directory_name.hpp"

#include "pki/der.hpp"

#include <algorithm>
#include <string>

namespace danelaw {

namespace {

bool equal(ByteView a, ByteView b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

/// UTF8String, PrintableString, TeletexString, IA5String: one octet for each ASCII character.
bool is_text(std::uint8_t tag) { return tag == 0x0C || tag == 0x13 || tag == 0x14 || tag == 0x16; }

/// RFC 5280 §7.1 by way of RFC 4518: lower case, white space at the ends dropped and within made one space.
std::string folded(ByteView text) {
    std::string result;
    for (const auto octet : text) {
        if (octet != ' ') {
            result += static_cast<char>(octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet);
        } else if (!result.empty() && result.back() != ' ') {
            result += ' ';
        }
    }
    if (result.ends_with(' ')) result.pop_back();
    return result;
}

/// AttributeTypeAndValue: an object identifier and a value.
bool is_same_attribute(const DerElement& a, const DerElement& b) {
    const auto in_a = elements_in(a.content);
    const auto in_b = elements_in(b.content);
    if (!in_a || !in_b || in_a->size() != 2 || in_b->size() != 2 || !equal(in_a->at(0).whole, in_b->at(0).whole))
        return false;
    const auto& value_a = in_a->at(1);
    const auto& value_b = in_b->at(1);
    return equal(value_a.whole, value_b.whole) ||
           (is_text(value_a.tag) && is_text(value_b.tag) && folded(value_a.content) == folded(value_b.content));
}

/// RelativeDistinguishedName: a SET, most often of one attribute.
bool is_same_relative_name(const DerElement& a, const DerElement& b) {
    if (equal(a.whole, b.whole)) return true;
    const auto in_a = elements_in(a.content);
    const auto in_b = elements_in(b.content);
    return in_a && in_b && std::equal(in_a->begin(), in_a->end(), in_b->begin(), in_b->end(), is_same_attribute);
}

}  // namespace

bool is_same_name(ByteView a, ByteView b) {
    if (equal(a, b)) return true;
    const auto in_a = elements_of_sequence(a);
    const auto in_b = elements_of_sequence(b);
    return in_a && in_b && std::equal(in_a->begin(), in_a->end(), in_b->begin(), in_b->end(), is_same_relative_name);
}

bool is_in_directory_subtree(ByteView name, ByteView base) {
    const auto in_name = elements_of_sequence(name);
    const auto in_base = elements_of_sequence(base);
    return in_name && in_base && in_base->size() <= in_name->size() &&
           std::equal(in_base->begin(), in_base->end(), in_name->begin(), is_same_relative_name);
}

}  // namespace danelaw
