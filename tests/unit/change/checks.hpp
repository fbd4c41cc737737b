#pragma once

#include "support/domain.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace danelaw::test {

/// Checks of one domain, an hour apart, each of which knows what --state would tell it.
class Checks {
public:
    Report check(const Domain& domain) {
        DomainFacts facts = domain.facts();
        facts.checked_at = now_ = now_ + std::chrono::hours{1};
        facts.past = PastFacts{memory_, std::nullopt};
        auto report = judge(std::move(facts));
        if (auto memory = remember(report)) memory_ = *memory_from_json(memory_to_json(*memory));
        return report;
    }

    [[nodiscard]] const DomainMemory& memory() const { return *memory_; }

private:
    std::optional<DomainMemory> memory_;
    Timestamp now_ = checked_at;
};

/// When the check with this number was made, as text.
inline std::string time_of(int check) { return format_time(checked_at + std::chrono::hours{check}); }

/// `example.org` with one host that presents certificates of testdata/certs, and TLSA records.
inline Domain domain_with(std::initializer_list<const char*> certificates, const std::vector<std::string>& records) {
    return Domain({Host("mx.example.org").at("192.0.2.1", tls_session(certificates)).tlsa(records)});
}

/// `3 1 1` of a certificate.
inline std::string key_record(const std::string& certificate) { return to_text(tlsa("3 1 1", certificate)); }
/// `3 0 1` of a certificate.
inline std::string whole_record(const std::string& certificate) { return to_text(tlsa("3 0 1", certificate)); }

}  // namespace danelaw::test
