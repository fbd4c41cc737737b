#include "support/domain.hpp"

#include <algorithm>
#include <stdexcept>

namespace danelaw::test {

Bytes stand_in_certificate(std::uint8_t which) { return {0x30, 0x03, 0x02, 0x01, which}; }

std::string record_of(const Bytes& certificate) { return "3 0 1 " + to_hex(sha256(certificate)); }

SmtpSession tls_session(std::vector<Bytes> chain) {
    SmtpSession session;
    session.result = SmtpResult::tls_established;
    session.stage = SmtpStage::tls;
    session.starttls = StartTlsOffer::offered;
    session.banner = "mx.example.org ESMTP";
    session.tls = TlsParameters{"TLS1.3", "AES-256-GCM", "X25519", "ECDSA-SECP256R1-SHA256", "mx.example.org"};
    session.chain = std::move(chain);
    return session;
}

SmtpSession tls_session(std::initializer_list<const char*> certificates) {
    std::vector<Bytes> octets;
    for (const auto& read : chain(certificates)) octets.push_back(read.der);
    return tls_session(std::move(octets));
}

SmtpSession ended_session(SmtpResult result, SmtpStage stage) {
    SmtpSession session;
    session.result = result;
    session.stage = stage;
    session.detail = to_text(stage) + ": " + to_text(result);
    return session;
}

SmtpSession refused_connection() {
    auto session = ended_session(SmtpResult::connect_failed, SmtpStage::connect);
    session.connection_refused = true;
    session.detail = "connect: connection refused";
    return session;
}

SmtpSession silent_address() {
    auto session = ended_session(SmtpResult::timeout, SmtpStage::connect);
    session.detail = "connect: no answer within 10 s";
    return session;
}

SmtpSession cut(SmtpSession session) {
    session.cut_by_deadline = true;
    return session;
}

Lookup cut_lookup(const std::string& owner, RecordType type) {
    auto lookup = failed(owner, type, "no answer before --timeout");
    lookup.failure->cut_by_deadline = true;
    return lookup;
}

Host::Host(const std::string& host_name, std::uint16_t preference) {
    facts_.preference = preference;
    facts_.lookups.name = name(host_name);
    if (facts_.lookups.name.is_root()) return;
    refresh_addresses();
    tlsa({});
}

Host& Host::at(const std::string& address, SmtpSession session) {
    EndpointFacts endpoint;
    endpoint.address = boost::asio::ip::make_address(address);
    endpoint.session = std::move(session);
    facts_.endpoints.push_back(std::move(endpoint));
    refresh_addresses();
    return *this;
}

Host& Host::other_key(SmtpSession session) {
    facts_.endpoints.back().other_key_probe = std::move(session);
    return *this;
}

Host& Host::tlsa(const std::vector<std::string>& records, ValidationState state) {
    const auto owner = "_25._tcp." + facts_.lookups.name.text();
    facts_.lookups.tlsa = {answer(owner, RecordType::tlsa, records, state)};
    return *this;
}

Host& Host::insecure() {
    addresses_ = ValidationState::insecure;
    refresh_addresses();
    facts_.lookups.tlsa.clear();
    return *this;
}

HostFacts& Host::facts() { return facts_; }

void Host::refresh_addresses() {
    if (facts_.lookups.name.is_root()) return;
    std::vector<std::string> v4, v6;
    for (const auto& endpoint : facts_.endpoints)
        (endpoint.address.is_v4() ? v4 : v6).push_back(endpoint.address.to_string());
    const auto owner = facts_.lookups.name.text();
    facts_.lookups.a = answer(owner, RecordType::a, v4, addresses_);
    facts_.lookups.aaaa = answer(owner, RecordType::aaaa, v6, addresses_);
}

Host protected_host(const std::string& name, std::uint16_t preference) {
    const auto certificate = stand_in_certificate(1);
    return Host(name, preference).at("192.0.2.1", tls_session({certificate})).tlsa({record_of(certificate)});
}

Host plain_host(const std::string& name, std::uint16_t preference) {
    return Host(name, preference).at("192.0.2.2", tls_session({stand_in_certificate(2)}));
}

Host literal_host(const std::string& address) {
    return Host(".", 0).at(address, tls_session({stand_in_certificate(1)}));
}

Domain::Domain(std::vector<Host> hosts) {
    facts_.program_version = "0.1.0";
    facts_.libunbound_version = "1.17.1";
    facts_.gnutls_version = "3.7.9";
    facts_.asked = "example.org";
    facts_.domain = name("example.org");
    facts_.checked_at = checked_at;
    facts_.seconds = 0.5;
    facts_.trust.anchors = {DomainName()};
    for (auto& host : hosts) facts_.hosts.push_back(host.facts());
    mx(ValidationState::secure);
}

Domain& Domain::mx(ValidationState state) {
    std::vector<std::string> records;
    for (const auto& host : facts_.hosts)
        records.push_back(std::to_string(host.preference) + " " + host.lookups.name.text());
    return mx(records, state);
}

Domain& Domain::mx(const std::vector<std::string>& records, ValidationState state) {
    return mx(answer(facts_.domain.text(), RecordType::mx, records, state));
}

Domain& Domain::mx(Lookup lookup) {
    facts_.mx = std::move(lookup);
    return *this;
}

Domain& Domain::implicit_mx(ValidationState state) {
    return mx(answer(facts_.domain.text(), RecordType::mx, {}, state));
}

std::vector<std::string> codes(const Report& report, Severity least) {
    std::vector<std::string> all;
    for (const auto& found : report.findings) {
        if (found.severity >= least) all.push_back(found.code);
    }
    return all;
}

bool has(const Report& report, std::string_view code) {
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [&](const Finding& found) { return found.code == code; });
}

const Finding& finding(const Report& report, std::string_view code) {
    for (const auto& found : report.findings) {
        if (found.code == code) return found;
    }
    throw std::out_of_range("no finding " + std::string(code));
}

}  // namespace danelaw::test
