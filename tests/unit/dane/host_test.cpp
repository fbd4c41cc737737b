#include <danelaw/dane/host.hpp>

#include "support/lookups.hpp"

#include <boost/test/unit_test.hpp>

// RFC 7672 §2.2.2, §2.2.3 and §3.2.2, each case by its words.

using namespace danelaw;
using namespace danelaw::test;

namespace {

const std::string good_record = "3 1 1 " + std::string(64, 'a');
const std::string unusable_record = "1 1 1 " + std::string(64, 'a');

HostLookups host(Lookup a, Lookup aaaa) {
    HostLookups lookups;
    lookups.name = a.name;
    lookups.a = std::move(a);
    lookups.aaaa = std::move(aaaa);
    return lookups;
}

HostLookups secure_host() {
    return host(answer("mx.example.org", RecordType::a, {"192.0.2.1"}), answer("mx.example.org", RecordType::aaaa, {}));
}

Lookup aliased_a(ValidationState state) {
    return aliased(answer("mx.example.org", RecordType::a, {"192.0.2.1"}, state),
                   {"alias.example.com", "mx.example.net"});
}

HostLookups aliased_host(ValidationState state) {
    return host(aliased_a(state), answer("mx.example.org", RecordType::aaaa, {}, state));
}

std::vector<DomainName> names(const std::vector<std::string>& texts) {
    std::vector<DomainName> result;
    for (const auto& text : texts) result.push_back(name(text));
    return result;
}

Lookup tlsa(const std::string& base, const std::vector<std::string>& records,
            ValidationState state = ValidationState::secure) {
    return answer("_25._tcp." + base, RecordType::tlsa, records, state);
}

DaneAction action(const HostLookups& lookups) { return decide_host(lookups, UsageProfile::smtp).action; }

}  // namespace

namespace danelaw {
std::ostream& operator<<(std::ostream& out, DaneAction value) { return out << to_text(value); }
}  // namespace danelaw

BOOST_AUTO_TEST_SUITE(host_decisions)

BOOST_AUTO_TEST_CASE(secure_addresses_without_alias_make_the_host_the_only_candidate) {  // §2.2.2 "Non-CNAME"
    BOOST_TEST((tlsa_candidates(secure_host()) == names({"mx.example.org"})));
    BOOST_TEST(decide_host(secure_host(), UsageProfile::smtp).next_candidate.value() == 0U);
}

BOOST_AUTO_TEST_CASE(insecure_addresses_forbid_the_tlsa_query) {  // §2.2.2, D36
    const auto insecure = ValidationState::insecure;
    const auto lookups = host(answer("mx.example.org", RecordType::a, {"192.0.2.1"}, insecure),
                              answer("mx.example.org", RecordType::aaaa, {}, insecure));
    BOOST_TEST(tlsa_candidates(lookups).empty());
    BOOST_TEST(!needs_cname_lookup(lookups));
    BOOST_TEST(action(lookups) == DaneAction::opportunistic);
    BOOST_TEST(!decide_host(lookups, UsageProfile::smtp).next_candidate);
}

BOOST_AUTO_TEST_CASE(one_secure_family_is_enough) {  // D37
    const auto lookups = host(answer("mx.example.org", RecordType::a, {"192.0.2.1"}, ValidationState::insecure),
                              answer("mx.example.org", RecordType::aaaa, {"2001:db8::1"}));
    BOOST_TEST((tlsa_candidates(lookups) == names({"mx.example.org"})));
}

BOOST_AUTO_TEST_CASE(one_family_that_answers_is_enough) {  // contract 2
    auto lookups =
        host(answer("mx.example.org", RecordType::a, {"192.0.2.1"}), failed("mx.example.org", RecordType::aaaa));
    lookups.tlsa = {tlsa("mx.example.org", {good_record})};
    BOOST_TEST(action(lookups) == DaneAction::authenticate);
}

BOOST_AUTO_TEST_CASE(a_host_is_skipped_when_no_family_answers) {  // §2.1.2
    const auto lookups = host(bogus("mx.example.org", RecordType::a), failed("mx.example.org", RecordType::aaaa));
    const auto decision = decide_host(lookups, UsageProfile::smtp);
    BOOST_TEST(decision.action == DaneAction::skip);
    BOOST_TEST(*decision.reason == "A lookup of mx.example.org is bogus: signature expired");
    BOOST_TEST(!decision.no_address);
}

BOOST_AUTO_TEST_CASE(no_address_in_one_family_does_not_excuse_a_failure_in_the_other) {  // §2.1.2
    const auto lookups = host(answer("mx.example.org", RecordType::a, {}), failed("mx.example.org", RecordType::aaaa));
    const auto decision = decide_host(lookups, UsageProfile::smtp);
    BOOST_TEST(decision.action == DaneAction::skip);
    BOOST_TEST(!decision.no_address);
}

BOOST_AUTO_TEST_CASE(a_host_without_addresses_is_skipped_as_such) {  // §2.2.2, D35
    for (const auto& lookups :
         {host(answer("mx.example.org", RecordType::a, {}), answer("mx.example.org", RecordType::aaaa, {})),
          host(nx_domain("mx.example.org", RecordType::a), nx_domain("mx.example.org", RecordType::aaaa))}) {
        const auto decision = decide_host(lookups, UsageProfile::smtp);
        BOOST_TEST(decision.action == DaneAction::skip);
        BOOST_TEST(*decision.reason == "no_address");
        BOOST_TEST(decision.no_address);
    }
}

BOOST_AUTO_TEST_CASE(
    a_secure_alias_gives_the_expanded_name_first_and_never_one_between) {  // §2.2.2 "Secure CNAME", §2.2.3
    BOOST_TEST((tlsa_candidates(aliased_host(ValidationState::secure)) == names({"mx.example.net", "mx.example.org"})));
}

BOOST_AUTO_TEST_CASE(an_insecure_chain_asks_whether_its_first_alias_is_secure) {  // §2.1.3, D13
    BOOST_TEST(needs_cname_lookup(aliased_host(ValidationState::insecure)));
    BOOST_TEST(!needs_cname_lookup(aliased_host(ValidationState::secure)));
    BOOST_TEST(!needs_cname_lookup(secure_host()));
}

BOOST_AUTO_TEST_CASE(a_secure_alias_to_an_insecure_target_leaves_the_initial_name) {  // §2.2.2 "Insecure CNAME"
    auto lookups = aliased_host(ValidationState::insecure);
    lookups.cname = answer("mx.example.org", RecordType::cname, {"alias.example.com"});
    BOOST_TEST((tlsa_candidates(lookups) == names({"mx.example.org"})));
    lookups.tlsa = {tlsa("mx.example.org", {good_record})};
    BOOST_TEST(action(lookups) == DaneAction::authenticate);
}

BOOST_AUTO_TEST_CASE(an_insecure_alias_ends_dane_for_the_host) {  // §2.2.2 "Insecure CNAME"
    auto lookups = aliased_host(ValidationState::insecure);
    lookups.cname = answer("mx.example.org", RecordType::cname, {"alias.example.com"}, ValidationState::insecure);
    BOOST_TEST(tlsa_candidates(lookups).empty());
    BOOST_TEST(action(lookups) == DaneAction::opportunistic);
}

BOOST_AUTO_TEST_CASE(a_failed_alias_lookup_skips_the_host) {  // §2.1.2
    auto lookups = aliased_host(ValidationState::insecure);
    lookups.cname = bogus("mx.example.org", RecordType::cname);
    BOOST_TEST(action(lookups) == DaneAction::skip);
}

BOOST_AUTO_TEST_CASE(the_first_candidate_with_secure_records_is_the_base_domain) {  // §2.2.3, D44
    auto lookups = aliased_host(ValidationState::secure);
    lookups.tlsa = {tlsa("mx.example.net", {good_record})};
    const auto decision = decide_host(lookups, UsageProfile::smtp);
    BOOST_TEST(decision.action == DaneAction::authenticate);
    BOOST_TEST(decision.tlsa_base_domain->text() == "mx.example.net");
}

BOOST_AUTO_TEST_CASE(absent_or_insecure_records_at_the_expanded_name_lead_to_the_initial_name) {  // §2.2.3, D46
    const auto insecure = ValidationState::insecure;
    for (const auto& first : {tlsa("mx.example.net", {}), nx_domain("_25._tcp.mx.example.net", RecordType::tlsa),
                              tlsa("mx.example.net", {good_record}, insecure), tlsa("mx.example.net", {}, insecure)}) {
        auto lookups = aliased_host(ValidationState::secure);
        lookups.tlsa = {first};
        BOOST_TEST(decide_host(lookups, UsageProfile::smtp).next_candidate.value() == 1U);
        lookups.tlsa.push_back(tlsa("mx.example.org", {good_record}));
        const auto decision = decide_host(lookups, UsageProfile::smtp);
        BOOST_TEST(decision.action == DaneAction::authenticate);
        BOOST_TEST(decision.tlsa_base_domain->text() == "mx.example.org");
        BOOST_TEST(decision.tlsa_lookup.value() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_failed_tlsa_lookup_never_falls_through_to_the_next_candidate) {  // §2.1.2, D41
    for (const auto& first :
         {bogus("_25._tcp.mx.example.net", RecordType::tlsa), failed("_25._tcp.mx.example.net", RecordType::tlsa)}) {
        auto lookups = aliased_host(ValidationState::secure);
        lookups.tlsa = {first, tlsa("mx.example.org", {good_record})};
        BOOST_TEST(action(lookups) == DaneAction::skip);
    }
}

BOOST_AUTO_TEST_CASE(a_tlsa_owner_that_is_an_alias_keeps_the_base_domain) {  // §2.2.3, D45
    auto lookups = secure_host();
    lookups.tlsa = {aliased(tlsa("mx.example.org", {good_record}), {"tlsa.provider.example"})};
    BOOST_TEST(decide_host(lookups, UsageProfile::smtp).tlsa_base_domain->text() == "mx.example.org");
}

BOOST_AUTO_TEST_CASE(insecure_tlsa_records_count_as_none) {  // §2.2, D23
    auto lookups = secure_host();
    lookups.tlsa = {tlsa("mx.example.org", {good_record}, ValidationState::insecure)};
    BOOST_TEST(action(lookups) == DaneAction::opportunistic);
}

BOOST_AUTO_TEST_CASE(secure_records_that_are_all_unusable_demand_encryption) {  // §2.2, D22
    auto lookups = secure_host();
    lookups.tlsa = {tlsa("mx.example.org", {unusable_record, "3 1 9 aabb", "3 1 1 aabb"})};
    const auto decision = decide_host(lookups, UsageProfile::smtp);
    BOOST_TEST(decision.action == DaneAction::encrypt);
    BOOST_TEST(decision.tlsa_base_domain->text() == "mx.example.org");
}

BOOST_AUTO_TEST_CASE(one_usable_record_among_unusable_ones_demands_authentication) {  // §2.2, D21
    auto lookups = secure_host();
    lookups.tlsa = {tlsa("mx.example.org", {unusable_record, good_record})};
    BOOST_TEST(action(lookups) == DaneAction::authenticate);
}

BOOST_AUTO_TEST_CASE(a_destination_without_lookups_has_no_dane) {  // §2.2, D26: address literals
    BOOST_TEST(action(HostLookups{}) == DaneAction::opportunistic);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(reference_identifiers_of_3_2_2)

BOOST_AUTO_TEST_CASE(a_secure_mx_adds_the_next_hop_and_its_expansion) {
    NextHopResolution next_hop{name("exchange.example.org"), name("example.com"), true, true};
    BOOST_TEST((reference_identifiers(next_hop, name("mx20.example.com"), name("mxbackup.example.net")) ==
                names({"mxbackup.example.net", "exchange.example.org", "example.com"})));
}

BOOST_AUTO_TEST_CASE(a_secure_mx_without_alias_adds_the_next_hop_once) {
    NextHopResolution next_hop{name("example.com"), std::nullopt, true, true};
    BOOST_TEST((reference_identifiers(next_hop, name("mx.example.com"), name("mx.example.com")) ==
                names({"mx.example.com", "example.com"})));
    BOOST_TEST((reference_identifiers(next_hop, name("example.com"), name("example.com")) == names({"example.com"})));
}

BOOST_AUTO_TEST_CASE(an_insecure_mx_leaves_the_base_domain_alone) {
    NextHopResolution next_hop{name("example.com"), std::nullopt, true, false};
    BOOST_TEST(
        (reference_identifiers(next_hop, name("mx.example.net"), name("mx.example.net")) == names({"mx.example.net"})));
}

BOOST_AUTO_TEST_CASE(without_mx_the_original_name_stands_beside_its_expansion) {
    NextHopResolution next_hop{name("example.com"), std::nullopt, false, true};
    BOOST_TEST((reference_identifiers(next_hop, name("example.com"), name("host.example.net")) ==
                names({"host.example.net", "example.com"})));
    BOOST_TEST((reference_identifiers(next_hop, name("example.com"), name("example.com")) == names({"example.com"})));
}

BOOST_AUTO_TEST_SUITE_END()
