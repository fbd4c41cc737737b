#include <danelaw/report/senders.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <map>
#include <sstream>

// Contract 4 cell by cell (senders.txt), then what several hosts come to together.

using namespace danelaw;

namespace {

SeenEndpoint endpoint(bool tls, bool refused, Maybe meets_policy) { return {tls, refused, tls ? meets_policy : false}; }

SeenHost base_host(std::optional<DaneAction> action) {
    SeenHost host;
    host.name = "mx1.example.org";
    host.action = action;
    host.addresses_secure = true;
    host.only_usage_3 = true;
    host.allowed = true;
    return host;
}

SeenHost host_with(DaneAction action, bool tls, bool refused, Maybe meets_policy) {
    auto host = base_host(action);
    host.endpoints = {endpoint(tls, refused, meets_policy)};
    return host;
}

SeenHost by_trust_anchor(Maybe is_private, Maybe meets_policy) {
    auto host = host_with(DaneAction::authenticate, true, false, meets_policy);
    host.only_usage_3 = false;
    host.trust_anchor_is_private = is_private;
    return host;
}

SeenHost with_insecure_addresses(SeenHost host) {
    host.addresses_secure = false;
    return host;
}

SeenHost without_addresses() {
    auto host = with_insecure_addresses(base_host(DaneAction::skip));
    host.addresses_failed = true;
    return host;
}

/// The states of senders.txt.
SeenHost host_in(const std::string& state, Maybe ok) {
    const std::map<std::string, SeenHost> states{
        {"authenticated-3", host_with(DaneAction::authenticate, true, false, ok)},
        {"authenticated-2-private", by_trust_anchor(true, ok)},
        {"authenticated-2-public", by_trust_anchor(false, ok)},
        {"authenticated-2-unseen", by_trust_anchor(std::nullopt, ok)},
        {"mismatch", host_with(DaneAction::authenticate, true, true, ok)},
        {"demanded-tls-fails", host_with(DaneAction::authenticate, false, true, ok)},
        {"authenticate-unreached", base_host(DaneAction::authenticate)},
        {"unusable-encrypted", host_with(DaneAction::encrypt, true, false, ok)},
        {"unusable-tls-fails", host_with(DaneAction::encrypt, false, true, ok)},
        {"unusable-unreached", base_host(DaneAction::encrypt)},
        {"plain-encrypted", host_with(DaneAction::opportunistic, true, false, ok)},
        {"plain-cleartext", host_with(DaneAction::opportunistic, false, false, ok)},
        {"plain-unreached", base_host(DaneAction::opportunistic)},
        {"insecure-encrypted", with_insecure_addresses(host_with(DaneAction::opportunistic, true, false, ok))},
        {"insecure-cleartext", with_insecure_addresses(host_with(DaneAction::opportunistic, false, false, ok))},
        {"skip-tlsa-failed", base_host(DaneAction::skip)},
        {"skip-no-lookup", without_addresses()}};
    return states.at(state);
}

SeenDomain domain_in(const std::string& state, const std::string& mx, const std::string& policy) {
    const bool bad_certificate = policy == "enforce-bad-certificate";
    const Maybe meets = policy == "enforce-no-ca-store" ? std::nullopt : Maybe(!bad_certificate);
    SeenDomain domain;
    domain.mx_secure = mx == "signed";
    domain.enforced = policy.starts_with("enforce");
    if (policy == "policy-unknown") domain.enforced = std::nullopt;
    domain.policy_state = policy;
    domain.hosts = {host_in(state, meets)};
    domain.hosts[0].allowed = policy != "enforce-other-name" && policy != "no-policy" && policy != "policy-unknown";
    return domain;
}

std::string shown(const SenderRow& row) {
    std::string text = to_text(row.delivery) + " ";
    for (const auto& one : row.resists) text += !one ? '?' : *one ? 'y' : 'n';
    return text;
}

std::vector<std::string> rows_of(const SeenDomain& domain) {
    std::vector<std::string> texts;
    for (const auto& row : judge_senders(domain)) texts.push_back(shown(row));
    return texts;
}

std::string row_of(const SeenDomain& domain, Sender sender) {
    return rows_of(domain).at(static_cast<std::size_t>(sender));
}

std::string why_of(const SeenDomain& domain, Sender sender) {
    return judge_senders(domain).at(static_cast<std::size_t>(sender)).why.value_or("-");
}

std::vector<std::string> split(const std::string& line, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(line);
    for (std::string part; std::getline(stream, part, separator);) {
        std::istringstream words(part);
        std::string joined, word;
        while (words >> word) joined += (joined.empty() ? "" : " ") + word;
        parts.push_back(joined);
    }
    return parts;
}

SeenDomain domain_with(std::vector<SeenHost> hosts) {
    SeenDomain domain;
    domain.mx_secure = true;
    domain.policy_state = "there is no MTA-STS record";
    domain.hosts = std::move(hosts);
    return domain;
}

SeenHost named(SeenHost host, const std::string& name) {
    host.name = name;
    return host;
}

SeenHost protected_host() { return host_with(DaneAction::authenticate, true, false, true); }
SeenHost plain_host() { return named(host_with(DaneAction::opportunistic, true, false, true), "mx2.example.org"); }
SeenHost unreached_host(DaneAction action) { return named(base_host(action), "mx3.example.org"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(senders)

BOOST_AUTO_TEST_CASE(every_cell_of_the_table_for_one_host) {
    std::ifstream file(std::string(DANELAW_SOURCE_DIR) + "/tests/unit/compare/senders.txt");
    std::size_t rows = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("#")) continue;
        const auto parts = split(line, '|');
        const auto key = split(parts.at(0), ' ');
        const auto rows_seen = rows_of(domain_in(key.at(0), key.at(1), key.at(2)));
        BOOST_TEST_CONTEXT(parts.at(0) << " (" << parts.at(5) << ")") {
            for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(rows_seen.at(i) == parts.at(i + 1));
        }
        ++rows;
    }
    BOOST_TEST(rows == 238U);
}

BOOST_AUTO_TEST_CASE(the_weakest_host_that_takes_mail_decides_the_delivery) {
    BOOST_TEST(row_of(domain_with({protected_host(), plain_host()}), Sender::dane) == "encrypted ynnynn");
    const auto cleartext = host_with(DaneAction::opportunistic, false, false, false);
    BOOST_TEST(row_of(domain_with({protected_host(), cleartext}), Sender::dane) == "cleartext nnnynn");
    BOOST_TEST(row_of(domain_with({protected_host(), cleartext}), Sender::opportunistic) == "cleartext nnnnnn");
}

BOOST_AUTO_TEST_CASE(a_host_that_is_refused_takes_no_mail_and_weakens_nothing) {
    const auto mismatch = host_with(DaneAction::authenticate, true, true, true);
    BOOST_TEST(row_of(domain_with({protected_host(), mismatch}), Sender::dane) == "authenticated yyyyyy");
    BOOST_TEST(row_of(domain_with({mismatch, mismatch}), Sender::dane) == "deferred yyyyyy");
    BOOST_TEST(row_of(domain_with({mismatch, plain_host()}), Sender::dane) == "encrypted ynnynn");
}

BOOST_AUTO_TEST_CASE(a_host_that_was_not_reached_decides_where_it_could_be_weaker) {
    BOOST_TEST(row_of(domain_with({protected_host(), unreached_host(DaneAction::authenticate)}), Sender::dane) ==
               "authenticated yyyyyy");
    BOOST_TEST(row_of(domain_with({protected_host(), unreached_host(DaneAction::encrypt)}), Sender::dane) ==
               "unknown yynynn");
    BOOST_TEST(row_of(domain_with({protected_host(), unreached_host(DaneAction::opportunistic)}), Sender::dane) ==
               "unknown ?nnynn");
    BOOST_TEST(row_of(domain_with({plain_host(), unreached_host(DaneAction::encrypt)}), Sender::dane) ==
               "encrypted ynnynn");
}

BOOST_AUTO_TEST_CASE(of_several_addresses_each_counts) {
    auto host = protected_host();
    host.endpoints.push_back(endpoint(true, true, true));
    BOOST_TEST(row_of(domain_with({host}), Sender::dane) == "authenticated yyyyyy");
    auto half = plain_host();
    half.endpoints.push_back(endpoint(false, false, false));
    BOOST_TEST(row_of(domain_with({half}), Sender::opportunistic) == "cleartext nnnnnn");
    auto domain = domain_with({half});
    domain.enforced = true;
    BOOST_TEST(row_of(domain, Sender::mta_sts) == "authenticated yyyynn");
}

BOOST_AUTO_TEST_CASE(mta_sts_never_overrides_a_failure_of_dane) {  // RFC 8461 §2
    auto domain = domain_with({host_with(DaneAction::authenticate, true, true, true)});
    domain.enforced = true;
    BOOST_TEST(row_of(domain, Sender::mta_sts) == "authenticated yyyynn");
    BOOST_TEST(row_of(domain, Sender::dane_and_mta_sts) == "deferred yyyyyy");
    domain.mx_secure = false;
    BOOST_TEST(row_of(domain, Sender::dane_and_mta_sts) == "deferred yyyyyn");
}

BOOST_AUTO_TEST_CASE(dane_decides_a_host_that_it_binds_whatever_mta_sts_says) {
    auto host = host_with(DaneAction::authenticate, true, false, false);
    host.allowed = false;
    auto domain = domain_with({host});
    domain.enforced = true;
    BOOST_TEST(row_of(domain, Sender::dane_and_mta_sts) == "authenticated yyyyyy");
    domain.mx_secure = false;  // then both must hold
    BOOST_TEST(row_of(domain, Sender::dane_and_mta_sts) == "deferred yyyyyn");
}

BOOST_AUTO_TEST_CASE(mail_that_goes_nowhere_is_rejected_by_all) {  // RFC 7505, RFC 5321 §5.1
    auto domain = domain_with({});
    domain.route = MailRoute::nowhere;
    for (const auto& row : judge_senders(domain)) BOOST_TEST(to_text(row.delivery) == "rejected");
    BOOST_TEST(why_of(domain, Sender::dane) == "mail to the domain is returned: no host takes it");
}

BOOST_AUTO_TEST_CASE(a_bogus_mx_defers_all_four_and_says_nothing_of_attacks) {
    auto domain = domain_with({});
    domain.route = MailRoute::failed;
    domain.mx_secure = false;
    BOOST_TEST(row_of(domain, Sender::opportunistic) == "deferred ?nnnnn");
    BOOST_TEST(row_of(domain, Sender::dane) == "deferred ??????");
    for (const auto& row : judge_senders(domain)) BOOST_TEST(to_text(row.delivery) == "deferred");
}

BOOST_AUTO_TEST_CASE(what_was_not_looked_at_is_not_known) {
    auto domain = domain_with({protected_host(), named(base_host(std::nullopt), "mx9.example.org")});
    BOOST_TEST(row_of(domain, Sender::dane) == "unknown ??????");
    BOOST_TEST(why_of(domain, Sender::dane) ==
               "nothing is known of mx9.example.org, which could not be reached from here");
    domain.route = MailRoute::unknown;
    BOOST_TEST(row_of(domain, Sender::dane) == "unknown ??????");
}

BOOST_AUTO_TEST_CASE(each_row_says_in_one_sentence_why_not) {
    auto domain = domain_with({protected_host()});
    BOOST_TEST(why_of(domain, Sender::opportunistic) == "it takes any certificate, and sends in clear where TLS fails");
    BOOST_TEST(why_of(domain, Sender::dane) == "-");
    BOOST_TEST(why_of(domain, Sender::mta_sts) ==
               "there is no MTA-STS record, so it sends as an opportunistic sender does");
    BOOST_TEST(why_of(domain, Sender::dane_and_mta_sts) == "-");
    domain.mx_secure = false;
    BOOST_TEST(why_of(domain, Sender::dane) ==
               "the MX records are not signed, so an attacker can name hosts of his own");
    domain.enforced = true;
    BOOST_TEST(why_of(domain, Sender::mta_sts) ==
               "any public CA is trusted, and nothing protects before the policy was first fetched");
    BOOST_TEST(why_of(domain, Sender::dane_and_mta_sts) ==
               "against a rogue CA, and before the policy was first fetched, only DANE helps: the MX records are not "
               "signed, so an attacker can name hosts of his own");
    domain.enforced = std::nullopt;
    domain.policy_state = "the policy host did not answer";
    BOOST_TEST(why_of(domain, Sender::mta_sts) ==
               "whether a policy is enforced is not known: the policy host did not answer");
}

BOOST_AUTO_TEST_CASE(the_sentence_names_the_hosts_that_are_to_blame) {
    BOOST_TEST(why_of(domain_with({protected_host(), plain_host()}), Sender::dane) ==
               "no signed TLSA records for mx2.example.org, and an attacker can steer mail there");
    BOOST_TEST(why_of(domain_with({plain_host(), plain_host(), plain_host()}), Sender::dane) ==
               "no signed TLSA records for mx2.example.org and 2 other hosts, and an attacker can steer mail there");
    BOOST_TEST(why_of(domain_with({host_with(DaneAction::encrypt, true, false, true)}), Sender::dane) ==
               "the TLSA records of mx1.example.org cannot be used: TLS is demanded, but any certificate will do");
    BOOST_TEST(why_of(domain_with({by_trust_anchor(false, true)}), Sender::dane) ==
               "the trust anchor that the TLSA records of mx1.example.org name belongs to a public CA, which could be "
               "made to issue another certificate");
    BOOST_TEST(why_of(domain_with({by_trust_anchor(std::nullopt, true)}), Sender::dane) ==
               "the trust anchor that the TLSA records of mx1.example.org name was not seen, so whether a public CA is "
               "above it is not known");
    BOOST_TEST(why_of(domain_with({host_with(DaneAction::authenticate, true, true, true)}), Sender::dane) ==
               "mail waits: mx1.example.org does not meet what this sender demands");
    BOOST_TEST(why_of(domain_with({host_with(DaneAction::opportunistic, false, false, false)}),
                      Sender::opportunistic) == "mx1.example.org gives no TLS, so mail goes there in clear");
    BOOST_TEST(why_of(domain_with({unreached_host(DaneAction::authenticate)}), Sender::dane) ==
               "nothing is known of mx3.example.org, which could not be reached from here");
}

BOOST_AUTO_TEST_SUITE_END()
