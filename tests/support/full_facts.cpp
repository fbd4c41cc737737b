#include "support/full_facts.hpp"

#include "support/domain.hpp"

namespace danelaw::test {

namespace {

Timestamp at(long long seconds) { return Timestamp{std::chrono::seconds{seconds}}; }

Lookup full_lookup(const std::string& owner, RecordType type, const std::vector<std::string>& records) {
    auto lookup = aliased(answer(owner, type, records), {"alias." + owner, "target." + owner});
    lookup.ttl = std::chrono::seconds{86400};
    lookup.signature_inception = at(1'799'000'000);
    lookup.signature_expires = at(1'801'000'000);
    lookup.second = SecondOpinion{ValidationState::bogus, Presence::failed, hostile_text,
                                  {Bytes{0x0A, 0xFF}},    hostile_text,     ValidationState::secure};
    lookup.message = Bytes{0x12, 0x34, 0x81, 0xA0, 0, 1};
    return lookup;
}

Lookup full_failure(const std::string& owner, RecordType type) {
    LookupFailure failure{hostile_text, std::uint16_t{7}, true};
    return failed_lookup(name(owner), type, ValidationState::bogus, std::move(failure));
}

SmtpSession full_session() {
    auto session = tls_session({stand_in_certificate(1), Bytes{0x00, 0xff}, Bytes{}});
    session.starttls = StartTlsOffer::refused;
    session.banner = hostile_text;
    session.replies = {"220 " + hostile_text, "250-a\n250 b"};
    session.dialogue = {{"S", hostile_text}, {"C", "EHLO probe.example.net"}};
    session.detail = "greeting: \"" + hostile_text + "\"";
    session.local_address = "2001:db8::25";
    session.connection_refused = true;
    session.cut_by_deadline = true;
    session.key_usage_violation = true;
    session.no_such_key_type = true;
    session.times = {{"connect", std::chrono::milliseconds{12}}, {"tls", std::chrono::milliseconds{345}}};
    return session;
}

HostFacts probed_host() {
    HostFacts host;
    host.preference = 10;
    host.lookups.name = name("mx\\027\\255.example.org");
    const auto owner = host.lookups.name.text();
    host.lookups.a = full_lookup(owner, RecordType::a, {"192.0.2.1"});
    host.lookups.aaaa = full_failure(owner, RecordType::aaaa);
    host.lookups.cname = full_lookup(owner, RecordType::cname, {"target.example.org"});
    host.lookups.tlsa = {full_lookup("_25._tcp.target." + owner, RecordType::tlsa, {"3 0 1 abcd", "2 1 0 ff"}),
                         full_lookup("_25._tcp." + owner, RecordType::tlsa, {})};
    EndpointFacts endpoint;
    endpoint.address = boost::asio::ip::make_address("192.0.2.1");
    endpoint.port = 2525;
    endpoint.session = full_session();
    endpoint.other_key_probe = full_session();
    endpoint.sts_probe = full_session();
    host.endpoints.push_back(endpoint);
    return host;
}

HostFacts unprobed_host() {
    HostFacts host;
    host.preference = 20;
    host.lookups.name = name("192.0.2.7");
    host.exchange_is_address = true;
    host.not_examined = true;
    EndpointFacts endpoint;
    endpoint.address = boost::asio::ip::make_address("2001:db8::7");
    endpoint.not_probed = NotProbed{NotProbedReason::address_cap, hostile_text};
    host.endpoints.push_back(endpoint);
    return host;
}

PolicyExchange full_exchange() {
    PolicyExchange exchange;
    exchange.result = FetchResult::protocol_error;
    exchange.stage = FetchStage::http;
    exchange.detail = hostile_text;
    exchange.connection_refused = true;
    exchange.cut_by_deadline = true;
    exchange.tls_version = "TLS1.3";
    exchange.chain = {stand_in_certificate(3), Bytes{}};
    exchange.status = 302;
    exchange.content_type = "text/plain" + hostile_text;
    exchange.content_encoding = hostile_text;
    exchange.location = "https://" + hostile_text;
    exchange.body = "version: " + hostile_text;
    return exchange;
}

ZoneServers full_name_servers() {
    ZoneServers zone;
    zone.zone = name("example.net");
    zone.ns = full_failure("example.net", RecordType::ns);
    ServerAnswer answer;
    answer.name = name("mx.example.net");
    answer.type = RecordType::tlsa;
    answer.no_reply = hostile_text;
    answer.message = Bytes{1, 2, 3};
    answer.over_tcp = true;
    answer.took = std::chrono::milliseconds{42};
    ServerFacts server;
    server.name = name("ns.example.net");
    server.address = boost::asio::ip::make_address("192.0.2.53");
    server.not_asked = NotAsked{hostile_text, true};
    server.answers = {answer};
    zone.servers = {server};
    return zone;
}

StsFacts full_sts(const std::string& domain) {
    StsFacts sts;
    sts.record = full_lookup("_mta-sts." + domain, RecordType::txt, {"v=STSv1; id=1;", hostile_text});
    sts.a = full_lookup("mta-sts." + domain, RecordType::a, {"192.0.2.3", "192.0.2.4"});
    sts.aaaa = full_failure("mta-sts." + domain, RecordType::aaaa);
    PolicyAttempt refused;
    refused.address = boost::asio::ip::make_address("192.0.2.3");
    refused.not_probed = NotProbed{NotProbedReason::private_address, hostile_text};
    PolicyAttempt answered;
    answered.address = boost::asio::ip::make_address("192.0.2.4");
    answered.exchange = full_exchange();
    sts.attempts = {refused, answered};
    sts.cached_policy = "version: " + hostile_text;
    return sts;
}

}  // namespace

DomainFacts full_facts() {
    DomainFacts facts;
    facts.program_version = "0.1.0";
    facts.libunbound_version = "1.17.1";
    facts.gnutls_version = "3.7.9";
    facts.ehlo_name = "probe.example.net";
    facts.asked = "post@" + hostile_text;
    facts.kind = DestinationKind::host;
    facts.domain = name("xn--bcher-kva.example");
    facts.port = 2525;
    facts.checked_at = checked_at;
    facts.seconds = 1.625;
    facts.dns_only = true;
    facts.single_probe = true;
    facts.require = Require::both;
    facts.deadline_passed = true;
    facts.trust.anchors = {DomainName(), name("example")};
    facts.trust.anchor_lookups = {full_failure(".", RecordType::dnskey)};
    facts.trust.anchor_records = {". IN DS 20326 8 2 AB", hostile_text};
    facts.trust.zone_lookups = {full_failure("example", RecordType::ds), full_failure("example", RecordType::dnskey)};
    facts.expiry_limits = {14.5, 3.0};
    facts.name_servers = {full_name_servers()};
    facts.flapping = {full_failure("flapping.example", RecordType::mx)};
    facts.mx = full_lookup("xn--bcher-kva.example", RecordType::mx, {"10 mx.example.org", "20 192.0.2.7"});
    facts.mx_records_left_out = 3;
    facts.hosts = {probed_host(), unprobed_host()};
    facts.sts = full_sts("xn--bcher-kva.example");
    facts.ca = CaFacts{"/etc/" + hostile_text, 2, {stand_in_certificate(4), Bytes{}}};
    facts.tls_rpt.record = full_failure("_smtp._tls.xn--bcher-kva.example", RecordType::txt);
    facts.tls_rpt.mailboxes = {full_lookup("example.net", RecordType::mx, {"10 mx.example.net"})};
    facts.past = PastFacts{full_memory(), hostile_text};
    return facts;
}

DomainMemory full_memory() {
    const auto at = [](int hours) { return checked_at + std::chrono::hours{hours}; };
    const auto record = *tlsa_from_text("3 1 1 " + std::string(64, 'a'));
    const SeenCertificate certificate{Bytes(32, 1), Bytes(32, 2), "RSA-2048" + hostile_text, at(1000)};
    EndpointMemory endpoint;
    endpoint.address = boost::asio::ip::make_address("2001:db8::1");
    endpoint.port = 2525;
    endpoint.leaves = {certificate};
    endpoint.matched = {MatchedCertificate{certificate, record}};
    endpoint.matched_at = at(-5);
    HostMemory host;
    host.name = name("mx.example.org");
    host.a_secure = true;
    host.aaaa_secure = false;
    host.tlsa = {TlsaMemory{name("_25._tcp.mx.example.org"), true, {record}}};
    host.endpoints = {endpoint};
    DomainMemory memory;
    memory.checked_at = at(-1);
    memory.verdict = {VerdictSpan{Verdict::pass, at(-9), at(-5)}, VerdictSpan{Verdict::fail, at(-12), at(-10)}, at(-4)};
    memory.dane = {VerdictSpan{Verdict::partial, at(-8), at(-4)}, VerdictSpan{Verdict::none, at(-11), at(-9)}, at(-3)};
    memory.mta_sts = {VerdictSpan{Verdict::none, at(-7), at(-3)}, VerdictSpan{Verdict::pass, at(-13), at(-8)}, at(-2)};
    memory.null_mx = true;
    memory.mx = MxMemory{true, {MxRecord{10, name("mx.example.org")}}};
    memory.hosts = {host};
    memory.sts =
        StsMemory{"20260101", PolicyMode::testing, std::chrono::seconds{86400}, {"*.example.org", "mx.example.net"}};
    return memory;
}

}  // namespace danelaw::test
