#pragma once

#include <danelaw/report/doctor.hpp>
#include <danelaw/scan/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace danelaw {

/// What the ways out of this machine are tried with. Refers to what its maker owns.
struct DoctorPlan {
    NameServers& over_udp;
    NameServers& over_tcp;
    std::vector<boost::asio::ip::address> root_servers;
    std::optional<DomainName> canary;  ///< a mail server, for TCP 25
};

/// Asks the resolver for the root's keys, root servers for themselves, and the canary for a session; fills `facts`.
boost::asio::awaitable<void> gather_doctor(ScanContext& context, const DoctorPlan& plan, DoctorFacts& facts,
                                           Deadline deadline);

}  // namespace danelaw
