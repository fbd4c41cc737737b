// Text from the network on its way to a terminal, a JSON document or a log.

#include "output_checks.hpp"
#include "property.hpp"

#include <danelaw/base/text.hpp>

using namespace danelaw;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    constexpr std::size_t mark_octets = 3;  // of "..."
    const std::size_t limit = data[0];
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto shown = printable(text);
    must_hold(acts_on_nothing(shown), "nothing acts on the reader's terminal");
    must_hold(is_utf8(shown), "the output is UTF-8");
    const bool escaped = shown.find('\\') != std::string::npos;
    must_hold(escaped || (shown == text && printable(shown) == shown), "text that needs no escape stays");
    must_hold(!escaped || shown != text, "a backslash of the network is escaped");
    const auto cut = printable(text, limit);
    must_hold(cut.size() <= std::max(limit, mark_octets), "the cap holds");
    must_hold(is_utf8(cut), "a cut leaves whole characters");
    if (shown.size() <= limit) {
        must_hold(cut == shown, "what fits is not cut");
    } else {
        must_hold(cut.ends_with("...") && shown.starts_with(cut.substr(0, cut.size() - mark_octets)),
                  "a cut text is the start of the whole one, and says that it is cut");
    }
    return 0;
}
