#pragma once

#include <danelaw/io/clock.hpp>
#include <danelaw/io/resolver.hpp>

#include "support/lookups.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace danelaw::test {

/// A resolver over a table: RRsets with a state each, CNAMEs followed as a validator does (one insecure link makes the
/// answer insecure, RFC 7672 §2.1.3). Names that are not in the table do not exist.
class FakeResolver final : public Resolver {
public:
    FakeResolver() = default;
    FakeResolver(FakeResolver&& other) noexcept
        : table_(std::move(other.table_)),
          absence_(other.absence_),
          asked_(std::move(other.asked_)),
          messages_(std::move(other.messages_)),
          flapping_(std::move(other.flapping_)) {}

    /// How the RRset stands in the table.
    enum class Status { secure, insecure, bogus, failed };

    FakeResolver& add(const std::string& owner, RecordType type, std::vector<std::string> records,
                      Status status = Status::secure) {
        table_[{name(owner), type}] = Entry{std::move(records), status};
        return *this;
    }
    FakeResolver& remove(const std::string& owner, RecordType type) {
        table_.erase({name(owner), type});
        return *this;
    }
    /// Whether names that are not in the table are proven absent.
    FakeResolver& absence_is(ValidationState state) {
        absence_ = state;
        return *this;
    }

    /// The reply that an answer was read from.
    FakeResolver& came_in(const std::string& owner, RecordType type, Bytes message) {
        messages_[{name(owner), type}] = std::move(message);
        return *this;
    }

    /// The first question for it fails, the next are answered.
    FakeResolver& flaps(const std::string& owner, RecordType type) {
        flapping_.insert({name(owner), type});
        return *this;
    }

    boost::asio::awaitable<Lookup> lookup(DomainName asked, RecordType type,
                                          std::chrono::steady_clock::time_point) override {
        asked_.emplace_back(asked, type);
        auto found = flapping_.erase({asked, type}) > 0 ? failure(asked, type, Status::failed) : resolve(asked, type);
        const auto message = messages_.find({asked, type});
        if (message != messages_.end()) found.message = message->second;
        co_return found;
    }

    [[nodiscard]] std::size_t count(const std::string& owner, RecordType type) const {
        return static_cast<std::size_t>(std::count(asked_.begin(), asked_.end(), std::pair(name(owner), type)));
    }
    [[nodiscard]] std::size_t count(RecordType type) const {
        return static_cast<std::size_t>(
            std::count_if(asked_.begin(), asked_.end(), [&](const auto& asked) { return asked.second == type; }));
    }
    [[nodiscard]] std::size_t count() const { return asked_.size(); }

private:
    struct Entry {
        std::vector<std::string> records;
        Status status = Status::secure;
    };

    Lookup failure(const DomainName& asked, RecordType type, Status status) const {
        return status == Status::bogus ? bogus(asked.text(), type)
                                       : failed(asked.text(), type, "no usable answer (SERVFAIL)");
    }

    Lookup resolve(const DomainName& asked, RecordType type) const {
        std::vector<std::string> chain;
        auto state = ValidationState::secure;
        for (auto at = asked; chain.size() <= 11; at = name(chain.back())) {
            const auto entry = table_.find({at, type});
            const auto alias = table_.find({at, RecordType::cname});
            const bool alias_fails = alias != table_.end() && alias->second.status >= Status::bogus;
            if (alias_fails) return failure(asked, type, alias->second.status);
            if (entry != table_.end()) return finish(asked, entry->second, chain, state, type);
            if (alias == table_.end()) return absent(asked, at, chain, state, type);
            if (alias->second.status == Status::insecure) state = ValidationState::insecure;
            chain.push_back(alias->second.records.at(0));
        }
        return failed(asked.text(), type, "the CNAME chain has more than 11 links");
    }

    Lookup finish(const DomainName& asked, const Entry& entry, const std::vector<std::string>& chain,
                  ValidationState state, RecordType type) const {
        if (entry.status >= Status::bogus) return failure(asked, type, entry.status);
        if (entry.status == Status::insecure) state = ValidationState::insecure;
        auto lookup = answer(asked.text(), type, entry.records, state);
        return chain.empty() ? lookup : aliased(std::move(lookup), chain);
    }

    Lookup absent(const DomainName& asked, const DomainName& at, const std::vector<std::string>& chain,
                  ValidationState state, RecordType type) const {
        if (absence_ == ValidationState::insecure) state = absence_;
        const bool exists =
            std::any_of(table_.begin(), table_.end(), [&](const auto& row) { return row.first.first == at; });
        auto lookup = exists ? answer(asked.text(), type, {}, state) : nx_domain(asked.text(), type, state);
        return chain.empty() ? lookup : aliased(std::move(lookup), chain);
    }

    std::map<std::pair<DomainName, RecordType>, Entry> table_;
    ValidationState absence_ = ValidationState::secure;
    std::vector<std::pair<DomainName, RecordType>> asked_;
    std::map<std::pair<DomainName, RecordType>, Bytes> messages_;
    std::set<std::pair<DomainName, RecordType>> flapping_;
};

/// Time stands still at the moment given; the steady clock runs.
class FakeClock final : public Clock {
public:
    explicit FakeClock(Timestamp now) : now_(now) {}
    [[nodiscard]] Timestamp now() const override { return now_; }
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::now();
    }

private:
    Timestamp now_;
};

}  // namespace danelaw::test
