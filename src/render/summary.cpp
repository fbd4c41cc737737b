#include <danelaw/base/text.hpp>
#include <danelaw/render/render.hpp>
#include <danelaw/report/threshold.hpp>

#include "render/wrap.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace danelaw {

namespace {

constexpr std::size_t shown_names = 20;  // of a state; more would be a list that nobody reads

}  // namespace

std::string render_summary(std::span<const DomainState> domains, const TextStyle& style) {
    const Palette palette(style.colour);
    const std::array<std::pair<State, std::string_view>, 4> states = {{{State::critical, palette.bad},
                                                                       {State::unknown, palette.warning},
                                                                       {State::warning, palette.warning},
                                                                       {State::ok, palette.good}}};
    std::string text = fmt::format("{} domains\n", domains.size());
    for (const auto& [state, colour] : states) {
        std::size_t count = 0;
        std::string names;
        for (const DomainState& domain : domains) {
            if (domain.exit_code != static_cast<int>(state)) continue;
            ++count;
            if (state != State::ok && count <= shown_names)
                names += fmt::format("{}{}", names.empty() ? ": " : ", ", domain.domain);
        }
        if (count == 0) continue;
        if (state != State::ok && count > shown_names) names += fmt::format(" and {} more", count - shown_names);
        const std::string head = fmt::format("  {}{}{} ", colour, ascii_lower(to_text(state)), palette.reset);
        text += wrap(head, "    ", fmt::format("{}{}", count, names));
    }
    return text;
}

}  // namespace danelaw
