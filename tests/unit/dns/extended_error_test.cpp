#include <danelaw/dns/lookup.hpp>

#include <boost/test/unit_test.hpp>

using namespace danelaw;

BOOST_AUTO_TEST_SUITE(extended_error)

BOOST_AUTO_TEST_CASE(the_words_of_libunbound_give_the_code_of_rfc_8914) {
    const std::pair<const char*, int> cases[] = {
        {"validation failure <mx.e.lab. A IN>: signature expired from 127.77.0.3 for key e.lab. while building chain "
         "of trust",
         7},
        {"validation failure <mx.e.lab. A IN>: signature before inception date from 127.77.0.3", 8},
        {"validation failure <mx.e.lab. A IN>: DS hash mismatches key from 127.77.0.3 for key e.lab. while building "
         "chain of trust",
         9},
        {"validation failure <mx.e.lab. A IN>: No DNSKEY record from 127.0.0.1 for key e.lab. while building chain of "
         "trust",
         9},
        {"validation failure <. NS IN>: no DNSKEY rrset [timeout] for trust anchor . while building chain of trust", 9},
        {"validation failure <mx.e.lab. A IN>: no keys have a DS with algorithm RSASHA256 from 127.0.0.1 for key "
         "e.lab.",
         9},
        {"validation failure <mx.e.lab. A IN>: no signatures from 127.77.0.3", 10},
        {"validation failure <mx.e.lab. A IN>: signature missing from 127.77.0.3", 10},
        {"validation failure <mx.e.lab. A IN>: dnskey without ZSK flag from 127.77.0.3", 11},
        {"validation failure <mx.e.lab. A IN>: nodata proof failed from 127.77.0.3", 12},
        {"validation failure <mx.e.lab. A IN>: no DNSSEC records from 127.77.0.3 for DS e.lab. while building chain of "
         "trust",
         12},
        {"validation failure <mx.e.lab. A IN>: no signatures over NSEC3s from 127.0.0.1 for DS e.lab.", 12},
        {"validation failure <mx.e.lab. A IN>: NSECs for the referral did not prove no DS from 127.0.0.1", 12},
        {"validation failure <mx.e.lab. A IN>: SERVFAIL no DS from 127.0.0.1 for DS e.lab. while building chain of "
         "trust",
         23},
        {"validation failure <mx.e.lab. A IN>: unsupported algorithm by crypto library from 127.0.0.1", 1},
        {"validation failure <mx.e.lab. A IN>: ECDSA signature verification failed from 127.77.0.3", 6},
        {"validation failure <mx.e.lab. A IN>: cname proof failed from 127.0.0.1 and 127.0.0.2", 12},
        {"validation failure <mx.e.lab. A IN>: no NSEC3 closest encloser from 127.0.0.1 for DS e.lab.", 12},
        {"validation failure <mx.e.lab. A IN>: signatures from unknown keys from 127.0.0.1", 9},
        {"validation failure <mx.e.lab. A IN>: signature labelcount out of range from 127.0.0.1", 6},
        {"validation failure <mx.e.lab. A IN>: RSA signature verification failed from 127.0.0.1 for <. SOA IN>", 6},
        {"validation failure <mx.e.lab. A IN>: something libunbound has never said", 6},
        {"", 6},
    };
    for (const auto& [why, code] : cases) {
        BOOST_TEST_CONTEXT(why) { BOOST_TEST(extended_error_for(why) == code); }
    }
}

BOOST_AUTO_TEST_CASE(the_last_reason_counts_as_a_later_query_quotes_the_failure_of_the_key) {
    BOOST_TEST(extended_error_for(
                   "validation failure <b.e.lab. A IN>: key for validation e.lab. is marked as invalid because of a "
                   "previous validation failure <a.e.lab. A IN>: no signatures; signature expired from 127.0.0.1") ==
               7);
    BOOST_TEST(extended_error_for("signature expired from 127.0.0.1 no signatures from 127.0.0.2") == 10);
}

BOOST_AUTO_TEST_SUITE_END()
