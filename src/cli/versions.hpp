#pragma once

#include <danelaw/report/facts.hpp>

#include <string>

namespace danelaw::cli {

/// `0.1.0`.
[[nodiscard]] std::string program_version();
/// For --version: the program, then the libraries that decide what it sees.
[[nodiscard]] std::string version_text();

/// Writes the versions into facts, which say what saw them.
void add_versions(DomainFacts& facts);

}  // namespace danelaw::cli
