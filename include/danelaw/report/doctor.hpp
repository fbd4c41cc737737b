#pragma once

#include <danelaw/dnssec/chain.hpp>
#include <danelaw/report/finding.hpp>
#include <danelaw/smtp/session.hpp>

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace danelaw {

/// One try to ask a root server, over UDP for the root's SOA, over TCP for its keys, which are larger.
struct PathTrial {
    boost::asio::ip::address server;
    bool over_tcp = false;
    std::optional<std::string> no_reply;  ///< why none came, printable
    Bytes message;                        ///< the reply; empty where none came
};

/// One session with the mail server that --canary names.
struct CanaryTrial {
    boost::asio::ip::address address;
    SmtpSession session;
};

/// What this machine showed of itself.
struct DoctorFacts {
    Timestamp at{};                            ///< its clock, or --at
    std::optional<std::string> setup_trouble;  ///< why there is no resolver, printable: no trust anchor, most often
    std::vector<std::string> anchor_records;   ///< DS or DNSKEY in presentation form
    std::optional<Lookup> root_keys;           ///< DNSKEY of the root, by the resolver
    bool forwards = false;                     ///< to another resolver, so that root servers are not asked
    std::vector<PathTrial> paths;
    std::string canary;  ///< the name of --canary; empty without
    std::vector<CanaryTrial> canary_trials;
    std::string libunbound_version;
    std::string gnutls_version;
    std::uint64_t open_files = 0;  ///< how many this process may have, RLIMIT_NOFILE
};

/// One thing that was looked at.
struct DoctorRow {
    std::string name;                ///< `trust anchor`
    std::string seen;                ///< what was seen, a clause, printable
    std::optional<Finding> finding;  ///< what is wrong with it
    bool tested = true;
};

struct DoctorReport {
    std::vector<DoctorRow> rows;
    int exit_code = 0;  ///< by the worst finding, as check (contract 6)
};

/// Whether this machine is fit to judge domains: trust anchor, clock, the ways to name servers, to mail servers, the
/// libraries and the limits.
[[nodiscard]] DoctorReport judge_doctor(const DoctorFacts& facts);

}  // namespace danelaw
