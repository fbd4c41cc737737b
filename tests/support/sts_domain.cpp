#include "support/sts_domain.hpp"

#include "support/certificates.hpp"

namespace danelaw::test {

std::string policy_text(const std::string& mode, const std::vector<std::string>& mx) {
    std::string text = "version: STSv1\nmode: " + mode + "\nmax_age: 1209600\n";
    for (const auto& pattern : mx) text += "mx: " + pattern + "\n";
    return text;
}

PolicyExchange served(const std::string& body) {
    auto exchange = policy_answer(body);
    exchange.chain = {certificate("wildcard_leaf").der, certificate("intermediate").der};
    return exchange;
}

StsDomain::StsDomain(const std::string& mode) {
    facts_ = Domain({Host("mx.example.org").at("192.0.2.1", tls_session({"leaf", "intermediate"}))}).facts();
    records({"v=STSv1; id=1;"});
    facts_.sts.a = answer("mta-sts.example.org", RecordType::a, {"192.0.2.9"});
    facts_.sts.aaaa = answer("mta-sts.example.org", RecordType::aaaa, {});
    facts_.ca = CaFacts{"store.pem", 1, {certificate("root").der}};
    policy(policy_text(mode));
}

StsDomain& StsDomain::session(SmtpSession session) {
    facts_.hosts.at(0).endpoints.at(0).session = std::move(session);
    return *this;
}

StsDomain& StsDomain::records(const std::vector<std::string>& texts) {
    facts_.sts.record = answer("_mta-sts.example.org", RecordType::txt, texts);
    return *this;
}

StsDomain& StsDomain::exchange(PolicyExchange exchange) {
    PolicyAttempt attempt;
    attempt.address = boost::asio::ip::make_address("192.0.2.9");
    attempt.exchange = std::move(exchange);
    facts_.sts.attempts = {std::move(attempt)};
    return *this;
}

StsDomain& StsDomain::add_host(Host host) {
    facts_.hosts.push_back(host.facts());
    return *this;
}

}  // namespace danelaw::test
