// The catalogue and the sources: every code that is used has a row, every row is used and complete.
#include "report/catalogue.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace danelaw {
namespace {

std::set<std::string> known_codes() {
    std::set<std::string> codes;
    for (const auto& entry : catalogue()) codes.emplace(entry.code);
    return codes;
}

/// What stands before the dot.
std::set<std::string> topics() {
    std::set<std::string> all;
    for (const auto& code : known_codes()) all.insert(code.substr(0, code.find('.')));
    return all;
}

/// Every string literal in the sources that looks like a code of a topic; not in the catalogue itself, nor where paths
/// of JSON keys are written and read.
std::set<std::string> used_codes() {
    const std::regex literal("\"([a-z_]+)(\\.[a-z0-9_]+)?\"");
    const auto known_topics = topics();
    std::set<std::string> used;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(DANELAW_SOURCE_DIR "/src")) {
        const auto file = entry.path().filename().string();
        const bool has_paths = file.starts_with("facts_") || file.starts_with("memory_");
        if (entry.path().extension() != ".cpp" || file.starts_with("catalogue") || has_paths) continue;
        std::ifstream stream(entry.path());
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        for (std::sregex_iterator at(text.begin(), text.end(), literal), end; at != end; ++at) {
            const bool is_code = (*at)[2].matched ? known_topics.contains((*at)[1]) : (*at)[1] == "internal_error";
            if (is_code) used.insert((*at)[1].str() + (*at)[2].str());
        }
    }
    return used;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(finding_catalogue)

BOOST_AUTO_TEST_CASE(the_codes_of_the_sources_are_those_of_the_catalogue) {
    const auto used = used_codes();
    const auto known = known_codes();
    for (const auto& code : used) BOOST_TEST(known.contains(code), code << " has no row");
    for (const auto& code : known) BOOST_TEST(used.contains(code), code << " is used nowhere");
}

BOOST_AUTO_TEST_CASE(no_code_stands_twice) { BOOST_TEST(known_codes().size() == catalogue().size()); }

BOOST_AUTO_TEST_CASE(each_row_has_a_clause_a_meaning_and_an_advice) {
    const std::regex clause("RFC [0-9]{4} §[0-9]+(\\.[0-9]+)*|RFC 6890");
    for (const auto& entry : catalogue()) {
        BOOST_TEST_CONTEXT(entry.code) {
            BOOST_TEST(std::regex_match(std::string(entry.reference), clause), entry.reference);
            BOOST_TEST(entry.meaning.ends_with('.'));
            BOOST_TEST(!entry.advice.empty());
            BOOST_TEST(entry.meaning.find("  ") == std::string_view::npos);
        }
    }
}

/// RFC 8460 §4.3.
BOOST_AUTO_TEST_CASE(each_result_type_is_one_of_the_registry) {
    const std::set<std::string_view> registry = {"",
                                                 "starttls-not-supported",
                                                 "certificate-host-mismatch",
                                                 "certificate-expired",
                                                 "certificate-not-trusted",
                                                 "validation-failure",
                                                 "tlsa-invalid",
                                                 "dnssec-invalid",
                                                 "dane-required",
                                                 "sts-policy-fetch-error",
                                                 "sts-policy-invalid",
                                                 "sts-webpki-invalid"};
    for (const auto& entry : catalogue()) BOOST_TEST(registry.contains(entry.tls_rpt), entry.code);
}

BOOST_AUTO_TEST_CASE(a_finding_takes_over_what_its_row_says) {
    const auto finding = make_finding("tlsa.mismatch", "mx[192.0.2.1]:25", "mx[192.0.2.1]:25: another key");
    const auto* const row = catalogue_entry("tlsa.mismatch");
    BOOST_REQUIRE(row != nullptr);
    BOOST_TEST((finding.severity == row->severity));
    BOOST_TEST(finding.advice == row->advice);
    BOOST_TEST(finding.reference == row->reference);
    BOOST_TEST(finding.tls_rpt.value() == row->tls_rpt);
    BOOST_TEST(!make_finding("mx.null", "example.org", "example.org: null MX").tls_rpt.has_value());
    BOOST_TEST(catalogue_entry("tlsa.mismatc") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace danelaw
