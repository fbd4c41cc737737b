#include "support/scripted_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace danelaw::test {

Step server(std::string line, std::chrono::seconds delay) {
    return {Step::Kind::server, std::move(line), false, delay};
}
Step server_octets(std::string octets, std::chrono::seconds delay) {
    return {Step::Kind::server, std::move(octets), true, delay};
}
Step client(std::string line) { return {Step::Kind::client, std::move(line), false, {}}; }
Step tls_begins() { return {Step::Kind::tls, "", false, {}}; }

namespace {

const std::filesystem::path folder = std::filesystem::path(DANELAW_SOURCE_DIR) / "testdata" / "smtp";

Step read_step(const std::string& name, const std::string& line) {
    if (line == "TLS") return tls_begins();
    const auto text = line.substr(std::min<std::size_t>(line.size(), 3));
    if (line.starts_with("S: ") || line == "S:") return server(text);
    if (line.starts_with("C: ")) return client(text);
    throw std::invalid_argument(name + ": " + line);
}

IoResult read_result(std::string_view octets) {
    IoResult result;
    const auto bytes = as_bytes(octets);
    result.data.assign(bytes.begin(), bytes.end());
    return result;
}

}  // namespace

Transcript read_transcript(const std::string& name) {
    std::ifstream file(folder / (name + ".transcript"));
    if (!file) throw std::invalid_argument("no testdata/smtp/" + name + ".transcript");
    Transcript transcript;
    transcript.name = name;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.starts_with('#')) continue;
        if (line.starts_with("= ")) {
            std::istringstream(line.substr(2)) >> transcript.result >> transcript.stage >> transcript.starttls;
        } else {
            transcript.steps.push_back(read_step(name, line));
        }
    }
    return transcript;
}

std::vector<std::string> transcript_names() {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() == ".transcript") names.push_back(file.path().stem());
    }
    std::sort(names.begin(), names.end());
    return names;
}

const Step* ScriptedStream::expect(Step::Kind kind) {
    if (script_->at < script_->steps.size() && script_->steps[script_->at].kind == kind)
        return &script_->steps[script_->at];
    constexpr const char* acts[] = {"reads", "writes", "begins TLS"};
    script_->violations.push_back(fmt::format("the client {} at step {}", acts[static_cast<int>(kind)], script_->at));
    dead_ = true;
    return nullptr;
}

IoResult ScriptedStream::fail(Deadline deadline) {
    dead_ = true;
    if (script_->failure != Failure::timeout) return IoResult(IoStatus::closed, "the server closed the connection");
    clock_.advance_to(deadline);
    return IoResult(IoStatus::timeout, "no answer in time");
}

boost::asio::awaitable<IoResult> ScriptedStream::read_some(Deadline deadline) {
    if (dead_) co_return fail(deadline);
    const auto* const step = expect(Step::Kind::server);
    if (step == nullptr) co_return fail(deadline);
    if (fails_here() && script_->failure != Failure::garbage) co_return fail(deadline);
    if (clock_.steady() + step->delay > deadline) {
        clock_.advance_to(deadline);
        co_return IoResult(IoStatus::timeout, "no answer in time");
    }
    clock_.advance(step->delay);
    const bool garbage = fails_here();
    ++script_->at;
    dead_ = garbage;
    co_return read_result(garbage ? "\x01\xffHTTP\r\n" : step->line + (step->raw ? "" : "\r\n"));
}

boost::asio::awaitable<IoResult> ScriptedStream::write(std::string octets, Deadline deadline) {
    script_->said.push_back(octets.substr(0, octets.find("\r\n")));
    if (dead_) co_return IoResult();
    const auto* const step = expect(Step::Kind::client);
    if (step == nullptr) co_return fail(deadline);
    if (octets != step->line + "\r\n") script_->violations.push_back("the client says " + octets);
    if (fails_here()) co_return fail(deadline);
    ++script_->at;
    co_return IoResult();
}

boost::asio::awaitable<TlsResult> ScriptedStream::start_tls(TlsRequest request, Deadline deadline) {
    if (script_->meanwhile) co_await script_->meanwhile();
    script_->requests.push_back(request);
    TlsResult failed(IoStatus::failed, "no TLS");
    if (dead_ || expect(Step::Kind::tls) == nullptr) co_return failed;
    if (fails_here()) {
        const auto io = fail(deadline);
        failed.detail = io.detail;
        failed.answered = true;
        if (script_->failure != Failure::garbage) failed.status = io.status;
        co_return failed;
    }
    ++script_->at;
    co_return script_->tls;
}

boost::asio::awaitable<Connection> ScriptedConnector::connect(boost::asio::ip::address address, std::uint16_t port,
                                                              Deadline deadline) {
    called.push_back(fmt::format("{} {}", address.to_string(), port));
    Connection connection;
    if (failure || next_ == scripts.size()) {
        connection.status = failure.value_or(IoStatus::failed);
        connection.detail = "nothing there";
        connection.refused = refused;
        if (connection.status == IoStatus::timeout) clock_.advance_to(deadline);
        co_return connection;
    }
    connection.status = IoStatus::ok;
    connection.stream = std::make_unique<ScriptedStream>(scripts[next_++], clock_);
    co_return connection;
}

}  // namespace danelaw::test
