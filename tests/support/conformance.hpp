#pragma once

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace danelaw::testing {

/// The cases of other people's test suites, family `family` (`tlsa-record`), of which `kind` is one of `kinds`. They
/// lie outside of the project, in ${DANELAW_SHARED}/conformance (default: beside the source); without them the list is
/// empty and the test says so.
inline std::vector<boost::json::object> conformance_cases(const std::string& family,
                                                          const std::vector<std::string>& kinds) {
    const char* const shared = std::getenv("DANELAW_SHARED");
    const std::filesystem::path root =
        shared == nullptr ? std::filesystem::path(DANELAW_SOURCE_DIR) / ".." / "shared" : std::filesystem::path(shared);
    const auto path = root / "conformance" / family / "visible.jsonl";
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

}  // namespace danelaw::testing
