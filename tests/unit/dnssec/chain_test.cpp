#include <danelaw/dnssec/chain.hpp>
#include <danelaw/report/chain_findings.hpp>
#include <danelaw/report/servers.hpp>

#include "support/dns_message.hpp"
#include "unit/dnssec/tracing.hpp"

#include <fmt/format.h>
#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace danelaw;
using danelaw::testing::Message;
using danelaw::testing::name;
using danelaw::testing::NameServer;
using danelaw::testing::spoil;

namespace {

const NameServer& server() {
    static const NameServer instance("tests/unit/dnssec/chain_zones.sh");
    return instance;
}

ChainFacts facts_of(const std::string& question, RecordType type = RecordType::a) {
    return danelaw::testing::trace(server(), question, type);
}

ChainReport chain_of(const std::string& question, RecordType type = RecordType::a) {
    return judge_chain(facts_of(question, type));
}

const ZoneReport& zone(const ChainReport& chain, std::string_view apex) {
    const auto found = std::ranges::find(chain.zones, name(apex), &ZoneReport::apex);
    BOOST_REQUIRE(found != chain.zones.end());
    return *found;
}

std::string broken(const ChainReport& chain) { return chain.broken.value_or("nothing broken"); }

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::vector<std::string> codes(const ChainReport& chain) {
    std::vector<std::string> all;
    for (const auto& finding : chain_findings(chain)) all.push_back(finding.code);
    return all;
}

bool has_code(const ChainReport& chain, std::string_view code) { return std::ranges::count(codes(chain), code) > 0; }

}  // namespace

BOOST_AUTO_TEST_SUITE(chain_of_trust)

BOOST_AUTO_TEST_CASE(signed_answer_is_reached_link_by_link) {  // RFC 4035 §5
    const auto chain = chain_of("www.good");
    BOOST_TEST(to_text(chain.state) == "secure");
    BOOST_TEST(broken(chain) == "nothing broken");
    BOOST_TEST(!chain.differs);
    BOOST_REQUIRE(chain.zones.size() == 2U);
    BOOST_TEST(chain.zones[0].is_anchor);
    const auto& good = zone(chain, "good");
    BOOST_REQUIRE(good.keys.size() == 2U);
    const auto is_entry = [](const KeyReport& key) { return key.vouched_for; };
    BOOST_TEST(std::ranges::count_if(good.keys, is_entry) == 1);
    BOOST_TEST(std::ranges::find_if(good.keys, is_entry)->key.is_entry_point());
    BOOST_TEST(good.ds.at(0).matched_key.has_value());
    BOOST_REQUIRE(chain.answer.size() == 1U);
    BOOST_TEST(chain.answer[0].signatures.at(0).valid());
    BOOST_TEST(codes(chain).empty());
}

BOOST_AUTO_TEST_CASE(signature_by_a_key_that_no_ds_names_makes_no_key_set_good) {  // RFC 4035 §5.2
    auto facts = facts_of("www.good");
    auto& keys = *std::ranges::find_if(
        facts.zones, [](const Lookup& l) { return l.type == RecordType::dnskey && l.name == name("good"); });
    const auto whole = judge_chain(facts);
    // The key set without the entry key's signature: what is left is that of the zone's other key, or none.
    const auto& signatures = zone(whole, "good").dnskey_rrset.value().signatures;
    BOOST_REQUIRE(!signatures.empty());
    for (const auto& [signature, fault] : signatures) {
        if (!fault) spoil(signature, keys.message);
    }
    const auto chain = judge_chain(facts);
    BOOST_TEST(to_text(zone(chain, "good").state) == "bogus");
    BOOST_TEST(contains(broken(chain), "good DNSKEY has no valid signature"), broken(chain));
    BOOST_TEST(to_text(chain.answer.at(0).state) == "unreached");
    BOOST_TEST(has_code(chain, "dnssec.views_differ"));  // libunbound saw the key set as it was
}

BOOST_AUTO_TEST_CASE(only_signature_of_what_the_validator_calls_secure_may_go_unchecked) {  // RFC 4035 §5.3
    auto facts = facts_of("www.good");
    auto& ds = *std::ranges::find_if(
        facts.zones, [](const Lookup& l) { return l.type == RecordType::ds && l.name == name("good"); });
    const auto whole = judge_chain(facts);
    const auto& signatures = zone(whole, "good").ds_rrset.value().signatures;
    BOOST_REQUIRE(signatures.size() == 1U);
    auto second = signatures[0].signature;
    *(second.rdata.end() - 33) ^= 1;
    auto two_signatures = ds.message;
    danelaw::testing::add(second, "good", two_signatures);
    spoil(second, two_signatures);
    spoil(second, ds.message);
    const auto state = [&](SignatureChecks checks) {
        const TrustedZones trusted(facts.anchors, facts.zones, facts.at, checks);
        return to_text(std::ranges::find(trusted.zones(), name("good"), &ZoneReport::apex)->ds_rrset.value().state);
    };
    BOOST_TEST(state(SignatureChecks::all) == "bogus");
    BOOST_TEST(state(SignatureChecks::undecided) == "secure");
    ds.dnssec = ValidationState::insecure;
    BOOST_TEST(state(SignatureChecks::undecided) == "bogus");
    ds.dnssec = ValidationState::secure;
    ds.message = two_signatures;
    BOOST_TEST(state(SignatureChecks::undecided) == "bogus");
}

BOOST_AUTO_TEST_CASE(changed_records_and_signatures_do_not_fit) {  // RFC 4035 §5.3.3
    const auto chain = chain_of("www.altered");
    BOOST_TEST(to_text(chain.state) == "bogus");
    BOOST_TEST(contains(broken(chain), "www.altered A has no valid signature"), broken(chain));
    BOOST_TEST(contains(broken(chain), "does not fit the records"), broken(chain));
    BOOST_TEST(!chain.differs);
    BOOST_TEST(to_text(zone(chain, "altered").state) == "secure");
}

BOOST_AUTO_TEST_CASE(missing_signature_is_named) {
    const auto chain = chain_of("www.nosig");
    BOOST_TEST(broken(chain) == "www.nosig A has no signature, although its zone nosig is signed");
}

BOOST_AUTO_TEST_CASE(ds_of_another_key_breaks_the_link_to_the_zone) {
    const auto chain = chain_of("www.wrongds");
    BOOST_TEST(contains(broken(chain), "no DNSKEY of wrongds ("), broken(chain));
    BOOST_TEST(contains(broken(chain), "is the one that its DS (1 ECDSAP256SHA256(13)) names"), broken(chain));
    BOOST_TEST(has_code(chain, "dnssec.ds_without_key"));
}

BOOST_AUTO_TEST_CASE(signatures_outside_their_time_say_by_how_much) {
    const auto late = broken(chain_of("www.late"));
    BOOST_TEST(contains(late, "expired at 2026-02-01T00:00:00Z, 120 days before 2026-06-01T00:00:00Z"), late);
    const auto early = broken(chain_of("www.early"));
    BOOST_TEST(contains(early, "holds only from 2026-07-01T00:00:00Z, 30 days after 2026-06-01T00:00:00Z"), early);
}

BOOST_AUTO_TEST_CASE(zone_that_no_server_knows_fails_where_it_is_asked_for) {
    const auto chain = chain_of("www.lame");
    BOOST_TEST(to_text(chain.state) == "failed");
    BOOST_TEST(contains(broken(chain), "the DS lookup of lame is indeterminate"), broken(chain));
}

BOOST_AUTO_TEST_CASE(keys_that_are_not_answered_fail_the_zone) {
    auto facts = facts_of("www.good");
    for (auto& lookup : facts.zones) {
        if (lookup.name != name("good") || lookup.type != RecordType::dnskey) continue;
        lookup =
            failed_lookup(name("good"), RecordType::dnskey, ValidationState::indeterminate, {"silence", std::nullopt});
    }
    const auto chain = judge_chain(facts);
    BOOST_TEST(to_text(chain.state) == "failed");
    BOOST_TEST(broken(chain) == "the DNSKEY lookup of good is indeterminate: silence");
    BOOST_TEST(to_text(chain.answer.at(0).state) == "unreached");
}

/// As facts_of(), but nobody asked for the zone `good`.
ChainFacts facts_without_good() {
    auto facts = facts_of("www.good");
    std::erase_if(facts.zones, [](const Lookup& lookup) { return lookup.name == name("good"); });
    return facts;
}

BOOST_AUTO_TEST_CASE(records_of_a_zone_that_was_not_asked_for_are_not_bogus_by_the_keys_above) {
    auto facts = facts_without_good();
    const auto chain = judge_chain(facts);
    BOOST_TEST(to_text(chain.answer.at(0).state) == "unreached");
    BOOST_TEST(to_text(chain.state) == "failed");
    BOOST_TEST(broken(chain) == "nothing is known of the keys of the zone that www.good A is in");
    // Where the name is known to begin no zone, nobody may sign in its name.
    Lookup no_zone;
    no_zone.name = no_zone.canonical_name = name("good");
    no_zone.type = RecordType::ds;
    no_zone.dnssec = ValidationState::secure;
    no_zone.presence = Presence::no_data;
    facts.zones.push_back(no_zone);
    const auto known = judge_chain(facts);
    BOOST_TEST(to_text(known.answer.at(0).state) == "bogus");
    BOOST_TEST(contains(broken(known), "is in the name of good, expected ."), broken(known));
}

BOOST_AUTO_TEST_CASE(servers_of_a_zone_that_was_not_asked_for_owe_no_proof) {
    const auto denial_unproven = [](const ChainFacts& facts) {
        TrustedZones zones(facts.anchors, facts.zones, facts.at, SignatureChecks::all);
        ServerAnswer denial;
        denial.name = name("none.good");
        denial.type = RecordType::a;
        denial.message =
            Message("none.good", 1).authority("good", 6, 60, danelaw::testing::soa_rdata(60)).flags(0x8580).wire();
        ServerFacts server;
        server.answers = {denial};
        return judge_servers({name("good"), {}, {server}}, zones).servers.at(0).answers.at(0).denial_unproven;
    };
    BOOST_TEST(denial_unproven(facts_of("www.good")));
    BOOST_TEST(!denial_unproven(facts_without_good()));
}

BOOST_AUTO_TEST_CASE(unsigned_zone_ends_the_chain_by_right) {
    const auto chain = chain_of("www.unsigned");
    BOOST_TEST(to_text(chain.state) == "insecure");
    BOOST_TEST(broken(chain) == "nothing broken");
    BOOST_TEST(chain.ends.value() == ". proves that unsigned has no DS: the zone is unsigned");
    BOOST_TEST(to_text(zone(chain, "unsigned").ds_denial.at(0).state) == "secure");
}

BOOST_AUTO_TEST_CASE(unsupported_algorithm_ends_the_chain_and_is_a_finding) {  // RFC 4035 §5.2
    const auto chain = chain_of("www.odd");
    BOOST_TEST(to_text(chain.state) == "insecure");
    BOOST_TEST(has_code(chain, "dnssec.unsupported_algorithm"));
    BOOST_TEST(!chain.differs);
}

BOOST_AUTO_TEST_CASE(opt_out_span_ends_the_chain) {  // RFC 5155 §6
    const auto chain = chain_of("www.child.optout");
    BOOST_TEST(to_text(chain.state) == "insecure");
    BOOST_TEST(contains(chain.ends.value(), "opt-out span of optout"), *chain.ends);
}

BOOST_AUTO_TEST_CASE(weak_algorithms_keys_and_hashing_are_findings) {
    const auto chain = chain_of("www.weak");
    BOOST_TEST(to_text(chain.state) == "secure");
    BOOST_TEST(has_code(chain, "dnssec.sha1_algorithm"));
    BOOST_TEST(has_code(chain, "dnssec.short_key"));
    BOOST_TEST(zone(chain, "weak").keys.at(0).key.bits == 1024U);
    BOOST_TEST(zone(chain, "weak").nsec3.value().iterations == 10);
    BOOST_TEST(has_code(chain, "dnssec.nsec3_iterations"));
    for (const auto& finding : chain_findings(chain)) BOOST_TEST(finding.subject == "weak");
}

BOOST_AUTO_TEST_CASE(ds_without_a_key_is_a_notice_where_another_matches) {  // RFC 4035 §2.4
    const auto chain = chain_of("www.twods");
    BOOST_TEST(to_text(chain.state) == "secure");
    BOOST_TEST(codes(chain) == std::vector<std::string>{"dnssec.ds_without_key"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(alias_into_an_unsigned_zone_shows_both_chains) {  // RFC 7672 §2.1.3
    const auto chain = chain_of("out.good");
    BOOST_TEST(to_text(chain.state) == "insecure");
    BOOST_REQUIRE(chain.answer.size() == 2U);
    BOOST_TEST(to_text(chain.answer[0].state) == "secure");
    BOOST_TEST(to_text(chain.answer[1].state) == "insecure");
    BOOST_TEST(chain.zones.size() == 3U);
}

BOOST_AUTO_TEST_CASE(cname_made_from_a_dname_is_as_good_as_the_dname) {  // RFC 6672 §5.3.1
    const auto chain = chain_of("a.old.good");
    BOOST_TEST(to_text(chain.state) == "secure");
    BOOST_TEST(!chain.differs);
}

BOOST_AUTO_TEST_CASE(wildcard_and_denials_are_checked_with_their_proof) {
    for (const auto& [question, type] :
         {std::pair("x.wild.good", RecordType::a), std::pair("none.good", RecordType::a),
          std::pair("www.good", RecordType::tlsa), std::pair("www.optout", RecordType::mx)}) {
        const auto chain = chain_of(question, type);
        BOOST_TEST(to_text(chain.state) == "secure", question);
        BOOST_TEST(!chain.differs, question);
        BOOST_TEST(chain.answer.size() >= 1U);
        for (const auto& rrset : chain.answer) BOOST_TEST(to_text(rrset.state) == "secure", question);
    }
}

BOOST_AUTO_TEST_CASE(ds_of_a_name_is_judged_on_its_parents_side) {  // RFC 4035 §2.4
    const auto chain = chain_of("good", RecordType::ds);
    BOOST_TEST(to_text(chain.state) == "secure");
    BOOST_TEST(chain.zones.size() == 1U);
    BOOST_TEST(chain.answer.at(0).signatures.at(0).signature.signer.text() == ".");
}

BOOST_AUTO_TEST_CASE(wrong_anchor_is_named) {
    auto facts = facts_of("www.good");
    facts.anchors = {". IN DS 1 13 2 " + std::string(64, '0')};
    const auto chain = judge_chain(facts);
    BOOST_TEST(contains(broken(chain), "is the one that the trust anchor (1 ECDSAP256SHA256(13)) names"),
               broken(chain));
    BOOST_TEST(has_code(chain, "dnssec.views_differ"));
}

BOOST_AUTO_TEST_CASE(anchor_may_be_a_key) {
    auto facts = facts_of("www.good");
    const auto rdata = zone(judge_chain(facts), ".").keys.at(0).key.rdata;
    facts.anchors = {". IN DNSKEY 257 3 13 " + to_base64(ByteView(rdata).subspan(4))};
    BOOST_TEST(to_text(judge_chain(facts).state) == "secure");
}

BOOST_AUTO_TEST_CASE(without_an_anchor_nothing_is_secure) {
    auto facts = facts_of("www.good");
    facts.anchors.clear();
    const auto chain = judge_chain(facts);
    BOOST_TEST(to_text(chain.state) == "insecure");
    BOOST_TEST(contains(chain.ends.value(), "no trust anchor"));
}

BOOST_AUTO_TEST_CASE(clock_decides_on_every_link) {
    auto facts = facts_of("www.good");
    facts.at = Timestamp{std::chrono::seconds{1'800'000'000}};  // 2027-01-15
    BOOST_TEST(contains(broken(judge_chain(facts)), ". DNSKEY has no valid signature"));
    facts.at = Timestamp{std::chrono::seconds{1'798'761'600}};  // the last second, 2027-01-01T00:00:00Z
    BOOST_TEST(to_text(judge_chain(facts).state) == "secure");
}

/// A zone of `count` keys with one tag, and as many signatures over its keys by none of them (KeyTrap, CVE-2023-50387).
ChainFacts colliding_keys(std::size_t count, std::size_t signature_octets = 64) {
    ChainFacts facts;
    Message message("trap", 48);
    Bytes key{1, 1, 3, 13};
    key.resize(68);
    for (std::size_t i = 0; i < count; ++i) {
        // The tag is a sum of 16-bit words: what is added to one is taken from another.
        key[4] = static_cast<std::uint8_t>(i >> 8U);
        key[5] = static_cast<std::uint8_t>(i & 0xFFU);
        key[6] = static_cast<std::uint8_t>((0xFFFFU - i) >> 8U);
        key[7] = static_cast<std::uint8_t>((0xFFFFU - i) & 0xFFU);
        message.answer("trap", 48, 300, key);
        if (i > 0) continue;
        facts.anchors.push_back(fmt::format("trap. IN DNSKEY 257 3 13 {}", to_base64(ByteView(key).subspan(4))));
    }
    const auto tag = dnskey_from_rdata(key)->key_tag;
    for (std::size_t i = 0; i < count; ++i) {
        Bytes signature{0, 48, 13, 1, 0, 0, 1, 44, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 1};
        danelaw::testing::put_u16(signature, tag);
        const auto signer = danelaw::testing::wire_name("trap");
        signature.insert(signature.end(), signer.begin(), signer.end());
        signature.insert(signature.end(), signature_octets, static_cast<std::uint8_t>(i));
        message.answer("trap", 46, 300, signature);
    }
    facts.at = Timestamp{std::chrono::seconds{1'780'272'000}};
    facts.answer = failed_lookup(name("trap"), RecordType::dnskey, ValidationState::bogus, {"why", std::nullopt});
    facts.answer.message = message.wire();
    facts.zones = {facts.answer};
    return facts;
}

BOOST_AUTO_TEST_CASE(colliding_keys_cost_a_bounded_number_of_checks) {
    const auto chain = judge_chain(colliding_keys(300));
    const auto& zone_report = zone(chain, "trap");
    BOOST_REQUIRE(zone_report.keys.size() == 300U);
    BOOST_REQUIRE(zone_report.dnskey_rrset.value().signatures.size() == 300U);
    BOOST_TEST(contains(zone_report.dnskey_rrset->signatures.back().fault.value(), "too many signatures and keys"));
    BOOST_TEST(to_text(chain.state) == "failed");  // what was not checked may be valid
    BOOST_TEST(contains(broken(chain), "the signatures of trap DNSKEY were not all checked: of one reply at most 200"),
               broken(chain));
}

BOOST_AUTO_TEST_CASE(signature_that_could_not_be_checked_is_not_called_changed) {
    const auto chain = judge_chain(colliding_keys(1, 10));  // its signature is too short to be read
    BOOST_TEST(zone(chain, "trap").dnskey_rrset.value().signatures.at(0).fault.value() == "could not be checked");
    BOOST_TEST(to_text(chain.state) == "failed");
    BOOST_TEST(contains(broken(chain), "libldns could not check a signature with key"), broken(chain));
}

BOOST_AUTO_TEST_CASE(colliding_ds_records_and_keys_beyond_our_bound_are_no_fault_of_the_zone) {
    auto facts = colliding_keys(15);
    const auto tag = zone(judge_chain(facts), "trap").keys.at(0).key.key_tag;
    const auto anchors_of = [&](std::size_t count) {
        std::vector<std::string> anchors;
        for (std::size_t i = 0; i < count; ++i) anchors.push_back(fmt::format("trap. IN DS {} 13 2 {:064x}", tag, i));
        return anchors;
    };
    facts.anchors = anchors_of(13);  // 195 comparisons: all are made
    BOOST_TEST(to_text(judge_chain(facts).state) == "bogus");
    facts.anchors = anchors_of(15);
    const auto chain = judge_chain(facts);
    BOOST_TEST(to_text(chain.state) == "failed");
    BOOST_TEST(contains(broken(chain), "not every DNSKEY of trap was compared with the trust anchors: of one reply"),
               broken(chain));
}

BOOST_AUTO_TEST_CASE(zone_of_colliding_keys_takes_no_checks_from_the_next) {
    auto facts = facts_of("www.good");
    const auto trap = colliding_keys(300);
    facts.anchors.push_back(trap.anchors.at(0));
    facts.zones.insert(facts.zones.begin(), trap.zones.at(0));
    const auto chain = judge_chain(facts);
    BOOST_TEST(to_text(zone(chain, "trap").state) == "failed");
    BOOST_TEST(to_text(zone(chain, "good").state) == "secure", zone(chain, "good").reason);
    BOOST_TEST(to_text(chain.answer.at(0).state) == "secure");
}

BOOST_AUTO_TEST_SUITE_END()
