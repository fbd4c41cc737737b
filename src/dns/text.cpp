#include <danelaw/base/c_ptr.hpp>
#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/dns/lookup.hpp>

#include <fmt/format.h>
#include <ldns/ldns.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace danelaw {

namespace {

/// Whether a question for the type has an answer that can be read: OPT belongs to the message, 128 to 254 are for
/// transactions and groups of types (RFC 6895 §3.1).
bool can_be_asked(unsigned number) {
    return number != LDNS_RR_TYPE_OPT && (number < 128 || number >= LDNS_RR_TYPE_ANY);
}

/// The number of `TYPEnnn` (RFC 3597 §5), of a mnemonic, or 0.
unsigned type_number(const std::string& upper) {
    constexpr std::string_view generic = "TYPE";
    if (!upper.starts_with(generic)) return ldns_get_rr_type_by_name(upper.c_str());
    const std::string_view digits = std::string_view(upper).substr(generic.size());
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end == digits.data() + digits.size() ? number : 0;
}

}  // namespace

std::string to_text(RecordType type) {
    const CPtr<char, std::free> name(ldns_rr_type2str(static_cast<ldns_rr_type>(type)));
    return name ? std::string(name.get()) : fmt::format("TYPE{}", static_cast<unsigned>(type));
}

Result<RecordType> record_type_from_text(std::string_view text) {
    const auto wanted = [&](std::string_view what) {
        return failure(fmt::format("\"{}\": {}, expected one such as TLSA, MX or TYPE52",
                                   printable(text, limits::shown_octets), what));
    };
    std::string upper(text);
    std::ranges::transform(upper, upper.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    const bool is_word = !upper.empty() && std::ranges::all_of(upper, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
    const unsigned number = is_word ? type_number(upper) : 0;
    if (number == 0) return wanted("not a record type");
    if (!can_be_asked(number)) return wanted("not a type that can be looked up");
    return RecordType{static_cast<std::uint16_t>(number)};
}

std::string to_text(ValidationState state) {
    switch (state) {
        case ValidationState::secure:
            return "secure";
        case ValidationState::insecure:
            return "insecure";
        case ValidationState::bogus:
            return "bogus";
        case ValidationState::indeterminate:
            return "indeterminate";
    }
    return "indeterminate";
}

std::string to_text(Presence presence) {
    switch (presence) {
        case Presence::records:
            return "records";
        case Presence::no_data:
            return "no_data";
        case Presence::nx_domain:
            return "nx_domain";
        case Presence::failed:
            return "failed";
    }
    return "failed";
}

}  // namespace danelaw
