#pragma once

#include "support/domain.hpp"
#include "support/fake_servers.hpp"

#include <string>
#include <vector>

namespace danelaw::test {

/// The text of a policy for these hosts (`mx.example.org`, or what `mx` says).
[[nodiscard]] std::string policy_text(const std::string& mode, const std::vector<std::string>& mx = {"mx.example.org"});

/// A good answer of the policy host, with a certificate that is valid for it.
[[nodiscard]] PolicyExchange served(const std::string& body);

/// `example.org` with MTA-STS as it should be, and without DANE: one host `mx.example.org` with a certificate of the CA
/// `root`, which alone is trusted; a policy of this mode.
class StsDomain : public FactsBuilder<StsDomain> {
public:
    explicit StsDomain(const std::string& mode = "enforce");

    /// The session with the host.
    StsDomain& session(SmtpSession session);
    /// A session with the chain of testdata.
    StsDomain& chain(std::initializer_list<const char*> names) { return session(tls_session(names)); }
    StsDomain& records(const std::vector<std::string>& texts);
    StsDomain& exchange(PolicyExchange exchange);
    StsDomain& policy(const std::string& body) { return exchange(served(body)); }
    /// One more host, that the policy does not name.
    StsDomain& add_host(Host host);
};

}  // namespace danelaw::test
