#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/scan/probe.hpp>
#include <danelaw/smtp/capabilities.hpp>

#include "scan/dialogue.hpp"
#include "scan/tls_outcome.hpp"

#include <fmt/format.h>

namespace danelaw {

namespace asio = boost::asio;

namespace {

/// How long to wait for the answer to QUIT: nothing depends on it.
constexpr std::chrono::seconds quit_limit{5};

/// Writes how long a phase took into the session.
class PhaseTime {
public:
    PhaseTime(const Clock& clock, SmtpSession& session, const char* phase)
        : clock_(clock), session_(session), phase_(phase), started_(clock.steady()) {}
    PhaseTime(const PhaseTime&) = delete;
    PhaseTime& operator=(const PhaseTime&) = delete;
    ~PhaseTime() {
        session_.times.emplace_back(phase_,
                                    std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - started_));
    }

private:
    const Clock& clock_;
    SmtpSession& session_;
    const char* phase_;
    Deadline started_;
};

std::string shown(const Reply& reply) {
    return fmt::format("\"{}\"", printable(reply.transcript(), limits::shown_octets));
}

bool is_temporary(const Reply& reply) { return reply.code / 100 == 4; }
bool is_permanent(const Reply& reply) { return reply.code / 100 == 5; }

class Probe {
public:
    Probe(ScanContext& context, ProbeTarget target, Deadline deadline)
        : options_(context.options),
          connector_(context.connector),
          clock_(context.clock),
          target_(std::move(target)),
          deadline_(deadline) {}

    asio::awaitable<SmtpSession> run();

private:
    asio::awaitable<bool> connect();
    asio::awaitable<bool> greet(Dialogue& dialogue);
    asio::awaitable<bool> say_hello(Dialogue& dialogue);
    asio::awaitable<bool> choose_keys();
    asio::awaitable<bool> ask_for_tls(Dialogue& dialogue);
    asio::awaitable<bool> shake_hands();
    asio::awaitable<void> speak_inside_tls(Dialogue& dialogue);
    asio::awaitable<void> fall_back_to_helo(Dialogue& dialogue, Reply refusal);
    asio::awaitable<void> quit(Dialogue& dialogue);
    asio::awaitable<void> run_starttls(Dialogue& dialogue);
    asio::awaitable<void> run_tls_first(Dialogue& dialogue);

    [[nodiscard]] PhaseDeadline phase(std::chrono::seconds limit) const {
        return PhaseDeadline(clock_.steady(), limit, deadline_);
    }
    bool end(SmtpResult result, std::string detail) {
        session_.result = result;
        session_.detail = std::move(detail);
        return false;
    }
    bool end(const char* subject, const Answer& answer) {
        session_.cut_by_deadline = answer.cut_by_deadline;
        return end(answer.result, fmt::format("{}: {}", subject, answer.detail));
    }
    [[nodiscard]] bool peer_still_listens() const;

    const ScanOptions& options_;
    Connector& connector_;
    const Clock& clock_;
    ProbeTarget target_;
    Deadline deadline_;
    SmtpSession session_;
    std::unique_ptr<ByteStream> stream_;
    bool is_wanted_ = true;  // choose_keys() did not end it
};

asio::awaitable<SmtpSession> Probe::run() {
    const bool connected = co_await connect();
    if (!connected) co_return std::move(session_);
    Dialogue dialogue(*stream_, clock_, session_);
    if (target_.tls_on_connect) {
        co_await run_tls_first(dialogue);
    } else {
        co_await run_starttls(dialogue);
    }
    if (!is_wanted_ || peer_still_listens()) co_await quit(dialogue);
    stream_->close();
    co_return std::move(session_);
}

asio::awaitable<void> Probe::run_starttls(Dialogue& dialogue) {
    bool ok = co_await greet(dialogue);
    if (ok) ok = co_await say_hello(dialogue);
    if (ok) ok = co_await choose_keys();
    if (ok) ok = co_await ask_for_tls(dialogue);
    if (ok) ok = co_await shake_hands();
    if (ok) co_await speak_inside_tls(dialogue);
}

/// TLS has been reached before the first reply: what goes wrong after it is told, and does not undo it.
asio::awaitable<void> Probe::run_tls_first(Dialogue& dialogue) {
    bool ok = co_await shake_hands();
    if (!ok) co_return;
    const auto reached = session_.stage;
    ok = co_await greet(dialogue);
    session_.cut_by_deadline = false;
    session_.result = SmtpResult::tls_established;
    session_.stage = reached;
    if (ok) co_await speak_inside_tls(dialogue);
}

asio::awaitable<bool> Probe::connect() {
    const PhaseTime time(clock_, session_, "connect");
    const auto until = phase(options_.connect_timeout);
    auto connection = co_await connector_.connect(target_.address, target_.port, until.at);
    session_.connection_refused = connection.refused;
    if (connection.local_address) session_.local_address = connection.local_address->to_string();
    stream_ = std::move(connection.stream);
    if (connection.status == IoStatus::ok) co_return true;
    if (connection.status != IoStatus::timeout) {
        co_return end(SmtpResult::connect_failed, "connect: " + connection.detail);
    }
    session_.cut_by_deadline = until.is_whole;
    co_return end(SmtpResult::timeout, "connect: no answer " + until.text());
}

asio::awaitable<bool> Probe::greet(Dialogue& dialogue) {
    const PhaseTime time(clock_, session_, "greeting");
    session_.stage = SmtpStage::greeting;
    const auto until = phase(options_.greeting_timeout);
    auto answer = co_await dialogue.receive(until);
    if (!answer.reply) {
        if (answer.result == SmtpResult::timeout && target_.port == 465 && !target_.tls_on_connect) {
            answer.detail += ", on port 465 TLS comes first (--tls-on-connect)";
        }
        co_return end("greeting", answer);
    }
    const auto& reply = *answer.reply;
    session_.banner = reply.text().substr(0, limits::kept_session_octets);
    if (reply.code == 220) {
        if (target_.greeted) target_.greeted();
        co_return true;
    }
    auto detail = fmt::format("greeting: {}, expected 220", shown(reply));
    if (is_temporary(reply)) co_return end(SmtpResult::refused_temporary, std::move(detail));
    if (is_permanent(reply)) co_return end(SmtpResult::refused_permanent, std::move(detail));
    co_return end(SmtpResult::protocol_error, std::move(detail));
}

asio::awaitable<bool> Probe::say_hello(Dialogue& dialogue) {
    const PhaseTime time(clock_, session_, "ehlo");
    session_.stage = SmtpStage::ehlo;
    auto answer = co_await dialogue.ask("EHLO " + options_.ehlo_name, phase(options_.command_timeout));
    if (!answer.reply) co_return end("EHLO", answer);
    const auto& reply = *answer.reply;
    if (is_permanent(reply)) {
        co_await fall_back_to_helo(dialogue, reply);
        co_return false;
    }
    auto detail = fmt::format("EHLO: answered {}, expected 250", shown(reply));
    if (is_temporary(reply)) co_return end(SmtpResult::refused_temporary, std::move(detail));
    if (reply.code != 250) co_return end(SmtpResult::protocol_error, std::move(detail));
    if (read_capabilities(reply).offers("STARTTLS")) {
        session_.starttls = StartTlsOffer::offered;
        co_return true;
    }
    session_.starttls = StartTlsOffer::not_offered;
    co_return end(SmtpResult::no_starttls, "EHLO: the reply does not list STARTTLS");
}

/// RFC 5321 §3.2: a server that does not know EHLO is greeted with HELO, which can offer no extension.
asio::awaitable<void> Probe::fall_back_to_helo(Dialogue& dialogue, Reply refusal) {
    auto answer = co_await dialogue.ask("HELO " + options_.ehlo_name, phase(options_.command_timeout));
    if (!answer.reply && answer.result != SmtpResult::connection_lost) {
        end("HELO", answer);
        co_return;
    }
    if (answer.reply && answer.reply->code == 250) {
        session_.starttls = StartTlsOffer::not_offered;
        end(SmtpResult::no_starttls, fmt::format("EHLO: answered {}, HELO offers no STARTTLS", shown(refusal)));
        co_return;
    }
    // The answer to EHLO decides: HELO was only a second way to ask the same.
    const std::string to_helo = answer.reply ? "with " + shown(*answer.reply) : "not at all";
    end(SmtpResult::refused_permanent,
        fmt::format("EHLO: answered {}, and HELO {}, expected 250", shown(refusal), to_helo));
}

asio::awaitable<bool> Probe::choose_keys() {
    if (!target_.choose_keys) co_return true;
    const auto keys = co_await target_.choose_keys();
    if (keys) target_.tls.keys = *keys;
    is_wanted_ = keys.has_value();
    co_return is_wanted_;
}

asio::awaitable<bool> Probe::ask_for_tls(Dialogue& dialogue) {
    const PhaseTime time(clock_, session_, "starttls");
    session_.stage = SmtpStage::starttls;
    auto answer = co_await dialogue.ask("STARTTLS", phase(options_.command_timeout));
    if (!answer.reply) co_return end("STARTTLS", answer);
    const auto& reply = *answer.reply;
    if (reply.code == 220) {
        if (dialogue.unasked().empty()) co_return true;
        co_return end(SmtpResult::injection_detected, describe_injection(dialogue.unasked()));
    }
    auto detail = fmt::format("STARTTLS: answered {}, expected 220", shown(reply));
    if (!is_temporary(reply) && !is_permanent(reply)) {
        co_return end(SmtpResult::starttls_protocol_error, std::move(detail));
    }
    session_.starttls = StartTlsOffer::refused;
    if (is_temporary(reply)) co_return end(SmtpResult::starttls_refused_temporary, std::move(detail));
    co_return end(SmtpResult::starttls_refused_permanent, std::move(detail));
}

asio::awaitable<bool> Probe::shake_hands() {
    const PhaseTime time(clock_, session_, "tls");
    session_.stage = SmtpStage::tls;
    const auto until = phase(options_.handshake_timeout);
    auto request = target_.tls;
    auto tls = co_await stream_->start_tls(std::move(request), until.at);
    const auto outcome = tls_outcome(tls, target_.tls_on_connect);
    session_.result = outcome.result;
    session_.detail = outcome.detail;
    if (outcome.result == SmtpResult::timeout) {
        session_.detail = "TLS handshake: not finished " + until.text();
        session_.cut_by_deadline = until.is_whole;
    }
    if (outcome.result == SmtpResult::injection_detected) session_.stage = SmtpStage::starttls;
    session_.tls = std::move(tls.parameters);
    session_.chain = std::move(tls.chain);
    session_.key_usage_violation = tls.key_usage_violation;
    session_.no_such_key_type = target_.tls.keys != KeyOffer::all && lacks_key_type(tls);
    if (outcome.result != SmtpResult::tls_established) co_return false;
    if (target_.encrypted) target_.encrypted(session_);
    co_return true;
}

/// RFC 3207 §4.2: the client says EHLO again. TLS stands, whatever comes of it.
asio::awaitable<void> Probe::speak_inside_tls(Dialogue& dialogue) {
    const PhaseTime time(clock_, session_, "ehlo_tls");
    if (!target_.tls_on_connect) dialogue.forget();
    const auto answer = co_await dialogue.ask("EHLO " + options_.ehlo_name, phase(options_.command_timeout));
    if (!answer.reply) {
        session_.detail = "EHLO inside TLS: " + answer.detail;
    } else if (answer.reply->code != 250) {
        session_.detail = fmt::format("EHLO inside TLS: answered {}, expected 250", shown(*answer.reply));
    }
}

bool Probe::peer_still_listens() const {
    switch (session_.result) {
        case SmtpResult::tls_established:
        case SmtpResult::no_starttls:
        case SmtpResult::refused_temporary:
        case SmtpResult::refused_permanent:
        case SmtpResult::starttls_refused_temporary:
        case SmtpResult::starttls_refused_permanent:
        case SmtpResult::starttls_protocol_error:
        case SmtpResult::protocol_error:
            return true;
        case SmtpResult::injection_detected:
        case SmtpResult::tls_handshake_failed:
        case SmtpResult::connection_lost:
        case SmtpResult::timeout:
        case SmtpResult::connect_failed:
            return false;
    }
    return false;
}

asio::awaitable<void> Probe::quit(Dialogue& dialogue) {
    const PhaseTime time(clock_, session_, "quit");
    const auto until = phase(quit_limit);
    const auto sent = co_await dialogue.send("QUIT", until.at);
    const bool in_step = session_.result != SmtpResult::protocol_error && dialogue.unasked().empty();
    if (sent.status == IoStatus::ok && in_step) co_await dialogue.receive(until);
}

}  // namespace

asio::awaitable<SmtpSession> probe_address(ScanContext& context, ProbeTarget target, Deadline deadline) {
    Probe probe(context, std::move(target), deadline);
    auto session = co_await probe.run();
    co_return session;
}

}  // namespace danelaw
