#pragma once

#include <string>

namespace danelaw::docs {

// Completions for `danelaw`, made from the tables of commands, options and findings.

/// For bash-completion (>= 2.11, `_init_completion`).
[[nodiscard]] std::string bash_completion();
/// For zsh: an autoloaded `_danelaw`.
[[nodiscard]] std::string zsh_completion();
[[nodiscard]] std::string fish_completion();

}  // namespace danelaw::docs
