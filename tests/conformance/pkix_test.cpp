#include <danelaw/pki/pkix.hpp>

#include <support/conformance.hpp>

#include <set>

// x509-limbo: paths by RFC 5280 and the rules of the web's CAs. README.md has the table of what is answered otherwise
// here.

using namespace danelaw;
using danelaw::testing::text;
namespace json = boost::json;

namespace {

/// Where a case names no time: within the validity of every certificate that is to be valid.
const std::string default_time = "2026-06-01T00:00:00Z";

const std::set<std::string> ours_differs{
    "limbo-webpki::san::public-suffix-wildcard-san",  // RFC 7672 §3.2.3 and RFC 8461 §4.1 know no public suffixes
    // A leaf whose key usage is keyCertSign alone: TLS cannot use it, and OpenSSL does not.
    "limbo-pathlen::validation-ignores-pathlen-in-leaf",
    "limbo-rfc5280::san::ip-in-dns",  // asks for an address, of which only the path is compared
};

CertificateChain certificates(const json::value& pems) {
    CertificateChain chain;
    for (const auto& pem : pems.as_array()) {
        auto read = read_pem_chain(text(pem));
        BOOST_REQUIRE(bool(read));
        chain.insert(chain.end(), read->begin(), read->end());
    }
    return chain;
}

bool is_about_the_name(PkixFault fault) { return fault == PkixFault::without_san || fault == PkixFault::wrong_name; }

/// Mail and policy hosts have names: of a case about an address, or about no peer at all, the path is compared.
bool accepts(const json::object& input) {
    auto chain = certificates(json::array{input.at("peer_certificate")});
    const auto more = certificates(input.at("untrusted_intermediates"));
    chain.insert(chain.end(), more.begin(), more.end());
    const auto anchors = certificates(input.at("trusted_certs"));
    const auto& time = input.at("validation_time");
    const auto now = *parse_time(time.is_null() ? default_time : text(time));
    const auto& peer = input.at("expected_peer_name");
    const bool named = peer.is_object() && text(peer.at("kind")) == "DNS";
    const auto name = DomainName::from_presentation(named ? text(peer.at("value")) : "host.example");
    BOOST_REQUIRE(bool(name));
    const auto result = verify_pkix(chain, anchors, *name, now);
    BOOST_TEST_MESSAGE(result.reason.value_or("valid"));
    return result.valid() || (!named && std::ranges::all_of(result.faults, is_about_the_name));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pkix)

BOOST_AUTO_TEST_CASE(chains_are_valid_where_x509_limbo_says_so) {
    std::size_t compared = 0;
    for (const auto& one : testing::conformance_cases("x509-limbo", {"pkix"})) {
        const auto scoring = text(one.at("scoring"));
        const auto id = text(one.at("id"));
        if (scoring == "skip") continue;  // CRLs, clients, purposes other than a server's
        BOOST_TEST_CONTEXT(id) {
            const bool expected = text(one.at("expected").as_object().at("result")) == "SUCCESS";
            const bool gnutls = text(one.at("oracles").as_object().at("gnutls-3.7.9")) == "SUCCESS";
            const bool accepted = accepts(one.at("input").as_object());
            const bool agrees = accepted == expected || (scoring == "gnutls-limitation" && accepted == gnutls);
            BOOST_TEST(agrees != ours_differs.contains(id));
            ++compared;
        }
    }
    BOOST_TEST(compared > 0U);
}

BOOST_AUTO_TEST_SUITE_END()
