#include "unit/net/name_server.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace danelaw::testing {

namespace {

namespace asio = boost::asio;
using asio::ip::udp;

udp::endpoint any_loopback_port() { return udp::endpoint(asio::ip::address_v4::loopback(), 0); }

unsigned short free_port() {
    asio::io_context io;
    return udp::socket(io, any_loopback_port()).local_endpoint().port();
}

/// Starts a program with its output in a file; it dies with this process.
pid_t start(const std::vector<std::string>& command, const std::string& log) {
    const pid_t process = fork();
    if (process < 0) throw std::runtime_error("fork: no process");
    if (process > 0) return process;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    std::vector<char*> arguments;
    for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
    execvp(arguments[0], arguments.data());
    _exit(127);
}

void run(const std::vector<std::string>& command, const std::string& log) {
    int status = 0;
    waitpid(start(command, log), &status, 0);
    if (status != 0) throw std::runtime_error(fmt::format("{}: status {}, see {}", command.front(), status, log));
}

std::string nsd_config(const TemporaryDirectory& directory, unsigned short port) {
    auto text = fmt::format(
        "server:\nip-address: 127.0.0.1\nport: {0}\nusername: \"\"\nchroot: \"\"\nzonesdir: \"{1}\"\ndatabase: \"\"\n"
        "pidfile: \"{1}/nsd.pid\"\nxfrdfile: \"{1}/xfrd\"\nzonelistfile: \"{1}/zones\"\nxfrdir: \"{1}\"\n"
        "cookie-secret-file: \"\"\nserver-count: 1\nrrl-ratelimit: 0\nremote-control:\ncontrol-enable: no\n",
        port, directory.file(""));
    std::ifstream zones(directory.file("zone.list"));
    std::string name;
    std::string file;
    while (zones >> name >> file) text += fmt::format("zone:\nname: \"{}\"\nzonefile: \"{}\"\n", name, file);
    return text;
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() {
    auto pattern = (std::filesystem::temp_directory_path() / "danelaw-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void TemporaryDirectory::write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name)) << text;
}

NameServer::NameServer(const std::string& script) : port_(free_port()), process_(0) {
    run({"sh", DANELAW_SOURCE_DIR "/" + script, directory_.file("")}, directory_.file("sign.log"));
    directory_.write("nsd.conf", nsd_config(directory_, port_));
    process_ = start({"nsd", "-d", "-c", directory_.file("nsd.conf")}, directory_.file("nsd.log"));
    try {
        await_answer();
    } catch (...) {
        kill(process_, SIGTERM);
        waitpid(process_, nullptr, 0);
        throw;
    }
}

NameServer::~NameServer() {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
}

std::string NameServer::address() const { return fmt::format("127.0.0.1@{}", port_); }

/// Asks for the SOA of the root until an answer comes.
void NameServer::await_answer() const {
    constexpr std::array<std::uint8_t, 17> question{0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 1};
    asio::io_context io;
    udp::socket socket(io, any_loopback_port());
    socket.connect(udp::endpoint(asio::ip::address_v4::loopback(), port_));
    socket.non_blocking(true);
    for (int attempt = 0; attempt < 500; ++attempt) {
        boost::system::error_code error;
        socket.send(asio::buffer(question), 0, error);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        std::array<std::uint8_t, 4096> answer{};
        if (socket.receive(asio::buffer(answer), 0, error) > 12 && !error) return;
    }
    throw std::runtime_error("nsd does not answer, is the package nsd installed?");
}

SilentServer::SilentServer(asio::io_context& io) : socket_(io, any_loopback_port()) { socket_.non_blocking(true); }

int SilentServer::questions() {
    int count = 0;
    std::array<std::uint8_t, 4096> question{};
    boost::system::error_code none_left;
    while (socket_.receive(asio::buffer(question), 0, none_left) > 0 && !none_left) ++count;
    return count;
}

std::string SilentServer::address() const { return fmt::format("127.0.0.1@{}", socket_.local_endpoint().port()); }

}  // namespace danelaw::testing
