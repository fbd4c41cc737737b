#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace danelaw::testing {

/// A directory that goes with its owner.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory();

    [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
    void write(const std::string& name, const std::string& text) const;

private:
    std::filesystem::path path_;
};

/// An nsd that serves signed zones on a free loopback port, and ends with this. `script` makes the zones: called with a
/// directory, it writes zone files there, `zone.list` (lines of name and file), and the DS of the root to root.anchor.
class NameServer {
public:
    explicit NameServer(const std::string& script = "tests/unit/net/signed_zones.sh");
    NameServer(const NameServer&) = delete;
    NameServer& operator=(const NameServer&) = delete;
    ~NameServer();

    /// `127.0.0.1@PORT`.
    [[nodiscard]] std::string address() const;
    [[nodiscard]] std::string anchor_file() const { return directory_.file("root.anchor"); }
    [[nodiscard]] const TemporaryDirectory& directory() const { return directory_; }

private:
    void await_answer() const;

    TemporaryDirectory directory_;
    unsigned short port_;
    pid_t process_;
};

/// A UDP port on loopback that takes questions and never answers.
class SilentServer {
public:
    explicit SilentServer(boost::asio::io_context& io);
    [[nodiscard]] std::string address() const;
    /// How many questions came since this was last asked.
    [[nodiscard]] int questions();

private:
    boost::asio::ip::udp::socket socket_;
};

}  // namespace danelaw::testing
