#include "cli/report_files.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/result.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace danelaw::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& folder, const std::string& why) {
    throw SetupError(fmt::format("{}: {}", printable(folder), why));
}

bool is_left_out(const fs::path& path) {
    const auto name = path.filename().string();
    return name == "tmp" || name.starts_with('.');
}

}  // namespace

bool is_folder(const std::string& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

std::vector<std::string> files_below(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code error;
    auto walk = fs::recursive_directory_iterator(folder, error);
    while (!error && walk != fs::recursive_directory_iterator()) {
        std::error_code vanished;  // mail moves from new to cur while we look
        const bool descend = walk->is_directory(vanished);
        if (descend && (is_left_out(walk->path()) || walk.depth() + 1 >= limits::digest_folders_deep))
            walk.disable_recursion_pending();
        const bool hidden = walk->path().filename().string().starts_with('.');
        if (!descend && !hidden && walk->is_regular_file(vanished)) files.push_back(walk->path().string());
        if (files.size() > limits::digest_files)
            refuse(folder, fmt::format("more than {} files, give fewer at once", limits::digest_files));
        walk.increment(error);
    }
    if (error) refuse(folder, error.message());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace danelaw::cli
