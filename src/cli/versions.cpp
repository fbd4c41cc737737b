#include "cli/versions.hpp"

#include <danelaw/net/tcp_connector.hpp>
#include <danelaw/net/unbound_resolver.hpp>

#include <fmt/format.h>
#include <boost/version.hpp>

namespace danelaw::cli {

std::string program_version() { return DANELAW_VERSION; }

std::string version_text() {
#ifndef DANELAW_PROBES
    return fmt::format("danelaw {}\n", program_version());
#else
    return fmt::format("danelaw {}\nlibunbound {}, GnuTLS {}, Boost {}.{}.{}\n", program_version(),
                       libunbound_version(), gnutls_version(), BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000,
                       BOOST_VERSION % 100);
#endif
}

#ifdef DANELAW_PROBES
void add_versions(DomainFacts& facts) {
    facts.program_version = program_version();
    facts.libunbound_version = libunbound_version();
    facts.gnutls_version = gnutls_version();
}
#endif

}  // namespace danelaw::cli
