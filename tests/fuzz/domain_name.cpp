// Names as a user types them and as DNS presents them: what is accepted has one canonical form.

#include "property.hpp"

#include <danelaw/base/text.hpp>
#include <danelaw/dns/domain_name.hpp>

using namespace danelaw;

namespace {

void check(const DomainName& name) {
    const auto again = DomainName::from_presentation(name.text());
    must_hold(again && *again == name, "the canonical text is read back as the same name");
    must_hold(ascii_lower(name.text()) == name.text(), "the canonical text is lower case");
    std::string joined;
    for (const auto& label : name.labels()) joined += (joined.empty() ? "" : ".") + label;
    must_hold(joined == (name.is_root() ? "" : name.text()), "the labels make the name");
    must_hold(name.is_at_or_below(name.parent()), "a name is below its parent");
    must_hold(!name.unicode().empty(), "every name can be shown");
    const auto owner = tlsa_owner(name, 25);
    must_hold(!owner || owner->parent().parent() == name, "the TLSA owner is two labels below");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto presented = DomainName::from_presentation(text);
    if (presented) check(*presented);
    const auto typed = DomainName::from_user(text);
    if (!typed) return 0;
    check(*typed);
    must_hold(typed->is_root() || typed->is_host_name(), "what a user may type is a host name");
    const auto again = DomainName::from_user(typed->text());
    must_hold(again && *again == *typed, "the A-labels may be typed as well");
    const auto shown = DomainName::from_user(typed->unicode());
    must_hold(shown && *shown == *typed, "what is shown may be typed as well");
    return 0;
}
