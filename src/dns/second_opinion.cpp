#include <danelaw/dns/second_opinion.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

constexpr std::uint16_t unsupported_algorithm = 1;  // RFC 8914 §4.2

std::string abstention_of(const Lookup& second, const std::string& distrust) {
    if (second.answered()) return distrust;
    const auto& failure = *second.failure;
    if (second.dnssec == ValidationState::indeterminate) return failure.detail;
    return failure.extended_error == unsupported_algorithm ? failure.detail : distrust;
}

/// `secure, records`, or `bogus (WHY)`.
std::string opinion_text(ValidationState state, Presence presence, const std::string& why) {
    if (presence == Presence::failed) return fmt::format("{} ({})", to_text(state), why);
    return fmt::format("{}, {}", to_text(state), to_text(presence));
}

std::vector<Bytes> sorted(std::vector<Bytes> rdata) {
    std::sort(rdata.begin(), rdata.end());
    rdata.erase(std::unique(rdata.begin(), rdata.end()), rdata.end());
    return rdata;
}

}  // namespace

Lookup with_second_opinion(Lookup first, const Lookup& second, const std::string& distrust) {
    SecondOpinion opinion;
    opinion.dnssec = second.dnssec;
    opinion.presence = second.presence;
    if (second.failure) opinion.why = second.failure->detail;
    opinion.rdata = second.rdata;
    opinion.abstention = abstention_of(second, distrust);
    const bool overrules = first.answered() && second.dnssec == ValidationState::bogus && opinion.abstention.empty();
    if (!overrules) {
        first.second = std::move(opinion);
        return first;
    }
    opinion.overruled = first.dnssec;
    auto detail = fmt::format("{}; libunbound calls it {}", opinion.why, to_text(first.dnssec));
    auto lookup = failed_lookup(first.name, first.type, ValidationState::bogus,
                                {std::move(detail), second.failure->extended_error});
    lookup.rcode = first.rcode;
    lookup.message = std::move(first.message);
    lookup.second = std::move(opinion);
    return lookup;
}

ValidationState first_state(const Lookup& lookup) {
    return lookup.second ? lookup.second->overruled.value_or(lookup.dnssec) : lookup.dnssec;
}

OpinionDifference difference_of(const Lookup& lookup) {
    if (!lookup.second || !lookup.second->abstention.empty()) return OpinionDifference::none;
    if (lookup.failure && lookup.failure->cut_by_deadline) return OpinionDifference::none;
    const auto& second = *lookup.second;
    const auto first = first_state(lookup);
    if (first == second.dnssec) {
        const bool same = lookup.presence == second.presence && sorted(lookup.rdata) == sorted(second.rdata);
        return same ? OpinionDifference::none : OpinionDifference::records;
    }
    const bool one_is_bogus = first == ValidationState::bogus || second.dnssec == ValidationState::bogus;
    return one_is_bogus ? OpinionDifference::bogus : OpinionDifference::state;
}

std::string to_text(OpinionDifference difference) {
    switch (difference) {
        case OpinionDifference::none:
            return "none";
        case OpinionDifference::bogus:
            return "bogus";
        case OpinionDifference::state:
            return "state";
        case OpinionDifference::records:
            return "records";
    }
    return {};
}

namespace {

/// `; only WHO has RECORD, RECORD and 3 more`: what of `rdata` is not in `other`.
std::string only_one_has(const Lookup& lookup, std::string_view who, const std::vector<Bytes>& rdata,
                         const std::vector<Bytes>& other) {
    constexpr std::size_t most = 2;
    auto extra = lookup;
    extra.presence = Presence::records;
    extra.rdata.clear();
    for (const auto& record : sorted(rdata)) {
        if (std::find(other.begin(), other.end(), record) == other.end()) extra.rdata.push_back(record);
    }
    const auto count = extra.rdata.size();
    if (count == 0) return {};
    extra.rdata.resize(std::min(count, most));
    std::string texts;
    for (const auto& text : record_texts(extra)) {
        texts += (texts.empty() ? "" : ", ") + printable(text, limits::shown_octets);
    }
    return fmt::format("; only {} has {}{}", who, texts,
                       count > most ? fmt::format(" and {} more", count - most) : std::string());
}

}  // namespace

std::string opinions_text(const Lookup& lookup) {
    if (!lookup.second) return {};
    const auto& second = *lookup.second;
    const auto first = second.overruled
                           ? fmt::format("libunbound: {}", to_text(*second.overruled))
                           : fmt::format("libunbound: {}", opinion_text(lookup.dnssec, lookup.presence,
                                                                        lookup.failure ? lookup.failure->detail : ""));
    auto text = fmt::format("{}; getdns: {}", first, opinion_text(second.dnssec, second.presence, second.why));
    if (difference_of(lookup) != OpinionDifference::records) return text;
    return text + only_one_has(lookup, "libunbound", lookup.rdata, second.rdata) +
           only_one_has(lookup, "getdns", second.rdata, lookup.rdata);
}

}  // namespace danelaw
