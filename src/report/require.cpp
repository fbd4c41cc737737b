#include "report/require.hpp"

#include <algorithm>
#include <array>

namespace danelaw {

namespace {

bool is_of_mta_sts(std::string_view code) { return code.starts_with("sts."); }

/// What only senders that use DANE mind. What every sender minds (MX, reachability, this machine) is of neither; nor
/// are sessions without TLS, for which MTA-STS has findings of its own.
bool is_of_dane(std::string_view code) {
    constexpr std::array<std::string_view, 4> topics{"tlsa.", "signature.", "certificate.", "cname."};
    constexpr std::array<std::string_view, 10> codes{"mx.insecure",
                                                     "change.renewal_broke_tlsa",
                                                     "change.records_broke_tlsa",
                                                     "resolver.no_trust_anchor",
                                                     "session.no_starttls",
                                                     "session.starttls_refused",
                                                     "session.starttls_broken",
                                                     "session.injection",
                                                     "session.handshake_failed",
                                                     "session.other_key_untested"};
    return std::any_of(topics.begin(), topics.end(), [&](std::string_view topic) { return code.starts_with(topic); }) ||
           std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace

void lower_other_findings(std::vector<Finding>& findings, Require require) {
    if (require != Require::dane && require != Require::mta_sts) return;
    for (auto& finding : findings) {
        const bool other = require == Require::dane ? is_of_mta_sts(finding.code) : is_of_dane(finding.code);
        if (other && finding.severity > Severity::warning) finding.severity = Severity::warning;
    }
}

}  // namespace danelaw
