#include <danelaw/report/servers.hpp>

#include "report/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace danelaw {

namespace {

/// Serial number arithmetic: whether `a` is older than `b`. Source: RFC 1982 §3.2.
bool is_older(std::uint32_t a, std::uint32_t b) { return a != b && b - a < 0x80000000U; }

/// What an answer says, whatever its TTLs, order and signatures.
struct Content {
    Presence presence{};
    std::vector<DomainName> aliases;
    std::vector<Bytes> records;

    auto operator<=>(const Content&) const = default;
};

Content content_of(const Lookup& lookup) {
    Content content{lookup.presence, lookup.cname_chain, lookup.rdata};
    std::ranges::sort(content.records);
    return content;
}

/// One kind of trouble of one server, seen in some answers.
struct Trouble {
    std::string_view code;
    std::optional<Severity> severity;  ///< another than the usual one
    std::string text;                  ///< of the first answer
    std::size_t more = 0;
};

/// Less is too little where the signer works.
constexpr std::chrono::hours soon{72};

/// Address families of which some server answered.
struct Families {
    bool ipv4 = false;
    bool ipv6 = false;
};

bool is_silent(const ServerReport& server) {
    return server.trouble && !server.answers.empty() && !server.answers.front().replied;
}

Families heard_families(std::span<const ZoneServersReport> zones) {
    Families heard;
    for (const auto& zone : zones) {
        for (const auto& server : zone.servers) {
            if (!server.address || server.answers.empty() || is_silent(server)) continue;
            (server.address->is_v4() ? heard.ipv4 : heard.ipv6) = true;
        }
    }
    return heard;
}

class ServerComparison {
public:
    ServerComparison(const ZoneServersReport& zone, Families heard, Timestamp now)
        : zone_(zone), heard_(heard), now_(now) {}

    Findings find() {
        for (const auto& server : zone_.servers) {
            if (server.serial && (!newest_ || is_older(*newest_, *server.serial))) newest_ = server.serial;
        }
        for (const auto& server : zone_.servers) find_server(server);
        return std::move(findings_);
    }

private:
    const ZoneServersReport& zone_;
    Families heard_;
    Timestamp now_;
    std::optional<std::uint32_t> newest_;
    Findings findings_;

    /// `SUBJECT: ` and for which zone.
    [[nodiscard]] std::string about(const ServerReport& server) const {
        return fmt::format("{}: for the zone {}", server.text(), zone_.zone.text());
    }

    void add(std::string_view code, const ServerReport& server, const std::string& text) {
        findings_.push_back(make_finding(code, server.text(), fmt::format("{}, {}", about(server), text)));
    }

    void add_not_asked(const ServerReport& server, const NotAsked& why) {
        const bool is_known_to_lack = !server.address && !why.left_open;
        add(is_known_to_lack ? "nameserver.no_address" : "nameserver.not_asked", server, why.reason);
        if (why.left_open) findings_.back().severity = Severity::unknown;
    }

    void find_server(const ServerReport& server) {
        if (server.not_asked) {
            add_not_asked(server, *server.not_asked);
            if (!server.address || server.answers.empty()) return;
        }
        if (is_silent(server) && is_of_unheard_family(server)) {
            return add("nameserver.not_asked", server,
                       fmt::format("no name server answered over {}, which this machine may not have",
                                   server.address->is_v4() ? "IPv4" : "IPv6"));
        }
        if (server.trouble)
            return add(is_silent(server) ? "nameserver.unreachable" : "nameserver.lame", server, *server.trouble);
        if (server.serial && newest_ && is_older(*server.serial, *newest_)) {
            add("nameserver.old_serial", server,
                fmt::format("it has the zone of serial {}, another server that of {}", *server.serial, *newest_));
        }
        std::vector<Trouble> troubles;
        for (const auto& answer : server.answers) find_answer(answer, troubles);
        for (const auto& trouble : troubles) {
            const auto others = trouble.more > 0 ? fmt::format(" (and so for {} more questions)", trouble.more) : "";
            auto finding =
                make_finding(trouble.code, server.text(), fmt::format("{}, {}{}", about(server), trouble.text, others));
            finding.severity = trouble.severity.value_or(finding.severity);
            findings_.push_back(std::move(finding));
        }
    }

    [[nodiscard]] bool is_of_unheard_family(const ServerReport& server) const {
        return server.address->is_v4() ? !heard_.ipv4 && heard_.ipv6 : !heard_.ipv6 && heard_.ipv4;
    }

    static void note(std::vector<Trouble>& troubles, Trouble trouble) {
        const auto known = std::ranges::find(troubles, trouble.code, &Trouble::code);
        if (known == troubles.end()) {
            troubles.push_back(std::move(trouble));
        } else {
            ++known->more;
        }
    }

    void find_answer(const ServerAnswerReport& answer, std::vector<Trouble>& troubles) {
        const auto question = question_of(answer.lookup);
        if (!answer.lookup.answered()) {
            note(troubles, {"nameserver.fails_for_type", std::nullopt,
                            fmt::format("it answers for SOA, but not for {}: {}", question, answer.reason), 0});
            return;
        }
        if (answer.denial_unproven) {
            note(troubles, {"nameserver.unsigned_denial", std::nullopt,
                            fmt::format("that there is no {} is not proven: {}", question, answer.reason), 0});
        } else if (answer.state == LinkState::bogus) {
            note(troubles, {"nameserver.bogus_answer", std::nullopt, answer.reason, 0});
        } else if (answer.state == LinkState::failed) {
            note(troubles, {"nameserver.not_asked", Severity::unknown, answer.reason, 0});
        } else if (answer.signature_expires && *answer.signature_expires - now_ < soon && ends_first(answer)) {
            note(troubles, {"nameserver.signature_ends_first", std::nullopt,
                            fmt::format("its signatures for {} end at {}, those of other servers later", question,
                                        format_time(*answer.signature_expires)),
                            0});
        }
        find_difference(answer, troubles);
    }

    /// The answers of all servers to the same question.
    template <class Use>
    void for_each_same(const Lookup& question, const Use& use) const {
        for (const auto& server : zone_.servers) {
            for (const auto& answer : server.answers) {
                const auto& lookup = answer.lookup;
                if (lookup.name == question.name && lookup.type == question.type && lookup.answered())
                    use(server, answer);
            }
        }
    }

    [[nodiscard]] bool ends_first(const ServerAnswerReport& answer) const {
        bool is_first = false;
        for_each_same(answer.lookup, [&](const ServerReport&, const ServerAnswerReport& other) {
            is_first = is_first || (other.signature_expires && *other.signature_expires > *answer.signature_expires);
        });
        return is_first;
    }

    /// What most servers of the newest serial say; records rather than none where as many say each.
    [[nodiscard]] Content usual_content(const Lookup& question) const {
        std::map<Content, std::size_t> counts;
        for_each_same(question, [&](const ServerReport& server, const ServerAnswerReport& answer) {
            if (server.serial == newest_) ++counts[content_of(answer.lookup)];
        });
        const auto most = std::ranges::max_element(counts, [](const auto& a, const auto& b) {
            return std::pair(a.second, a.first.records.size()) < std::pair(b.second, b.first.records.size());
        });
        return most == counts.end() ? content_of(question) : most->first;
    }

    void find_difference(const ServerAnswerReport& answer, std::vector<Trouble>& troubles) {
        const auto& lookup = answer.lookup;
        if (lookup.type == RecordType::soa) return;
        const auto usual = usual_content(lookup);
        if (content_of(lookup) == usual) return;
        const auto question = question_of(lookup);
        if (lookup.type == RecordType::tlsa) {
            const bool is_missing = lookup.rdata.empty();
            note(troubles, {is_missing ? "nameserver.tlsa_missing" : "nameserver.tlsa_differs", std::nullopt,
                            fmt::format(fmt::runtime(is_missing ? "it has no {}, other servers have"
                                                                : "its {} are others than those of other servers"),
                                        question),
                            0});
            return;
        }
        // Addresses may differ by design, where load is spread.
        const bool is_address = lookup.type == RecordType::a || lookup.type == RecordType::aaaa;
        note(troubles, {"nameserver.records_differ", is_address ? std::optional(Severity::notice) : std::nullopt,
                        fmt::format("its answer for {} is another than that of other servers", question), 0});
    }
};

}  // namespace

std::vector<Finding> server_findings(std::span<const ZoneServersReport> zones, Timestamp now) {
    const auto heard = heard_families(zones);
    Findings all;
    for (const auto& zone : zones) {
        for (auto& finding : ServerComparison(zone, heard, now).find()) all.push_back(std::move(finding));
    }
    return all;
}

}  // namespace danelaw
