#pragma once

#include <danelaw/dnssec/chain.hpp>
#include <danelaw/render/render.hpp>
#include <danelaw/report/finding.hpp>
#include <danelaw/report/servers.hpp>

#include <span>
#include <string>
#include <vector>

namespace danelaw {

/// A lookup and what else was found out about it. Refers to what its maker owns.
struct LookupReport {
    const Lookup& answer;
    const ChainReport* chain = nullptr;                     ///< with --trace
    const std::vector<ZoneServersReport>* zones = nullptr;  ///< with --all-nameservers
    std::span<const Finding> findings;
};

/// The lookup, then zone by zone what vouches for what and the link that breaks, what each name server says, and the
/// findings.
[[nodiscard]] std::string render_lookup_text(const LookupReport& report, const TextStyle& style);
/// `danelaw.lookup/1` with the keys `chain`, `name_servers` and `findings`.
[[nodiscard]] std::string render_lookup_json(const LookupReport& report);
/// A digraph for Graphviz: zones as clusters, keys, DS records and RRsets as nodes, signatures as edges.
[[nodiscard]] std::string render_chain_dot(const Lookup& answer, const ChainReport& chain);

}  // namespace danelaw
