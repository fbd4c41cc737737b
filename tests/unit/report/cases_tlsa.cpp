// Findings about TLSA records, and about what of them matches.
#include "finding_cases.hpp"

#include <fmt/format.h>

namespace danelaw::test {

namespace {

/// The record `U S M` of a certificate of testdata/certs, in presentation form.
std::string record(const std::string& numbers, const std::string& of) { return to_text(tlsa(numbers, of)); }

/// mx.example.org, which presents these certificates.
Host server(std::initializer_list<const char*> chain) {
    return Host("mx.example.org").at("192.0.2.1", tls_session(chain));
}

Domain published(const std::vector<std::string>& records) {
    return Domain({server({"leaf", "intermediate", "root"}).tlsa(records)});
}

Domain with_ttl(std::chrono::seconds ttl) {
    return Domain({protected_host().with([&](HostFacts& facts) { facts.lookups.tlsa.front().ttl = ttl; })});
}

/// So many records, the first of which matches.
Domain many(std::size_t count) {
    std::vector<std::string> records{record("3 1 1", "leaf")};
    for (std::size_t i = 1; i < count; ++i) records.push_back(fmt::format("3 1 1 {:064}", i));
    return published(records);
}

const std::string owner = "_25._tcp.mx.example.org: ";

std::vector<FindingCase> record_cases() {
    const auto leaf = record("3 1 1", "leaf");
    const auto other = record("3 1 1", "leaf_rsa");
    const std::string nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    return {
        {"tlsa.unusable", published({leaf, "3 1 1 abcd"}), published({leaf, other}),
         owner + "record 2 (3 1 1 abcd) is unusable, association data has 2 octets, SHA2-256(1) needs 32"},
        {"tlsa.pkix_usage", published({leaf, record("1 1 1", "leaf")}), published({leaf, record("3 0 1", "leaf")}),
         owner + "record 2 (" + record("1 1 1", "leaf") +
             ") is unusable, usage PKIX-EE(1) is not used on port 25, DANE-TA(2) or DANE-EE(3) are"},
        {"tlsa.empty_digest", published({leaf, "3 1 1 " + nothing}), published({leaf, other}),
         owner + "record 2 (3 1 1 " + nothing + ") is the digest of nothing, that of a key was expected"},
        {"tlsa.set_aside", published({leaf, record("3 1 2", "leaf")}),
         published({record("3 0 1", "leaf"), record("3 1 2", "leaf")}),
         owner + "record 1 (" + leaf +
             ") is set aside, a record with a stronger digest and the same usage and selector stands beside it"},
        {"tlsa.unmatched", published({leaf, other}), published({leaf, record("3 0 1", "leaf")}),
         owner + "record 2 (" + other + ") matches no chain that was seen"},
        {"tlsa.many", many(101), many(100),
         owner + "101 TLSA records, at most 100 were expected; all count, the rest is not told of one by one"},
        {"tlsa.duplicate", published({other, leaf, other}), published({other, leaf}),
         owner + "record 3 (" + other + ") is the same as record 1"},
        {"tlsa.bare_key", published({record("2 1 0", "root")}), published({record("2 1 1", "root")}),
         owner + "record 1 (" + record("2 1 0", "root").substr(0, 140) +
             "...) is a bare public key, a digest was expected"},
    };
}

}  // namespace

std::vector<FindingCase> tlsa_cases() {
    const auto leaf = record("3 1 1", "leaf");
    const auto unsigned_records = [](ValidationState state) {
        return Domain({protected_host(), plain_host().tlsa({"3 1 1 " + std::string(64, 'a')}, state)});
    };
    const auto two_keys = [](const std::vector<std::string>& records) {
        return Domain({server({"leaf", "intermediate"}).tlsa(records).other_key(tls_session({"leaf_rsa"}))});
    };
    std::vector<FindingCase> cases = {
        {"tlsa.none", Domain({plain_host(), plain_host("mx3.example.org", 30).insecure()}),
         Domain({plain_host(), protected_host()}),
         "example.org: no mail host has signed TLSA records (mx2.example.org: no TLSA records at "
         "_25._tcp.mx2.example.org; mx3.example.org: its addresses are not signed)"},
        {"tlsa.missing_on_host", Domain({protected_host(), plain_host().insecure()}), Domain({plain_host().insecure()}),
         "mx2.example.org: its addresses are not signed, signed TLSA records as on other hosts of the domain were "
         "expected"},
        {"tlsa.insecure", unsigned_records(ValidationState::insecure), unsigned_records(ValidationState::secure),
         "_25._tcp.mx2.example.org: TLSA records are published, but not signed, a signed zone was expected"},
        {"tlsa.mismatch", Domain({server({"leaf_rsa", "intermediate"}).tlsa({leaf})}), published({leaf}),
         "mx.example.org[192.0.2.1]:25: no TLSA record matches; published at _25._tcp.mx.example.org: " + leaf +
             "; the certificate needs: " + record("3 1 1", "leaf_rsa") +
             "; that certificate is valid since 2024-01-01T00:00:00Z"},
        {"tlsa.other_key_mismatch", two_keys({leaf}), two_keys({leaf, record("3 1 1", "leaf_rsa")}),
         "mx.example.org[192.0.2.1]:25: the ECDSA-P256 certificate matches, the RSA-2048 certificate does not; "
         "published "
         "at _25._tcp.mx.example.org: " +
             leaf + "; it needs: " + record("3 1 1", "leaf_rsa")},
        {"tlsa.all_unusable", published({"3 1 1 abcd", record("0 0 1", "root")}), published({"3 1 1 abcd", leaf}),
         owner + "all 2 TLSA records are unusable, a usable one was expected; the certificate needs: " +
             record("3 1 1", "leaf")},
        {"tlsa.only_sha512", published({record("3 1 2", "leaf")}), published({record("3 1 2", "leaf"), leaf}),
         owner + "all usable records are SHA2-512(2) digests, SHA2-256(1) was expected"},
        {"tlsa.long_ttl", with_ttl(std::chrono::seconds{172801}), with_ttl(std::chrono::seconds{86400}),
         "_25._tcp.mx1.example.org: the TTL of the TLSA records is 2 days, at most a day was expected"},
    };
    for (auto& one : record_cases()) cases.push_back(std::move(one));
    return cases;
}

}  // namespace danelaw::test
