#pragma once

#include <danelaw/scan/probe.hpp>

#include "support/fake_resolver.hpp"
#include "support/run.hpp"
#include "support/scripted_stream.hpp"

namespace danelaw::test {

/// One session with a scripted server, and what it is to be held with.
struct Probing {
    explicit Probing(std::vector<Step> steps) {
        options.ehlo_name = "client.example.net";
        script->steps = std::move(steps);
        script->tls.parameters = TlsParameters{"TLS1.3", "AES-256-GCM", "X25519", "ECDSA", "mx.example.org"};
        script->tls.chain = {Bytes{1, 2, 3}};
        connector.scripts = {script};
    }

    SmtpSession run() {
        FakeResolver resolver;
        ScanContext context{resolver, connector, clock, options, {}};
        boost::asio::io_context io;
        const auto whole = clock.steady() + whole_limit;
        return test::run(io, probe_address(context, target, whole));
    }

    std::shared_ptr<Script> script = std::make_shared<Script>();
    ManualClock clock;
    ScriptedConnector connector{clock};
    ScanOptions options;
    std::chrono::seconds whole_limit{3600};
    ProbeTarget target{boost::asio::ip::make_address("192.0.2.1"), 25, TlsRequest("mx.example.org")};
};

inline std::string shown(const SmtpSession& session) { return to_text(session.result) + " " + to_text(session.stage); }

}  // namespace danelaw::test
