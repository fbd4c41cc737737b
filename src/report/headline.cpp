#include <danelaw/report/headline.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace danelaw {

namespace {

/// What is missing where DANE protects in part, and MTA-STS not.
std::string partly_protected_sentence(const Report& report) {
    const auto authenticates = [](const HostReport& host) {
        return std::any_of(host.endpoints.begin(), host.endpoints.end(),
                           [](const EndpointReport& endpoint) { return endpoint.outcome == Outcome::authenticated; });
    };
    const auto& hosts = report.hosts;
    if (std::none_of(hosts.begin(), hosts.end(), authenticates))
        return "DANE makes senders encrypt, and authenticates no host";
    const bool forgeable = report.facts.mx && !report.next_hop.mx_secure;
    if (forgeable && std::all_of(hosts.begin(), hosts.end(), authenticates))
        return "DANE authenticates every host; forged MX records lead mail past them";
    return "DANE protects some of the mail, not all";
}

/// What one kind of sender does with the domain today; unknown where its row is not there.
Delivery delivery_by(const Report& report, Sender sender) {
    const auto row = std::find_if(report.senders.begin(), report.senders.end(),
                                  [&](const SenderRow& one) { return one.sender == sender; });
    return row == report.senders.end() ? Delivery::unknown : row->delivery;
}

/// Whether an address has two certificates, of which one matches: who takes that kind of key gets through.
bool depends_on_key(const EndpointReport& endpoint) {
    return endpoint.other_key_outcome == Outcome::mismatch && endpoint.match &&
           endpoint.match->outcome == MatchOutcome::authenticated;
}

/// What a failed domain means for mail.
std::string fail_sentence(const Report& report) {
    const auto& mx = report.facts.mx;
    if (mx && mx->presence == Presence::nx_domain) return "the domain does not exist: mail to it is returned";
    if (mx && !mx->answered()) return "its mail hosts cannot be looked up: mail to it waits, then is returned";
    const auto no_address = [](const HostReport& host) { return host.decision.no_address; };
    if (std::all_of(report.hosts.begin(), report.hosts.end(), no_address))
        return "no mail host has an address: mail to it is returned";
    const auto depends = [](const HostReport& host) { return std::ranges::any_of(host.endpoints, depends_on_key); };
    if (std::ranges::any_of(report.hosts, depends))
        return "some senders that use DANE do not deliver: those that take the other kind of key";
    switch (delivery_by(report, Sender::dane)) {
        case Delivery::deferred:
            return "senders that use DANE do not deliver: their mail waits, then is returned";
        case Delivery::unknown:
            return "senders that use DANE do not deliver, or not to every server";
        case Delivery::cleartext:
        case Delivery::encrypted:
        case Delivery::authenticated:
        case Delivery::rejected:
            break;
    }
    return "senders that use DANE do not deliver to every server";
}

bool has_finding(const Report& report, std::string_view code) {
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [&](const Finding& finding) { return finding.code == code; });
}

constexpr std::string_view sts_protects = "MTA-STS protects mail from senders that hold its policy";
constexpr std::string_view nothing_certain = "nothing certain can be said from here";

/// Why nothing is certain, where it is plain.
std::string unknown_sentence(const Report& report) {
    if (has_finding(report, "session.host_silent"))
        return "a mail host does not answer this machine: nothing is certain";
    return std::string(nothing_certain);
}

std::string dane_clause(const Report& report) {
    switch (report.dane) {
        case Verdict::pass:
            return "DANE protects mail to every host";
        case Verdict::partial:
            return partly_protected_sentence(report);
        case Verdict::fail:
            return fail_sentence(report);
        case Verdict::none:
            return "no DANE: nothing signed tells senders to encrypt";
        case Verdict::unknown:
            break;
    }
    return fmt::format("of DANE {}", nothing_certain);
}

std::string broken_sts_sentence(const Report& report) {
    if (report.sts->applied() == nullptr)
        return "MTA-STS is broken: senders get no policy; those that hold one keep to it";
    if (delivery_by(report, Sender::mta_sts) == Delivery::deferred)
        return "MTA-STS is broken: senders that hold its policy do not deliver";
    return "MTA-STS is broken: not every server keeps to its policy";
}

std::string sts_clause(const Report& report) {
    const auto& sts = report.sts;
    if (!sts) return "MTA-STS was not looked up";
    switch (sts->verdict) {
        case Verdict::pass:
            return std::string(sts_protects);
        case Verdict::partial:
            return "MTA-STS is in mode testing, and protects nobody";
        case Verdict::fail:
            return broken_sts_sentence(report);
        case Verdict::none:
            return "MTA-STS protects nobody";
        case Verdict::unknown:
            break;
    }
    return fmt::format("of MTA-STS {}", nothing_certain);
}

/// Whether what DANE does says the whole: the verdict is its own, and MTA-STS adds nothing to it.
bool says_dane_all(const Report& report) {
    if (report.dane != report.verdict) return false;
    const auto sts = report.sts ? report.sts->verdict : Verdict::none;
    switch (report.dane) {
        case Verdict::fail:
            return true;
        case Verdict::pass:
        case Verdict::partial:
            return sts != Verdict::pass;
        case Verdict::unknown:
            return sts == Verdict::none || sts == Verdict::unknown;
        case Verdict::none:
            return !report.sts;
    }
    return false;
}

/// Where the two make one sentence.
std::optional<std::string> joint_sentence(Verdict dane, Verdict sts) {
    if (sts == Verdict::pass) {
        if (dane == Verdict::pass) return "DANE and MTA-STS protect mail to every host";
        if (dane == Verdict::partial) return fmt::format("{}, DANE some of the rest", sts_protects);
        if (dane == Verdict::none) return fmt::format("{}, no DANE the rest", sts_protects);
    }
    if (dane != Verdict::none) return std::nullopt;
    if (sts == Verdict::none) return "neither DANE nor MTA-STS: nothing tells senders to encrypt";
    if (sts == Verdict::partial) return "MTA-STS is in mode testing: failures are reported, and nobody is protected";
    return std::nullopt;
}

}  // namespace

std::string headline(const Report& report) {
    if (report.null_mx) return "takes no mail (null MX)";
    if (report.verdict == Verdict::unknown && has_finding(report, "session.host_refuses"))
        return "a mail host refuses every connection: mail waits, or takes another host";
    if (says_dane_all(report)) return report.dane == Verdict::unknown ? unknown_sentence(report) : dane_clause(report);
    const bool sts_fails = report.sts && report.sts->verdict == Verdict::fail;
    if (sts_fails && report.verdict == Verdict::fail) return broken_sts_sentence(report);
    if (report.sts) {
        if (auto joint = joint_sentence(report.dane, report.sts->verdict)) return *joint;
    }
    const bool dane_leads = report.dane == report.verdict;
    const auto dane = dane_clause(report);
    const auto sts = sts_clause(report);
    return dane_leads ? fmt::format("{}; {}", dane, sts) : fmt::format("{}; {}", sts, dane);
}

}  // namespace danelaw
