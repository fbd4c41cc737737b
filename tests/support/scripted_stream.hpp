#pragma once

#include <danelaw/io/byte_stream.hpp>

#include "support/manual_clock.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace danelaw::test {

/// One step of a session: what one side says, or the handshake.
struct Step {
    enum class Kind { server, client, tls };
    Kind kind = Kind::server;
    std::string line;               ///< without CRLF
    bool raw = false;               ///< of the server: the line is all, no CRLF follows
    std::chrono::seconds delay{0};  ///< of the server: how long it takes to say so
};

Step server(std::string line, std::chrono::seconds delay = {});
Step server_octets(std::string octets, std::chrono::seconds delay = {});
Step client(std::string line);
Step tls_begins();

/// testdata/smtp/NAME.transcript.
struct Transcript {
    std::string name;
    std::string result;
    std::string stage;
    std::string starttls;
    std::vector<Step> steps;

    [[nodiscard]] bool tls_first() const { return !steps.empty() && steps.front().kind == Step::Kind::tls; }
};
Transcript read_transcript(const std::string& name);
/// All of them, by name.
std::vector<std::string> transcript_names();

/// How a step goes wrong.
enum class Failure { none, closed, timeout, garbage };

/// What becomes of one session: a script, the step that goes wrong in it, and what the client did.
struct Script {
    std::vector<Step> steps;
    std::size_t failing_step = SIZE_MAX;
    Failure failure = Failure::none;
    TlsResult tls;                                            ///< what the handshake gives where it does not go wrong
    std::function<boost::asio::awaitable<void>()> meanwhile;  ///< what passes before the handshake begins

    std::size_t at = 0;                   ///< steps that were taken
    std::vector<std::string> violations;  ///< what the client did against the script
    std::vector<std::string> said;        ///< by the client, CRLF taken off
    std::vector<TlsRequest> requests;
    bool closed = false;
};

/// Plays a script. Each server line is one read; waiting for what never comes takes the clock to the deadline.
class ScriptedStream final : public ByteStream {
public:
    ScriptedStream(std::shared_ptr<Script> script, ManualClock& clock) : script_(std::move(script)), clock_(clock) {}

    boost::asio::awaitable<IoResult> read_some(Deadline deadline) override;
    boost::asio::awaitable<IoResult> write(std::string octets, Deadline deadline) override;
    boost::asio::awaitable<TlsResult> start_tls(TlsRequest request, Deadline deadline) override;
    void close() override { script_->closed = true; }

private:
    const Step* expect(Step::Kind kind);
    bool fails_here() const { return script_->at == script_->failing_step; }
    IoResult fail(Deadline deadline);

    std::shared_ptr<Script> script_;
    ManualClock& clock_;
    bool dead_ = false;  ///< after a failure the script is over: what is said goes nowhere, and nothing comes
};

/// Hands out the scripts it was given, in order, or does not connect at all.
class ScriptedConnector final : public Connector {
public:
    explicit ScriptedConnector(ManualClock& clock) : clock_(clock) {}

    boost::asio::awaitable<Connection> connect(boost::asio::ip::address address, std::uint16_t port,
                                               Deadline deadline) override;

    std::vector<std::shared_ptr<Script>> scripts;
    std::optional<IoStatus> failure;  ///< every connection fails so
    bool refused = false;
    std::vector<std::string> called;  ///< `ADDRESS PORT`

private:
    ManualClock& clock_;
    std::size_t next_ = 0;
};

}  // namespace danelaw::test
