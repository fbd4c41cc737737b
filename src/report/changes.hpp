#pragma once

#include <danelaw/report/history.hpp>

#include <vector>

namespace danelaw {

using Changes = std::vector<Change>;

// Each compares one topic of a judged report with what was remembered before it.
void compare_verdicts(const Report& report, const DomainMemory& before, Changes& changes);
/// What keeps a server from being authenticated as it was. Told as long as that lasts.
void compare_broken(const Report& report, const DomainMemory& before, Changes& changes);

}  // namespace danelaw
