#include <danelaw/report/doctor.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/report/threshold.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace danelaw {

namespace {

/// The root's keys as they are published, and what the anchors make of them.
struct RootKeys {
    std::vector<ZoneReport> zones;  ///< that of the root, or nothing
    std::vector<Rrsig> signatures;

    [[nodiscard]] const ZoneReport* root() const { return zones.empty() ? nullptr : &zones.front(); }
};

/// What the resolver got, or else a root server itself said.
Bytes root_keys_message(const DoctorFacts& facts) {
    if (facts.root_keys && !facts.root_keys->message.empty()) return facts.root_keys->message;
    for (const auto& trial : facts.paths) {
        const auto packet = read_packet(trial.message);
        if (packet && packet->question_type == RecordType::dnskey) return trial.message;
    }
    return {};
}

RootKeys read_root_keys(const DoctorFacts& facts, Timestamp at) {
    RootKeys keys;
    Lookup published;
    published.name = DomainName();
    published.type = RecordType::dnskey;
    published.message = root_keys_message(facts);
    keys.zones = TrustedZones(facts.anchor_records, std::span(&published, 1), at, SignatureChecks::all).zones();
    const auto packet = read_packet(published.message);
    if (!packet) return keys;
    for (const auto& rrset : group_rrsets(packet->answer))
        keys.signatures.insert(keys.signatures.end(), rrset.signatures.begin(), rrset.signatures.end());
    return keys;
}

/// At a moment at which the signatures hold, so that a wrong clock does not pass for a wrong anchor.
RootKeys root_keys_while_signed(const DoctorFacts& facts) {
    const auto now = read_root_keys(facts, facts.at);
    return now.signatures.empty() ? now : read_root_keys(facts, now.signatures.front().inception);
}

/// What a root server said of the root's SOA or keys. Any other rcode, and an answer without records, is none.
Lookup answer_of(const PathTrial& trial) {
    const auto packet = read_packet(trial.message);
    const auto type = packet ? packet->question_type : RecordType::soa;
    return read_answer(DomainName(), type, RawAnswer{trial.message, false, false, ""});
}

/// Why a path shows no answer, or nothing where it does.
std::optional<std::string> trouble_of(const PathTrial& trial) {
    if (trial.no_reply) return trial.no_reply;
    const auto answer = answer_of(trial);
    if (!answer.answered()) return answer.failure->detail;
    if (answer.presence == Presence::records) return std::nullopt;
    return fmt::format("it knows no {} of the root", to_text(answer.type));
}

bool has_signatures(const Bytes& message) {
    const auto packet = read_packet(message);
    return packet && std::ranges::any_of(packet->answer, [](const auto& record) { return record.type == rrsig_type; });
}

/// `20326, 38696`.
template <class Values, class Tag>
std::string tags(const Values& values, const Tag& tag_of) {
    std::string text;
    for (const auto& value : values) text += fmt::format("{}{}", text.empty() ? "" : ", ", tag_of(value));
    return text;
}

class Doctor {
public:
    explicit Doctor(const DoctorFacts& facts) : facts_(facts), root_(root_keys_while_signed(facts)) {}

    DoctorReport examine() {
        look_at_trust_anchor();
        look_at_clock();
        look_at_validation();
        for (const bool ipv6 : {false, true}) {
            for (const bool over_tcp : {false, true}) look_at_path(ipv6, over_tcp);
        }
        look_at_stripping();
        look_at_canary();
        look_at_libraries();
        look_at_limits();
        auto state = State::ok;
        for (const auto& row : report_.rows) {
            if (row.finding) state = worse(state, state_of(row.finding->severity));
        }
        report_.exit_code = static_cast<int>(state);
        return std::move(report_);
    }

private:
    const DoctorFacts& facts_;
    RootKeys root_;
    DoctorReport report_;

    static State state_of(Severity severity) {
        switch (severity) {
            case Severity::info:
            case Severity::notice:
                return State::ok;
            case Severity::warning:
                return State::warning;
            case Severity::unknown:
                return State::unknown;
            case Severity::critical:
                return State::critical;
        }
        return State::unknown;
    }

    void good(std::string name, std::string seen) {
        report_.rows.push_back({std::move(name), std::move(seen), std::nullopt, true});
    }
    void bad(const std::string& name, std::string_view code, const std::string& seen) {
        report_.rows.push_back({name, seen, make_finding(code, name, fmt::format("{}: {}", name, seen)), true});
    }
    void untested(std::string name, std::string why) {
        report_.rows.push_back({std::move(name), std::move(why), std::nullopt, false});
    }

    void look_at_trust_anchor() {
        const std::string name = "trust anchor";
        if (facts_.setup_trouble) return bad(name, "machine.no_trust_anchor", *facts_.setup_trouble);
        const auto* const root = root_.root();
        if (root == nullptr || root->keys.empty())
            return untested(name, "the root's keys could not be read, or no anchor is that of the root");
        std::vector<std::uint16_t> lacking;  // entry points that no anchor names
        for (const auto& [key, vouched_for] : root->keys) {
            if (key.is_entry_point() && !key.is_revoked() && !vouched_for) lacking.push_back(key.key_tag);
        }
        const auto anchors = tags(root->ds, [](const DsReport& ds) { return ds.ds.key_tag; });
        const bool any = std::ranges::any_of(root->keys, &KeyReport::vouched_for);
        const auto missing = tags(lacking, [](std::uint16_t tag) { return tag; });
        if (!any) {
            return bad(name, "machine.old_trust_anchor",
                       fmt::format("it names {}, but the root's keys are {}", anchors, missing));
        }
        if (!lacking.empty()) {
            return bad(name, "machine.trust_anchor_lacks_key",
                       fmt::format("it names {}, and lacks {}, which the root publishes, too", anchors, missing));
        }
        good(name, fmt::format("it names every key of the root that vouches for others: {}", anchors));
    }

    void look_at_clock() {
        const std::string name = "clock";
        const auto now = format_time(facts_.at);
        if (root_.signatures.empty()) return untested(name, "the root's signatures could not be read");
        const auto& first = root_.signatures.front();
        const bool within = std::ranges::any_of(root_.signatures, [&](const Rrsig& signature) {
            return signature.inception <= facts_.at && facts_.at <= signature.expires;
        });
        if (within) return good(name, fmt::format("{}, within the validity of the root's signatures", now));
        bad(name, "machine.clock",
            fmt::format("{}, but the root's signatures hold from {} to {}", now, format_time(first.inception),
                        format_time(first.expires)));
    }

    void look_at_validation() {
        const std::string name = "validation";
        if (!facts_.root_keys) return untested(name, "there is no resolver");
        const auto& keys = *facts_.root_keys;
        if (keys.secure()) return good(name, "the root's keys are secure");
        bad(name, "machine.cannot_validate",
            fmt::format("the root's keys are {}{}{}", to_text(keys.dnssec), keys.failure ? ": " : "",
                        keys.failure ? printable(keys.failure->detail, limits::shown_octets) : ""));
    }

    [[nodiscard]] std::vector<const PathTrial*> trials_of(bool ipv6, bool over_tcp) const {
        std::vector<const PathTrial*> trials;
        for (const auto& trial : facts_.paths) {
            if (trial.server.is_v6() == ipv6 && trial.over_tcp == over_tcp) trials.push_back(&trial);
        }
        return trials;
    }

    [[nodiscard]] bool is_open(bool ipv6, bool over_tcp) const {
        return std::ranges::any_of(trials_of(ipv6, over_tcp), [](const auto* trial) { return !trouble_of(*trial); });
    }

    /// With one family, what has servers of that family can be judged (RFC 3901 §3); with none, nothing can.
    void look_at_path(bool ipv6, bool over_tcp) {
        const auto name = fmt::format("{} {}", ipv6 ? "IPv6" : "IPv4", over_tcp ? "TCP 53" : "UDP 53");
        const auto trials = trials_of(ipv6, over_tcp);
        if (trials.empty())
            return untested(name, facts_.forwards ? "another resolver is asked" : "no root server of it is known");
        for (const auto* const trial : trials) {
            if (trouble_of(*trial)) continue;
            return good(name, fmt::format("a root server answers ({})", trial->server.to_string()));
        }
        const auto& first = *trials.front();
        const bool other_is_open = is_open(!ipv6, over_tcp);
        bad(name,
            !other_is_open ? "machine.no_dns"
            : ipv6         ? "machine.no_ipv6_dns"
                           : "machine.no_ipv4_dns",
            fmt::format("no root server answers ({}: {})", first.server.to_string(), *trouble_of(first)));
    }

    void look_at_stripping() {
        const std::string name = "DNSSEC on the way";
        bool any = false;
        for (const auto& trial : facts_.paths) {
            if (trouble_of(trial)) continue;  // said of the path
            any = true;
            if (has_signatures(trial.message)) continue;
            return bad(
                name, "machine.dnssec_stripped",
                fmt::format("{} of the root came without signatures from {} over {}", to_text(answer_of(trial).type),
                            trial.server.to_string(), trial.over_tcp ? "TCP" : "UDP"));
        }
        if (any) return good(name, "replies of root servers carry their signatures");
        const auto& keys = facts_.root_keys;
        if (!keys || trouble_of({{}, false, {}, keys->message})) return untested(name, "no reply came");
        if (!has_signatures(keys->message))
            return bad(name, "machine.dnssec_stripped", "DNSKEY of the root came without signatures");
        good(name, "replies carry their signatures");
    }

    void look_at_canary() {
        const std::string name = "TCP 25 outward";
        if (facts_.canary.empty()) return untested(name, "--canary HOST names a mail server to try");
        if (facts_.canary_trials.empty())
            return bad(name, "machine.no_smtp", fmt::format("{} has no address", facts_.canary));
        for (const auto& trial : facts_.canary_trials) {
            if (trial.session.stage == SmtpStage::connect) continue;
            return good(name, fmt::format("{} answers ({})", facts_.canary, trial.address.to_string()));
        }
        const auto& first = facts_.canary_trials.front();
        bad(name, "machine.no_smtp",
            fmt::format("no session with {} ({}: {})", facts_.canary, first.address.to_string(),
                        printable(first.session.detail, limits::shown_octets)));
    }

    /// `1.17.1` as numbers, as far as it has some.
    static std::vector<int> version_numbers(std::string_view text) {
        std::vector<int> numbers;
        while (!text.empty()) {
            int number = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
            if (error != std::errc()) break;
            numbers.push_back(number);
            text.remove_prefix(static_cast<std::size_t>(end - text.data()));
            if (text.empty() || text.front() != '.') break;
            text.remove_prefix(1);
        }
        return numbers;
    }

    void look_at_libraries() {
        const std::string name = "libraries";
        const auto seen = fmt::format("libunbound {}, GnuTLS {}", printable(facts_.libunbound_version),
                                      printable(facts_.gnutls_version));
        // CVE-2026-81642 and others, in what a hostile zone can send; whether a distribution has mended an older
        // release does not show in its number.
        const std::vector<int> mended{1, 26, 2};
        if (version_numbers(facts_.libunbound_version) < mended) {
            return bad(
                name, "machine.old_libunbound",
                seen + "; releases of libunbound before 1.26.2 have known holes, unless the distribution mended them");
        }
        good(name, seen);
    }

    void look_at_limits() {
        const std::string name = "open files";
        constexpr std::uint64_t enough = 1024;  // 160 SMTP sessions of 8 domains at once, and 256 sockets of libunbound
        const auto seen = fmt::format("{} are allowed", facts_.open_files);
        if (facts_.open_files < enough)
            return bad(name, "machine.few_files", fmt::format("{}, at least {} were expected", seen, enough));
        good(name, seen);
    }
};

}  // namespace

DoctorReport judge_doctor(const DoctorFacts& facts) { return Doctor(facts).examine(); }

}  // namespace danelaw
