#include "cli/state.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>

namespace danelaw::cli {
namespace {

StateKey key_of(const DomainFacts& facts) {
    StateKey key;
    key.name = facts.domain.text();
    key.kind = facts.kind == DestinationKind::domain ? "domain" : "host";
    if (facts.kind == DestinationKind::address) {
        key.kind = "address";
        key.name = facts.hosts.empty() || facts.hosts.front().endpoints.empty()
                       ? printable(facts.asked)
                       : facts.hosts.front().endpoints.front().address.to_string();
    }
    key.port = facts.port;
    key.require = to_text(facts.require);
    return key;
}

Report judged_with(DomainFacts facts, PastFacts past) {
    facts.past = std::move(past);
    return judge(std::move(facts));
}

}  // namespace

StatefulJudge::StatefulJudge(const Settings& settings) : path_(settings.value("state")) {
    if (path_ && (path_->empty() || *path_ == "-"))
        throw UsageError(fmt::format("--state: \"{}\" is no file, a name was expected", *path_));
}

Report StatefulJudge::judged(DomainFacts facts) {
    if (!path_) return judge(std::move(facts));
    PastFacts past;
    try {
        if (!failure_) return compared(facts);
    } catch (const SetupError& error) {
        // Once is enough: a lock would make every domain wait, and all that is under way at once with it.
        failure_ = error.what();
    }
    past.failure = "--state: " + *failure_;
    return judged_with(std::move(facts), std::move(past));
}

Report StatefulJudge::compared(const DomainFacts& facts) {
    constexpr int tries = 5;  // each time another process has just checked the same domain
    if (!file_) file_ = std::make_unique<StateFile>(*path_);
    const auto key = key_of(facts);
    const auto fails = [&](std::string_view why) {
        return judged_with(facts, {std::nullopt, fmt::format("--state: {}: {}", printable(*path_), why)});
    };
    for (int i = 0; i < tries; ++i) {
        const auto entry = file_->read(key);
        PastFacts past;
        if (entry) {
            auto memory = memory_from_json(entry->text);
            if (!memory) return fails("what it says of the domain cannot be read: " + memory.error().detail);
            past.memory = std::move(*memory);
        }
        Report report = judged_with(facts, std::move(past));
        const auto memory = remember(report);
        if (!memory) return report;
        const auto text = memory_to_json(*memory);
        if (text.size() > limits::state_octets)
            return fails(fmt::format("{} octets would have to be remembered of the domain, at most {} are", text.size(),
                                     limits::state_octets));
        if (file_->replace(key, entry ? std::optional(entry->revision) : std::nullopt, text)) return report;
    }
    return fails("other processes write of the same domain all the time");
}

}  // namespace danelaw::cli
