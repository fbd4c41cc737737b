#include <danelaw/pki/names.hpp>

#include <support/conformance.hpp>

#include <set>

// Whole certificates and the names they are taken for (family hostname, kind certificate, of GnuTLS). README.md has the
// table of what is answered otherwise here.

using namespace danelaw;
using danelaw::testing::text;

namespace {

/// File and reference of what GnuTLS does not take and RFC 7672 §3.2.3 does.
const std::set<std::pair<std::string, std::string>> ours_differs{
    {"pem/gnutls-wildcards.pem", "example.org"},      // *.org
    {"pem/gnutls-uri_and_cn.pem", "example.org"},     // a CN beside a subjectAltName without DNS-ID
    {"pem/gnutls-multi_cns.pem", "www.example.com"},  // any of several CNs
    {"pem/gnutls-multi_cns.pem", "www.example2.com"}, {"pem/gnutls-multi_cns.pem", "www.example3.com"},
};

bool is_address(std::string_view reference) {
    return reference.find_first_not_of("0123456789.") == std::string_view::npos ||
           reference.find(':') != std::string_view::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(host_names)

BOOST_AUTO_TEST_CASE(certificates_name_the_hosts_that_gnutls_finds) {
    std::size_t compared = 0;
    for (const auto& one : testing::conformance_cases("hostname", {"certificate"})) {
        const auto& input = one.at("input").as_object();
        const auto reference = text(input.at("reference"));
        // Mail hosts have names (RFC 7672 §3.2.2 knows no other reference), and wildcards are always allowed.
        if (one.contains("disputed") || is_address(reference) || !input.at("flags").is_null()) continue;
        BOOST_TEST_CONTEXT(text(one.at("id"))) {
            const auto file = text(input.at("cert_pem"));
            const auto chain = read_pem_chain(testing::conformance_file("hostname", file));
            const auto name = DomainName::from_presentation(reference);
            BOOST_REQUIRE(bool(chain));
            BOOST_REQUIRE(bool(name));
            const std::vector<DomainName> references{*name};
            const bool matched = match_names(chain->front(), references).has_value();
            BOOST_TEST((matched != one.at("expected").as_object().at("match").as_bool()) ==
                       ours_differs.contains({file, reference}));
            ++compared;
        }
    }
    BOOST_TEST(compared > 0U);
}

BOOST_AUTO_TEST_SUITE_END()
