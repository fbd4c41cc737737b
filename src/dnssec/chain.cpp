#include <danelaw/dnssec/chain.hpp>

#include "dnssec/failure.hpp"

#include <fmt/format.h>

#include <utility>

namespace danelaw {

namespace {

/// Draws the conclusion from judged zones and a judged answer.
class Conclusion {
public:
    explicit Conclusion(const ChainFacts& facts) : facts_(facts) {}

    ChainReport draw() {
        TrustedZones trusted(facts_.anchors, facts_.zones, facts_.at, SignatureChecks::all);
        report_.name = facts_.answer.name;
        report_.answer = trusted.judge_reply(facts_.answer.message);
        report_.zones = trusted.zones();
        conclude();
        return std::move(report_);
    }

private:
    const ChainFacts& facts_;
    ChainReport report_;

    void conclude() {
        report_.state = LinkState::secure;
        for (const auto& zone : report_.zones) note(zone.state, zone.reason);
        for (const auto& rrset : report_.answer) note(rrset.state, rrset.reason);
        if (report_.zones.empty() && report_.state == LinkState::secure) {
            note(LinkState::insecure, fmt::format("no trust anchor lies at or above {}", report_.name.text()));
        }
        for (const auto& report : report_.answer) {
            if (report.state != LinkState::unreached || report_.state != LinkState::secure) continue;
            note(LinkState::failed, fmt::format("nothing is known of the keys of the zone that {} {} is in",
                                                report.rrset.owner.text(), to_text(report.rrset.type)));
        }
        const auto& answer = facts_.answer;
        if (!answer.answered() && !report_.broken) {
            report_.state = answer.dnssec == ValidationState::bogus ? LinkState::bogus : LinkState::failed;
            report_.broken = failure_of(answer);
        }
        report_.differs = difference();
    }

    void note(LinkState state, const std::string& reason) {
        if (state == LinkState::insecure && report_.state == LinkState::secure) {
            report_.state = state;
            report_.ends = reason;
        }
        if ((state != LinkState::bogus && state != LinkState::failed) || report_.broken) return;
        report_.state = state;
        report_.broken = reason;
    }

    [[nodiscard]] std::optional<std::string> difference() const {
        const auto& answer = facts_.answer;
        const auto ours = report_.state;
        const bool same = (answer.secure() && ours == LinkState::secure) ||
                          (answer.dnssec == ValidationState::insecure && ours == LinkState::insecure) ||
                          (!answer.answered() && (ours == LinkState::bogus || ours == LinkState::failed));
        if (same) return std::nullopt;
        return fmt::format("the validator calls {} {}, this calculation {}{}", question_of(answer),
                           to_text(answer.dnssec), to_text(ours),
                           report_.broken ? fmt::format(": {}", *report_.broken) : "");
    }
};

}  // namespace

std::string failure_of(const Lookup& lookup) {
    const auto detail = lookup.failure ? lookup.failure->detail : std::string("no records");
    return fmt::format("the {} lookup of {} is {}: {}", to_text(lookup.type), lookup.name.text(),
                       to_text(lookup.dnssec), detail);
}

ChainReport judge_chain(const ChainFacts& facts) { return Conclusion(facts).draw(); }

}  // namespace danelaw
