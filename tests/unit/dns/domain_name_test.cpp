#include <danelaw/dns/domain_name.hpp>

#include <boost/test/unit_test.hpp>

#include <support/dns_message.hpp>

using namespace danelaw;
using danelaw::testing::name;

BOOST_AUTO_TEST_SUITE(domain_name)

BOOST_AUTO_TEST_CASE(a_typed_name_becomes_lower_case_a_labels) {  // RFC 5891 §5, UTS 46 non-transitional
    const std::pair<const char*, const char*> cases[] = {
        {"Example.ORG", "example.org"},
        {"example.org.", "example.org"},
        {"bücher.example", "xn--bcher-kva.example"},
        {"BÜCHER.example", "xn--bcher-kva.example"},
        {"faß.de", "xn--fa-hia.de"},  // transitional processing would say fass.de
        {"例え。テスト", "xn--r8jz45g.xn--zckzah"},
        {"_25._tcp.mx.example.org", "_25._tcp.mx.example.org"},
        {"xn--bcher-kva.example", "xn--bcher-kva.example"},
        {"r3---sn-abc.example", "r3---sn-abc.example"},
        {"XN--G6H.example", "xn--g6h.example"},  // a heart: not IDNA 2008, but there are such names
        {"xn--g6h.bücher.example.", "xn--g6h.xn--bcher-kva.example"},
        {"例え．テスト｡org", "xn--r8jz45g.xn--zckzah.org"},
        {"org", "org"},
        {".", "."},
    };
    for (const auto& [typed, canonical] : cases) {
        BOOST_TEST_CONTEXT(typed) {
            const auto read = DomainName::from_user(typed);
            BOOST_REQUIRE_MESSAGE(bool(read), (read ? "" : read.error().detail));
            BOOST_TEST(read->text() == canonical);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_domain_name_is_refused_with_the_place) {
    const std::string long_label(64, 'a');
    const std::string cases[] = {"",
                                 "..",
                                 ".org",
                                 "a..b",
                                 "example.org..",
                                 "exa mple.org",
                                 "user@example.org",
                                 "-a.example",
                                 "a-.example",
                                 "ex*mple.org",
                                 "192.0.2.1",
                                 "example.123",
                                 "[192.0.2.1]",
                                 "2001:db8::1",
                                 long_label + ".org",
                                 "\xff\xfe.org",  // no UTF-8
                                 "a\\046b.org",
                                 std::string("a\0b.org", 7),
                                 std::string(5000, 'a'),
                                 "ü-.example",
                                 "\u2028.example",
                                 "a\u200db.example"};  // ZWJ without its context, RFC 5892 A.2
    for (const auto& typed : cases) {
        BOOST_TEST_CONTEXT(typed) {
            const auto read = DomainName::from_user(typed);
            BOOST_TEST(!read);
            if (!read) BOOST_TEST(read.error().detail.find("expected") != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_label_that_is_none_is_shown_as_it_was_typed) {
    BOOST_TEST(
        DomainName::from_user("example.org:25").error().detail ==
        "\"example.org:25\": label \"org:25\" is no host name label, expected letters, digits, underscores and inner "
        "hyphens");
    BOOST_TEST(DomainName::from_user("a\x1b.org").error().detail.starts_with("\"a\\x1b.org\": label \"a\\x1b\" is no"));
}

BOOST_AUTO_TEST_CASE(the_lengths_of_rfc_1035_section_2_3_4_hold) {
    const std::string label63(63, 'a');
    const std::string name253 = label63 + "." + label63 + "." + label63 + "." + std::string(61, 'a');
    BOOST_TEST(bool(DomainName::from_presentation(label63)));
    BOOST_TEST(!DomainName::from_presentation(label63 + "a"));
    BOOST_TEST(bool(DomainName::from_presentation(name253)));
    BOOST_TEST(bool(DomainName::from_presentation(name253 + ".")));
    BOOST_TEST(!DomainName::from_presentation(name253 + "a"));
    BOOST_TEST(!name(name253).with_prefix("_tcp"));
    BOOST_TEST(!tlsa_owner(name(name253), 25));
}

BOOST_AUTO_TEST_CASE(octets_outside_host_names_are_kept_as_escapes) {  // RFC 1035 §5.1
    BOOST_TEST(name("A\\.b.Example").text() == "a\\.b.example");
    BOOST_TEST(name("a\\046b.example").text() == "a\\.b.example");
    BOOST_TEST(name("a\\065.example").text() == "aa.example");
    BOOST_TEST(name("\\*.example").text() == "*.example");
    BOOST_TEST(name("\\042.example").text() == "*.example");
    BOOST_TEST(name("*.example").text() == "*.example");
    BOOST_TEST(name("a\\000\\255b").text() == "a\\000\\255b");
    BOOST_TEST(name("\\\\.example").text() == "\\092.example");
    for (const auto* text : {"a\\", "a\\25", "a\\256", "a\\2x5.example", "", "..", "a..b"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!DomainName::from_presentation(text)); }
    }
}

BOOST_AUTO_TEST_CASE(an_escaped_dot_does_not_end_a_label) {
    const auto odd = name("a\\.b.example.org");
    BOOST_TEST(odd.labels().size() == 3);
    BOOST_TEST(odd.labels().front() == "a\\.b");
    BOOST_TEST(odd.parent().text() == "example.org");
    BOOST_TEST(!odd.is_at_or_below(name("b.example.org")));
    BOOST_TEST(!odd.is_host_name());
}

BOOST_AUTO_TEST_CASE(names_compare_without_regard_to_case) {  // RFC 4343
    BOOST_TEST((name("MX.Example.ORG") == name("mx.example.org.")));
    BOOST_TEST((name("a\\065.org") == name("AA.ORG")));
}

BOOST_AUTO_TEST_CASE(the_tree_is_walked_by_whole_labels) {
    const auto host = name("mx1.example.org");
    BOOST_TEST(host.parent().text() == "example.org");
    BOOST_TEST(name("org").parent().is_root());
    BOOST_TEST(DomainName().parent().is_root());
    BOOST_TEST(DomainName().labels().empty());
    BOOST_TEST(host.is_at_or_below(host));
    BOOST_TEST(host.is_at_or_below(name("example.org")));
    BOOST_TEST(host.is_at_or_below(DomainName()));
    BOOST_TEST(!host.is_at_or_below(name("ample.org")));
    BOOST_TEST(!name("example.org").is_at_or_below(host));
    BOOST_TEST(DomainName().with_prefix("org")->text() == "org");
}

BOOST_AUTO_TEST_CASE(a_host_name_has_host_labels_and_does_not_end_in_a_number) {  // RFC 1123 §2.1
    for (const auto* text : {"mx.example.org", "mx_1.example.org", "3com.com", "127.0.0.1.example"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(name(text).is_host_name()); }
    }
    for (const auto* text : {".", "192.0.2.1", "-mx.example.org", "mx-.example.org", "m\\032x.example.org", "*.org"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!name(text).is_host_name()); }
    }
}

BOOST_AUTO_TEST_CASE(the_tlsa_owner_is_port_and_transport_before_the_base_domain) {  // RFC 6698 §3, RFC 7672 §2.2.3
    BOOST_TEST(tlsa_owner(name("mx.example.org"), 25)->text() == "_25._tcp.mx.example.org");
    BOOST_TEST(tlsa_owner(name("mx.example.org"), 465)->text() == "_465._tcp.mx.example.org");
}

BOOST_AUTO_TEST_CASE(people_see_u_labels_only_where_they_lead_back_to_the_same_name) {
    BOOST_TEST(name("xn--bcher-kva.example").unicode() == "bücher.example");
    BOOST_TEST(name("mx.xn--bcher-kva.example").unicode() == "mx.bücher.example");
    BOOST_TEST(name("xn--zzzzzzzzzz99999.example").unicode() == "xn--zzzzzzzzzz99999.example");
    for (const auto* odd : {"xn--bcher-2pa", "xn--22g", "xn--abc-4q0a", "xn--g6h", "xn--a", "xn--x-sy8h"}) {
        BOOST_TEST(name(odd).unicode() == odd);  // an upper-case letter, OHM SIGN, RLO, a heart, nothing, a ligature
    }
    BOOST_TEST(name("a\\.b.example").unicode() == "a\\.b.example");
    BOOST_TEST(DomainName().unicode() == ".");
}

BOOST_AUTO_TEST_SUITE_END()
