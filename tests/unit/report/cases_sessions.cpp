// Findings about sessions, certificates and signatures.
#include "finding_cases.hpp"

namespace danelaw::test {

namespace {

using enum SmtpResult;
using enum SmtpStage;

const std::string subject = "mx1.example.org[192.0.2.9]:25: ";

/// A protected host with one more address.
Domain beside(SmtpSession session) { return Domain({protected_host().at("192.0.2.9", std::move(session))}); }

Domain ended(SmtpResult result, SmtpStage stage) { return beside(ended_session(result, stage)); }

/// A host whose only addresses gave these sessions.
Domain alone(SmtpSession first, SmtpSession second) {
    return Domain({Host("mx1.example.org")
                       .at("192.0.2.1", std::move(first))
                       .at("2001:db8::1", std::move(second))
                       .tlsa({record_of(stand_in_certificate(1))})});
}

Domain with_session(const char* version, bool key_usage_violation) {
    auto session = tls_session({stand_in_certificate(1)});
    session.tls->version = version;
    session.key_usage_violation = key_usage_violation;
    return beside(std::move(session));
}

/// A session that goes on inside TLS so.
Domain with_end_inside_tls(const std::string& detail, const char* reply = nullptr) {
    auto session = tls_session({stand_in_certificate(1)});
    session.detail = detail;
    session.dialogue = {{"C", "EHLO a"},   {"S", "250-mx"}, {"S", "250 STARTTLS"},
                        {"C", "STARTTLS"}, {"S", "220 go"}, {"C", "EHLO a"}};
    if (reply != nullptr) session.dialogue.insert(session.dialogue.end(), {{"S", "250-mx"}, {"S", reply}});
    session.dialogue.emplace_back("C", "QUIT");
    return beside(std::move(session));
}

Domain with_other_key(bool no_such_key_type) {
    auto other = ended_session(tls_handshake_failed, tls);
    other.no_such_key_type = no_such_key_type;
    return Domain({protected_host().other_key(std::move(other))});
}

std::string record(const std::string& numbers, const std::string& of) { return to_text(tlsa(numbers, of)); }

/// mx.example.org with this chain and record.
Domain server(std::initializer_list<const char*> chain, const std::string& published) {
    return Domain({Host("mx.example.org").at("192.0.2.1", tls_session(chain)).tlsa({published})});
}

Domain at(Domain domain, const char* time) {
    return changed(std::move(domain), [&](DomainFacts& facts) { facts.checked_at = *parse_time(time); });
}

/// The TLSA RRset is signed from so many hours ago to so many ahead, with a TTL of 300 s.
Domain with_signature(int hours_ago, int hours_ahead, int seconds_ahead = 0) {
    return Domain({protected_host().with([&](HostFacts& facts) {
        auto& lookup = facts.lookups.tlsa.front();
        lookup.signature_inception = checked_at - std::chrono::hours{hours_ago};
        lookup.signature_expires = checked_at + std::chrono::hours{hours_ahead} + std::chrono::seconds{seconds_ahead};
    })});
}

Domain with_limit(int hours_ahead, double warn_days) {
    return with_signature(0, hours_ahead).with([&](DomainFacts& facts) { facts.expiry_limits.warn_days = warn_days; });
}

/// The keys of the zone were asked for twice, in vain.
Domain with_unseen_keys(std::optional<double> warn_days) {
    return with_signature(0, 200).with([&](DomainFacts& facts) {
        facts.trust.zone_lookups.push_back(failed("example.org", RecordType::dnskey, "no usable answer (SERVFAIL)"));
        facts.expiry_limits.warn_days = warn_days;
    });
}

}  // namespace

std::vector<FindingCase> session_cases() {
    return {
        {"session.no_starttls", ended(no_starttls, ehlo), ended(refused_temporary, ehlo),
         subject + "ehlo: no_starttls"},
        {"session.starttls_refused", ended(starttls_refused_temporary, starttls), ended(no_starttls, ehlo),
         subject + "starttls: starttls_refused_temporary"},
        {"session.starttls_broken", ended(connection_lost, starttls), ended(connection_lost, ehlo),
         subject + "starttls: connection_lost"},
        {"session.injection", ended(injection_detected, starttls), ended(starttls_protocol_error, starttls),
         subject + "starttls: injection_detected"},
        {"session.handshake_failed", ended(timeout, tls), ended(timeout, starttls), subject + "tls: timeout"},
        {"session.broken_inside_tls", with_end_inside_tls("EHLO inside TLS: no reply within 15 seconds"),
         with_end_inside_tls("the server presented 12 certificates, the first 10 were looked at", "250 SIZE"),
         subject + "EHLO inside TLS: no reply within 15 seconds"},
        {"session.address_unreachable", beside(silent_address()), alone(silent_address(), silent_address()),
         subject + "connect: no answer within 10 s, a session as with the host's other addresses was expected"},
        {"session.host_refuses", alone(refused_connection(), refused_connection()),
         alone(refused_connection(), silent_address()),
         "mx1.example.org: no session with any of 2 addresses: connect: connection refused (192.0.2.1, 2001:db8::1)"},
        {"session.host_rejects", alone(ended_session(refused_permanent, greeting), silent_address()),
         alone(silent_address(), refused_connection()),
         "mx1.example.org: no session with any of 2 addresses: greeting: refused_permanent (192.0.2.1); connect: no "
         "answer within 10 s (2001:db8::1)"},
        {"session.host_silent", alone(silent_address(), refused_connection()),
         alone(refused_connection(), refused_connection()),
         "mx1.example.org: no session with any of 2 addresses: connect: no answer within 10 s (192.0.2.1); connect: "
         "connection refused (2001:db8::1)"},
        {"session.other_key_untested", with_other_key(false), with_other_key(true),
         "mx1.example.org[192.0.2.1]:25: the session for the other key type showed no certificate: tls: "
         "tls_handshake_failed"},
        {"session.old_tls", with_session("TLS1.1", false), with_session("TLS1.2", false),
         subject + "TLS1.1 was negotiated, TLS1.2 or later was expected"},
        {"session.key_usage", with_session("TLS1.3", true), with_session("TLS1.3", false),
         subject + "the certificate's key usage does not allow its use in TLS, digitalSignature was expected"},
    };
}

std::vector<FindingCase> certificate_cases() {
    const auto root = record("2 0 1", "root");
    const auto chained = [&](const char* leaf) { return server({leaf, "intermediate", "root"}, root); };
    const std::string at_mx = "mx.example.org[192.0.2.1]:25: ";
    return {
        {"certificate.expired_ignored", server({"expired_leaf"}, record("3 1 1", "expired_leaf")),
         server({"leaf"}, record("3 1 1", "leaf")),
         at_mx + "the certificate expired at 2021-01-01T00:00:00Z, which DANE-EE(3) ignores"},
        {"certificate.name_ignored", server({"other_name_leaf"}, record("3 1 1", "other_name_leaf")),
         server({"leaf"}, record("3 1 1", "leaf")),
         at_mx + "the certificate names other.example.org, not mx.example.org, which DANE-EE(3) ignores"},
        {"certificate.expired", chained("expired_leaf"), chained("leaf"),
         at_mx + "certificate \"CN=expired_leaf\" expired at 2021-01-01T00:00:00Z, and dates count with DANE-TA(2)"},
        {"certificate.wrong_name", chained("other_name_leaf"), chained("leaf"),
         at_mx + "the certificate names other.example.org, mx.example.org or example.org was expected"},
        {"certificate.expires_soon", at(chained("leaf"), "2043-12-18T00:00:00Z"),
         at(chained("leaf"), "2043-12-17T23:59:59Z"),
         at_mx + "certificate \"CN=leaf\" on the path expires at 2044-01-01T00:00:00Z, in 14 days, dates count with "
                 "DANE-TA(2)"},
        {"certificate.only_common_name", chained("cn_leaf"), chained("leaf"),
         at_mx + "the certificate names mx.example.org in its common name alone, a subjectAltName was expected"},
        {"certificate.short_key", server({"rsa_1024"}, record("3 1 1", "rsa_1024")),
         server({"leaf"}, record("3 1 1", "leaf")),
         at_mx + "certificate \"CN=rsa_1024\" has an RSA key of 1024 bits, at least 2048 were expected"},
        {"signature.expires_soon", with_signature(300, 71), with_signature(300, 72),
         "_25._tcp.mx1.example.org TLSA: the signature expires at 2026-01-03T23:00:00Z, in 2 days, after a validity of "
         "15 "
         "days"},
        {"expiry.soon", with_limit(72, 4), with_limit(72, 3),
         "example.org: the signature of _25._tcp.mx1.example.org TLSA ends in 3 days, at 2026-01-04T00:00:00Z, more "
         "than "
         "4 days were expected: senders that use DANE do not deliver to mx1.example.org"},
        {"expiry.not_seen", with_unseen_keys(4), with_unseen_keys(std::nullopt),
         "example.org: when the signatures of the zone example.org end could not be seen, its DNSKEY lookup failed: no "
         "usable answer (SERVFAIL)"},
        {"signature.shorter_than_ttl", with_signature(0, 0, 300), with_signature(0, 0, 301),
         "_25._tcp.mx1.example.org TLSA: the signature expires at 2026-01-01T00:05:00Z, in 5 minutes, later than the "
         "TTL "
         "of 5 minutes was expected"},
    };
}

}  // namespace danelaw::test
