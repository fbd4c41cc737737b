#pragma once

#include "support/domain.hpp"

#include <string>
#include <vector>

namespace danelaw::test {

/// A finding: a domain that has it, one that just misses it, and its text word for word.
struct FindingCase {
    std::string code;
    Domain hit;
    Domain near_miss;
    std::string text;
};

[[nodiscard]] std::vector<FindingCase> run_cases();
[[nodiscard]] std::vector<FindingCase> opinion_cases();
[[nodiscard]] std::vector<FindingCase> mx_cases();
[[nodiscard]] std::vector<FindingCase> lookup_cases();
[[nodiscard]] std::vector<FindingCase> tlsa_cases();
[[nodiscard]] std::vector<FindingCase> session_cases();
[[nodiscard]] std::vector<FindingCase> certificate_cases();

/// Facts changed in place, for a case.
template <class Change>
Domain changed(Domain domain, Change change) {
    domain.with(change);
    return domain;
}

}  // namespace danelaw::test
