#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace danelaw::cli {

/// The files in a folder and its folders, in order of their paths. Left out are Maildir's `tmp` (mail that is not yet
/// delivered) and what begins with a dot in folders below; links to folders are not followed. Throws SetupError where
/// the folder cannot be read, or holds more than limits::digest_files.
[[nodiscard]] std::vector<std::string> files_below(const std::string& folder);

[[nodiscard]] bool is_folder(const std::string& path);

}  // namespace danelaw::cli
