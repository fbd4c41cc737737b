#pragma once

#include <danelaw/io/policy_fetcher.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace danelaw::test {

/// A mail server that offers STARTTLS and has a chain for each name it is asked for; `""` is the one for all others.
class FakeMailStream final : public ByteStream {
public:
    explicit FakeMailStream(const std::map<std::string, std::vector<Bytes>>& chains, std::vector<std::string>& asked)
        : chains_(chains), asked_(asked) {}

    boost::asio::awaitable<IoResult> read_some(Deadline) override {
        IoResult said;
        const auto octets = as_bytes(pending_);
        said.data.assign(octets.begin(), octets.end());
        pending_.clear();
        if (said.data.empty()) said.status = IoStatus::closed;
        co_return said;
    }
    boost::asio::awaitable<IoResult> write(std::string octets, Deadline) override {
        if (octets.starts_with("EHLO")) pending_ = tls_ ? "250 mx\r\n" : "250-mx\r\n250 STARTTLS\r\n";
        if (octets.starts_with("STARTTLS")) pending_ = "220 go\r\n";
        if (octets.starts_with("QUIT")) pending_ = "221 bye\r\n";
        co_return IoResult();
    }
    boost::asio::awaitable<TlsResult> start_tls(TlsRequest request, Deadline) override {
        asked_.push_back(request.sni);
        tls_ = true;
        TlsResult result;
        const auto found = chains_.find(request.sni);
        result.chain = found == chains_.end() ? chains_.at("") : found->second;
        result.parameters = TlsParameters{"TLS1.3", "AES-256-GCM", "X25519", "ECDSA-SHA256", request.sni};
        co_return result;
    }
    void close() override {}

private:
    const std::map<std::string, std::vector<Bytes>>& chains_;
    std::vector<std::string>& asked_;
    std::string pending_ = "220 mx ESMTP\r\n";
    bool tls_ = false;
};

/// The same mail server at every address; remembers the names it was asked for.
class FakeMailServers final : public Connector {
public:
    boost::asio::awaitable<Connection> connect(boost::asio::ip::address, std::uint16_t, Deadline) override {
        Connection connection(IoStatus::ok);
        connection.stream = std::make_unique<FakeMailStream>(chains, asked);
        co_return connection;
    }
    std::map<std::string, std::vector<Bytes>> chains{{"", {Bytes{1}}}};
    std::vector<std::string> asked;
};

/// Answers from a table by address; what is not there refuses. Remembers who was asked.
class FakeFetcher final : public PolicyFetcher {
public:
    boost::asio::awaitable<PolicyExchange> fetch(PolicyRequest request, Deadline) override {
        asked.push_back(request.host + " " + request.address.to_string());
        PolicyExchange refused;
        refused.connection_refused = true;
        const auto found = answers.find(request.address.to_string());
        if (found == answers.end()) co_return refused;
        co_return found->second;
    }
    std::map<std::string, PolicyExchange> answers;
    std::vector<std::string> asked;
};

/// A good answer with this body.
inline PolicyExchange policy_answer(std::string body) {
    PolicyExchange exchange;
    exchange.result = FetchResult::response;
    exchange.stage = FetchStage::http;
    exchange.tls_version = "TLS1.3";
    exchange.chain = {Bytes{2}};
    exchange.status = 200;
    exchange.content_type = "text/plain";
    exchange.body = std::move(body);
    return exchange;
}

}  // namespace danelaw::test
