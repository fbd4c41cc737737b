#pragma once

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw::testing {

/// Where the cases of other people's test suites lie, outside of the project: ${DANELAW_SHARED}/conformance (default:
/// beside the source).
inline std::filesystem::path conformance_folder() {
    const char* const shared = std::getenv("DANELAW_SHARED");
    const std::filesystem::path root =
        shared == nullptr ? std::filesystem::path(DANELAW_SOURCE_DIR) / ".." / "shared" : std::filesystem::path(shared);
    return root / "conformance";
}

/// Those of family `family` (`tlsa-record`) of which `kind` is one of `kinds`. Without the folder the list is empty and
/// the test says so.
inline std::vector<boost::json::object> conformance_cases(const std::string& family,
                                                          const std::vector<std::string>& kinds) {
    const auto path = conformance_folder() / family / "visible.jsonl";
    std::vector<boost::json::object> cases;
    std::ifstream file(path);
    if (!file) {
        BOOST_TEST_MESSAGE("skipped: no conformance cases at " << path.string() << ", set DANELAW_SHARED");
        return cases;
    }
    for (std::string line; std::getline(file, line);) {
        auto one = boost::json::parse(line).as_object();
        const std::string kind(one.at("kind").as_string());
        if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) cases.push_back(std::move(one));
    }
    BOOST_TEST(!cases.empty());
    return cases;
}

/// A file that a case of `family` names.
inline std::string conformance_file(const std::string& family, std::string_view name) {
    std::ifstream file(conformance_folder() / family / name);
    BOOST_REQUIRE_MESSAGE(file, "a case names the file " << name << ", which is not there");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::string text(const boost::json::value& value) { return std::string(std::string_view(value.as_string())); }

}  // namespace danelaw::testing
