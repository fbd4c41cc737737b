#include <danelaw/net/getdns_child.hpp>

#include "net/getdns_validation.hpp"

#include <danelaw/base/limits.hpp>

#include <csignal>
#include <optional>
#include <span>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace danelaw {

namespace {

constexpr int socket_to_parent = STDIN_FILENO;
constexpr std::size_t length_octets = 4;

void limit(int resource, rlim_t most) {
    const rlimit both{most, most};
    (void)setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

/// What holds for the whole life of the process. SIGXCPU or SIGKILL ends the one that needs more time.
void confine() {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, limits::validator_cpu_seconds);
    limit(RLIMIT_FSIZE, 0);
#ifndef __SANITIZE_ADDRESS__  // its shadow is larger than any limit
    limit(RLIMIT_AS, limits::validator_memory);
#endif
}

bool read_all(std::span<std::uint8_t> into) {
    while (!into.empty()) {
        const auto got = read(socket_to_parent, into.data(), into.size());
        if (got <= 0) return false;
        into = into.subspan(static_cast<std::size_t>(got));
    }
    return true;
}

bool write_all(ByteView octets) {
    while (!octets.empty()) {
        const auto written = write(socket_to_parent, octets.data(), octets.size());
        if (written <= 0) return false;
        octets = octets.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

std::optional<ValidatorRequest> read_request() {
    std::uint8_t head[length_octets];
    if (!read_all(head)) return std::nullopt;
    const auto length = message_length(head);
    if (!length) return std::nullopt;
    Bytes body(*length);
    if (!read_all(body)) return std::nullopt;
    const auto request = decode_validator_request(body);
    if (!request) return std::nullopt;
    return *request;
}

}  // namespace

int run_getdns_child() {
    std::signal(SIGXCPU, SIG_DFL);
    confine();
    const auto getdns = load_getdns();
    if (const auto request = read_request()) {
        ValidatorReply reply;
        if (getdns) {
            reply = validate_with_getdns(*getdns, *request);
        } else {
            reply.no_library = true;
            reply.trouble = getdns.error().detail;
        }
        (void)write_all(encode(reply));
    }
    // Without what libraries do at exit.
    _exit(0);
}

}  // namespace danelaw
