#pragma once

#include <danelaw/report/history.hpp>

#include <optional>
#include <string>
#include <vector>

namespace danelaw {

using Changes = std::vector<Change>;

/// Some texts as `before` and `now` of a change have them: nothing where there are none.
[[nodiscard]] std::optional<std::string> listed_if_any(const std::vector<std::string>& texts);

// Each compares one topic of a judged report with what was remembered before it.
void compare_verdicts(const Report& report, const DomainMemory& before, Changes& changes);
/// What keeps a server from being authenticated as it was. Told as long as that lasts.
void compare_broken(const Report& report, const DomainMemory& before, Changes& changes);

/// What broke nothing, as far as both checks saw it. After compare_broken, which says more of what did.
void compare_mx(const Report& report, const DomainMemory& before, Changes& changes);
void compare_hosts(const Report& report, const DomainMemory& before, Changes& changes);  ///< their DNS records
void compare_certificates(const Report& report, const DomainMemory& before, Changes& changes);
void compare_sts(const Report& report, const DomainMemory& before, Changes& changes);

}  // namespace danelaw
